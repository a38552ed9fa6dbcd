"""The settings and the opened store of this process, opened once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Engine

import settings as configuration
from db.engine import open_store
from settings import Settings


@dataclass(frozen=True, slots=True)
class House:
    settings: Settings
    engine: Engine


def house() -> House:
    """Settings as the environment has them now, and the store they name; raises ``BadSetting``."""
    return _opened(configuration.load())


@cache
def _opened(settings: Settings) -> House:
    return House(settings, open_store(settings.database_url))

"""The one cache of the app: answers of the store, shared by everybody who may see the same.

The key carries the store's address, who may see it, the revision that the accepting transaction bumps (read
uncached, once a run), the question and its arguments. Nothing is ever cleared: an old revision is never asked
for again and falls out. What comes back is shared and must not be changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st
from sqlalchemy import Engine

from db.engine import reading
from ui.enter import Visit

Answer = TypeVar("Answer")


def ask(visit: Visit, question: Callable[..., Answer], *places: Any, **arguments: Any) -> Answer:
    """``question(connection, *places, **arguments)`` on one snapshot, remembered for this revision.

    Arguments must say themselves what they are (codes, numbers, periods, days): their ``repr`` is the key.
    """
    key = (
        visit.home.settings.database_url,
        visit.scope,
        visit.revision,
        f"{question.__module__}.{question.__qualname__}",
        repr((places, sorted(arguments.items()))),
    )
    return _remembered(key, visit.home.engine, question, places, arguments)


def made(visit: Visit, name: str, make: Callable[[], Answer], *places: Any) -> Answer:
    """What ``make`` builds out of answers of this revision, remembered under ``name`` and what it is built for."""
    key = (visit.home.settings.database_url, visit.scope, visit.revision, name, repr((visit.lang, visit.dark, places)))
    return _built(key, make)


@st.cache_resource(max_entries=1000, show_spinner=False)
def _built(key: tuple, _make: Callable[[], Any]) -> Any:
    return _make()


@st.cache_resource(max_entries=1000, show_spinner=False)
def _remembered(
    key: tuple, _engine: Engine, _question: Callable[..., Any], _places: tuple, _arguments: dict[str, Any]
) -> Any:
    with reading(_engine) as conn:
        return _question(conn, *_places, **_arguments)

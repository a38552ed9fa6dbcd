"""References with the indicators of the shipped packs, or with indicators made for one form."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from intake.reference import Reference
from intake.understand.indicators import IndicatorIndex
from metrics.goals import Indicator, Kind
from seed.packs import read_pack
from tests.intake import samples

_PACKS = Path(__file__).parents[2] / "seed" / "packs"


@cache
def shipped() -> dict[str, Indicator]:
    """Indicators of the three packs by code."""
    packs = [read_pack(_PACKS / name) for name in ("kon-tum", "dien-bien", "bac-son")]
    return {indicator.code: indicator for pack in packs for indicator in pack.indicators}


def reference(*indicators: Indicator, base: Reference | None = None) -> Reference:
    """The small province of `samples`, or another one, asked for these indicators; for those shipped where none."""
    asked = indicators or tuple(shipped().values())
    return replace(base or samples.reference(), indicators=dict(enumerate(asked, start=1)))


@cache
def index() -> IndicatorIndex:
    return IndicatorIndex(reference())


def named(code: str, name: str, kind: Kind = Kind.STOCK, unit_kind: str = "commune", **more: object) -> Indicator:
    frequency = str(more.pop("frequency", "quarter"))
    return Indicator(code, kind, unit_kind, frequency, False, name, code, name, code, **more)  # type: ignore[arg-type]  # the rest by name

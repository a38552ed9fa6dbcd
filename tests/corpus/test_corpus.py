"""Files as offices send them: each gives exactly the figures, problems and questions that were written down for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import pytest

from intake.check import Clean, check
from intake.problems import Level, has_errors
from intake.reference import Past, Reference
from metrics.periods import from_key, parse
from metrics.schema import HISTORY, STATES, conform
from tests.corpus.all_cases import CASES
from tests.corpus.cases import Case, Figures

_QUALIFIERS = ("", "≥", "≤", "~")
_NOTHING = {"n/a": "not_applicable", "not rated": "not_rated"}
_WORDS = {STATES.index(state): word for word, state in _NOTHING.items()}


def _past(figures: Figures, known: Reference) -> Past:
    """Earlier figures as a case writes them, in place of the store's simulated ones."""
    units = dict(known.units.select("code", "unit").iter_rows())
    indicators = {each.code: number for number, each in known.indicators.items()}
    rows = []
    for (unit, indicator, period), value in figures.items():
        num, _, den = value.partition("/")
        when = parse(period)
        rows.append(
            {
                "period": when.key,
                "indicator": indicators[indicator],
                "unit": units[unit],
                "num": int(num),
                "den": int(den) if den else None,
                "qualifier": 0,
                "state": 0,
                "row": None,
                "seq": 1,
            }
        )
    frame = conform(pl.DataFrame(rows), HISTORY) if rows else pl.DataFrame(schema=HISTORY)

    def past(some: object, of: object, on: object) -> pl.DataFrame:
        wanted = pl.col("indicator").is_in(list(some)) & pl.col("unit").is_in(list(of))  # type: ignore[call-overload]  # collections of numbers
        return frame.filter(wanted).sort("indicator", "unit", "period")

    return past


def examined(case: Case, data: bytes, known: Reference) -> Clean:
    scope = None
    if case.unit is not None:
        scope = frozenset(known.units.filter(pl.col("code") == case.unit)["unit"])
    base = replace(known, scope=scope, past=_past(case.past, known) if case.past else None)
    return check(data, base, period=None if case.period is None else parse(case.period), answers=case.answers)


def figures(case: Case, clean: Clean, known: Reference) -> Figures:
    """The figures as a case writes them."""
    units = dict(known.units.select("unit", "code").iter_rows())
    found = {}
    for row in clean.figures.iter_rows(named=True):
        period = from_key(row["period"]).code
        number = "" if row["num"] is None else str(row["num"])
        share = "" if row["den"] is None else f"/{row['den']}"
        value = _WORDS.get(row["state"]) or f"{_QUALIFIERS[row['qualifier']]}{number}{share}"
        place = (units[row["unit"]], known.indicators[row["indicator"]].code, "" if period == case.period else period)
        assert place not in found
        found[place] = value
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_gives_what_was_written_down(
    case: Case, files: Mapping[str, bytes], known: Reference, request: pytest.FixtureRequest
) -> None:
    if case.wrong:
        request.applymarker(pytest.mark.xfail(reason=case.wrong, strict=True, raises=AssertionError))
    if case.name not in files:
        pytest.skip("LibreOffice is not installed")
    clean = examined(case, files[case.name], known)
    told = [(each.code, each.row, each.text) for each in clean.problems]
    asked = {f"{each.code}: {each.text}": set(each.candidates) for each in clean.questions}
    weighty = {each.code for each in clean.problems if each.level is not Level.INFO}
    if case.stops:
        assert has_errors(clean.problems) or clean.questions
        assert case.problems <= weighty
        return
    assert figures(case, clean, known) == case.figures, (told, asked)
    assert set(asked) == set(case.questions), told
    assert weighty - case.may == set(case.problems), told
    assert case.told <= {code for code, _, _ in told}
    assert {(code, row) for code, row in case.rows.items()} <= {(code, row) for code, row, _ in told}, told
    for question, offered in case.candidates.items():
        assert offered <= asked[question]

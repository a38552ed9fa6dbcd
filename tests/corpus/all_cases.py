"""Every case of the corpus, in the order of the hazards."""

from __future__ import annotations

from tests.corpus import cases_files, cases_mixed, cases_numbers, cases_periods, cases_shapes, cases_text, cases_units

CASES = (
    *cases_shapes.CASES,
    *cases_numbers.CASES,
    *cases_periods.CASES,
    *cases_units.CASES,
    *cases_text.CASES,
    *cases_files.CASES,
    *cases_mixed.CASES,
)

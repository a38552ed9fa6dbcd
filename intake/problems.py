"""What can be wrong with a file, as data: a code and a place. The words are in ``[problem]`` of `report/*.toml`.

Nothing here raises: a reader collects every problem of a file and hands them on together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Level(StrEnum):
    """``error`` stops the file, ``warning`` wants a second look, ``info`` tells what was done."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Kind:
    """One code: its level, what it says, and the names of its parameters."""

    code: str
    level: Level
    meaning: str
    params: tuple[str, ...] = ()


_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFO

KINDS: tuple[Kind, ...] = (
    # the file
    Kind("empty_file", _E, "no bytes, or nothing but blank lines"),
    Kind("file_too_large", _E, "more bytes than are taken", ("megabytes", "limit")),
    Kind("too_many_rows", _E, "more rows than are taken", ("limit",)),
    Kind("too_many_columns", _E, "more columns than are taken", ("limit",)),
    Kind("too_many_figures", _E, "more cells with figures than are taken", ("limit",)),
    Kind("too_many_cells", _E, "more cells on all sheets than are taken", ("limit",)),
    Kind("too_many_sheets", _E, "more sheets than are taken", ("limit",)),
    Kind("not_a_table", _E, "neither a spreadsheet nor a text with cells; `seen` says which kind of file", ("seen",)),
    Kind("password_protected", _E, "a workbook that opens with a password only"),
    Kind("corrupt_file", _E, "a workbook that is damaged or contradicts itself"),
    Kind("file_unpacks_too_large", _E, "a workbook that unpacks to more than is taken", ("limit",)),
    Kind("reading_took_too_long", _E, "a workbook that could not be read in time", ("seconds",)),
    Kind("formula_uncached", _E, "a formula whose result the file does not hold; `text` is the sheet", ("cell",)),
    Kind("macros_ignored", _I, "a workbook with macros, which are neither run nor looked at"),
    Kind("hidden_sheet", _I, "a hidden sheet with text, which is not taken"),
    Kind("hidden_rows", _I, "hidden rows with text, read like all others; `text` is the sheet", ("rows",)),
    Kind("hidden_columns", _I, "hidden columns with text, read like all others; `text` is the sheet", ("columns",)),
    Kind("not_utf8", _E, "text in another encoding; the row has the first byte that is no UTF-8"),
    Kind("accents_lost", _E, "a text whose accents an export dropped or replaced; nothing brings them back"),
    Kind("accents_doubled", _E, "a text garbled on purpose: two tones in one syllable"),
    Kind("encoding_converted", _I, "`count` cells read from another encoding or font", ("encoding", "result", "count")),
    Kind("encoding_unclear", _W, "a column in two encodings, and a text that reads well in both", ("result",)),
    Kind("open_quote", _E, "a quoted cell that is never closed, or goes on after its closing quote"),
    Kind("cell_too_long", _E, "a cell of more than 131.072 characters"),
    Kind("long_row", _E, "a row with more filled cells than the header has columns", ("cells", "columns")),
    # its columns
    Kind("no_table", _E, "no table with figures on any sheet"),
    Kind("unknown_layout", _E, "neither of the two layouts is recognised in the header"),
    Kind("missing_column", _E, "the long layout without a column that it needs", ("columns",)),
    Kind("duplicate_column", _E, "two columns with one meaning", ("first",)),
    Kind("unnamed_column", _E, "figures under an empty header", ("number",)),
    Kind("person_column", _E, "a column that describes persons; its cells are not kept"),
    Kind("person_cells", _E, "a column whose cells look like persons; none of them is kept"),
    Kind("ignored_column", _W, "a column that is no indicator; not imported"),
    Kind("ignored_row", _W, "a row with figures that is no indicator; not imported"),
    Kind("ignored_cells", _W, "figures of rows and columns that together are no indicator", ("count",)),
    # which figure it is
    Kind("unknown_unit", _E, "no unit has this code", ("suggestions",)),
    Kind("unit_empty", _E, "a figure without a unit"),
    Kind("unit_ended", _E, "the unit had ended by the last day of the period", ("day", "suggestions")),
    Kind("unit_not_yet", _E, "the unit did not exist yet on the last day of the period", ("day",)),
    Kind("out_of_scope", _E, "a unit that the submitter does not report for", ("unit",)),
    Kind("wrong_kind", _E, "the indicator is reported by another kind of unit", ("kind", "expected", "indicator")),
    Kind("other_kind", _W, "what other units report, beside what these do", ("kind", "expected", "indicator")),
    Kind("unknown_indicator", _E, "no indicator has this code or name", ("suggestions",)),
    Kind("indicator_empty", _E, "a figure without an indicator"),
    Kind("period_empty", _E, "a figure without a period, and none was chosen"),
    Kind("bad_period", _E, "a text that names no period"),
    Kind("period_differs", _E, "another period than the one chosen", ("period",)),
    Kind("period_wrong_frequency", _E, "the indicator is not reported for such a period", ("indicator", "frequency")),
    Kind("other_frequency", _W, "not reported for such a period, beside others that are", ("indicator", "frequency")),
    Kind("period_future", _E, "the period has not begun", ("day",)),
    Kind("period_open", _W, "the period has not ended", ("day",)),
    # its value
    Kind("not_a_count", _E, "no whole number"),
    Kind("fractional", _E, "a count with decimals"),
    Kind("bracketed", _E, "a count in brackets: a negative one, or an aside", ("inside",)),
    Kind("range_given", _E, "two ends where one number is needed", ("low", "high")),
    Kind("date_as_count", _E, "a date in a column of counts"),
    Kind("formula_error", _E, "the error of a formula, such as #REF!"),
    Kind("thousands_read", _I, "dots or commas of a column read as parting thousands", ("count", "value")),
    Kind("zeros_lost", _W, "thousands whose zeros at the end were put back", ("count", "value")),
    Kind("unit_words", _I, "words after numbers, passed over", ("count",)),
    Kind("negative", _E, "a negative count"),
    Kind("too_large", _E, "a count above any plausible one", ("limit",)),
    Kind("not_a_share", _E, "a share that is not given as two counts"),
    Kind("negated_share", _E, "a numerator of those that are not", ("num", "den", "rest")),
    Kind("date_as_share", _W, "dates read as the fractions that a spreadsheet made them of", ("share", "count")),
    Kind("percent_only", _E, "a percentage where two counts are needed"),
    Kind("percent_differs", _W, "a percentage that its counts do not give", ("num", "den", "right")),
    Kind("percent_unread", _W, "no percentage where one stands beside two counts"),
    Kind("share_incomplete", _E, "only one of the two counts", ("missing",)),
    Kind("above_denominator", _E, "a numerator above its denominator", ("num", "den")),
    Kind("denominator_unexpected", _E, "a denominator for an indicator that has none", ("indicator",)),
    Kind("value_twice", _E, "`value` and `num` disagree", ("num",)),
    Kind("not_yes_no", _E, "a state that is neither 0 nor 1"),
    Kind("unknown_class", _E, "no class of the rating scheme", ("classes", "suggestions")),
    Kind("not_rated_here", _E, "'not rated yet' for an indicator that is no rating", ("indicator",)),
    Kind("bad_qualifier", _E, "an unknown qualifier"),
    Kind("qualifier_here", _E, "an approximate state or rating"),
    Kind("bad_state", _E, "an unknown word in the column `state`"),
    Kind("state_with_value", _E, "a figure that the column `state` says there is not", ("state",)),
    Kind("dash_read", _W, "'-' taken as 'not applicable', in `count` cells of the column", ("count",)),
    Kind("cumulative_read", _I, "figures of a period taken from running totals", ("figure", "count")),
    Kind("cumulative_without_past", _E, "a running total whose earlier periods are not known", ("periods",)),
    Kind("cumulative_without_start", _E, "a running total of a term whose first day is not known"),
    Kind("cumulative_below", _E, "a running total below what was reported before", ("total", "before")),
    Kind("cumulative_differs", _W, "a running total that its periods do not add up to", ("total", "sum")),
    Kind("cumulative_of_stock", _E, "a running total of what does not run", ("indicator",)),
    # inside the file
    Kind("total_differs", _W, "a total that is not the sum of its rows", ("said", "sum")),
    Kind("formula_differs", _W, "a cell that the formula of its column does not give", ("formula", "right")),
    Kind("part_above_whole", _E, "a part above its whole", ("part", "whole", "of")),
    Kind("merged_figure", _W, "one figure in a cell over several rows; only the first row has it"),
    Kind("title_differs", _W, "a title of other values: a running total, a plan, an earlier day, thousands"),
    Kind("parts_differ", _W, "parts that do not add up to their whole", ("said", "sum")),
    Kind("balance_differs", _E, "opening + in - out is not closing", ("said", "right")),
    # against the past
    Kind("jump", _W, "a figure that moved more than it ever did", ("indicator", "unit", "value", "before")),
    Kind("spike", _W, "a last quarter above the three before it together", ("indicator", "unit", "value", "others")),
    Kind("spike_together", _W, "the same of many small units", ("indicator", "count", "value", "others")),
    Kind("fell_to_zero", _W, "nothing where there had always been some", ("indicator", "unit", "before")),
    Kind("relapsed", _W, "a state that was reached is lost again", ("indicator", "unit")),
    Kind("further_units", _I, "units beyond the first few of a code", ("of", "indicator", "count", "units")),
    Kind("copy_of_last", _W, "figures that repeat the period before", ("period", "count", "indicators")),
    Kind("round_figures", _W, "more round figures than chance gives", ("indicator", "count", "figures", "step")),
    # the whole
    Kind("repeated_same", _W, "the same figure twice, with one value", ("first",)),
    Kind("repeated_differs", _E, "the same figure twice, with two values", ("first", "value", "other")),
    Kind("nothing_to_import", _E, "no figure at all"),
    Kind("more", _I, "further problems of a code that are not listed one by one", ("of", "count")),
)

CODES: Mapping[str, Kind] = MappingProxyType({kind.code: kind for kind in KINDS})
"""Every code there is; a test wants each in both languages."""

LISTED = 1000
"""Problems of one code that are listed one by one; the rest is counted in a ``more``."""


@dataclass(frozen=True, slots=True)
class Problem:
    """``row`` is the 1-based row of the file as a spreadsheet counts it, ``column`` the header above the cell,
    ``text`` the offending text as it stands in the file. ``params`` are exact values and codes, for `report` to print.
    ``at`` is the 0-based place of the column on its sheet, ``sheet`` the sheet's name; both for marking the cell.
    """

    level: Level
    code: str
    row: int | None = None
    column: str | None = None
    text: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    at: int | None = None
    sheet: str | None = None


def problem(
    code: str,
    *,
    row: int | None = None,
    column: str | None = None,
    text: str | None = None,
    at: int | None = None,
    sheet: str | None = None,
    **params: Any,
) -> Problem:
    """A problem of a known code, with that code's level. Raises :class:`KeyError` for an unknown one."""
    return Problem(CODES[code].level, code, row, column, text, params, at, sheet)


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(each.level is Level.ERROR for each in problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by row, those of the whole file first; at most :data:`LISTED` of a code, the rest counted."""
    order = {code: place for place, code in enumerate(CODES)}
    listed: list[Problem] = []
    counts: dict[str, int] = {}
    unlisted: dict[str, int] = {}
    for each in sorted(problems, key=lambda p: (p.row or 0, order[p.code])):
        if each.code == "more":
            unlisted[each.params["of"]] = unlisted.get(each.params["of"], 0) + int(each.params["count"])
            continue
        counts[each.code] = counts.get(each.code, 0) + 1
        if counts[each.code] <= LISTED:
            listed.append(each)
        else:
            unlisted[each.code] = unlisted.get(each.code, 0) + 1
    return (*listed, *(problem("more", of=code, count=count) for code, count in unlisted.items()))

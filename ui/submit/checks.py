"""What is wrong with a file, what wants a second look, and the file itself with both marked in its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from flows.submit.examined import Examined
from flows.submit.marked import marked
from flows.submit.meanings import named_columns, units_of_rows
from flows.submit.problems import Told, shortened, title
from intake.problems import Level, Problem
from report import cards, formats
from ui import state
from ui.enter import Visit
from ui.submit.handed import Handed
from ui.table import download

SHOWN = 60
"""Rows of a long list that stand on the page; the rest is in the download."""

OF_A_KIND = 8
"""Rows of one kind of problem that stand on the page where there are several kinds."""

ONE_BY_ONE = 20
"""Warnings of a kind that can be confirmed each for itself."""

Both = tuple[Problem, Told]


def problems(visit: Visit, found: Examined, file: Handed) -> None:
    """Every problem, kind by kind, with row, column, text and the likely fix; and the marked file to mend.

    Warnings of a file that could be accepted stand where they are confirmed instead.
    """
    both = _both(visit, found)
    errors = [each for each in both if each[0].level is Level.ERROR]
    warnings = [each for each in both if each[0].level is Level.WARNING]
    kinds = {each.code for each, _ in (*errors, *warnings)}
    notes = [each for each in both if each[0].level is Level.INFO and each[0].params.get("of") not in kinds]
    if errors:
        with st.container(key="box_problems"):
            number = formats.number(_number(found, errors), visit.lang)
            st.html(cards.heading(visit.lang, visit.say("submit_page.problems", number=number)))
            _kinds(visit, found, file, errors, "problems")
            if found.clean.tables and not file.grid:
                _marked(visit, found)
    if warnings and not found.acceptable:
        with st.container(key="box_warnings"):
            number = formats.number(_number(found, warnings), visit.lang)
            note = visit.say("submit_page.warnings_later")
            st.html(cards.heading(visit.lang, visit.say("submit_page.warnings", number=number), note))
            _kinds(visit, found, file, warnings, "warnings")
    if notes:
        number = formats.number(len(notes), visit.lang)
        with st.container(key="box_notes"), st.expander(visit.say("submit_page.notes", number=number)):
            _listed(visit, found, file, notes, SHOWN)
            _take_away(visit, found, file, notes, "notes", len(notes) > SHOWN)


def confirmations(visit: Visit, found: Examined, file: Handed) -> dict[str, str]:
    """The warnings by kind, each with the reason for which it is accepted; reasons by what they confirm."""
    both = [each for each in _both(visit, found) if each[0].level is Level.WARNING]
    given: dict[str, str] = {}
    for code in dict.fromkeys(each.code for each, _ in both):
        some = [each for each in both if each[0].code == code]
        number = _number(found, some)
        st.html(_kind(visit, code, number))
        alone = 1 < number <= ONE_BY_ONE and len(some) == number
        if alone and st.toggle(visit.say("submit_page.confirm_each"), key=f"each_{state.upload_key()}_{code}"):
            given |= _one_by_one(visit, found, file, code, some)
            continue
        _listed(visit, found, file, some, SHOWN)
        _take_away(visit, found, file, some, f"warning_{code}", len(some) > SHOWN)
        given[code] = st.text_input(
            visit.say("submit_page.confirm_reason"), key=f"confirm_{state.upload_key()}_{code}", max_chars=400
        ).strip()
    return given


def _one_by_one(visit: Visit, found: Examined, file: Handed, code: str, some: Sequence[Both]) -> dict[str, str]:
    units = _units(found, file)
    given = {}
    for place, (problem, words) in enumerate(some):
        where = ", ".join(part for part in (units.get((problem.sheet, problem.row), ""), words.place) if part)
        given[found.place_of(problem)] = st.text_input(
            f"{where}: {words.message}" if where else words.message,
            key=f"confirm_{state.upload_key()}_{code}_{place}",
            max_chars=400,
            placeholder=visit.say("submit_page.confirm_reason"),
        ).strip()
    return given


def _both(visit: Visit, found: Examined) -> list[Both]:
    return list(zip(found.problems, found.told(visit.lang), strict=True))


def _number(found: Examined, some: Sequence[Both]) -> int:
    """How many there are, those that are not listed one by one included."""
    kinds = {each.code for each, _ in some}
    more = (each.params["count"] for each in found.problems if each.code == "more" and each.params["of"] in kinds)
    return len(some) + sum(int(count) for count in more)


def _kind(visit: Visit, code: str, number: int) -> str:
    return f'<h3 class="m m-name">{escape(title(code, visit.lang))} ({formats.number(number, visit.lang)})</h3>'


def _kinds(visit: Visit, found: Examined, file: Handed, both: Sequence[Both], key: str) -> None:
    """Problems under their kinds: all of a single kind, else the first of each; every one in a download."""
    codes = list(dict.fromkeys(each.code for each, _ in both))
    limit = SHOWN if len(codes) == 1 else OF_A_KIND
    cut = False
    for code in codes:
        some = [each for each in both if each[0].code == code]
        number = _number(found, some)
        st.html(_kind(visit, code, number))
        _listed(visit, found, file, some, limit)
        if number > limit:
            rest = formats.number(number - min(limit, len(some)), visit.lang)
            st.html(f'<p class="m m-note">{escape(visit.say("home.rows_more", number=rest))}</p>')
            cut = True
    _take_away(visit, found, file, both, key, cut)


def _listed(visit: Visit, found: Examined, file: Handed, both: Sequence[Both], limit: int) -> None:
    """A table of problems without the columns that say nothing; a fix that all of them share stands once above."""
    heads, rows = _rows(visit, found, file, both[:limit])
    fixes = {words.fix for _, words in both}
    if len(fixes) == 1 and len(both) > 1:
        st.html(f'<p class="m m-sub">{escape(next(iter(fixes)))}</p>')
        rows = [[*row[:-2], row[-2]] for row in rows]
        heads = [*heads[:-2], visit.say("submit_page.problem_what")]
    else:
        rows = [[*row[:-2], f"{row[-2]} {row[-1]}".strip()] for row in rows]
        heads = [*heads[:-2], visit.say("submit_page.problem_fix")]
    kept = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    number = visit.say("submit_page.problem_row")
    heads = [heads[at] for at in kept]
    rows = [[row[at] for at in kept] for row in rows]
    numeric = [at for at, head in enumerate(heads) if head == number]
    st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=numeric, stacked=True)}</div>')


def _rows(visit: Visit, found: Examined, file: Handed, both: Sequence[Both]) -> tuple[list[str], list[list[str]]]:
    """Sheet (where there are several), row, unit, column, text, what is wrong, what to do."""
    units = _units(found, file)
    columns = named_columns(found, visit.lang, alone=file.grid)
    several = len({each.sheet for each in found.problems if each.sheet}) > 1
    names = ["problem_sheet", "problem_row", "unit_meaning", "problem_column", "problem_text", "problem_what", "fix"]
    names[4] = "grid_text" if file.grid else names[4]
    heads = [visit.say(f"submit_page.{name}") for name in names]
    rows = []
    for each, words in both:
        column = shortened(each.column or "")
        text = shortened(each.text or "")
        rows.append(
            [
                (each.sheet or "") if several else "",
                "" if file.grid else str(each.row or ""),
                units.get((each.sheet, each.row), "") if each.row else "",
                columns.get(column, column),
                "" if text == column else text,
                words.message,
                words.fix,
            ]
        )
    return heads, rows


def _units(found: Examined, file: Handed) -> Mapping[tuple[str | None, int | None], str]:
    return {**units_of_rows(found), **{(None, row): name for row, name in file.rows.items()}}


def _take_away(visit: Visit, found: Examined, file: Handed, both: Sequence[Both], key: str, cut: bool) -> None:
    """All rows to take away, where not all of them stand on the page."""
    if cut:
        heads, _ = _rows(visit, found, file, ())
        download(visit, heads, lambda: _rows(visit, found, file, both)[1], f"{key}.csv", key=key)


def rest(visit: Visit, heads: list[str], rows: list[list[str]], key: str) -> None:
    """How many rows more there are, and all of them to take away; nothing where all stand on the page."""
    if len(rows) > SHOWN:
        number = formats.number(len(rows) - SHOWN, visit.lang)
        st.html(f'<p class="m m-note">{visit.say("home.rows_more", number=number)}</p>')
        download(visit, heads, rows, f"{key}.csv", key=key)


def _marked(visit: Visit, found: Examined) -> None:
    stem = found.file_name.rpartition(".")[0] or found.file_name
    st.download_button(
        visit.say("submit_page.marked"),
        lambda: marked(found, visit.lang)[1],
        visit.say("marked.file", name=stem),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="save_marked",
        type="primary" if not found.questions else "secondary",
        on_click="ignore",
    )

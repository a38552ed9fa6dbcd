"""What is wrong with a file, what wants a second look, and the file itself with both marked in its cells."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from flows.examined import Examined
from flows.marked import marked
from flows.problems import Told, shortened, title
from intake.problems import Level, Problem
from report import cards, formats
from ui import state
from ui.enter import Visit
from ui.table import as_csv

SHOWN = 60
"""Rows of a long list that stand on the page; the rest is in the download."""

ONE_BY_ONE = 20
"""Warnings of a kind that can be confirmed each for itself."""

Both = tuple[Problem, Told]


def problems(visit: Visit, found: Examined) -> None:
    """Every problem at once, with row, column, text and the likely fix; and the marked file to mend.

    Warnings of a file that could be accepted stand where they are confirmed instead.
    """
    both = list(zip(found.problems, found.told(visit.lang), strict=True))
    errors = [each for each in both if each[0].level is Level.ERROR]
    warnings = [each for each in both if each[0].level is Level.WARNING]
    notes = [each for each in both if each[0].level is Level.INFO]
    if errors:
        with st.container(key="box_problems"):
            number = formats.number(len(errors), visit.lang)
            st.html(cards.heading(visit.lang, visit.say("submit_page.problems", number=number)))
            listed(visit, errors, "problems")
            _marked(visit, found)
    if warnings and not found.acceptable:
        with st.container(key="box_warnings"):
            number = formats.number(len(warnings), visit.lang)
            st.html(cards.heading(visit.lang, visit.say("submit_page.warnings", number=number)))
            listed(visit, warnings, "warnings")
    if notes:
        number = formats.number(len(notes), visit.lang)
        with st.container(key="box_notes"), st.expander(visit.say("submit_page.notes", number=number)):
            listed(visit, notes, "notes")


def confirmations(visit: Visit, found: Examined) -> dict[str, str]:
    """The warnings by kind, each with the reason for which it is accepted; reasons by what they confirm."""
    both = [each for each in zip(found.problems, found.told(visit.lang), strict=True) if each[0].level is Level.WARNING]
    kinds = list(dict.fromkeys(each[0].code for each in both))
    given: dict[str, str] = {}
    for code in kinds:
        some = [each for each in both if each[0].code == code]
        number = formats.number(len(some), visit.lang)
        st.html(f'<h3 class="m m-name">{title(code, visit.lang)} ({number})</h3>')
        if len(some) == 1 or not _each_for_itself(visit, code, some):
            listed(visit, some, f"warning_{code}")
            given[code] = st.text_input(
                visit.say("submit_page.confirm_reason"), key=f"confirm_{state.upload_key()}_{code}", max_chars=400
            ).strip()
            continue
        for place, (problem, words) in enumerate(some):
            key = found.place_of(problem)
            given[key] = st.text_input(
                f"{words.place}: {words.message}",
                key=f"confirm_{state.upload_key()}_{code}_{place}",
                max_chars=400,
                placeholder=visit.say("submit_page.confirm_reason"),
            ).strip()
    return given


def _each_for_itself(visit: Visit, code: str, some: Sequence[Both]) -> bool:
    if len(some) > ONE_BY_ONE:
        return False
    return st.toggle(visit.say("submit_page.confirm_each"), key=f"each_{state.upload_key()}_{code}")


def listed(visit: Visit, both: Sequence[Both], key: str) -> None:
    """A list of problems, the first on the page, all in a download."""
    heads = [visit.say(f"submit_page.problem_{name}") for name in ("row", "column", "text", "fix")]
    rows = [
        [
            str(each.row or ""),
            shortened(each.column or ""),
            shortened(each.text or ""),
            f"{words.message} {words.fix}".strip(),
        ]
        for each, words in both
    ]
    sheets = {each.sheet for each, _ in both if each.sheet}
    if len(sheets) > 1:
        heads.insert(0, visit.say("submit_page.problem_sheet"))
        rows = [[each.sheet or "", *row] for (each, _), row in zip(both, rows, strict=True)]
    st.html(f'<div class="moc-scroll">{cards.table(heads, rows[:SHOWN], numeric=(len(heads) - 4,))}</div>')
    rest(visit, heads, rows, key)


def rest(visit: Visit, heads: list[str], rows: list[list[str]], key: str) -> None:
    """How many rows more there are, and all of them to take away; nothing where all stand on the page."""
    if len(rows) > SHOWN:
        number = formats.number(len(rows) - SHOWN, visit.lang)
        st.html(f'<p class="m m-note">{visit.say("home.rows_more", number=number)}</p>')
        data = as_csv(heads, rows)
        st.download_button(
            visit.say("goal_page.download"), data, f"{key}.csv", "text/csv", key=f"save_{key}", on_click="ignore"
        )


def _marked(visit: Visit, found: Examined) -> None:
    stem = found.file_name.rpartition(".")[0] or found.file_name
    st.download_button(
        visit.say("submit_page.marked"),
        lambda: marked(found, visit.lang)[1],
        visit.say("marked.file", name=stem),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="save_marked",
        on_click="ignore",
    )

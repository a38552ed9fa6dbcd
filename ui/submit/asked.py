"""What was understood of a file, what has to be asked, and the correction of either."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape

import polars as pl
import streamlit as st

from flows import submit
from flows.submit.examined import Examined
from flows.submit.meanings import every_answer, left_out, matches, meanings
from flows.submit.questions import answer_words, asked
from intake.questions import IGNORE
from report import cards, formats
from ui import state
from ui.enter import Visit
from ui.submit.handed import Handed

SHOWN = 200
"""Rows of a long list that stand on the page."""

LONG = ("indicator", "unit", "context_unit")
"""Questions whose candidates stand before a long list of every other answer."""

SURE = 100

TABLES = 4
"""Tables of a file that are named on the page."""


def questions(visit: Visit, found: Examined) -> None:
    """Every open question with its candidates; the answers hold for this office's files of this layout."""
    if not found.questions:
        return
    names = found.names(visit.lang)
    with st.container(key="box_questions"):
        number = formats.number(len(found.questions), visit.lang)
        st.html(
            cards.heading(
                visit.lang, visit.say("submit_page.questions", number=number), visit.say("submit_page.questions_note")
            )
        )
        given: dict[tuple[str, str], str] = {}
        with st.form("questions", border=False):
            for place, question in enumerate(found.questions):
                words = asked(question, visit.lang, names)
                near = set(question.candidates)
                options = list(dict.fromkeys((*question.candidates, IGNORE, *every_answer(found, question.code))))
                chosen = st.selectbox(
                    f"{words.title} ({words.place})" if words.place else words.title,
                    options,
                    index=None,
                    placeholder=visit.say("submit_page.questions_choose"),
                    format_func=partial(_suggested, visit, question.code, names, near),
                    key=f"answer_{place}_{question.code}_{question.key}",
                )
                if chosen is not None:
                    given[(question.code, question.key)] = chosen
            if st.form_submit_button(visit.say("submit_page.questions_answer"), type="primary", key="answer"):
                if not given:
                    none = visit.say("submit_page.questions_none")
                    st.html(f'<p class="moc-problem" role="alert">{escape(none)}</p>')
                answer(visit, found, given)


def answer(visit: Visit, found: Examined, given: Mapping[tuple[str, str], str]) -> None:
    """Keep answers for this office and layout, and look at the file again."""
    if given:
        submit.remember(visit.home.engine, found, given, account=visit.account.name if visit.account else "")
        state.count("answered")
        st.rerun()


def understood(visit: Visit, found: Examined, file: Handed) -> None:
    """Where the tables lie, what each column and row was taken for, what was left out; and the way to correct it."""
    if not found.clean.tables or file.grid:
        return
    with st.container(key="box_understood"):
        st.html(cards.heading(visit.lang, visit.say("submit_page.understood_title"), _summary(visit, found)))
        with st.expander(visit.say("submit_page.columns_title", number=_count(visit, len(meanings(found))))):
            _columns(visit, found)
        if found.clean.units.height:
            with st.expander(visit.say("submit_page.units_title", number=_count(visit, found.clean.units.height))):
                _units(visit, found)
        rest = left_out(found)
        if rest:
            with st.expander(visit.say("submit_page.left_out_title", number=_count(visit, len(rest)))):
                heads = [visit.say(f"submit_page.{name}") for name in ("problem_row", "problem_text", "left_out_why")]
                rows = [[str(each.row), each.text, visit.say(f"left_out.{each.why}")] for each in rest[:SHOWN]]
                st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(0,), stacked=True)}</div>')


def _summary(visit: Visit, found: Examined) -> str:
    parts = []
    for table in found.clean.tables[:TABLES]:
        first, last = table.table.rows or (0, 0)
        key = "table_at" if table.table.sheet is None else "table_on"
        parts.append(visit.say(f"submit_page.{key}", sheet=table.table.sheet or "", first=first, last=last))
    if len(found.clean.tables) > TABLES:
        parts.append(visit.say("submit_page.tables_more", number=_count(visit, len(found.clean.tables) - TABLES)))
    figures = formats.number(found.clean.figures.height, visit.lang)
    units = formats.number(found.clean.figures["unit"].n_unique(), visit.lang)
    return " ".join((visit.say("submit_page.understood", figures=figures, units=units), *parts))


def _columns(visit: Visit, found: Examined) -> None:
    names = found.names(visit.lang)
    held = meanings(found)
    open_ones = {each.key for each in found.questions if each.code == "indicator"}
    heads = [visit.say(f"submit_page.{name}") for name in ("column_text", "column_meaning", "score")]
    rows = []
    for each in held:
        meant = answer_words("indicator", each.answer, visit.lang, names)
        if each.key in open_ones:
            rows.append([each.text, visit.say("submit_page.waiting"), ""])
        else:
            rows.append([each.text, meant, "" if each.answer == IGNORE else _score(visit, each.score)])
    st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(2,), stacked=True)}</div>')
    _correct(
        visit,
        found,
        "indicator",
        {each.key: each.text for each in held},
        visit.say("submit_page.column_text"),
        visit.say("submit_page.column_meaning"),
    )


def _units(visit: Visit, found: Examined) -> None:
    names = found.names(visit.lang)
    matched = matches(found)
    doubtful = matched.filter(pl.col("score") < SURE)
    shown = doubtful if doubtful.height else matched
    heads = [visit.say(f"submit_page.{name}") for name in ("problem_row", "problem_text", "unit_meaning", "score")]
    rows = [
        [
            str(row["row"]),
            row["text"],
            answer_words("unit", row["code"], visit.lang, names),
            _score(visit, row["score"]),
        ]
        for row in shown.head(SHOWN).iter_rows(named=True)
    ]
    note = "units_doubtful" if doubtful.height else "units_sure"
    st.html(f'<p class="m m-sub">{escape(visit.say(f"submit_page.{note}", number=_count(visit, doubtful.height)))}</p>')
    st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(0, 3), stacked=True)}</div>')
    _correct(
        visit,
        found,
        "unit",
        {row["key"]: row["text"] for row in matched.iter_rows(named=True)},
        visit.say("submit_page.problem_text"),
        visit.say("submit_page.unit_meaning"),
    )


def _correct(visit: Visit, found: Examined, code: str, things: Mapping[str, str], what: str, meaning: str) -> None:
    """One thing of the file and another meaning for it."""
    names = found.names(visit.lang)
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
    thing = left.selectbox(
        what,
        list(things),
        index=None,
        format_func=lambda each: things[each],
        placeholder=visit.say("submit_page.correct_choose"),
        key=f"correct_{code}_{state.recall('answered')}",
    )
    options = list(dict.fromkeys((IGNORE, *every_answer(found, code))))
    meant = middle.selectbox(
        meaning,
        options,
        index=None,
        format_func=partial(_in_words, visit, code, names),
        placeholder=visit.say("submit_page.questions_choose"),
        key=f"meaning_{code}_{state.recall('answered')}",
    )
    if right.button(visit.say("submit_page.correct"), key=f"save_{code}", disabled=thing is None or meant is None):
        answer(visit, found, {(code, str(thing)): str(meant)})


def _in_words(visit: Visit, code: str, names: Mapping[str, str], answer: str) -> str:
    return answer_words(code, answer, visit.lang, names)


def _suggested(visit: Visit, code: str, names: Mapping[str, str], near: set[str], answer: str) -> str:
    """An answer in words, marked where the file's own text speaks for it."""
    words = _in_words(visit, code, names, answer)
    return visit.say("submit_page.suggested", answer=words) if answer in near and code in LONG else words


def _count(visit: Visit, number: int) -> str:
    return formats.number(number, visit.lang)


def _score(visit: Visit, score: int) -> str:
    return formats.percent(score, visit.lang) if score < SURE else visit.say("submit_page.sure")

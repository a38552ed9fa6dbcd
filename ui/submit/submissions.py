"""What was handed in before: the list, the files, the way back, and the history of a single figure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from html import escape

import streamlit as st
from sqlalchemy import Connection

from db import submissions
from db.engine import reading
from db.submissions import SubmissionRow
from flows import history
from flows.submit import undo
from metrics.periods import Period
from report import cards, formats
from ui import headlines, state
from ui.cache import ask
from ui.choices import UnitChoice
from ui.enter import Visit
from ui.submit.effect import effects

SHOWN = 8
"""Submissions that stand on the page; the earlier ones are one click away."""


@contextmanager
def _block(visit: Visit, name: str, title: str, note: str = "", *, folded: bool) -> Iterator[None]:
    """A block of the page; folded while a file is being looked at, so that it is not in the way."""
    if folded:
        with st.expander(title):
            yield
        return
    with st.container(key=f"box_{name}"):
        st.html(cards.heading(visit.lang, title, note))
        yield


def listed(visit: Visit, unit: UnitChoice | None, *, folded: bool = False) -> None:
    """Submissions, newest first, each with its file and, where the account may, its undo."""
    with _block(visit, "history", visit.say("submit_page.history"), folded=folded):
        found = ask(visit, _submissions, unit.id if unit else None)
        if not found:
            st.html(f'<p class="m m-sub">{escape(visit.say("submit_page.history_none"))}</p>')
            return
        heads = [visit.say("submit_page.seq"), *(visit.say(f"goal_page.{key}") for key in ("file", "period"))]
        heads += [visit.say("goal_page.who"), visit.say("goal_page.when"), visit.say("submit_page.figures")]
        heads += [visit.say("form.reason")]
        rows = [_told(visit, each) for each in found]
        table = partial(cards.table, heads, numeric=(0, 5), stacked=True)
        st.html(f'<div class="moc-scroll moc-short">{table(rows[:SHOWN])}</div>')
        if rows[SHOWN:]:
            number = formats.number(len(rows) - SHOWN, visit.lang)
            with st.expander(visit.say("submit_page.history_more", number=number)):
                st.html(f'<div class="moc-scroll moc-short">{table(rows[SHOWN:])}</div>')
        by_seq = {each.seq: each for each in found}
        latest = max((each.seq for each in found if each.undoes is None), default=0)
        seq = st.selectbox(
            visit.say("submit_page.download_of"),
            list(by_seq),
            format_func=lambda each: visit.say("submit_page.one", seq=each, file=by_seq[each].file_name),
            key=f"stored_{unit.code if unit else ''}_{latest}",  # a new file is the one that is meant
        )
        chosen = by_seq[seq]
        buttons = st.container(horizontal=True)
        buttons.download_button(
            visit.say("submit_page.download"),
            lambda: stored(visit, chosen.seq),
            chosen.file_name,
            key="save_stored",
            disabled=chosen.undoes is not None,
            on_click="ignore",
        )
        if buttons.button(visit.say("submit_page.undo"), key="undo", disabled=chosen.undone_by is not None):
            state.remember("undo", chosen.seq)
        if state.recall("undo") == chosen.seq:
            _take_back(visit, chosen)


def _take_back(visit: Visit, chosen: SubmissionRow) -> None:
    """What taking a submission back would do, the reason, and the button."""
    try:
        found = undo.examine(visit.home.engine, chosen.seq, scope=visit.submits_for)
    except undo.NotUndone as refused:
        _refused(visit, refused.code, chosen.seq)
        return
    with st.container(key="box_undo"):
        number = formats.number(found.figures, visit.lang)
        title, note = (
            visit.say("submit_page.undo_title", seq=chosen.seq),
            visit.say("submit_page.undo_note", number=number),
        )
        st.html(cards.heading(visit.lang, title, note, level=3))
        st.html(effects(visit, found.effect))
        reason = st.text_input(visit.say("submit_page.undo_reason"), key="undo_reason", max_chars=400)
        buttons = st.container(horizontal=True)
        now = buttons.button(visit.say("submit_page.undo_now"), type="primary", key="undo_now")
        if buttons.button(visit.say("submit_page.undo_leave"), key="undo_leave"):
            state.forget("undo")
            st.rerun()
        if now:
            try:
                by = undo.undo(
                    visit.home.engine,
                    chosen.seq,
                    account=visit.account.name if visit.account else "",
                    reason=reason,
                    scope=visit.submits_for,
                    seen=found,
                )
            except undo.NotUndone as refused:
                _refused(visit, refused.code, chosen.seq)
                return
            state.forget("undo")
            state.remember("undone", (chosen.seq, by.seq, by.figures))
            st.rerun()


def _refused(visit: Visit, code: str, seq: int) -> None:
    words = visit.say(f"undo.{code}", seq=seq)
    st.html(f'<p class="moc-problem" role="alert">{escape(words)}</p>')


def undone(visit: Visit) -> None:
    """Says, once, what was taken back."""
    held = state.recall("undone")
    if isinstance(held, tuple):
        seq, by, figures = held
        words = visit.say("submit_page.undone", seq=seq, by=by, number=formats.number(figures, visit.lang))
        st.html(f'<p class="moc-said" role="status">{escape(words)}</p>')
        state.forget("undone")


def figure(visit: Visit, unit: UnitChoice, period: Period, *, folded: bool = False) -> None:
    """Every value that one figure has had, the newest first: who, when, from which file and row, and why."""
    title, note = visit.say("submit_page.figure_title"), visit.say("submit_page.figure_note")
    with _block(visit, "figure", title, note, folded=folded):
        offered = ask(visit, history.figures_of, unit=unit.code, period=period)
        if not offered:
            st.html(f'<p class="m m-sub">{escape(visit.say("submit_page.figure_none"))}</p>')
            return
        left, right = st.columns(2)
        units = list(dict.fromkeys((one.unit, one.unit_name) for one in offered))
        at = left.selectbox(
            visit.say("picker.unit"), units, format_func=lambda each: each[1], key=f"figure_unit_{unit.code}"
        )
        indicators = [one for one in offered if one.unit == at[0]]
        of = right.selectbox(
            visit.say("submit_page.indicator"),
            indicators,
            format_func=lambda each: visit.either(each.name_vi, each.name_en),
            key=f"figure_indicator_{unit.code}_{at[0]}",
        )
        found = ask(visit, history.of_figure, unit=of.unit, indicator=of.indicator, period=period, lang=visit.lang)
        heads = [visit.say("goal_page.value"), visit.say("submit_page.seq")]
        heads += [visit.say(f"goal_page.{key}") for key in ("file", "row", "who", "when")] + [visit.say("form.reason")]
        rows = [
            [
                each.value,
                str(each.seq),
                each.file_name,
                str(each.row or ""),
                headlines.handed_in_by(visit, each.account),
                _day(visit, each.at.date()),
                each.reason,
            ]
            for each in found
        ]
        st.html(f'<div class="moc-scroll moc-short">{cards.table(heads, rows, numeric=(0, 1, 3), stacked=True)}</div>')


def stored(visit: Visit, seq: int) -> bytes:
    """The bytes of a submission, as they came."""
    with reading(visit.home.engine) as conn:
        return submissions.submission_file(conn, seq)[1]


def _submissions(conn: Connection, unit: int | None) -> tuple[SubmissionRow, ...]:
    return tuple(submissions.submissions(conn, unit=unit, limit=50))


def _told(visit: Visit, each: SubmissionRow) -> list[str]:
    marks = [visit.say("app.simulated")] if each.simulated else []
    marks += [visit.say("submit_page.state_withdrawn", seq=each.undone_by)] if each.undone_by else []
    marks += [visit.say("submit_page.state_undoes", seq=each.undoes)] if each.undoes else []
    name = f"{each.file_name} ({', '.join(marks)})" if marks else each.file_name
    when = formats.period(each.period, visit.lang) if each.period else ""
    who = headlines.handed_in_by(visit, each.account)
    figures = formats.number(each.figures, visit.lang)
    return [str(each.seq), name, when, who, _day(visit, each.at.date()), figures, each.reason]


def _day(visit: Visit, on: date) -> str:
    return formats.day(on, visit.lang)

"""Handing in a quarter's figures: choose, fill in, look, accept; and what was handed in before."""

from __future__ import annotations

from html import escape

import streamlit as st
from sqlalchemy import Connection

from db import submissions
from db.engine import reading
from db.submissions import SubmissionRow
from flows import submit
from flows.examined import Examined
from flows.problems import shortened
from flows.submit import Receipt
from flows.templates import template as filled_form
from intake.problems import Level
from metrics.periods import Period, PeriodKind, following
from report import cards, formats
from ui import headlines, state
from ui.cache import ask
from ui.choices import UnitChoice, offers, units_under
from ui.enter import Visit
from ui.table import as_csv

SHOWN = 60
"""Rows of a long list that stand on the page; the rest is in the download."""


def choose(visit: Visit) -> tuple[UnitChoice, Period] | None:
    """Unit and period of the file; null, with an explanation, for an account without units."""
    periods = _periods(visit)
    scope = visit.submits_for
    tops = scope if scope is not None else tuple(dict.fromkeys(each.resolution.unit for each in ask(visit, offers)))
    found: dict[str, UnitChoice] = {}
    asked = state.wanted("period")
    on = next((each for each in periods if each.code == asked), _usual(periods) if periods else None)
    for top in tops if on else ():
        found |= {unit.code: unit for unit in ask(visit, units_under, top, on.last if on else None)}
    if not found or on is None:
        st.html(cards.empty(visit.say("submit_page.no_scope"), visit.say("submit_page.no_scope_fix")))
        return None
    state.settle("period", [each.code for each in periods], _usual(periods).code)
    state.settle("unit", list(found), next(iter(found)))
    left, right = st.columns(2)
    code = left.selectbox(
        visit.say("picker.unit"),
        list(found),
        format_func=lambda each: f"{found[each].name}, {found[each].above}" if found[each].above else found[each].name,
        key=state.widget_key("unit"),
        on_change=state.picked,
        args=("unit",),
    )
    period = right.selectbox(
        visit.say("picker.period"),
        [each.code for each in periods],
        format_func=lambda each: formats.period(next(one for one in periods if one.code == each), visit.lang),
        key=state.widget_key("period"),
        on_change=state.picked,
        args=("period",),
    )
    return found[code], next(each for each in periods if each.code == period)


def _periods(visit: Visit) -> list[Period]:
    """Periods that can be handed in: those of the resolutions over the account's units, and the one after the last."""
    every = ask(visit, offers)
    scope = visit.submits_for
    own = [each for each in every if scope is None or any(_lies_in(code, each.resolution.unit) for code in scope)]
    found = {period for offer in own or every for period in offer.periods}
    newest = {max(each for each in found if each.kind is kind) for kind in {each.kind for each in found}}
    found |= {following(each) for each in newest if each.kind in (PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.HALF)}
    return sorted(found, reverse=True)


def _usual(periods: list[Period]) -> Period:
    """The latest period that has figures: the one before the newest on offer."""
    return periods[1] if len(periods) > 1 else periods[0]


def _lies_in(code: str, above: str) -> bool:
    return code == above or code.startswith(f"{above}/")


def template(visit: Visit, unit: UnitChoice, period: Period) -> None:
    """The form to fill in, with names, last period's figures and blanks."""
    with st.container(key="box_template"):
        st.html(cards.heading(visit.lang, visit.say("submit_page.step_file"), visit.say("submit_page.template_note")))
        data = ask(visit, filled_form, unit=unit.code, period=period)
        name = f"{unit.code.replace('/', '-')}-{period.code}.csv"
        st.download_button(
            visit.say("submit_page.template"), data, name, "text/csv", key="save_template", on_click="ignore"
        )
        st.file_uploader(
            visit.say("submit_page.upload", unit=unit.name, period=formats.period(period, visit.lang)),
            type=["csv"],
            key=state.upload_key(),
            max_upload_size=visit.home.settings.max_upload_mb,
        )


def examined(visit: Visit, unit: UnitChoice, period: Period) -> Examined | None:
    """What the uploaded file would do; worked out once a file and revision. Null where nothing was uploaded."""
    file = st.session_state.get(state.upload_key())
    if file is None:
        return None
    mark = (file.file_id, unit.code, period.code, visit.revision)
    known = state.recall("examined")
    if isinstance(known, tuple) and (known[0] == mark or (known[0][:3] == mark[:3] and state.pressed("accept"))):
        return known[1]  # what was shown when the button was pressed; acceptance itself sees what changed since
    with st.spinner(visit.say("app.loading")):
        found = submit.examine(
            visit.home.engine,
            data=file.getvalue(),
            file_name=file.name,
            period=period,
            unit=unit.code,
            scope=visit.submits_for,
        )
    state.remember("examined", (mark, found))
    return found


def problems(visit: Visit, found: Examined) -> None:
    """Every problem at once, with row, column, text and the likely fix."""
    both = list(zip(found.problems, found.told(visit.lang), strict=True))
    errors = [each for each in both if each[0].level is Level.ERROR]
    others = [each for each in both if each[0].level is not Level.ERROR]
    for held, key in ((errors, "problems"), (others, "warnings")):
        if not held:
            continue
        number = formats.number(len(held), visit.lang)
        heads = [visit.say(f"submit_page.problem_{name}") for name in ("row", "column", "text", "fix")]
        rows = [
            [
                str(each.row or ""),
                shortened(each.column or ""),
                shortened(each.text or ""),
                f"{words.message} {words.fix}".strip(),
            ]
            for each, words in held
        ]
        with st.container(key=f"box_{key}"):
            st.html(cards.heading(visit.lang, visit.say(f"submit_page.{key}", number=number)))
            st.html(f'<div class="moc-scroll">{cards.table(heads, rows[:SHOWN], numeric=(0,))}</div>')
            _rest(visit, heads, rows, key)


def preview(visit: Visit, found: Examined) -> None:
    """Old → new of every figure that would change, and the verdicts that would move."""
    with st.container(key="box_effect"):
        st.html(cards.heading(visit.lang, visit.say("submit_page.step_effect"), _understood(visit, found)))
        st.html(_effect(visit, found))
        st.html(f'<h3 class="m m-name">{escape(visit.say("submit_page.changes"))}</h3>')
        rows = _changes(visit, found)
        if not rows:
            st.html(f'<p class="m m-sub">{escape(visit.say("submit_page.changes_none"))}</p>')
            return
        heads = [visit.say(f"goal_page.{name}") for name in ("row", "unit")]
        heads += [visit.say(f"submit_page.{name}") for name in ("indicator", "old", "new")]
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows[:SHOWN], numeric=(0, 3, 4))}</div>')
        _rest(visit, heads, rows, "changes")


def decide(visit: Visit, found: Examined) -> None:
    """The reason, and the one button that takes the file whole."""
    reason = st.text_input(visit.say("submit_page.reason"), key="submit_reason", max_chars=400)
    buttons = st.container(horizontal=True)
    if buttons.button(visit.say("submit_page.accept"), type="primary", key="accept", disabled=not found.counts.moved):
        try:
            receipt = submit.accept(
                visit.home.engine, found, account=visit.account.name if visit.account else "", reason=reason.strip()
            )
        except submit.Stale:
            state.forget("examined")
            state.remember("stale", True)
        else:
            state.remember("receipt", (found.file_name, receipt))
            state.next_upload()
        st.rerun()
    if buttons.button(visit.say("submit_page.reject"), key="reject"):
        state.next_upload()
        st.rerun()


def receipt(visit: Visit) -> bool:
    """What was accepted just now, until another file is begun; false where nothing was."""
    if state.recall("stale"):
        st.html(f'<p class="moc-said" role="status">{escape(visit.say("submit_page.stale"))}</p>')
        state.forget("stale")
    held = state.recall("receipt")
    if not isinstance(held, tuple) or not isinstance(held[1], Receipt):
        return False
    name, found = held
    numbers = {"figures": formats.number(found.figures, visit.lang), "units": formats.number(found.units, visit.lang)}
    words = visit.say("submit_page.receipt", seq=found.seq, file=name, **numbers)
    with st.container(key="box_receipt"):
        st.html(
            f'<div class="m m-card" role="status"><h2 class="m-title">{escape(visit.say("submit_page.accepted"))}</h2>'
            f"<div>{escape(words)}</div>"
            f'<div class="m-note">{escape(visit.say("submit_page.receipt_hash", sha256=found.sha256))}</div></div>'
        )
        if st.button(visit.say("submit_page.again"), key="again"):
            state.forget("receipt")
            st.rerun()
    return True


def history(visit: Visit, unit: UnitChoice | None) -> None:
    """Submissions, newest first, with the bytes that were handed in."""
    with st.container(key="box_history"):
        st.html(cards.heading(visit.lang, visit.say("submit_page.history")))
        found = ask(visit, _submissions, unit.id if unit else None)
        if not found:
            st.html(f'<p class="m m-sub">{escape(visit.say("submit_page.history_none"))}</p>')
            return
        heads = [visit.say("submit_page.seq"), *(visit.say(f"goal_page.{key}") for key in ("file", "period"))]
        heads += [visit.say("goal_page.who"), visit.say("goal_page.when"), visit.say("submit_page.figures")]
        heads += [visit.say("form.reason")]
        rows = [_told(visit, each) for each in found]
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(0, 5))}</div>')
        seq = st.selectbox(visit.say("submit_page.download_of"), [each.seq for each in found], key="stored_seq")
        st.download_button(
            visit.say("submit_page.download"),
            lambda: stored(visit, seq),
            _name(found, seq),
            key="save_stored",
            on_click="ignore",
        )


def stored(visit: Visit, seq: int) -> bytes:
    """The bytes of a submission, as they came."""
    with reading(visit.home.engine) as conn:
        return submissions.submission_file(conn, seq)[1]


def _submissions(conn: Connection, unit: int | None) -> tuple[SubmissionRow, ...]:
    return tuple(submissions.submissions(conn, unit=unit, limit=50))


def _name(found: tuple[SubmissionRow, ...], seq: int) -> str:
    return next(each.file_name for each in found if each.seq == seq)


def _told(visit: Visit, each: SubmissionRow) -> list[str]:
    marks = [visit.say("app.simulated")] if each.simulated else []
    marks += [visit.say("submit_page.state_withdrawn")] if each.undone_by else []
    name = f"{each.file_name} ({', '.join(marks)})" if marks else each.file_name
    when = formats.period(each.period, visit.lang) if each.period else ""
    day = formats.day(each.at.date(), visit.lang)
    who = headlines.handed_in_by(visit, each.account)
    return [str(each.seq), name, when, who, day, formats.number(each.figures, visit.lang), each.reason]


def _understood(visit: Visit, found: Examined) -> str:
    counts = found.counts
    figures = formats.number(counts.new + counts.changed + counts.same, visit.lang)
    units_ = formats.number(counts.units, visit.lang)
    parts = {key: formats.number(getattr(counts, key), visit.lang) for key in ("changed", "new", "same")}
    said = visit.say("submit_page.understood", figures=figures, units=units_)
    return f"{said} {visit.say('submit_page.changes_count', added=parts['new'], **parts)}."


def _effect(visit: Visit, found: Examined) -> str:
    title = f'<h3 class="m-name">{escape(visit.say("submit_page.effect"))}</h3>'
    lines = []
    for each in found.effect:
        before, after = each.verdicts
        goal = each.before.goal
        figures = " → ".join(
            headlines.value(visit, goal, each.before.indicator, one.actual) for one in (each.before, each.after)
        )
        where = f"{headlines.name(visit, goal)}, {each.unit.name}, {formats.period(each.period, visit.lang)}"
        badges = f"{cards.badge(visit.lang, before, small=True)} → {cards.badge(visit.lang, after, small=True)}"
        kept = cards.badge(visit.lang, after, small=True)
        moved = ' class="moc-moves"' if each.moves else ""
        lines.append(f"<li{moved}><b>{escape(where)}</b>: {figures}<br>{badges if each.moves else kept}</li>")
    if not any(each.moves for each in found.effect):
        lines.insert(0, f"<li>{escape(visit.say('submit_page.effect_none'))}</li>")
    return f'<div class="m">{title}<ul class="m-lines">{"".join(lines)}</ul></div>'


def _changes(visit: Visit, found: Examined) -> list[list[str]]:
    some = found.old_and_new(visit.lang, limit=found.counts.moved)
    return [
        [str(row["row"] or ""), row["unit"], row["indicator"], row["old"] or visit.say("app.none"), row["new"]]
        for row in some.iter_rows(named=True)
    ]


def _rest(visit: Visit, heads: list[str], rows: list[list[str]], key: str) -> None:
    if len(rows) > SHOWN:
        number = formats.number(len(rows) - SHOWN, visit.lang)
        st.html(f'<p class="m m-note">{escape(visit.say("home.rows_more", number=number))}</p>')
        data = as_csv(heads, rows)
        st.download_button(
            visit.say("goal_page.download"), data, f"{key}.csv", "text/csv", key=f"save_{key}", on_click="ignore"
        )

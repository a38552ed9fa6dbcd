"""What a file would change, figure by figure and verdict by verdict; the one button that takes it, and the receipt."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from flows import submit
from flows.submit import Receipt
from flows.submit.effects import Effect
from flows.submit.examined import Examined
from flows.submit.meanings import full_names
from metrics.periods import from_key
from report import cards, formats
from ui import headlines, state
from ui.enter import Visit
from ui.submit.checks import SHOWN, confirmations, rest
from ui.submit.handed import Handed

SIDES = ("before", "after")

OPEN = 12
"""Rows of a list that need no click to be seen."""


def preview(visit: Visit, found: Examined) -> None:
    """Old → new of every figure that would change, their totals, and the verdicts that would move."""
    with st.container(key="box_effect"):
        counts = {key: formats.number(getattr(found.counts, key), visit.lang) for key in ("changed", "new", "same")}
        said = visit.say("submit_page.changes_count", added=counts["new"], **counts)
        st.html(cards.heading(visit.lang, visit.say("submit_page.step_effect"), f"{said}."))
        if found.already is not None:
            st.html(f'<p class="moc-said">{escape(visit.say("submit_page.already", seq=found.already.seq))}</p>')
        if found.counts.moved:
            st.html(effects(visit, found.effect))
            _totals(visit, found)
        changes(visit, found)


def effects(visit: Visit, moves: tuple[Effect, ...]) -> str:
    """Goals whose verdict or figure would be another."""
    moving = any(each.moves for each in moves)
    words = visit.say("submit_page.effect" if moving else "submit_page.effect_none")
    title = f'<h3 class="m-name">{escape(words)}</h3>'
    lines = []
    for each in moves:
        before, after = each.verdicts
        goal = each.before.goal
        figures = " → ".join(
            headlines.value(visit, goal, each.before.indicator, one.actual) for one in (each.before, each.after)
        )
        where = f"{headlines.name(visit, goal)}, {each.unit.name}, {formats.period(each.period, visit.lang)}"
        badges = " → ".join(
            cards.badge(visit.lang, one, small=True) for one in ((before, after) if each.moves else (after,))
        )
        moved = ' class="moc-moves"' if each.moves else ""
        said = f"<span><b>{escape(where)}</b>: {figures}</span>"
        lines.append(f'<li{moved}><div class="moc-effect">{said}<span>{badges}</span></div></li>')
    return f'<div class="m">{title}<ul class="m-lines">{"".join(lines)}</ul></div>'


def _totals(visit: Visit, found: Examined) -> None:
    """Sums over the submitter's units before and after."""
    rows = []
    several = found.totals["period"].n_unique() > 1
    for row in found.totals.filter(pl.col("after_num").is_not_null()).iter_rows(named=True):
        indicator = found.reference.indicators[row["indicator"]]
        rows.append(
            [
                visit.either(indicator.name_vi, indicator.name_en),
                *([formats.period(from_key(row["period"]), visit.lang)] if several else []),
                *(_sum(visit, row, side) for side in SIDES),
                " → ".join(dict.fromkeys(formats.number(row[f"{side}_units"], visit.lang) for side in SIDES)),
            ]
        )
    if rows:
        st.html(f'<h3 class="m m-name">{escape(visit.say("submit_page.totals"))}</h3>')
        heads = [visit.say("submit_page.indicator"), *([visit.say("goal_page.period")] if several else [])]
        numeric = tuple(range(len(heads), len(heads) + 3))
        heads += [visit.say(f"submit_page.{name}") for name in ("total_old", "total_new", "units_reporting")]
        table = cards.table(heads, rows[:SHOWN], numeric=numeric, stacked=True)
        st.html(f'<div class="moc-scroll moc-short">{table}</div>')
        rest(visit, heads, rows, "totals")


def _sum(visit: Visit, row: dict[str, int | None], side: str) -> str:
    num, den = row[f"{side}_num"], row[f"{side}_den"]
    if num is None:
        return visit.say("app.none")
    return formats.number(num, visit.lang) + ("" if den is None else f"/{formats.number(den, visit.lang)}")


def changes(visit: Visit, found: Examined) -> None:
    """Every figure that would be another, old beside new."""
    some = found.old_and_new(visit.lang, limit=found.counts.moved)
    names = full_names(found.reference.units)
    rows = [
        [str(row["row"] or ""), names[row["code"]], row["indicator"], row["old"] or visit.say("app.none"), row["new"]]
        for row in some.iter_rows(named=True)
    ]
    if not rows:
        st.html(f'<p class="m m-sub">{escape(visit.say("submit_page.changes_none"))}</p>')
        return
    heads = [visit.say(f"goal_page.{name}") for name in ("row", "unit")]
    heads += [visit.say(f"submit_page.{name}") for name in ("indicator", "old", "new")]
    title = f"{visit.say('submit_page.changes')} ({formats.number(len(rows), visit.lang)})"
    with st.expander(title, expanded=len(rows) <= OPEN):
        table = cards.table(heads, rows[:SHOWN], numeric=(0, 3, 4), stacked=True)
        st.html(f'<div class="moc-scroll moc-short">{table}</div>')
        rest(visit, heads, rows, "changes")


def decide(visit: Visit, found: Examined, file: Handed) -> None:
    """The warnings with their reasons, why figures are corrected, and the one button that takes the file whole."""
    if not found.counts.moved:
        if st.button(visit.say("submit_page.reject"), key="reject"):
            state.next_upload()
            st.rerun()
        return
    with st.container(key="box_decide"):
        st.html(cards.heading(visit.lang, visit.say("submit_page.step_accept")))
        number = sum(found.to_confirm.values())
        if number:
            words = formats.number(number, visit.lang)
            note = visit.say("submit_page.warnings_note")
            st.html(cards.heading(visit.lang, visit.say("submit_page.warnings", number=words), note, level=3))
        confirmed = confirmations(visit, found, file)
        reason = st.text_input(
            visit.say("submit_page.reason" if found.counts.changed else "submit_page.reason_optional"),
            key=f"reason_{state.upload_key()}",
            max_chars=400,
        )
        buttons = st.container(horizontal=True)
        accept = buttons.button(visit.say("submit_page.accept"), type="primary", key="accept")
        if buttons.button(visit.say("submit_page.reject"), key="reject"):
            state.next_upload()
            st.rerun()
        if accept:
            _accept(visit, found, {code: why for code, why in confirmed.items() if why}, reason.strip())


def _accept(visit: Visit, found: Examined, confirmed: dict[str, str], reason: str) -> None:
    if found.counts.changed and not reason:
        _said(visit.say("submit_page.reason_missing", number=formats.number(found.counts.changed, visit.lang)))
        return
    try:
        with st.spinner(visit.say("submit_page.accepting")):
            receipt = submit.accept(
                visit.home.engine,
                found,
                account=visit.account.name if visit.account else "",
                reason=reason,
                confirmed=confirmed,
            )
    except submit.Unconfirmed as missing:
        _said(visit.say("submit_page.confirm_missing", number=formats.number(len(missing.codes), visit.lang)))
        return
    except submit.Stale:
        state.forget("examined")
        state.remember("stale", True)
    else:
        state.remember("receipt", (found.file_name, receipt))
        state.next_upload()
    st.rerun()


def _said(text: str) -> None:
    st.html(f'<p class="moc-problem" role="alert">{escape(text)}</p>')


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

"""The rules of the watch: what each says now, who changed it last, and the administrator's way to change one."""

from __future__ import annotations

from html import escape

import streamlit as st

from db.submissions import HANOI
from flows.watch.rules import LONGEST_REASON, BadRule, Tuned, tune
from metrics.watch import Why
from report import cards, formats
from ui import state
from ui.enter import Role, Visit
from ui.watch import ORDER, Watched, in_words

CHANGED = "watch_changed"
"""Remembers the rule that was just changed, for the run after."""

SEEN = "watch_seen"
"""Remembers each rule as its form showed it, for what is sent from it."""


def rules(visit: Visit, found: Watched) -> None:
    """Every rule in words with its present number, for everybody; the form for administrators."""
    by_why = {each.why: each for each in found.rules}
    with (
        st.container(key="box_watch_rules"),
        st.expander(visit.say("watch_tune.title"), expanded=state.recall(CHANGED) is not None),
    ):
        st.html(f'<p class="m m-sub">{escape(visit.say("watch_tune.note"))}</p>')
        items = "".join(item(visit, by_why[why]) for why in ORDER)
        st.html(f'<div class="m"><ul class="m-watch-rules">{items}</ul></div>')
        if visit.role >= Role.ADMIN and visit.account is not None:
            st.html(cards.heading(visit.lang, visit.say("watch_tune.change")))
            _form(visit, by_why)


def item(visit: Visit, rule: Tuned) -> str:
    """A rule by its name: what it says now, whether it rests, who changed it last and why."""
    name = escape(visit.say(f"watch_rule.{rule.why}.name"))
    rest = f' <span class="m-note">{escape(visit.say("watch_tune.off"))}</span>' if not rule.on else ""
    last = ""
    if rule.changes:
        change = rule.changes[0]
        day = formats.day(change.at.astimezone(HANOI).date(), visit.lang)
        words = visit.say("watch_tune.changed", account=change.account, day=day, reason=change.reason)
        last = f'<span class="m-note">{escape(words)}</span>'
    return f"<li><b>{name}</b>{rest}<span>{escape(in_words(visit, rule))}</span>{last}</li>"


def _form(visit: Visit, rules_: dict[Why, Tuned]) -> None:
    done = state.recall(CHANGED)
    if isinstance(done, str):
        said = visit.say("watch_tune.done", rule=visit.say(f"watch_rule.{done}.name"))
        st.html(f'<p class="moc-said" role="status">{escape(said)}</p>')
        state.forget(CHANGED)
    why = st.selectbox(
        visit.say("watch_page.rule"),
        list(ORDER),
        format_func=lambda one: visit.say(f"watch_rule.{one}.name"),
        key="tune_rule",
    )
    rule = rules_[why]
    with st.form(key=f"tune_{why}", border=False):
        text = ""
        if rule.number is not None:
            text = st.text_input(
                visit.say(f"watch_tune.{rule.number.name}", least=rule.number.least, most=rule.number.most),
                value=str(rule.value),
                key=f"tune_value_{why}",
            )
        on = st.checkbox(visit.say("watch_tune.on"), value=rule.on, key=f"tune_on_{why}")
        reason = st.text_input(visit.say("watch_tune.reason"), key=f"tune_reason_{why}", max_chars=LONGEST_REASON)
        pressed = st.form_submit_button(visit.say("watch_tune.save"), key=f"tune_save_{why}")
    seen = state.recall(f"{SEEN}_{why}")
    state.remember(f"{SEEN}_{why}", rule)
    if pressed:
        _change(visit, rule, text, on=on, reason=reason, seen=seen if isinstance(seen, Tuned) else rule)


def _change(visit: Visit, rule: Tuned, text: str, *, on: bool, reason: str, seen: Tuned) -> None:
    """Make the change of the rule as it was ``seen``, or say in words why it cannot be made."""
    if visit.account is None or visit.role < Role.ADMIN:
        return
    number = rule.number
    try:
        if number is not None and not (text.strip().isascii() and text.strip().isdigit()):
            raise BadRule("range", least=number.least, most=number.most)
        value = int(text.strip()[:9]) if number is not None else None
        account = visit.account.name
        tune(visit.home.engine, why=rule.why, value=value, on=on, account=account, reason=reason, seen=seen)
    except BadRule as refused:
        said = visit.say(f"watch_tune.bad_{refused.code}", **refused.params)
        st.html(f'<p class="moc-problem" role="alert">{escape(said)}</p>')
        return
    state.remember(CHANGED, str(rule.why))
    st.rerun()

"""One form about a plan or finding: what is typed stays until it is written, faults stand under their fields.

What a form was filled from is remembered with it. Where somebody else was quicker, their change is told, fields that
were not touched take it over, and fields that were touched keep what was typed; nothing is written until saved again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import escape

import streamlit as st

from flows.plans.edit import Change, NotWritten, Outside, Stale, Wrong
from flows.plans.fields import FORMS, LONGEST
from report import formats
from ui import state
from ui.actions.plan import change_words
from ui.enter import Visit

TEXT_HEIGHT = 92


@dataclass(frozen=True, slots=True)
class Draft:
    """A form while it is being filled: what it was filled from (``seen``, at ``version``) and what it shows.

    ``try_number`` names the widgets of this filling. ``wrong`` and ``since`` are what the last try to save met.
    """

    version: int
    seen: Mapping[str, str]
    shown: Mapping[str, str]
    try_number: int = 0
    wrong: tuple[Wrong, ...] = ()
    since: tuple[Change, ...] = ()
    touched: frozenset[str] = frozenset()
    stale: bool = False
    outside: bool = False


def form(
    visit: Visit,
    name: str,
    what: str,
    fields: tuple[str, ...],
    write: Callable[[Mapping[str, str], int], str | None],
    *,
    version: int = 0,
    seen: Mapping[str, str] | None = None,
    button: str = "save",
) -> None:
    """The form ``name`` for some fields of ``what``; ``write(texts, version)`` keeps them and says what was written.

    ``seen`` are the texts in force of a row that is changed, at ``version``; none for a row that is added. ``button``
    names the words of its button.
    """
    now = {one: (seen or {}).get(one, "") for one in fields}
    draft = _draft(name, version, now)
    if draft.stale or draft.wrong or draft.outside:
        st.html(_told(visit, draft))
    with st.form(f"form_{name}", border=False, enter_to_submit=False):
        typed = {}
        kinds = {one.name: one for one in FORMS[what]}
        for one in fields:
            label = visit.say(f"actions_field.{one}")
            label = visit.say("actions_field.needed", label=label) if kinds[one].needed else label
            key = f"{name}_{one}_{draft.try_number}"
            if kinds[one].kind == "text":
                typed[one] = st.text_area(label, draft.shown[one], key=key, height=TEXT_HEIGHT, max_chars=LONGEST + 500)
            else:
                hint = visit.say("actions_field.day_hint") if kinds[one].kind == "day" else None
                typed[one] = st.text_input(label, draft.shown[one], key=key, placeholder=hint)
            for fault in draft.wrong:
                if fault.field == one:
                    st.html(f'<p class="act-wrong">{escape(_wrong(visit, fault))}</p>')
        if st.form_submit_button(visit.say(f"actions_form.{button}"), type="primary", key=f"save_{name}"):
            _save(name, draft, {one: text or "" for one, text in typed.items()}, write)


def _draft(name: str, version: int, now: Mapping[str, str]) -> Draft:
    """The draft being filled, or a new one from what is in force; after a conflict what was not touched is renewed."""
    held = state.recall(f"draft_{name}")
    if not isinstance(held, Draft):
        held = Draft(version, now, now, try_number=_tries(name))
        state.remember(f"draft_{name}", held)
    elif held.stale and held.seen != now and held.version == version:
        shown = {one: held.shown[one] if one in held.touched else text for one, text in now.items()}
        state.count(f"tries_{name}")
        held = replace(held, seen=now, shown=shown, try_number=_tries(name))
        state.remember(f"draft_{name}", held)
    return held


def _tries(name: str) -> int:
    found = state.recall(f"tries_{name}")
    return found if isinstance(found, int) else 0


def _save(
    name: str,
    draft: Draft,
    typed: Mapping[str, str],
    write: Callable[[Mapping[str, str], int], str | None],
) -> None:
    touched = frozenset(one for one, text in typed.items() if text != draft.seen[one])
    state.forget("told")
    tried = replace(draft, shown=typed, wrong=(), since=(), touched=touched, stale=False, outside=False)
    try:
        said = write(typed, draft.version)
    except NotWritten as faults:
        state.remember(f"draft_{name}", replace(tried, wrong=faults.wrong))
    except Stale as quicker:
        state.remember(f"draft_{name}", replace(tried, version=quicker.version, since=quicker.since, stale=True))
    except Outside:
        state.remember(f"draft_{name}", replace(tried, outside=True))
    else:
        state.forget(f"draft_{name}")
        state.count(f"tries_{name}")
        if said:
            state.tell(said)
    st.rerun()


def drop(name: str) -> None:
    """Forget what was typed into a form."""
    state.forget(f"draft_{name}")
    state.count(f"tries_{name}")


def has_draft(name: str) -> bool:
    """Whether the last try to save a form met something, so that it must stand open."""
    held = state.recall(f"draft_{name}")
    return isinstance(held, Draft) and bool(held.wrong or held.stale or held.outside)


def _told(visit: Visit, draft: Draft) -> str:
    """What the last try to save met."""
    if draft.outside:
        lines = [visit.say("actions_wrong.outside")]
    elif draft.stale:
        lines = [visit.say("actions_wrong.stale")]
        lines += [f"{line} ({one.account})" for one in draft.since for line in change_words(visit, one, {})]
    else:
        lines = [visit.say("actions_wrong.title", number=len(draft.wrong))]
    return f'<p class="moc-problem" role="alert">{"<br>".join(escape(line) for line in lines)}</p>'


def _wrong(visit: Visit, fault: Wrong) -> str:
    params = {
        name: formats.day(value, visit.lang)
        if isinstance(value, date)
        else formats.number(value, visit.lang)
        if isinstance(value, int) and name != "year"
        else value
        for name, value in fault.params.items()
    }
    return visit.say(f"actions_wrong.{fault.code}", **params)

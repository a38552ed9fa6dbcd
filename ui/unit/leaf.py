"""A village, a school, a health station: since when it is in which state, when it fell back, what it was before."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from flows.leaf_life import Spell, StateLife, leaf_life
from metrics.goals import Indicator
from report import cards, formats
from ui import headlines
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href
from ui.unit import Asked

SAID = ("member", "branch")
"""States with words of their own: ``…_without_member``, ``…_without_branch``."""


def states(visit: Visit, picked: Picked, found: Asked) -> None:
    """Each state as a sentence and a band over time; the same as a list below the band."""
    life = ask(visit, leaf_life, unit=picked.unit.code, last=picked.period.last)
    with st.container(key="box_states"):
        simulated = any(spell.simulated for each in life.states for spell in each.spells)
        title = heading(visit, found.story.unit.name, life.states)
        until = visit.say("unit_page.states_until", period=formats.period(picked.period, visit.lang))
        st.html(cards.heading(visit.lang, title, until, is_simulated=simulated))
        if not life.states:
            words = visit.say("unit_page.states_none" if life.counts else "unit_page.leaf_nothing")
            st.html(f'<p class="m m-sub">{escape(words)}</p>')
            return
        st.html("".join(_state(visit, each, _goals(visit, picked, found, each)) for each in life.states))


def heading(visit: Visit, name: str, states: Sequence[StateLife]) -> str:
    """``Bản 9: có đảng viên, chưa có chi bộ``; the name alone where nothing is known."""
    now = [said(visit, each.indicator, each.now.holds) for each in states if each.now is not None]
    return visit.say("unit_page.states", unit=name, states=", ".join(now)) if now else name


def said(visit: Visit, indicator: Indicator, holds: bool | None) -> str:
    """The state in words: ``chưa có chi bộ``, ``có chi bộ``."""
    if holds is None:
        return visit.say("unit_page.state.unknown")
    what = indicator.code.rpartition("without_")[2]
    which = "yes" if holds else "no"
    if what in SAID:
        return visit.say(f"unit_page.state.{what}_{which}")
    return visit.say(f"unit_page.state.other_{which}", noun=visit.either(indicator.noun_vi, indicator.noun_en))


def _goals(visit: Visit, picked: Picked, found: Asked, life: StateLife) -> str:
    """Ways to the goals that count this state, at the unit above: where a reader may have come from."""
    above = found.story.above
    rows = {row.goal.code: row for row in picked.offer.goals if row.indicator_id == life.indicator_id}
    if not above:
        return ""
    links = [
        f'<a href="{escape(href("goal", goal=code, unit=above[-1].code, source=None))}">'
        f"{escape(visit.say('unit_page.to_goal_above', goal=headlines.name(visit, row.goal), unit=above[-1].name))}</a>"
        for code, row in rows.items()
    ]
    return f'<p class="m-sub u-goals">{"<br>".join(links)}</p>' if links else ""


def _state(visit: Visit, life: StateLife, goals: str = "") -> str:
    now = life.now
    if now is None:
        return ""
    back = life.relapses
    since = formats.period(now.first, visit.lang)
    key = "state_since" if now.first != life.spells[0].first else "state_always"
    head = visit.say(f"unit_page.{key}", state=said(visit, life.indicator, now.holds), period=since)
    head = head[:1].upper() + head[1:]
    told = "".join(f'<p class="u-relapse">{escape(_fell(visit, life, each))}</p>' for each in back)
    band = "".join(_part(visit, life.indicator, each) for each in life.spells)
    rows = "".join(f"<li>{escape(_row(visit, life.indicator, each))}</li>" for each in life.spells)
    parts = visit.say("unit_page.spells", number=formats.number(len(life.spells), visit.lang))
    name = f'<h3 class="m-name">{escape(head)}</h3>{told}<div class="u-band" aria-hidden="true">{band}</div>'
    if len(life.spells) == 1:
        return f'<div class="m u-state">{name}{goals}</div>'
    return (
        f'<div class="m u-state">{name}'
        f'<details><summary>{escape(parts)}</summary><ul class="m-lines">{rows}</ul></details>{goals}</div>'
    )


def _fell(visit: Visit, life: StateLife, spell: Spell) -> str:
    """When it fell back, and whether it has left that again since."""
    place = life.spells.index(spell)
    bad, good = (said(visit, life.indicator, holds) for holds in (True, False))
    words = visit.say("unit_page.fell_back", state=bad, before=good, period=formats.period(spell.first, visit.lang))
    after = next((each for each in life.spells[place + 1 :] if each.holds is False), None)
    if after is not None:
        words += " " + visit.say("unit_page.left_again", state=good, period=formats.period(after.first, visit.lang))
    return words


def _part(visit: Visit, indicator: Indicator, spell: Spell) -> str:
    look = {True: "in", False: "out", None: "gap"}[spell.holds]
    sim = " sim" if spell.simulated else ""
    row = escape(_row(visit, indicator, spell))
    word = escape(said(visit, indicator, spell.holds))
    return f'<span class="{look}{sim}" style="flex:{spell.periods} 0 6px" title="{row}"><b>{word}</b></span>'


def _row(visit: Visit, indicator: Indicator, spell: Spell) -> str:
    first, last = (formats.period(each, visit.lang) for each in (spell.first, spell.last))
    when = first if first == last else visit.say("unit_page.from_to", first=first, last=last)
    mark = f" ({visit.say('app.simulated')})" if spell.simulated else ""
    return f"{when}: {said(visit, indicator, spell.holds)}{mark}"

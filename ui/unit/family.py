"""Who belongs to a unit: the units below it with how they stand, and what came before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from flows.below import Below, Child, children
from flows.unit_story import Inside, Story, Turn
from metrics.goals import Indicator, Verdict
from report import cards, formats
from report.formats import sort_key
from ui import headlines
from ui.cache import ask, drawn
from ui.enter import Visit
from ui.pickers import Picked
from ui.table import download
from ui.unit import Asked, at
from ui.unit.leaf import said

OPEN = 12
"""Units that stand open; the others are folded."""


def below(visit: Visit, picked: Picked) -> Below:
    """The units directly below, as of the period picked."""
    return ask(visit, children, unit=picked.unit.code, as_of=picked.period, boundaries=picked.boundaries)


def table(visit: Visit, picked: Picked, held: Below) -> None:
    """Units below by name: counts of verdicts, or the figures that they reported themselves; each leads down."""
    inner = sorted(held.inner, key=lambda each: sort_key(each.unit.name))
    leaves = sorted(held.leaves, key=lambda each: (each.unit.kind, sort_key(each.unit.name)))
    simulated = any(each.simulated for each in (*inner, *leaves))
    with st.container(key="box_below"):
        number = len(inner) or len(leaves)
        if not number:
            st.html(cards.heading(visit.lang, visit.say("unit_page.below")))
            st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.below_none"))}</p>')
            return
        title = visit.say("unit_page.below_number", number=formats.number(number, visit.lang))
        sub = _when(visit, picked, held, inner=bool(inner))
        st.html(cards.heading(visit.lang, title, sub, is_simulated=simulated))
        if inner:
            _inner(visit, picked, inner)
        if leaves:
            drawn(visit, "unit_leaves", lambda: _leaves(visit, picked, held, leaves))


def _when(visit: Visit, picked: Picked, held: Below, *, inner: bool) -> str:
    """Which day or period the table speaks of."""
    if not inner:
        period = formats.period(held.period or picked.period, visit.lang)
        return visit.say("unit_page.below_leaves", period=period)
    if held.on < picked.period.last:
        return visit.say("unit_page.below_last", day=formats.day(held.on, visit.lang))
    return visit.say("unit_page.below_sub", period=formats.period(picked.period, visit.lang))


def _inner(visit: Visit, picked: Picked, inner: Sequence[Child]) -> None:
    shown = [verdict for verdict in Verdict if any(each.verdicts.get(verdict) for each in inner)]
    rows = [_row(visit, each, shown) for each in inner]
    heads = "".join(
        f'<th class="num">{cards.shape(verdict)} <span class="w">{escape(visit.say(f"verdict.{verdict}"))}</span></th>'
        for verdict in shown
    )
    _folded(visit, f"<th>{escape(visit.say('goal_page.unit'))}</th>{heads}", rows)
    names = [visit.say("goal_page.unit"), *(visit.say(f"verdict.{verdict}") for verdict in shown)]
    cells = [[each.unit.name, *(each.verdicts.get(verdict, 0) for verdict in shown)] for each in inner]
    download(visit, names, cells, f"{picked.unit.code.replace('/', '-')}-{picked.period.code}-below.csv", key="below")


def _row(visit: Visit, child: Child, shown: Sequence[Verdict]) -> str:
    if shown and not child.verdicts:
        none = escape(visit.say("app.none"))
        return f'<tr><td>{at(child.unit)}</td><td class="num zero" colspan="{len(shown)}">{none}</td></tr>'
    cells = "".join(_count(child.verdicts.get(verdict, 0)) for verdict in shown)
    return f"<tr><td>{at(child.unit)}</td>{cells}</tr>"


def _count(number: int) -> str:
    return f'<td class="num">{number}</td>' if number else '<td class="num zero">0</td>'


def _leaves(visit: Visit, picked: Picked, held: Below, leaves: Sequence[Child]) -> None:
    """Reporting units of one kind after another, with what they are asked for."""
    for kind in dict.fromkeys(each.unit.kind for each in leaves):
        some = [each for each in leaves if each.unit.kind == kind]
        asked = [(key, one) for key, one in held.asked if one.unit_kind == kind]
        rows = []
        for each in some:
            told = []
            for key, one in asked:
                value = each.told.get(key)
                words = visit.say("unit_page.state.unknown") if value is None else formats.number(value, visit.lang)
                if value is not None and one.kind == "state":
                    words = said(visit, one, bool(value))
                told.append(f"<td{_aligned(one)}>{escape(words)}</td>")
            rows.append(f"<tr><td>{at(each.unit)}</td>{''.join(told)}</tr>")
        nouns = [(one, visit.either(one.noun_vi, one.noun_en)) for _, one in asked]
        names = "".join(f"<th{_aligned(one)}>{escape(noun[:1].upper() + noun[1:])}</th>" for one, noun in nouns)
        word = headlines.units_of(visit, kind, len(some))
        _folded(visit, f"<th>{escape(word[:1].upper() + word[1:])}</th>{names}", rows)


def _aligned(one: Indicator) -> str:
    return "" if one.kind == "state" else ' class="num"'


def _folded(visit: Visit, heads: str, rows: Sequence[str]) -> None:
    def whole(some: Sequence[str]) -> str:
        return f'<table class="m-table u-below"><thead><tr>{heads}</tr></thead><tbody>{"".join(some)}</tbody></table>'

    more = ""
    if len(rows) > OPEN:
        words = visit.say("unit_page.more_units", number=formats.number(len(rows) - OPEN, visit.lang))
        more = f"<details><summary>{escape(words)}</summary>{whole(rows[OPEN:])}</details>"
    st.html(f'<div class="m u-scroll">{whole(rows[:OPEN])}{more}</div>')


def lineage(visit: Visit, found: Asked) -> None:
    """What the unit came from and went into, day by day: units, event, share, who decided."""
    life = found.story
    with st.container(key="box_lineage"):
        st.html(cards.heading(visit.lang, visit.say("unit_page.lineage")))
        if not life.turns and not life.inside:
            st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.lineage_none"))}</p>')
            return
        days = sorted({*(turn.on for turn in life.turns), *(each.on for each in life.inside)})
        st.html(f'<div class="m"><ol class="u-turns">{"".join(_day(visit, life, on) for on in days)}</ol></div>')


def _day(visit: Visit, life: Story, on: date) -> str:
    turns = [turn for turn in life.turns if turn.on == on]
    inside = [each for each in life.inside if each.on == on]
    happened: list[Turn | Inside] = [*turns, *inside]
    decided = dict.fromkeys(each.decided_by for each in happened if each.decided_by)
    lines = [_step(visit, turns)] if turns else []
    for each in inside:
        kinds = headlines.units_of(visit, each.kind, each.units)
        number, event = formats.number(each.units, visit.lang), visit.say(f"event.{each.event}")
        lines.append(escape(visit.say("unit_page.inside", number=number, kinds=kinds, event=event)))
    simulated = any(each.simulated for each in happened)
    mark = f" {cards.simulated(visit.lang)}" if simulated else ""
    by = "".join(f'<span class="m-note">{escape(visit.say("unit_page.by", document=each))}</span>' for each in decided)
    day = formats.day(on, visit.lang)
    return f"<li><b>{escape(day)}</b>{mark}<div>{'<br>'.join(lines)}</div>{by}</li>"


def _step(visit: Visit, turns: Sequence[Turn]) -> str:
    """Before, event, after: ``Xã A, Xã B (1/3) — sáp nhập → Xã C``."""
    before = ", ".join(dict.fromkeys(at(turn.old) + _share(turn) for turn in turns))
    after = ", ".join(dict.fromkeys(at(turn.new) for turn in turns if turn.new is not None))
    event = escape(visit.say(f"event.{turns[0].event}"))
    return f"{before} · {event} → {after}" if after else f"{before} · {event}"


def _share(turn: Turn) -> str:
    return "" if turn.share == 1 else f" ({turn.share.numerator}/{turn.share.denominator})"

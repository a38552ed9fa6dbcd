"""What a leader would ask about next, the gravest first: each row says what, how many, which, and leads there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import streamlit as st

from flows.outlook import outlook
from flows.review import GoalReview, Review, UnitLabel
from flows.watch import WatchRow, Why, watch
from metrics.goals import Verdict
from metrics.watch import differs
from report import boxes, formats
from report.boxes import Attention, Named
from ui import headlines
from ui.cache import ask
from ui.enter import Visit
from ui.overview.since import Since
from ui.places import href
from ui.unit_names import placed

NAMED = 4
"""Of those that a row is about, how many are named before the rest is only counted."""

TASKS = 2
"""Overdue tasks that are told; each takes a line of its own."""

BAD = (Verdict.BEHIND, Verdict.MISSED)


def box(visit: Visit, found: Review, since: Since) -> None:
    """The list, or that there is nothing to look after."""
    watched = ask(
        visit,
        watch,
        resolution=found.resolution.code,
        unit=found.unit.code,
        as_of=found.period,
        boundaries=found.boundaries,
    )
    rows = [
        *_slipped(visit, found, since),
        *_goals(visit, found, "home.attention_verdicts", [one for one in found.goals if _is(one, *BAD)]),
        *_watched(visit, watched, Why.RELAPSED),
        *_deciding(visit, found),
        *_goals(visit, found, "home.attention_open", [one for one in found.goals if _is_open(one)]),
        *_differences(visit, found),
        *_overdue(visit, watched),
        *_ahead(visit, found),
        *_watched(visit, watched, Why.WEAK),
        *_watched(visit, watched, Why.AT_RISK),
        *_watched(visit, watched, Why.SUSPICIOUS),
        *_watched(visit, watched, Why.READY),
        *_behind(visit, found, since),
    ]
    with st.container(key="box_attention"):
        st.html(boxes.attention(visit.lang, rows, is_simulated=any(each.simulated for each in found.goals)))


def _is(found: GoalReview, *verdicts: Verdict) -> bool:
    return found.judgement.verdict in verdicts


def _is_open(found: GoalReview) -> bool:
    return _is(found, Verdict.NOT_COMPARABLE) or (_is(found, Verdict.INCONCLUSIVE) and not found.deciding)


def _row(
    visit: Visit, label: str, names: Sequence[Named], where: str, *, note: str = "", more: str = "home.missing_more"
) -> Attention:
    number, rest = formats.number(len(names), visit.lang), len(names) - NAMED
    others = visit.say(more, number=formats.number(rest, visit.lang)) if rest > 0 else ""
    return Attention(label, number, tuple(names[:NAMED]), others, note, where)


def _goal(visit: Visit, found: GoalReview, home: str) -> Named:
    where = href("goal", goal=found.goal.code, unit=found.unit.code, source=found.goal.source)
    return Named(headlines.named(visit, found, home), where)


def _goals(visit: Visit, found: Review, label: str, held: Sequence[GoalReview]) -> Iterable[Attention]:
    if held:
        names = [_goal(visit, each, found.unit.code) for each in held]
        yield _row(visit, visit.say(label), names, str(names[0].href), more="home.goals_more")


def _slipped(visit: Visit, found: Review, since: Since) -> Iterable[Attention]:
    """Goals whose verdict is worse than it was at the earlier period."""
    return _goals(visit, found, "home.attention_slipped", [each.now for each in since.moves if each.slipped])


def _units(visit: Visit, units: Sequence[UnitLabel]) -> list[Named]:
    """Units by name and place, those that will be shown; the others are only counted."""
    shown = [Named(placed(visit, unit), href("unit", unit=unit.code)) for unit in units[:NAMED]]
    return shown + [Named(unit.name) for unit in units[NAMED:]]


def _watched(visit: Visit, rows: Sequence[WatchRow], why: Why) -> Iterable[Attention]:
    """The units that a rule of the watch list names; as many as there."""
    held = [each for each in rows if each.why is why]
    if held:
        row = _row(
            visit,
            visit.say(f"attention.{why}"),
            _units(visit, list(dict.fromkeys(each.unit for each in held))),
            href("watch", rule=why.value),
        )
        yield replace(row, number=formats.number(len(held), visit.lang))


def _overdue(visit: Visit, rows: Sequence[WatchRow]) -> Iterable[Attention]:
    """Steps and recommendations whose deadline has passed: whose, and what should have been done; the gravest first."""
    held = [each for each in rows if each.why is Why.OVERDUE]
    if held:
        rest = len(held) - TASKS
        yield Attention(
            visit.say("attention.overdue"),
            formats.number(len(held), visit.lang),
            tuple(_task(visit, each) for each in held[:TASKS]),
            visit.say("home.tasks_more", number=formats.number(rest, visit.lang)) if rest > 0 else "",
            href=href("watch", rule=Why.OVERDUE),
        )


def _task(visit: Visit, row: WatchRow) -> Named:
    said = dict(row.said)
    text = visit.either(said["text_vi"], said["text_en"])
    named = visit.say("home.task", unit=placed(visit, row.unit), text=text)
    return Named(named, href("actions", unit=row.unit.code))


def _deciding(visit: Visit, found: Review) -> Iterable[Attention]:
    """Units whose missing report could change a verdict."""
    units = list(dict.fromkeys(unit for each in found.goals for unit in each.deciding))
    if units:
        goals = [headlines.name(visit, each.goal) for each in found.goals if each.deciding]
        yield _row(
            visit,
            visit.say("home.attention_deciding"),
            _units(visit, units),
            href("quality"),
            note=visit.say("home.attention_of", names=", ".join(dict.fromkeys(goals))),
        )


def _differences(visit: Visit, found: Review) -> Iterable[Attention]:
    """Goals with a published figure that is another than the units' reports come to."""
    apart = [each for each in found.goals if any(one.agrees is False for one in each.published)]
    return _goals(visit, found, "home.attention_differs", apart)


def _ahead(visit: Visit, found: Review) -> Iterable[Attention]:
    """Goals whose present pace leads elsewhere than their verdict says."""
    held = [(each, outlook(each)) for each in found.goals]
    apart = [each for each, where in held if where is not None and differs(each.judgement.verdict, where.reach)]
    return _goals(visit, found, "attention.outlook", apart)


def _behind(visit: Visit, found: Review, since: Since) -> Iterable[Attention]:
    """Units directly below that hold a goal back; those with too little for a verdict are counted apart."""
    goals = {(each.goal.code, each.unit.code, each.goal.source): each for each in found.goals}
    held: dict[UnitLabel, str] = {}
    for key, unit in since.units.behind:
        if key in goals:
            held.setdefault(unit, href("goal", goal=key[0], unit=unit.code))
    if held:
        note = ""
        if since.units.unsure:
            number = formats.number(len(since.units.unsure), visit.lang)
            note = visit.say("home.attention_unsure", number=number)
        names = [Named(unit.name, where) for unit, where in held.items()]
        yield _row(visit, visit.say("home.attention_units"), names, href("compare"), note=note)

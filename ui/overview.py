"""The blocks of the home page: title, verdict strip, cards, what changed, completeness, what needs attention."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st
from sqlalchemy import Connection

from db import figures, units
from flows.ranking import ranking
from flows.relapses import relapses
from flows.review import GoalReview, PlainIndicator, Review
from flows.verdicts import review
from metrics.goals import Verdict
from metrics.periods import Period
from report import cards, formats
from ui import charts, headlines
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href, link
from ui.unit_names import placed

TAI_TRANG = "village_without_member"
"""The indicator whose relapses have a name of their own: tái trắng đảng viên."""

NAMED = 6
"""How many missing units are named before the rest is only counted."""


def asked(visit: Visit, picked: Picked) -> Review:
    """The review of what is picked: every goal of the resolution, or those of a unit below."""
    own = picked.unit.code == picked.resolution.unit
    with st.spinner(visit.say("app.loading")):
        return ask(
            visit,
            review,
            resolution=picked.resolution.code,
            as_of=picked.period,
            unit=None if own else picked.unit.code,
            boundaries=picked.boundaries,
        )


def title(visit: Visit, picked: Picked) -> None:
    """Which resolution of whom, over which term."""
    row = picked.resolution
    words = headlines.document(visit, row.number, visit.either(row.title_vi, row.title_en))
    if str(row.number) in words:
        issuer = visit.either(row.issuer_vi, row.issuer_en)
        first, last = row.term_start.year, row.term_end.year
        if first == last:
            words = visit.say("home.title_year", resolution=words, issuer=issuer, year=first)
        else:
            words = visit.say("home.title", resolution=words, issuer=issuer, first=first, last=last)
    st.html(f'<div class="m"><h1 class="m-title">{escape(words)}</h1></div>')


def strip(visit: Visit, found: Review) -> None:
    """The sentence on all goals and the count of each verdict."""
    verdicts = Counter(each.judgement.verdict for each in found.goals if each.judgement.verdict is not None)
    st.html(cards.strip(visit.lang, verdicts))


def grid(visit: Visit, found: Review) -> None:
    """One card a goal, in the resolution's order."""
    with st.container(key="moc_cards"):
        for each in found.goals:
            card(visit, each, found.unit.code)


def card(visit: Visit, found: GoalReview, home: str) -> None:
    """A goal: name, verdict, figure, result, target, path, change, completeness; and the way to its why."""
    mark = f"{found.goal.code}_{found.unit.code}_{found.goal.source}"
    with st.container(key=cards.card_key(mark, found.judgement.verdict)):
        st.html(cards.goal_card(visit.lang, headlines.headline(visit, found, at=home)))
        charts.small(visit, found, key=f"path_{mark}")
        st.html(cards.card_foot(visit.lang, headlines.foot(visit, found)))
        unit = found.unit.code
        link(visit, "goal", visit.say("card.why"), goal=found.goal.code, unit=unit, source=found.goal.source)


def changed(visit: Visit, found: Review) -> None:
    """Verdicts that moved since the period before, then the figures that did."""
    known = [each for each in found.goals if each.previous is not None and each.previous_period is not None]
    if not known:
        return
    before = formats.period_short(known[0].previous_period, visit.lang) if known[0].previous_period else ""
    moved = [
        (headlines.name(visit, each.goal), each.previous.verdict, each.judgement.verdict)
        for each in known
        if each.previous
        and each.previous.verdict
        and each.judgement.verdict
        and each.previous.verdict is not each.judgement.verdict
    ]
    lines = list(dict.fromkeys(headlines.change(visit, each, at=found.unit.code) for each in known if each.change))
    simulated = any(each.simulated for each in known)
    with st.container(key="box_changes"):
        st.html(cards.changes(visit.lang, before, moved, lines, is_simulated=simulated))


def completeness(visit: Visit, found: Review) -> None:
    """How many units have reported, over the goals of the page; whether the missing ones could matter."""
    goals = [each for each in found.goals if each.expected and _reports(each)]
    goals = [each for each in goals if each.unit.code == found.unit.code] or goals
    if not goals:
        return
    least = min(goals, key=lambda each: (each.reported - each.expected, each.goal.code))
    missing = least.expected - least.reported
    said = visit.say("home.missing_none")
    if missing:
        open_ends = any(each.judgement.verdict is Verdict.INCONCLUSIVE for each in goals)
        effect = visit.say("completeness.may_change" if open_ends else "completeness.no_effect")
        said = f"{visit.say('completeness.missing', number=formats.number(missing, visit.lang))}, {effect}"
    counts = "/".join(formats.number(each, visit.lang) for each in (least.reported, least.expected))
    noun = visit.say(
        "completeness.submitted", noun=headlines.units_of(visit, least.indicator.unit_kind, least.expected)
    )
    parts = "".join(
        f'<i class="{name}" style="flex:{number} 0 4px"></i>'
        for name, number in (("on-time", least.reported), ("missing", missing))
        if number
    )
    simulated = any(each.simulated for each in goals)
    with st.container(key="box_completeness"):
        chip = cards.simulated(visit.lang) if simulated else ""
        title_ = escape(visit.say("completeness.title"))
        st.html(
            f'<div class="m"><div class="m-head"><h3 class="m-name">{title_}</h3>{chip}</div>'
            f'<div class="m-figure"><span>{counts}</span><span class="noun">{escape(noun)}</span></div>'
            f'<div class="m-bar" aria-hidden="true">{parts}</div><div class="m-sub">{escape(said)}</div></div>'
        )


def attention(visit: Visit, found: Review) -> None:
    """What a leader would ask about next: goals not met, figures that differ, units that have not reported."""
    rows = [
        *_troubles(visit, found),
        *_back(visit, found),
        *_behind(visit, found),
        *_differences(visit, found),
        *_silent(visit, found),
    ]
    with st.container(key="box_attention"):
        st.html(cards.attention(visit.lang, rows, is_simulated=any(each.simulated for each in found.goals)))


def _troubles(visit: Visit, found: Review) -> list[cards.Attention]:
    kinds = (
        ("home.attention_verdicts", (Verdict.BEHIND, Verdict.MISSED)),
        ("home.attention_open", (Verdict.INCONCLUSIVE, Verdict.NOT_COMPARABLE)),
    )
    rows = []
    for key, verdicts in kinds:
        held = [each for each in found.goals if each.judgement.verdict in verdicts]
        if held:
            first = href("goal", goal=held[0].goal.code, unit=held[0].unit.code)
            names = "\n".join(headlines.named(visit, each, found.unit.code) for each in held)
            rows.append(cards.Attention(visit.say(key), str(len(held)), names, first))
    return rows


def _back(visit: Visit, found: Review) -> list[cards.Attention]:
    """Places that had left a bad state and fell back since the period before, a row a goal."""
    rows = []
    for each in found.goals:
        held = ask(visit, relapses, unit=each.unit.code, indicator=each.indicator_id, as_of=found.period)
        if held:
            label = "attention.relapsed" if each.indicator.code == TAI_TRANG else "home.attention_back"
            words = visit.say(label, noun=headlines.noun(visit, each.indicator))
            names = [placed(visit, unit) for unit in held]
            where = href("goal", goal=each.goal.code, unit=each.unit.code)
            rows.append(cards.Attention(words, formats.number(len(held), visit.lang), _named(visit, names), where))
    return rows


def _behind(visit: Visit, found: Review) -> list[cards.Attention]:
    """Units directly below that hold a goal back, a line a goal."""
    held: dict[str, None] = {}
    lines = []
    first = None
    for each in found.goals:
        asked = {"resolution": found.resolution.code, "goal": each.goal.code, "unit": each.unit.code}
        every = ask(visit, ranking, **asked, as_of=found.period, boundaries=found.boundaries)
        names = [one.unit.name for one in every if one.judgement.verdict in (Verdict.BEHIND, Verdict.MISSED)]
        if names:
            held |= dict.fromkeys(names)
            lines.append(f"{headlines.named(visit, each, found.unit.code)}: {_named(visit, names)}")
            first = first or href("goal", goal=each.goal.code, unit=each.unit.code)
    if not held:
        return []
    number = formats.number(len(held), visit.lang)
    return [cards.Attention(visit.say("home.attention_units"), number, "\n".join(lines), first)]


def _named(visit: Visit, names: list[str]) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:NAMED])
    rest = len(names) - NAMED
    return f"{shown} {visit.say('home.missing_more', number=formats.number(rest, visit.lang))}" if rest > 0 else shown


def _differences(visit: Visit, found: Review) -> list[cards.Attention]:
    apart = [each for each in found.goals if any(one.agrees is False for one in each.published)]
    if not apart:
        return []
    names = ", ".join(headlines.name(visit, each.goal) for each in apart)
    where = href("goal", goal=apart[0].goal.code, unit=apart[0].unit.code)
    return [cards.Attention(visit.say("home.attention_differs"), str(len(apart)), names, where)]


def _silent(visit: Visit, found: Review) -> list[cards.Attention]:
    names: dict[str, None] = {}
    for each in found.goals:
        if each.reported < each.expected and _reports(each):
            period = each.series[-1].period if each.series else found.period
            for name in ask(visit, missing_names, each.unit.id, each.indicator_id, period, found.boundaries):
                names[name] = None
    if not names:
        return []
    number = formats.number(len(names), visit.lang)
    return [cards.Attention(visit.say("attention.missing"), number, _named(visit, list(names)))]


def _reports(found: GoalReview) -> bool:
    """True where units report the goal's figure at all: not one that only publications give."""
    return any(point.reported for point in found.series)


def missing_names(conn: Connection, unit: int, indicator: int, period: Period, boundaries: int) -> tuple[str, ...]:
    """Names of the units under ``unit`` that should have reported and have not, in Vietnamese order."""
    lacking = figures.missing(conn, unit=unit, indicator=indicator, period=period, boundaries=boundaries)
    found = units.units_by_id(conn, lacking["unit"].to_list())
    return tuple(sorted((row.name for row in found.values()), key=formats.sort_key))


def plain(visit: Visit, found: Review) -> None:
    """Figures that no goal judges: published ones as printed, beside what the units' reports come to."""
    held = [each for each in found.plain if each.published or each.series]
    if not held:
        return
    heads = [visit.say(f"home.{key}") for key in ("figure", "span", "printed", "rolled", "source")]
    rows = [row for each in held for row in _published_rows(visit, each)]
    with st.container(key="box_plain"):
        st.html(cards.heading(visit.lang, visit.say("home.plain_title"), visit.say("home.published_note")))
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(2, 3))}</div>')


def _published_rows(visit: Visit, held: PlainIndicator) -> list[list[str]]:
    named = f"{visit.either(held.indicator.name_vi, held.indicator.name_en)}, {held.unit.name}"
    return [
        [
            named,
            headlines.span(visit, each.first_day, each.last_day),
            each.printed,
            headlines.measured(visit, None, each.measure, each.rolled_up) if each.rolled_up is not None else "",
            headlines.credit(visit, each),
        ]
        for each in held.published
    ]


def sources(visit: Visit, found: Review) -> None:
    """Where the page's figures come from, at its foot."""
    every = [one for goal in found.goals for one in goal.published]
    every += [one for held in found.plain for one in held.published]
    printed = {f"{one.publisher}, {formats.day(one.published_on, visit.lang)}" for one in every}
    said = [visit.say("home.sources_published", titles="; ".join(sorted(printed)))] if printed else []
    if any(each.simulated for each in found.goals):
        said.append(visit.say("home.sources_simulated"))
    st.html(cards.footer(" ".join(said), found.resolution.code))

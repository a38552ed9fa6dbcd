"""Who holds a goal back: units at a level as bullet bars, worst first, each a way further down."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from html import escape

import streamlit as st
from sqlalchemy import Connection

from db import goals
from flows import cases
from flows.asked import applies_below, find_unit
from flows.levels import Level, levels_of
from flows.ranking import ranking
from flows.review import GoalReview, RankedUnit
from metrics.goals import Kind, Op, Shape, TargetUnit, Verdict
from metrics.periods import Period
from metrics.schema import INNER_KINDS
from report import cards, formats
from report.charts.bullets import Band, Bullet, bullets
from ui import headlines, lost, state
from ui.cache import ask, drawn, made_here
from ui.enter import Visit
from ui.goal.leaves import leaves
from ui.pickers import Picked
from ui.places import href
from ui.table import download
from ui.unit_names import above_of, placed

FOLDED = 12
"""Units of a ranking that stand open; the others are one click away."""

MOST = 150
"""Units of a ranking that the page holds; the rest is in the download."""

TROUBLE = (Verdict.MISSED, Verdict.BEHIND)
LOUD = (*TROUBLE, Verdict.INCONCLUSIVE, Verdict.NOT_COMPARABLE)
"""Verdicts that a title tells first, in this order."""

WELL = (Verdict.MET, Verdict.EXCEEDED, Verdict.ON_TRACK)


def chosen(visit: Visit, picked: Picked, found: GoalReview) -> tuple[Level, tuple[Level, ...]]:
    """The level in force, and those there are; the first one where the address says none of them."""
    every = ask(visit, levels_at, picked.unit.code, found.goal.code, picked.period, picked.boundaries)
    if not every:
        return Level.BELOW, every
    labels = {str(level): _level(visit, found, level) for level in every}
    return Level(lost.settle(visit, "level", visit.say("goal_page.level"), labels, str(every[0]))), every


def levels_at(conn: Connection, unit: str, goal: str, as_of: Period, boundaries: int) -> tuple[Level, ...]:
    """Levels that a goal's units under a unit can be put in order at (:func:`flows.levels.levels_of`)."""
    row = next(one for one in goals.goals(conn) if one.goal.code == goal)
    when = cases.review_period(row.indicator, cases.judged_on(row.goal, as_of.last))
    return levels_of(conn, find_unit(conn, unit), row.indicator, row.indicator_id, when, boundaries)


def rank(visit: Visit, picked: Picked, found: GoalReview) -> None:
    """The level, and every unit of it, worst first, on one scale with the target's band."""
    level, every = chosen(visit, picked, found)
    if not every:
        return
    with st.container(key="box_ranking"):
        held = ask(
            visit,
            ranking,
            resolution=picked.resolution.code,
            goal=found.goal.code,
            unit=found.unit.code,
            as_of=picked.period,
            boundaries=picked.boundaries,
            level=level,
        )
        simulated = any(each.simulated for each in held)
        judged = level is Level.LEAVES or any(each.judgement.verdict is not None for each in held)
        title = finding(visit, found, held, level)
        measure = visit.say(f"goal_page.ranking_{level}" if judged else "goal_page.ranking_plain")
        st.html(cards.heading(visit.lang, title, measure if held else "", is_simulated=simulated))
        if len(every) > 1:
            _levels(visit, found, every)
        if not held:
            return
        if level is Level.LEAVES and found.indicator.kind is Kind.STATE:
            drawn(visit, "goal_leaves", lambda: leaves(visit, held))
        else:
            drawn(visit, "goal_bars", lambda: _bars(visit, found, held, level))
        heads = [
            visit.say("picker.unit"),
            *(visit.say(f"goal_page.{key}") for key in ("base", "now", "measure", "said")),
        ]
        table = made_here(visit, "goal_ranking", lambda: [_line(visit, found, each) for each in held])
        download(visit, heads, table, f"{found.goal.code}-{picked.period.code}-{level}.csv", key="ranking")


def _bars(visit: Visit, found: GoalReview, held: tuple[RankedUnit, ...], level: Level) -> None:
    """The bars on one scale; units that had nothing to hold back are folded apart."""
    nothing = [each for each in held if _had_nothing(each)]
    far = len({each.unit.code.rpartition("/")[0] for each in held}) > 1
    measured = level is not Level.LEAVES and any(_measure(found, each) is not None for each in held)
    rows = [_bullet(visit, found, each, level, far=far, measured=measured) for each in held if not _had_nothing(each)]
    share = TargetUnit.PERCENT if found.indicator.kind is Kind.SHARE else TargetUnit.COUNT
    unit = formats.unit_suffix(found.goal.target.unit if found.goal.target else share, visit.lang).strip()
    rest = [_bullet(visit, found, each, level, far=far, measured=measured) for each in nothing]
    said = visit.say("goal_page.nothing_left", number=formats.number(len(rest), visit.lang))
    st.html(
        bullets(
            visit.lang,
            rows[:MOST],
            band=_band(visit, found) if measured else None,
            unit=unit if measured else "",
            between=_between(visit, found, level) if any(row.between for row in rows) else "",
            first=FOLDED,
            apart=(said, rest[:MOST]) if rest else None,
        )
    )
    if len(rows) > MOST:
        number = formats.number(len(rows) - MOST, visit.lang)
        st.html(f'<p class="m m-note">{escape(visit.say("goal_page.more_in_table", number=number))}</p>')


def _levels(visit: Visit, found: GoalReview, every: tuple[Level, ...]) -> None:
    """Which units are put in order."""
    names = {str(level): _level(visit, found, level) for level in every}
    st.segmented_control(
        visit.say("goal_page.level"),
        list(names),
        format_func=names.__getitem__,
        key=state.widget_key("level"),
        on_change=state.picked,
        args=("level",),
        required=True,
        label_visibility="collapsed",
    )


def _level(visit: Visit, found: GoalReview, level: Level) -> str:
    if level is Level.LEAVES:
        said = headlines.units_of(visit, found.indicator.unit_kind, 2)
        return said[:1].upper() + said[1:]
    return visit.say(f"goal_page.level_{level}")


def finding(visit: Visit, found: GoalReview, held: tuple[RankedUnit, ...], level: Level) -> str:
    """What the ranking comes to: who is behind or open, that nobody is, else who has most; never a question."""
    if not held:
        return visit.say("goal_page.ranking_none_left" if level is Level.LEAVES else "goal_page.ranking_none")
    verdicts = Counter(each.judgement.verdict for each in held if each.judgement.verdict is not None)
    kinds = {each.unit.kind for each in held}
    if not verdicts and not kinds <= set(INNER_KINDS):
        noun = headlines.units_of(visit, kinds.pop(), len(held))
        return visit.say("goal_page.left", number=formats.number(len(held), visit.lang), noun=noun)
    for verdict in LOUD:
        number = verdicts[verdict]
        word = visit.say(f"verdict_lower.{verdict}")
        if number == 1:
            name = next(each.unit.name for each in held if each.judgement.verdict is verdict)
            return visit.say("goal_page.one_behind", name=name, verdict=word)
        if number:
            counts = (formats.number(each, visit.lang) for each in (number, sum(verdicts.values())))
            return visit.say(
                "goal_page.some_behind", verdict=word, **dict(zip(("number", "total"), counts, strict=True))
            )
    if sum(verdicts[one] for one in WELL) == len(held):
        return visit.say("goal_page.none_behind")
    return _most(visit, found, held)


def _most(visit: Visit, found: GoalReview, held: tuple[RankedUnit, ...]) -> str:
    """Which unit has most, and how much; how many of them where several have the same; that none has a figure."""
    known = [each.actual for each in held if each.actual is not None]
    if not known:
        return visit.say("ranking.empty")
    top = max(known)
    first = [each.unit.name for each in held if each.actual == top]
    figure = headlines.value(visit, found.goal, found.indicator, top)
    if len(first) == 1:
        return visit.say("goal_page.most", name=first[0], figure=figure)
    return visit.say("goal_page.most_shared", number=formats.number(len(first), visit.lang), figure=figure)


def _had_nothing(each: RankedUnit) -> bool:
    """True for a unit that had none of a falling thing and has none: there is nothing to hold back."""
    return each.baseline == 0 and each.actual == 0 and each.judgement.verdict in (Verdict.MET, Verdict.EXCEEDED)


def _measure(found: GoalReview, each: RankedUnit) -> Fraction | None:
    """What the goal judges of a unit."""
    return each.judgement.per_year if found.goal.shape is Shape.YEARLY_CUT else each.judgement.value


def _bullet(visit: Visit, found: GoalReview, each: RankedUnit, level: Level, *, far: bool, measured: bool) -> Bullet:
    """A unit's bar: what is judged, or its count where no unit is ``measured`` yet; ``far`` says the unit above."""
    judged = each.judgement
    at = _measure(found, each) if measured else each.actual
    figure = visit.say("app.none")
    if at is not None:
        known = headlines.value(visit, found.goal, found.indicator, at)
        figure = _printed(visit, found, at) if measured or level is Level.LEAVES else known
    return Bullet(
        name=each.unit.name,
        under=above_of(visit, each.unit) if far else "",
        value=at,
        figure=figure,
        verdict=judged.verdict,
        between=_ends(visit, found, each, level),
        strong=judged.verdict in TROUBLE,
        simulated=each.simulated,
        href=_way_down(each),
    )


def _way_down(each: RankedUnit) -> str:
    """Down the tree on this page while there is something below; then to the unit's own page."""
    if each.has_children and each.unit.kind in INNER_KINDS:
        return href("goal", unit=each.unit.code, level=None)
    return href("unit", unit=each.unit.code)


def _ends(visit: Visit, found: GoalReview, each: RankedUnit, level: Level) -> str:
    """``48 → 27`` where a goal is told from its baseline; the unit's own target where it has one in counts."""
    if level is Level.LEAVES:
        return ""
    if found.goal.shape in headlines.CUTS:
        return " → ".join(_figures(visit, found, each))
    if each.counts is not None:
        return "/".join(formats.number(part, visit.lang) for part in each.counts)
    if each.target is not None and each.target.unit is TargetUnit.COUNT:
        return formats.target(each.target, visit.lang)
    return ""


def _figures(visit: Visit, found: GoalReview, each: RankedUnit) -> list[str]:
    return [headlines.value(visit, found.goal, found.indicator, one) for one in (each.baseline, each.actual)]


def _line(visit: Visit, found: GoalReview, each: RankedUnit) -> list[str]:
    judged = each.judgement
    at = _measure(found, each)
    measure = "" if at is None else _printed(visit, found, at)
    word = visit.say(f"verdict.{judged.verdict}") if judged.verdict else ""
    mark = f" ({visit.say('app.simulated')})" if each.simulated else ""
    base, now = _figures(visit, found, each)
    return [placed(visit, each.unit), base, now + mark, measure, word]


def _printed(visit: Visit, found: GoalReview, at: Fraction) -> str:
    """What is judged, without its unit: a share in per cent, whether or not it has a target."""
    asked = found.goal.target
    counts = found.indicator.kind is not Kind.SHARE if asked is None else asked.unit is TargetUnit.COUNT
    return formats.number(at, visit.lang, None if counts else found.goal.digits, found.goal.rounding)


def _between(visit: Visit, found: GoalReview, level: Level) -> str:
    if level is Level.LEAVES:
        return ""
    if found.goal.shape in headlines.CUTS:
        first, last = found.goal.baseline_date.year, found.review_date.year
        return f"{first} → {headlines.when_short(visit, found.period, found.period) if first == last else last}"
    return "" if found.indicator.kind is Kind.SHARE or found.goal.target is None else visit.say("goal_page.target")


def _band(visit: Visit, found: GoalReview) -> Band | None:
    asked_for = found.goal.target
    if asked_for is None or not applies_below(found.goal):
        return None
    yearly = asked_for.unit is TargetUnit.PERCENT_PER_YEAR
    suffix = formats.unit_suffix(TargetUnit.PERCENT if yearly else asked_for.unit, visit.lang)
    if asked_for.op is Op.BAND and asked_for.low is not None and asked_for.high is not None:
        low, high = (formats.number(each, visit.lang) + suffix for each in (asked_for.low, asked_for.high))
        return Band(asked_for.low, asked_for.high, low, high)
    if asked_for.value is None:
        return None
    mark = formats.number(asked_for.value, visit.lang) + suffix
    if asked_for.op in (Op.AT_LEAST, Op.ABOVE):
        return Band(asked_for.value, None, low_mark=mark)
    return Band(None, asked_for.value, high_mark=mark)

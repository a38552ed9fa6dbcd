"""Who holds what is missing, what each of them needs, and how far the whole is from the next verdict."""

from __future__ import annotations

from html import escape

import streamlit as st

from flows.contribution import Contribution, Holder, Missing, contribution
from flows.levels import Level
from flows.review import GoalReview
from metrics.nearest import enough_at_deadline, next_better
from metrics.schema import INNER_KINDS
from report import cards, formats
from report.charts.parts import Part, parts
from ui import headlines
from ui.cache import ask, made_here
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href
from ui.table import download
from ui.unit_names import above_of, placed

SHOWN = 8
"""Holders with a bar of their own; the others of the few stand together."""


def holds(visit: Visit, picked: Picked, found: GoalReview, level: Level, every: tuple[Level, ...]) -> None:
    """The few that hold more than half of what is missing, the others together, the total, and the next verdict."""
    level = next((one for one in reversed(every) if one is not Level.LEAVES), level) if level is Level.LEAVES else level
    parted = (
        ask(
            visit,
            contribution,
            resolution=picked.resolution.code,
            goal=found.goal.code,
            unit=found.unit.code,
            as_of=picked.period,
            boundaries=picked.boundaries,
            level=level,
        )
        if level in every
        else None
    )
    said = _far(visit, found)
    if (parted is None or not parted.holders) and not said:
        return
    with st.container(key="box_holds"):
        if parted is not None and parted.holders:
            _parts(visit, picked, found, parted)
        else:
            st.html(cards.heading(visit.lang, visit.say("goal_page.far_title")))
        for each in said:
            st.html(f'<p class="m moc-far">{escape(each)}</p>')


def _parts(visit: Visit, picked: Picked, found: GoalReview, parted: Contribution) -> None:
    lang = visit.lang
    kind = parted.holders[0].unit.kind
    few, whole = len(parted.holders), parted.units
    words = {
        "few": formats.number(few, lang),
        "units": formats.number(whole, lang),
        "noun": headlines.units_of(visit, kind, whole),
        "held": formats.number(parted.held, lang),
        "total": formats.number(parted.total, lang),
        "share": formats.percent(parted.held / parted.total * 100, lang, 0),
    }
    title = visit.say(f"goal_page.holds_{parted.missing}", **words)
    measure = visit.say(f"goal_page.holds_{parted.missing}_sub", noun=headlines.noun(visit, found.indicator))
    st.html(cards.heading(lang, title, measure, is_simulated=parted.simulated))
    shown, others = parted.holders[:SHOWN], parted.holders[SHOWN:]
    rows = [_part(visit, found, each, parted) for each in shown]
    for units, key in ((others, "holds_more"), (parted.rest, "holds_rest")):
        if units:
            gap = sum((each.gap for each in units), start=units[0].gap * 0)
            name = visit.say(f"goal_page.{key}", number=formats.number(len(units), lang))
            rows.append(Part(name, gap, formats.number(gap, lang), quiet=True))
    st.html(parts(rows, (visit.say("goal_page.holds_total"), formats.number(parted.total, lang))))
    if parted.missing is not Missing.SHORT and found.actual is not None and parted.total != found.actual:
        whole_ = formats.number(found.actual, lang)
        said = visit.say("goal_page.holds_not_all", total=words["total"], whole=whole_, unit=found.unit.name)
        st.html(f'<p class="m m-note">{escape(said)}</p>')
    if parted.tied:
        tied = formats.number(parted.tied, lang)
        st.html(f'<p class="m m-note">{escape(visit.say("goal_page.holds_tied", number=tied))}</p>')
    heads = [visit.say(f"goal_page.{key}") for key in ("unit", f"part_{parted.missing}", "needs", "said")]
    table = made_here(visit, "goal_holders", lambda: [_line(visit, each) for each in (*parted.holders, *parted.rest)])
    download(visit, heads, table, f"{found.goal.code}-{picked.period.code}-phan.csv", key="holds")


def _part(visit: Visit, found: GoalReview, each: Holder, parted: Contribution) -> Part:
    notes = [above_of(visit, each.unit)] if parted.level is not Level.BELOW else []
    if each.needs and parted.missing is Missing.LEFT:
        notes.append(visit.say("goal_page.needs_less", number=formats.number(each.needs, visit.lang)))
    inside = each.has_children and each.unit.kind in INNER_KINDS
    return Part(
        name=each.unit.name,
        value=each.gap,
        figure=formats.number(each.gap, visit.lang),
        note=" · ".join(notes),
        href=href("goal", unit=each.unit.code, level=None) if inside else href("unit", unit=each.unit.code),
        simulated=each.simulated,
    )


def _line(visit: Visit, each: Holder) -> list[str]:
    mark = f" ({visit.say('app.simulated')})" if each.simulated else ""
    needs = "" if each.needs is None else formats.number(each.needs, visit.lang)
    word = visit.say(f"verdict.{each.verdict}") if each.verdict else ""
    return [placed(visit, each.unit), formats.number(each.gap, visit.lang) + mark, needs, word]


def _far(visit: Visit, found: GoalReview) -> list[str]:
    """How far the whole is from the next better verdict, and what is enough at the deadline."""
    lang, name = visit.lang, found.unit.name
    noun = headlines.noun(visit, found.indicator)
    said = []
    nearest = next_better(found.case) if found.judgement.reason != "bounds" else None
    if nearest is not None and found.judgement.verdict is not None and nearest.away > 0:
        said.append(
            visit.say(
                "goal_page.next",
                unit=name,
                verdict=visit.say(f"verdict.{nearest.verdict}"),
                away=formats.number(nearest.away, lang),
                noun=noun,
                count=formats.number(nearest.count, lang),
                now=formats.number(
                    nearest.count - nearest.away if nearest.rising else nearest.count + nearest.away, lang
                ),
            )
        )
    enough = enough_at_deadline(found.case) if not found.case.closed else None
    told = nearest is not None and enough is not None and nearest.count == enough.count and nearest.rising
    if enough is not None and enough.away > 0 and not told:
        way = "more" if enough.rising else "less"
        said.append(
            visit.say(
                f"goal_page.enough_{way}",
                day=formats.day(found.goal.deadline, lang),
                count=formats.number(enough.count, lang),
            )
        )
    return said

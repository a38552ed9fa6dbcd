"""The frame of the comparison: its five views, what each asks for, the choices of order and level, what is compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from flows.compare import Compared, Comparison, comparison
from flows.compare.order import BY_NAME, TOGETHER, TROUBLE_FIRST
from flows.levels import Level
from flows.review import UnitLabel
from report import cards, formats
from ui import headlines, lost, state
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href, link

HEAT, MULTIPLES, SLOPES, POINTS, TERMS = "heat", "multiples", "slopes", "points", "terms"
VIEWS = (HEAT, MULTIPLES, SLOPES, POINTS, TERMS)
ORDERS = (TROUBLE_FIRST, BY_NAME, TOGETHER)
FOLDED = 60
"""Units that stand open; the others are one click away."""

LISTED = 12
"""Units that a remark names; of more it says the number."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice beside the pickers, with what people read for each of its codes."""

    name: str
    labels: Mapping[str, str]


def view(visit: Visit) -> str:
    """The view that the address asks for; the heat map where it asks for none there is."""
    labels = {one: visit.say(f"compare_page.view_{one}") for one in VIEWS}
    return lost.settle(visit, "view", visit.say("compare_page.view"), labels, HEAT)


def asks(view: str) -> tuple[str, ...]:
    """Names of the pickers of a view."""
    return {HEAT: ("unit",), TERMS: ()}.get(view, ("goal", "unit"))


def title(visit: Visit, view: str) -> None:
    """The page's name and the control of its views."""
    with st.container(key="moc_views", horizontal=True, horizontal_alignment="distribute"):
        st.html(cards.heading(visit.lang, visit.say("compare_page.title"), level=1))
        st.segmented_control(
            visit.say("compare_page.view"),
            VIEWS,
            format_func=lambda one: visit.say(f"compare_page.view_{one}"),
            key=state.widget_key("view"),
            on_change=state.picked,
            args=("view",),
            required=True,
            label_visibility="collapsed",
        )


def compared(visit: Visit, picked: Picked, level: Level | None = None) -> Comparison:
    """Units under the picked one at the level asked for (the address's, where none is given)."""
    wanted = state.wanted("level")
    if level is None:
        level = Level(wanted) if wanted in (Level.BELOW, Level.COMMUNES) else Level.BELOW
    with st.spinner(visit.say("app.loading")):
        return ask(
            visit,
            comparison,
            resolution=picked.resolution.code,
            unit=picked.unit.code,
            as_of=picked.period,
            boundaries=picked.boundaries,
            level=level,
        )


def level_choice(visit: Visit, found: Comparison) -> list[Choice]:
    """The choice of a level; none where there is only one."""
    labels = {str(one): visit.say(f"compare_page.level_{one}") for one in found.levels}
    lost.settle(visit, "level", visit.say("compare_page.level"), labels, str(found.level))
    return [Choice("level", labels)] if len(labels) > 1 else []


def order_choice(visit: Visit, found: Comparison, *, by_goal: bool) -> tuple[Choice, str]:
    """The choice of an order and the one in force; ``by_goal`` offers each goal's own as well."""
    labels = {one: visit.say(f"compare_page.sort_{one}") for one in ORDERS if by_goal or one != TOGETHER}
    if by_goal:
        for column in found.columns:
            name = headlines.name(visit, column.row.goal)
            labels[column.row.goal.code] = visit.say("compare_page.sort_goal", goal=name)
    order = lost.settle(visit, "sort", visit.say("compare_page.sort"), labels, TROUBLE_FIRST)
    return Choice("sort", labels), order


def choices(visit: Visit, some: list[Choice]) -> None:
    """The choices of a view in one row."""
    if not some:
        return
    with st.container(key="moc_choices", horizontal=True):
        for one in some:
            st.selectbox(
                visit.say(f"compare_page.{one.name}"),
                list(one.labels),
                format_func=one.labels.__getitem__,
                key=state.widget_key(one.name),
                on_change=state.picked,
                args=(one.name,),
                width=280,
            )


def away(page: str, **choices: str | None) -> str:
    """The address of another page; what only this one asks for stays behind, so that all who see a view share it."""
    own: dict[str, str | None] = dict.fromkeys(("view", "sort", "other", "since", "rule", "plan"))
    return href(page, **(own | choices))


def named(unit: UnitLabel, above: UnitLabel | None) -> str:
    """A unit so that it can be told from another of its name."""
    return f"{unit.name}, {above.name}" if above else unit.name


def several(visit: Visit, rows: Sequence[Compared]) -> str:
    """Names of units in a row; of many the first, and how many more there are."""
    names = ", ".join(named(row.unit, row.above) for row in rows[:LISTED])
    if len(rows) <= LISTED:
        return names
    return f"{names} {visit.say('home.missing_more', number=formats.number(len(rows) - LISTED, visit.lang))}"


def nothing(visit: Visit, what: str, **params: str) -> None:
    """What is missing, and the way out."""
    st.html(cards.empty(visit.say(f"compare_page.no_{what}", **params), visit.say(f"compare_page.no_{what}_fix")))
    link(visit, "overview", visit.say("app.back_home"))


def notes(lines: list[str]) -> None:
    """Small remarks below a view."""
    if lines:
        st.html("".join(f'<p class="m m-note">{escape(line)}</p>' for line in lines))

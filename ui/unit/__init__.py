"""A unit's page: what is asked of the store, and its head. Each block of the page has a module of its own beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import product

import streamlit as st

from flows.review import UnitLabel
from flows.scorecard import Scorecard, scorecard
from flows.unit_story import Story, Turn, story
from metrics.schema import INNER_KINDS
from report import cards, formats, goal_cards
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href


@dataclass(frozen=True, slots=True)
class Asked:
    """The unit of the page: its life, and its scorecard unless it reports itself (a village, a school)."""

    story: Story
    card: Scorecard | None

    @property
    def leaf(self) -> bool:
        return self.story.unit.kind not in INNER_KINDS


def asked(visit: Visit, picked: Picked) -> Asked:
    """What the page shows, judged at the last day of the period picked."""
    with st.spinner(visit.say("app.loading")):
        life = ask(visit, story, unit=picked.unit.code, on=picked.period.last)
        if life.unit.kind not in INNER_KINDS:
            return Asked(life, None)
        card = ask(
            visit,
            scorecard,
            unit=picked.unit.code,
            as_of=picked.period,
            boundaries=picked.boundaries,
            first=picked.resolution.code,
        )
        return Asked(life, card)


def title(visit: Visit, found: Asked) -> None:
    """Where the unit lies, its name and kind, and whether it still stands."""
    life = found.story
    way = "".join(f"<li>{at(each)}</li>" for each in life.above)
    crumbs = f'<nav class="u-way" aria-label="{escape(visit.say("unit_page.way"))}"><ol>{way}</ol></nav>' if way else ""
    kind = escape(visit.say(f"unit_page.level.{life.unit.kind}"))
    chips = f'<span class="u-kind">{kind}</span>'
    if life.unit.simulated:
        chips += f'<span class="m-sim">{escape(visit.say("unit_page.simulated_name"))}</span>'
    said = "".join(f"<p>{line}</p>" for line in _status(visit, life))
    name = f'<h1 class="m-title">{escape(life.unit.name)}</h1>'
    st.html(f'<div class="m u-head">{crumbs}<div class="u-name">{name}{chips}</div>{said}</div>')


def at(unit: UnitLabel) -> str:
    """A unit's name as a link to its page."""
    return f'<a href="{escape(href("unit", unit=unit.code))}">{escape(unit.name)}</a>'


def _status(visit: Visit, life: Story) -> list[str]:
    """Where it came from and what became of it, with days, decisions and links; nothing for what always stood."""
    lines = []
    for turns, key in ((life.came_from, "began"), (life.went_to, "went")):
        days = dict.fromkeys(turn.on for turn in turns)
        lines += [_turned(visit, key, [turn for turn in turns if turn.on == on]) for on in days]
    if life.unit.ended:
        lines.append(escape(visit.say("unit_page.ended_note")))
    return lines


def _turned(visit: Visit, key: str, turns: list[Turn]) -> str:
    one = turns[0]
    others = [turn.old if key == "began" else turn.new for turn in turns]
    names = ", ".join(at(other) for other in others if other is not None)
    event = visit.say(f"event.{one.event}")
    day = formats.day(one.on, visit.lang)
    by = escape(visit.say("unit_page.by", document=one.decided_by)) if one.decided_by else ""
    sim = f" {cards.simulated(visit.lang)}" if any(turn.simulated for turn in turns) else ""
    words = visit.say(
        f"unit_page.{key}" if names else "unit_page.gone", day=day, event=event, units="{units}", by="{by}"
    )
    return escape(words).replace("{units}", names).replace("{by}", by) + sim


def strip(visit: Visit, found: Asked) -> None:
    """The sentence on all goals of all resolutions, and the count of each verdict; nothing where no goal is judged."""
    if found.card is not None and found.card.verdicts:
        st.html(goal_cards.strip(visit.lang, found.card.verdicts))


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the lower half: about how many lines it has, and what draws it."""

    lines: int
    draw: Callable[[], None]


def balanced(blocks: Sequence[Block]) -> None:
    """The blocks in two columns, the first at the left, in order within each; on a phone one after another.

    Of all ways to lay them the one whose columns differ least in height is taken.
    """

    def apart(sides: tuple[int, ...]) -> int:
        signed = (
            block.lines + HEAD if side else -block.lines - HEAD for block, side in zip(blocks, sides, strict=True)
        )
        return abs(sum(signed))

    ways = [(0, *rest) for rest in product((0, 1), repeat=len(blocks) - 1)]
    best = min(ways, key=apart)
    shelves = [[block for block, at in zip(blocks, best, strict=True) if at == side] for side in (0, 1)]
    with st.container(key="u_halves"):
        for place, shelf in zip(st.columns(2), shelves, strict=True):
            with place:
                for block in shelf:
                    block.draw()


HEAD = 3
"""Lines of a block's heading and its edges."""

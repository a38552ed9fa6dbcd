"""The watch page: what needs looking after, by rule and by place, filtered, and to take along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from db import goals as stored
from db.goals import GoalRow
from flows import watch as flow
from flows.review import UnitLabel
from flows.watch import WatchRow, Why, counts
from flows.watch.rules import Tuned, tuned
from intake.words import bare
from metrics.goals import Indicator
from metrics.schema import INNER_KINDS
from report import cards, formats, watchlist
from report.watchlist import Cell, CountRow, Heads, Row
from ui import lost, state
from ui.cache import ask, made
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href
from ui.table import download
from ui.watch.rows import head_of, told

OPEN, OPEN_OF_ONE = 3, 25
"""Rows of a rule that stand open, beside the other rules and alone."""

FEW = 2
"""So few more rows are not worth a fold: they stand open too."""

FOLDED = 200
"""Rows that one fold holds; whoever needs more narrows down or takes the file."""

PRINTED = 120
"""Rows of a fold that stand on paper; the file has all."""

ORDER = (
    Why.OUTLOOK,
    Why.RELAPSED,
    Why.WEAK,
    Why.OVERDUE,
    Why.AT_RISK,
    Why.SUSPICIOUS,
    Why.LATE,
    Why.READY,
)
"""Rules by consequence, as their ranks are."""


FILE_HEADS = ("rule", "unit", "place", "why", "more", "number", "since", "planned", "goal", "mark")
"""Columns of the file that people take along."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What the page shows: all rows with their words, those that pass the filters, and the rules as they stand."""

    every: tuple[tuple[WatchRow, Row], ...]
    shown: tuple[tuple[WatchRow, Row], ...]
    rules: tuple[Tuned, ...]
    only: Why | None

    def of(self, why: Why) -> list[Row]:
        return [row for each, row in self.shown if each.why is why]


def asked(visit: Visit, picked: Picked) -> Watched:
    """The rows of the unit picked; the filters of the address settled."""
    rows = ask(
        visit,
        flow.watch,
        resolution=picked.resolution.code,
        unit=picked.unit.code,
        as_of=picked.period,
        boundaries=picked.boundaries,
    )
    labels = {"": visit.say("watch_page.every_rule")} | {str(why): _rule(visit, why, "name") for why in ORDER}
    rule = lost.settle(visit, "rule", visit.say("watch_page.rule"), labels, "")
    only = Why(rule) if rule else None
    if only is Why.SUSPICIOUS:
        rows += _checked(visit, picked)
    goals: dict[str, GoalRow] = {row.goal.code: row for row in picked.offer.goals}
    indicators: dict[str, Indicator] = {one.code: one for one in ask(visit, stored.indicators).values()}
    home = picked.unit.code
    every = made(
        visit,
        "watch_rows",
        lambda: tuple((row, told(visit, row, home=home, goals=goals, indicators=indicators)) for row in rows),
        only is Why.SUSPICIOUS,
        sorted(state.address().items()),
    )
    shown = tuple((each, row) for each, row in every if only is None or each.why is only)
    return Watched(every, shown, ask(visit, tuned), only)


def _checked(visit: Visit, picked: Picked) -> tuple[WatchRow, ...]:
    """Doubtful figures: looked for when asked for, for every figure is held against its past."""
    with st.spinner(visit.say("watch_page.checking")):
        return ask(
            visit,
            flow.suspicious,
            resolution=picked.resolution.code,
            unit=picked.unit.code,
            as_of=picked.period,
        )


def _searched(row: Row) -> str:
    return bare(" ".join((row.unit.text, row.place, row.why, row.more, row.goal.text)))


def title(visit: Visit, picked: Picked, found: Watched) -> None:
    """The page's name, and the finding: how many of what."""
    numbers = counts(each for each, _ in found.every)
    parts = [
        visit.say("watch_page.part", number=formats.number(numbers[why], visit.lang), rule=_rule(visit, why, "lower"))
        for why in ORDER
        if numbers[why]
    ]
    said = visit.say("watch_page.nothing", unit=picked.unit.name)
    if parts:
        said = visit.say("watch_page.finding", unit=picked.unit.name, parts=", ".join(parts))
    simulated = any(row.simulated for row, _ in found.every)
    with st.container(key="watch_title"):
        st.html(cards.heading(visit.lang, visit.say("watch_page.title"), said, is_simulated=simulated, level=1))


def filters(visit: Visit, found: Watched) -> Watched:
    """Which rule of those that found something, and words to look for: both in the address; gives what passes."""
    numbers = counts(each for each, _ in found.every)
    resting = {each.why for each in found.rules if not each.on}
    labels = {"": visit.say("watch_page.every", number=formats.number(len(found.every), visit.lang))}
    for why in ORDER:
        if why not in resting and (numbers[why] or why in (found.only, Why.SUSPICIOUS)):
            number = formats.number(numbers[why], visit.lang)
            named = _rule(visit, why, "name")
            unasked = why is Why.SUSPICIOUS and found.only is not why
            labels[why] = named if unasked else visit.say("watch_page.choice", rule=named, number=number)
    with st.container(key="watch_filters"):
        st.pills(
            visit.say("watch_page.rule"),
            list(labels),
            format_func=labels.__getitem__,
            key=state.widget_key("rule"),
            on_change=state.picked,
            args=("rule",),
            required=True,
        )
        typed = state.typed("find")
        st.text_input(
            visit.say("watch_page.find"),
            key=state.widget_key("find"),
            placeholder=visit.say("watch_page.find_hint"),
            on_change=state.picked,
            args=("find",),
            max_chars=120,
        )
    words = bare(typed).split()
    kept = tuple((each, row) for each, row in found.shown if all(word in _searched(row) for word in words))
    return replace(found, shown=kept)


def lists(visit: Visit, picked: Picked, found: Watched) -> None:
    """A block a rule, the gravest first; rules that name nobody in one line at the end."""
    if found.only is not None:
        _block(visit, found, found.only, OPEN_OF_ONE)
    else:
        for why in ORDER:
            if found.of(why):
                _block(visit, found, why, OPEN)
        _quiet(visit, found)
    if found.shown:
        name = f"{picked.unit.code.replace('/', '-')}-{picked.period.code}"
        heads = [visit.say(f"watch_head.{each}") for each in FILE_HEADS]
        download(visit, heads, _file(visit, found), f"canh-bao-{name}.csv", key="watch")


def _block(visit: Visit, found: Watched, why: Why, open_: int) -> None:
    rows = found.of(why)
    number = formats.number(len(rows), visit.lang)
    rule = next(each for each in found.rules if each.why is why)
    with st.container(key=f"box_watch_{why}"):
        named = visit.say("watch_page.block", rule=_rule(visit, why, "name"), number=number)
        alike = bool(rows) and all(row.simulated for row in rows)
        st.html(cards.heading(visit.lang, named, in_words(visit, rule), is_simulated=alike))
        if not rows:
            _empty(visit, found, why)
            return
        heads = _heads(visit, why, any(row.goal.text for row in rows))
        if len(rows) <= open_ + FEW:
            open_ += FEW
        st.html(watchlist.rows(visit.lang, heads, rows[:open_], marked=not alike))
        rest = rows[open_ : open_ + FOLDED]
        if rest:
            more = formats.number(len(rows) - open_, visit.lang)
            with st.expander(visit.say("watch_page.more", number=more)):
                st.html(watchlist.rows(visit.lang, heads, rest, marked=not alike, on_paper=PRINTED))
                if len(rest) > PRINTED:
                    shown = formats.number(open_ + PRINTED, visit.lang)
                    said = visit.say("watch_page.printed", shown=shown, number=number)
                    st.html(f'<p class="m m-sub on-paper">{escape(said)}</p>')
                if len(rows) > open_ + FOLDED:
                    left = formats.number(len(rows) - open_ - FOLDED, visit.lang)
                    said = visit.say("watch_page.too_many", number=left)
                    st.html(f'<p class="m m-sub off-paper">{escape(said)}</p>')


def _empty(visit: Visit, found: Watched, why: Why) -> None:
    """What the rule did not find, and the way back to what there is."""
    filtered = any(each.why is why for each, _ in found.every)
    said = visit.say("watch_page.no_match") if filtered else _rule(visit, why, "none")
    st.html(cards.empty(said, visit.say("watch_page.no_match_fix" if filtered else "watch_page.none_fix")))
    st.html(f'<div class="m"><a href="{escape(href("watch"))}">{escape(visit.say("watch_page.see_all"))}</a></div>')


def _quiet(visit: Visit, found: Watched) -> None:
    """Rules that found nothing, each in its own words; the page's empty state where no rule found anything."""
    resting = {each.why for each in found.rules if not each.on}
    silent = [why for why in ORDER if why is not Why.SUSPICIOUS and why not in resting and not found.of(why)]
    quiet = [_rule(visit, why, "none") for why in silent]
    if not found.shown and found.every:
        st.html(cards.empty(visit.say("watch_page.no_match"), visit.say("watch_page.no_match_fix")))
    elif quiet:
        st.html(f'<p class="m m-sub">{escape(" ".join(quiet))}</p>')


def places(visit: Visit, picked: Picked, found: Watched) -> None:
    """How many rows of each rule lie in each unit directly below; each figure leads to its rows."""
    home = picked.unit.code
    held: dict[UnitLabel, Counter[Why]] = {}
    for each, _ in found.shown:
        held.setdefault(_place(each, home), Counter())[each.why] += 1
    below = [unit for unit in held if unit.code != home]
    if len(below) < 2 or any(unit.kind not in INNER_KINDS for unit in below):
        return
    used = [why for why in ORDER if any(number[why] for number in held.values())]
    order = sorted(held, key=lambda unit: (-held[unit].total(), formats.sort_key(unit.name)))
    rows = [
        CountRow(
            name=Cell(unit.name, href("watch", unit=unit.code, rule=found.only)),
            numbers=tuple(held[unit][why] for why in used),
            hrefs=tuple(href("watch", unit=unit.code, rule=why) for why in used),
        )
        for unit in order
    ]
    heads = [_rule(visit, why, "name") for why in used]
    with st.container(key="box_watch_places"):
        alike = all(each.simulated for each, _ in found.shown)
        said = visit.say("watch_page.places_note")
        st.html(cards.heading(visit.lang, visit.say("watch_page.places"), said, is_simulated=alike))
        st.html(watchlist.counts(visit.lang, visit.say("picker.unit"), heads, rows))


def _place(row: WatchRow, home: str) -> UnitLabel:
    """The unit directly below the page's in which a row lies; its topmost unit where it lies elsewhere."""
    chain = [row.unit, *row.above]
    codes = [unit.code for unit in chain]
    if home not in codes:
        return chain[-1]
    return chain[max(codes.index(home) - 1, 0)]


def in_words(visit: Visit, rule: Tuned) -> str:
    """A rule as it stands, its number in its words."""
    number = "" if rule.value is None else formats.number(rule.value, visit.lang)
    return visit.say(f"watch_rule.{rule.why}.says", number=number)


def _rule(visit: Visit, why: Why, form: str) -> str:
    return visit.say(f"watch_rule.{why}.{form}")


def _heads(visit: Visit, why: Why, with_goal: bool) -> Heads:
    said = {name: visit.say(f"watch_head.{name}") for name in ("unit", "why", "since", "planned", "goal")}
    return Heads(**{**said, "goal": said["goal"] if with_goal else ""}, number=head_of(visit, why))


def _file(visit: Visit, found: Watched) -> Sequence[Sequence[str]]:
    return [
        (
            _rule(visit, each.why, "name"),
            row.unit.text,
            row.place,
            row.why,
            row.more,
            row.number,
            row.since,
            row.planned.text,
            row.goal.text,
            visit.say("app.simulated") if row.simulated else "",
        )
        for each, row in found.shown
    ]

"""Boxes of the home page as HTML strings: attention, changes, completeness, under the rules of :mod:`report.cards`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from metrics.goals import Verdict
from report import formats
from report.cards import badge, linked, simulated
from report.text import say

OPEN_LINES = 6
"""Changes that stand open; the rest of many goals is folded."""


@dataclass(frozen=True, slots=True)
class Named:
    """One of those that a row is about, and its page."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Attention:
    """A row of the attention list: what it is, how many, the first few of them, that there are more, where all are."""

    label: str
    number: str
    names: tuple[Named, ...] = ()
    more: str = ""
    note: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Turned:
    """A verdict that is another than it was, of a goal or of a unit."""

    name: Named
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that moved: by how much, of what, and which units moved most."""

    change: str
    name: Named
    note: str = ""


def attention(lang: str, rows: Sequence[Attention], *, is_simulated: bool = False) -> str:
    """The attention list: label, number, which; an empty list says so."""
    head = box_head(lang, say(lang, "attention.title"), is_simulated)
    if not rows:
        return f'<div class="m">{head}<p class="m-sub">{escape(say(lang, "attention.nothing"))}</p></div>'
    return f'<div class="m">{head}<ul class="m-rows">{"".join(_attention(lang, row) for row in rows)}</ul></div>'


def _attention(lang: str, row: Attention) -> str:
    named = [linked(each.text, each.href) for each in row.names]
    named += [escape(row.more)] if row.more else []
    text = ("; " if any("," in each.text for each in row.names) else ", ").join(named)
    note = f'<span class="m-note">{escape(row.note)}</span>' if row.note else ""
    return (
        f'<li><span class="label">{linked(row.label, row.href)}</span><span class="number">{escape(row.number)}</span>'
        f'<span class="text">{text}{" " if text and note else ""}{note}</span></li>'
    )


def changes(lang: str, turned: Sequence[Turned], moved: Sequence[Moved]) -> str:
    """What changed: verdicts that turned (or that none did), then figures, both in the order given."""
    first = say(lang, "changes.none" if moved else "changes.nothing")
    lines = [] if turned else [f"<li>{escape(first)}</li>"]
    lines += [_turned(lang, each) for each in turned]
    lines += [_moved(each) for each in moved]
    open_, folded = lines[:OPEN_LINES], lines[OPEN_LINES:]
    rest = ""
    if folded:
        more = escape(say(lang, "changes.more", number=formats.number(len(folded), lang)))
        rest = f'<details><summary>{more}</summary><ul class="m-lines">{"".join(folded)}</ul></details>'
    return f'<div class="m"><ul class="m-lines">{"".join(open_)}</ul>{rest}</div>'


def _turned(lang: str, each: Turned) -> str:
    before, after = (badge(lang, verdict, small=True) for verdict in (each.before, each.after))
    return (
        f'<li class="turned"><div>{linked(each.name.text, each.name.href)}</div>'
        f'<div class="turn">{before}<span class="arrow">→</span>{after}</div></li>'
    )


def _moved(each: Moved) -> str:
    note = f'<div class="m-note">{escape(each.note)}</div>' if each.note else ""
    return (
        f'<li class="moved"><div>{linked(each.name.text, each.name.href)}{note}</div><b>{escape(each.change)}</b></li>'
    )


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many units have reported of how many, when it was due, and whether the missing ones matter.

    Those who ``corrected`` a report since stand apart; of ``unknown`` no deadline is known.
    """

    on_time: int
    late: int
    missing: int
    corrected: int
    unknown: int
    noun: str
    deadline: str = ""
    effect: str = ""
    names: tuple[Named, ...] = ()
    more: int = 0


def completeness(lang: str, held: Completeness, *, is_simulated: bool = False) -> str:
    """The figure, a bar of its parts, the parts in words, the deadline, and who is missing."""
    head = box_head(lang, say(lang, "completeness.title"), is_simulated)
    reported = held.on_time + held.late + held.corrected + held.unknown
    counts = "/".join(formats.number(each, lang) for each in (reported, reported + held.missing))
    parts = (("on-time", held.on_time + held.corrected + held.unknown), ("late", held.late), ("missing", held.missing))
    bar = "".join(f'<i class="{name}" style="flex:{count} 0 4px"></i>' for name, count in parts if count)
    said = [
        say(lang, f"completeness.{name}", number=formats.number(number, lang))
        for name, number in (("on_time", held.on_time), ("late", held.late), ("corrected", held.corrected))
        if number
    ]
    lacking = say(lang, "completeness.missing", number=formats.number(held.missing, lang))
    lacking = f"{lacking}, {held.effect}" if held.effect else lacking
    named = [linked(each.text, each.href) for each in held.names]
    named += [escape(say(lang, "home.missing_more", number=formats.number(held.more, lang)))] if held.more else []
    below = [escape(" · ".join(said)), escape(held.deadline)]
    below += [escape(lacking), ", ".join(named)] if held.missing else [escape(say(lang, "home.missing_none"))]
    lines = "".join(f'<div class="m-sub">{line}</div>' for line in below if line)
    return (
        f'<div class="m">{head}<div class="m-figure"><span>{counts}</span>'
        f'<span class="noun">{escape(say(lang, "completeness.submitted", noun=held.noun))}</span></div>'
        f'<div class="m-bar" aria-hidden="true">{bar}</div>{lines}</div>'
    )


def box_head(lang: str, title: str, is_simulated: bool) -> str:
    """Title of a box, the simulated chip at its right."""
    chip = simulated(lang) if is_simulated else ""
    return f'<div class="m-head"><h2 class="m-name">{escape(title)}</h2>{chip}</div>'

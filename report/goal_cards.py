"""The verdict strip and the cards of goals as HTML strings, under the rules of :mod:`report.cards`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from metrics.goals import Verdict
from report.cards import badge, shape
from report.text import say

GOOD = (Verdict.EXCEEDED, Verdict.MET)
STRIP_ALWAYS = (Verdict.EXCEEDED, Verdict.MET, Verdict.BEHIND, Verdict.MISSED, Verdict.INCONCLUSIVE)
"""Verdicts the strip counts even when there are none; the others appear when there are some."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The printed figures of a goal card. ``first`` is null where a goal has no baseline to start from.

    ``wordy`` where ``last`` is words and not a figure: it is set smaller.
    """

    name: str
    verdict: Verdict | None
    last: str
    noun: str = ""
    first: str | None = None
    result: str = ""
    strong: str = ""
    target: str | None = None
    banded: bool = True
    wordy: bool = False


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below a card's chart: change, completeness, source or difference, and where the pace leads."""

    change: str = ""
    change_rest: str = ""
    reported: str = ""
    source: str = ""
    outlook: str = ""
    simulated: bool = False


def grid(cards: Sequence[str]) -> str:
    """Cards beside each other; they share the lines of their rows."""
    return f'<div class="m m-goals">{"".join(cards)}</div>'


def framed(goal: str, verdict: Verdict | None, *blocks: str) -> str:
    """One card of a goal by its code, with the verdict's colour as a rule on top."""
    look = f" v-{verdict}" if verdict else ""
    return f'<article class="m-goal{look}" data-goal="{escape(goal)}">{"".join(blocks)}</article>'


def strip_sentence(lang: str, counts: Mapping[Verdict, int]) -> str:
    """One sentence on all goals: ``Cả 4 mục tiêu đạt hoặc vượt``."""
    total = sum(counts.values())
    good = sum(counts.get(verdict, 0) for verdict in GOOD)
    if not total:
        return say(lang, "strip.unjudged")
    if counts.get(Verdict.NOT_DUE) == total:
        return say(lang, "strip.none_due")
    if good == total:
        return say(lang, "strip.one_good") if total == 1 else say(lang, "strip.all_good", total=total)
    return say(lang, "strip.some_good", good=good, total=total) if good else say(lang, "strip.none_good")


def strip(lang: str, counts: Mapping[Verdict, int]) -> str:
    """The verdict strip: sentence, then counts; those that are zero stay grey and small, on a phone in one line."""
    shown = [verdict for verdict in Verdict if counts.get(verdict) or verdict in STRIP_ALWAYS]
    items, zeros = [], []
    for verdict in shown if sum(counts.values()) else []:
        number, word = counts.get(verdict, 0), escape(say(lang, f"verdict.{verdict}"))
        if number:
            items.append(f"<li>{shape(verdict)}<b>{number}</b> {word}</li>")
        else:
            items.append(f'<li class="zero">{shape(verdict)}<span>0</span> {word}</li>')
            zeros.append(escape(say(lang, "strip.zeros", number=0, verdict=say(lang, f"verdict_lower.{verdict}"))))
    line = f'<div class="m-zeros">{" · ".join(zeros)}</div>' if zeros else ""
    return (
        f'<div class="m m-strip"><h2 class="m-title">{escape(strip_sentence(lang, counts))}</h2>'
        f'<ul class="m-counts">{"".join(items)}</ul>{line}</div>'
    )


def mark(lang: str, verdict: Verdict | None, *, small: bool = False) -> str:
    """The badge of a verdict, or the words that nothing was asked."""
    return badge(lang, verdict, small=small) or f'<span class="m-note">{escape(say(lang, "verdict.unjudged"))}</span>'


def figure(head: Headline) -> str:
    """``95 → 8 thôn, bản``: where it started, where it stands, what is counted."""
    first = f'{escape(head.first)}<span class="arrow"> → </span>' if head.first is not None else ""
    noun = f'<span class="noun">{escape(head.noun)}</span>' if head.noun else ""
    look = ' class="words"' if head.wordy else ""
    return f'<div class="m-figure"><span{look}>{first}{escape(head.last)}</span>{noun}</div>'


def goal_card(lang: str, head: Headline, *, level: int = 3) -> str:
    """The text block of a card: goal · badge · figure · result · target, always in this order."""
    strong = f"<b>{escape(head.strong)}</b>" if head.strong else ""
    joint = ", " if head.result and head.strong else ""
    swatch = '<i class="m-swatch" aria-hidden="true"></i>' if head.target and head.banded else ""
    target = say(lang, "card.target", target=head.target) if head.target else say(lang, "card.no_target")
    return (
        f'<div class="m m-card"><h{level} class="m-name">{escape(head.name)}</h{level}>'
        f"<div>{mark(lang, head.verdict)}</div>{figure(head)}"
        f'<div><div class="m-result">{escape(head.result)}{joint}{strong}</div>'
        f'<div class="m-target">{swatch}{escape(target)}</div></div></div>'
    )


def card_foot(lang: str, foot: Foot) -> str:
    """Below the chart: change, completeness, source, outlook; hatched at the right where figures are simulated."""
    change = f"<b>{escape(foot.change)}</b> " if foot.change else ""
    lines = [f'<div class="m-sub">{change}{escape(foot.change_rest)}</div>'] if change or foot.change_rest else []
    lines += [f"<div>{escape(text)}</div>" for text in (foot.reported, foot.source) if text]
    lines += [f'<div class="m-ahead">{escape(foot.outlook)}</div>'] if foot.outlook else []
    hatch = f'<i class="m-hatch" title="{escape(say(lang, "app.simulated"))}"></i>' if foot.simulated else ""
    return f'<div class="m m-foot"><div>{"".join(lines)}</div>{hatch}</div>'

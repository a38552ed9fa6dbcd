"""Blocks of a page as HTML strings: badges, the verdict strip, goal cards, the working, attention rows.

Pure functions of printed figures and a language; every parameter is escaped here and nowhere else, so callers
hand over plain text. Classes are those of ``style.css``; the markup passes Streamlit's sanitiser (no SVG, no
script, no outside address).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from metrics.goals import Verdict
from report import formats
from report.text import say

OPEN_SOURCES = 4
"""Sources that stand open below a verdict."""
GOOD = (Verdict.EXCEEDED, Verdict.MET)
STRIP_ALWAYS = (Verdict.EXCEEDED, Verdict.MET, Verdict.BEHIND, Verdict.MISSED, Verdict.INCONCLUSIVE)
"""Verdicts the strip counts even when there are none; the others appear when there are some."""


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the working: what is done, the figures, and where they come from or how they are rounded."""

    label: str
    formula: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """The printed figures of a goal card. ``first`` is null where a goal has no baseline to start from."""

    name: str
    verdict: Verdict | None
    last: str
    noun: str = ""
    first: str | None = None
    result: str = ""
    strong: str = ""
    target: str | None = None
    banded: bool = True


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below a card's chart: the change, how complete the figures are, which source or difference."""

    change: str = ""
    change_rest: str = ""
    reported: str = ""
    source: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Attention:
    """A row of the attention list: what it is, how many, and which."""

    label: str
    number: str
    text: str
    href: str | None = None


def card_key(goal: str, verdict: Verdict | None) -> str:
    """Key of the ``st.container`` of a card: the stylesheet draws the rule of the verdict's colour on top of it."""
    return f"card_{verdict or 'unjudged'}_{goal}"


def shape(verdict: Verdict) -> str:
    """The verdict's shape alone; a word must stand beside it."""
    return f'<i class="m-shape v-{verdict}" aria-hidden="true"></i>'


def badge(lang: str, verdict: Verdict | None, *, small: bool = False) -> str:
    """Shape and word of a verdict on its colour; nothing for a figure that no goal judges."""
    if verdict is None:
        return ""
    size = " small" if small else ""
    return f'<span class="m-badge{size} v-{verdict}">{shape(verdict)}{escape(say(lang, f"verdict.{verdict}"))}</span>'


def simulated(lang: str) -> str:
    """The hatched chip that stands beside every simulated figure."""
    return f'<span class="m-sim">{escape(say(lang, "app.simulated"))}</span>'


def heading(lang: str, title: str, subtitle: str = "", *, is_simulated: bool = False, level: int = 2) -> str:
    """Title of a block, its measure below, the simulated chip at the right."""
    chip = simulated(lang) if is_simulated else ""
    below = f'<div class="m-sub">{escape(subtitle)}</div>' if subtitle else ""
    named = f'<h{level} class="m-title">{escape(title)}</h{level}>'
    return f'<div class="m"><div class="m-head">{named}{chip}</div>{below}</div>'


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


def goal_card(lang: str, head: Headline) -> str:
    """The text block of a card: goal · badge · figure · result · target, always in this order."""
    first = f'{escape(head.first)}<span class="arrow"> → </span>' if head.first is not None else ""
    noun = f'<span class="noun">{escape(head.noun)}</span>' if head.noun else ""
    strong = f"<b>{escape(head.strong)}</b>" if head.strong else ""
    joint = ", " if head.result and head.strong else ""
    swatch = '<i class="m-swatch" aria-hidden="true"></i>' if head.target and head.banded else ""
    target = say(lang, "card.target", target=head.target) if head.target else say(lang, "card.no_target")
    mark = badge(lang, head.verdict) or f'<span class="m-note">{escape(say(lang, "verdict.unjudged"))}</span>'
    return (
        f'<div class="m m-card"><h3 class="m-name">{escape(head.name)}</h3><div>{mark}</div>'
        f'<div class="m-figure"><span>{first}{escape(head.last)}</span>{noun}</div>'
        f'<div><div class="m-result">{escape(head.result)}{joint}{strong}</div>'
        f'<div class="m-target">{swatch}{escape(target)}</div></div></div>'
    )


def card_foot(lang: str, foot: Foot) -> str:
    """Below the chart: change, completeness, source; hatched at the right where figures are simulated."""
    change = f"<b>{escape(foot.change)}</b> " if foot.change else ""
    lines = [f'<div class="m-sub">{change}{escape(foot.change_rest)}</div>'] if change or foot.change_rest else []
    lines += [f"<div>{escape(text)}</div>" for text in (foot.reported, foot.source) if text]
    hatch = f'<i class="m-hatch" title="{escape(say(lang, "app.simulated"))}"></i>' if foot.simulated else ""
    return f'<div class="m m-foot"><div>{"".join(lines)}</div>{hatch}</div>'


def why(lang: str, verdict: Verdict | None, lines: Sequence[Line], *, rule: str = "", closing: str = "") -> str:
    """The working, step by step, from the inputs to the verdict: ``Vì sao đạt?``."""
    title = say(lang, f"why.{verdict}") if verdict else say(lang, "verdict.unjudged")
    named = f'<span class="m-note">{escape(say(lang, "why.rule", rule=rule))}</span>' if rule else ""
    end = f'<div class="m-sub">{escape(closing)}</div>' if closing else ""
    return (
        f'<div class="m m-card"><div class="m-head"><h2 class="m-title">{escape(title)}</h2>{named}</div>'
        f"{steps(lines)}<div>{badge(lang, verdict)}</div>{end}</div>"
    )


def steps(lines: Sequence[Line]) -> str:
    """A numbered list of steps; figures bold, their source or rounding below."""
    items = "".join(
        "<li><div>"
        + (f'<span class="label">{escape(line.label)}</span>' if line.label else "")
        + (f'<span class="formula">{escape(line.formula)}</span>' if line.formula else "")
        + (f'<span class="note">{escape(line.note)}</span>' if line.note else "")
        + "</div></li>"
        for line in lines
    )
    return f'<ol class="m-steps">{items}</ol>'


def sources(lang: str, lines: Sequence[tuple[str, str]]) -> str:
    """Where figures come from: pairs of a printed figure and its source line; the many files of a sum stay folded."""
    items = [f"<li><b>{escape(figure)}</b> {escape(text)}</li>" for figure, text in lines]
    title = escape(say(lang, "why.sources"))
    shown, folded = "".join(items[:OPEN_SOURCES]), items[OPEN_SOURCES:]
    rest = ""
    if folded:
        more = escape(say(lang, "why.sources_more", number=formats.number(len(folded), lang)))
        rest = f'<details><summary>{more}</summary><ul class="m-sources">{"".join(folded)}</ul></details>'
    return f'<div class="m"><h3 class="m-name">{title}</h3><ul class="m-sources">{shown}</ul>{rest}</div>'


def attention(lang: str, rows: Sequence[Attention], *, is_simulated: bool = False) -> str:
    """The attention list: label, number, which; an empty list says so."""
    head = _card_head(lang, say(lang, "attention.title"), is_simulated)
    if not rows:
        return f'<div class="m">{head}<p class="m-sub">{escape(say(lang, "attention.nothing"))}</p></div>'
    items = "".join(
        f'<li><span class="label">{_linked(row.label, row.href)}</span><span class="number">{escape(row.number)}</span>'
        f'<span class="text">{escape(row.text)}</span></li>'
        for row in rows
    )
    return f'<div class="m">{head}<ul class="m-rows">{items}</ul></div>'


def changes(
    lang: str,
    period: str,
    moved: Sequence[tuple[str, Verdict, Verdict]],
    others: Sequence[str] = (),
    *,
    is_simulated: bool = False,
) -> str:
    """What changed since a period: verdicts that moved, then other findings in words."""
    head = _card_head(lang, say(lang, "changes.title", period=period), is_simulated)
    lines = [] if moved else [escape(say(lang, "changes.none"))]
    lines += [
        f"{escape(goal)}:<br>{badge(lang, before, small=True)} → {badge(lang, after, small=True)}"
        for goal, before, after in moved
    ]
    lines += [escape(text) for text in others]
    return f'<div class="m">{head}<ul class="m-lines">{"".join(f"<li>{line}</li>" for line in lines)}</ul></div>'


def completeness(
    lang: str, *, on_time: int, late: int, missing: int, noun: str, effect: str = "", is_simulated: bool = False
) -> str:
    """How many units have reported: the figure, a bar of three parts, and whether the missing ones matter."""
    total = on_time + late + missing
    head = _card_head(lang, say(lang, "completeness.title"), is_simulated)
    parts = (("on-time", on_time), ("late", late), ("missing", missing))
    bar = "".join(f'<i class="{name}" style="flex:{count} 0 4px"></i>' for name, count in parts if count)
    words = [say(lang, "completeness.on_time", number=on_time)]
    words += [say(lang, "completeness.late", number=late)] if late else []
    lacking = say(lang, "completeness.missing", number=missing) if missing else ""
    lacking = f"{lacking}, {effect}" if lacking and effect else lacking
    return (
        f'<div class="m">{head}<div class="m-figure"><span>{on_time + late}/{total}</span>'
        f'<span class="noun">{escape(say(lang, "completeness.submitted", noun=noun))}</span></div>'
        f'<div class="m-bar" aria-hidden="true">{bar}</div>'
        f'<div class="m-sub">{escape(" · ".join(words))}</div><div class="m-sub">{escape(lacking)}</div></div>'
    )


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numeric: Sequence[int] = (),
    total: Sequence[str] | None = None,
    stacked: bool = False,
) -> str:
    """A small table: columns in ``numeric`` right-aligned, the total row visibly a total.

    A ``stacked`` one is read down on a phone: each row a block, each cell with its heading beside it.
    """

    def marks(place: int, tag: str) -> str:
        aligned = ' class="num"' if place in numeric else ""
        return aligned + (f' data-head="{escape(heads[place])}"' if stacked and tag == "td" else "")

    def cells(values: Sequence[str], tag: str) -> str:
        return "".join(f"<{tag}{marks(at, tag)}>{escape(value)}</{tag}>" for at, value in enumerate(values))

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    last = f'<tr class="total">{cells(total, "td")}</tr>' if total else ""
    head = f"<thead><tr>{cells(heads, 'th')}</tr></thead>"
    look = "m-table m-stacked" if stacked else "m-table"
    return f'<div class="m"><table class="{look}">{head}<tbody>{body}{last}</tbody></table></div>'


def empty(title: str, text: str = "") -> str:
    """Nothing here yet: what is missing and what to do; the button that mends it stands below."""
    below = f'<span class="m-sub">{escape(text)}</span>' if text else ""
    return f'<div class="m m-empty"><span class="m-strong">{escape(title)}</span>{below}</div>'


def footer(left: str, right: str = "") -> str:
    """Source line at the foot of a page, and the snapshot's number at its right."""
    return f'<div class="m m-head m-note m-end"><span>{escape(left)}</span><span>{escape(right)}</span></div>'


def brand(lang: str) -> str:
    """Name and tagline for the sidebar."""
    return (
        f'<div class="m"><div class="m-title">{escape(say(lang, "app.name"))}</div>'
        f'<div class="m-note">{escape(say(lang, "app.tagline"))}</div></div>'
    )


def _card_head(lang: str, title: str, is_simulated: bool) -> str:
    chip = simulated(lang) if is_simulated else ""
    return f'<div class="m-head"><h3 class="m-name">{escape(title)}</h3>{chip}</div>'


def _linked(text: str, href: str | None) -> str:
    return f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)

"""Blocks of any page as HTML strings: badges, headings, the working of a verdict, tables, empty states.

Pure functions of printed figures and a language; every parameter is escaped here and nowhere else, so callers
hand over plain text. Classes are those of ``style.css``; the markup passes Streamlit's sanitiser (no SVG, no
script, no outside address).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from metrics.goals import Verdict
from report import formats
from report.text import say

OPEN_SOURCES = 2
"""Sources that stand open below a verdict."""


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the working: what is done, the figures, and where they come from or how they are rounded."""

    label: str
    formula: str = ""
    note: str = ""


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


def linked(text: str, href: str | None) -> str:
    """A text as a link; plain where there is nowhere to go."""
    return f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)

"""Goals as rows, for a resolution of many: name · verdict · figure · target · path · change (:mod:`report.cards`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from report.cards import linked, simulated
from report.goal_cards import Headline, mark
from report.text import say


@dataclass(frozen=True, slots=True)
class Row:
    """A goal of the compact table. ``picture`` is an image element that :mod:`report.charts` drew, or nothing."""

    head: Headline
    href: str
    picture: str = ""
    change: str = ""
    note: str = ""
    simulated: bool = False


def rows(lang: str, held: Sequence[Row], *, since: str) -> str:
    """The table; on a phone each row is a block of two lines. ``since`` heads the column of changes."""
    heads = [say(lang, f"compact.{name}") for name in ("goal", "verdict", "figure", "target", "path")] + [since]
    look = ("", "", ' class="num"', "", "", ' class="num"')
    head = "".join(f"<th{how}>{escape(text)}</th>" for text, how in zip(heads, look, strict=True))
    return (
        f'<div class="m"><table class="m-table m-compact"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(_row(lang, each) for each in held)}</tbody></table></div>"
    )


def _row(lang: str, each: Row) -> str:
    head = each.head
    first = f'<span class="first">{escape(head.first)} → </span>' if head.first is not None else ""
    chip = f" {simulated(lang)}" if each.simulated else ""
    note = f'<div class="m-note">{escape(each.note)}</div>' if each.note else ""
    result = ", ".join(part for part in (head.result, head.strong) if part)
    target = say(lang, "card.target", target=head.target) if head.target else say(lang, "card.no_target")
    return (
        f'<tr><td class="name">{linked(head.name, each.href)}{chip}{note}</td>'
        f'<td class="verdict">{mark(lang, head.verdict, small=True)}</td>'
        f'<td class="num figure">{first}<b>{escape(head.last)}</b></td>'
        f'<td class="target"><div>{escape(target)}</div><div class="m-note">{escape(result)}</div></td>'
        f'<td class="path">{each.picture}</td><td class="num change">{escape(each.change)}</td></tr>'
    )

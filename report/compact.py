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


def rows(lang: str, held: Sequence[Row], *, since: str, headed: bool = True) -> str:
    """The table; on a phone each row is a block. ``since`` heads the column of changes.

    One that is not ``headed`` stands below another: its headings are there for those who do not see them.
    """
    heads = [say(lang, f"compact.{name}") for name in ("goal", "verdict", "figure", "target", "path")] + [since]
    head = "".join(
        f'<th role="columnheader"{_NUM if place in (2, 5) else ""}>{escape(text)}</th>'
        for place, text in enumerate(heads)
    )
    quiet = "" if headed else " m-quiet"
    body = "".join(_row(lang, each, since) for each in held)
    return (
        f'<div class="m"><table role="table" class="m-table m-compact{quiet}"><thead role="rowgroup"><tr role="row">'
        f'{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


_NUM = ' class="num"'


def _row(lang: str, each: Row, since: str) -> str:
    head = each.head
    first = f'<span class="first">{escape(head.first)} → </span>' if head.first is not None else ""
    note = f'<span class="m-note">{escape(each.note)}</span>' if each.note else ""
    note = f'<div class="below">{note}{simulated(lang) if each.simulated else ""}</div>'
    result = ", ".join(part for part in (head.result, head.strong) if part)
    target = head.target or say(lang, "card.no_target")
    cells = (
        ("name", f"{linked(head.name, each.href)}{note}"),
        ("verdict", mark(lang, head.verdict, small=True)),
        ("num figure words" if head.wordy else "num figure", f"{first}<b>{escape(head.last)}</b>"),
        ("target", f'<div>{escape(target[:1].upper() + target[1:])}</div><div class="m-note">{escape(result)}</div>'),
        ("path", each.picture),
    )
    body = "".join(f'<td role="cell" class="{look}">{inside}</td>' for look, inside in cells)
    change = f'<td role="cell" class="num change" data-head="{escape(since)}">{escape(each.change)}</td>'
    return f'<tr role="row">{body}{change}</tr>'

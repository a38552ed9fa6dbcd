"""Rows in groups under one heading of columns, read down on a phone: measures with steps, findings with their asks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def grouped(heads: Sequence[str], groups: Sequence[tuple[str, Sequence[Sequence[str]], str]], *, look: str) -> str:
    """A table of HTML cells: each group is its head, its rows, and what is said where it has none.

    ``look`` is the class that sets the widths of its columns.
    """
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(_group(heads, *group) for group in groups)
    table = f'<table class="m-table m-stacked act-steps {look}"><thead><tr>{top}</tr></thead>{body}</table>'
    return f'<div class="m">{table}</div>'


def _group(heads: Sequence[str], head: str, rows: Sequence[Sequence[str]], none: str) -> str:
    said = "" if rows else f'<p class="m-sub">{escape(none)}</p>'
    lines = "".join(f"<tr>{_cells(heads, row)}</tr>" for row in rows)
    return f'<tbody><tr class="group"><td colspan="{len(heads)}">{head}{said}</td></tr>{lines}</tbody>'


def _cells(heads: Sequence[str], row: Sequence[str]) -> str:
    return "".join(f'<td data-head="{escape(head)}">{cell}</td>' for head, cell in zip(heads, row, strict=True))


def head(title: str, *, chip: str = "", below: str = "", text: str = "") -> str:
    """The head of a group: its title with the simulated chip, a line of facts (HTML) and a text."""
    told = f"<p>{escape(text)}</p>" if text else ""
    facts = f'<p class="m-sub">{below}</p>' if below else ""
    return f'<div class="m-head"><h3 class="m-name">{escape(title)}</h3>{chip}</div>{facts}{told}'

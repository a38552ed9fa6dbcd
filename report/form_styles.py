"""How the cells of a workbook to fill in look: grey, white where something is typed, hatched where simulated."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from report.theme import LIGHT, MARKS, OFFICE_FONT


def form_styles(made: xlsxwriter.Workbook) -> dict[str, Format]:
    """The formats of a workbook by what stands in a cell."""
    base = {"font_name": OFFICE_FONT, "font_size": 10, "font_color": LIGHT.ink, "valign": "vcenter"}
    lined = {**base, "border": 1, "border_color": LIGHT.line}
    still = {**lined, "bg_color": LIGHT.sidebar, "font_color": LIGHT.ink2}
    head = {**lined, "bg_color": LIGHT.active, "bold": True, "align": "center", "text_wrap": True}
    total = {**lined, "bold": True, "top": 2, "top_color": LIGHT.ink2, "bg_color": LIGHT.sidebar}
    hatched = {"pattern": 14, "fg_color": LIGHT.line, "italic": True}
    right = {"align": "right", "num_format": "#,##0"}
    kinds: dict[str, dict[str, Any]] = {
        "title": {**base, "bold": True, "font_size": 14},
        "line": base,
        "standing": {**base, "font_color": LIGHT.ink2},
        "head": head,
        "subhead": {**head, "bold": False, "font_size": 9},
        "subhead_still": {**head, "bold": False, "font_size": 9, "bg_color": LIGHT.sidebar, "font_color": LIGHT.ink2},
        "machine": {**lined, "font_size": 7, "font_color": LIGHT.ink3, "bg_color": LIGHT.sidebar, "shrink": True},
        "code": {**still, "font_size": 8, "font_color": LIGHT.ink3},
        "name": still,
        "check": {**still, "font_size": 9},
        "before": {**still, **right},
        "before_simulated": {**still, **right, **hatched, "bg_color": LIGHT.sidebar},
        "input": {**lined, **right, "locked": False},
        "percent": {**still, **right, "num_format": "0.00%"},
        "total": {**total, **right},
        "total_name": total,
        "total_percent": {**total, **right, "num_format": "0.00%"},
        "error": {"bg_color": MARKS["error"], "font_color": LIGHT.ink},
        "warning": {"bg_color": MARKS["warning"], "font_color": LIGHT.ink},
        "simulated": {"pattern": 14, "fg_color": LIGHT.line, "bg_color": LIGHT.bg, "italic": True},
    }
    return {name: made.add_format(style) for name, style in kinds.items()}

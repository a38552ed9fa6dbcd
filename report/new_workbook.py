"""A workbook to write into, as every one that Mốc makes begins; and how texts fill its cells."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from report.theme import OFFICE_FONT


def new_workbook(out: BytesIO) -> xlsxwriter.Workbook:
    """An empty workbook in the font of offices. A text written into it stays text, whatever it begins with."""
    return xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": OFFICE_FONT, "font_size": 10},
        },
    )


def wrapped(text: str, room: float) -> int:
    """Lines of a text that is broken between words, ``room`` letters each."""
    lines, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0
        used += len(word) + bool(used)
        lines += int(used // (room + 1))
        used %= int(room) + 1
    return lines

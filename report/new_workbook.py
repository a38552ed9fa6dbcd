"""A workbook to write into, as every one that Mốc makes begins."""

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

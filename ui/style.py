"""The one stylesheet of the app: report's look on both surfaces, then what Streamlit's own frame needs.

The surface follows the reader's system, as Streamlit's theme does; paper is always the light one. Words that replace
the framework's English ones are content of the sheet, per language, from the language files.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from report import theme
from report.text import LANGUAGES, say

SHEETS = Path(__file__).with_name("css")
"""Plain sheets in the order of their names: the frame around every page, then what single pages need beside it."""
NO_SCRIPT = " / ".join(say(lang, "frame.no_script") for lang in LANGUAGES)


CONFIG = Path(__file__).resolve().parent.parent / ".streamlit" / "config.toml"


def faces() -> str:
    """The fonts of Streamlit's theme as plain CSS, for pages that Streamlit does not draw."""
    found = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]["fontFaces"]
    return "".join(
        f'@font-face{{font-family:"{face["family"]}";src:url("/{face["url"]}");font-weight:{face["weight"]};'
        f"font-style:{face['style']};unicode-range:{face['unicodeRange']};font-display:swap}}"
        for face in found
    )


def sheet() -> str:
    """Plain CSS of every page."""
    words = "\n".join(_words(lang) for lang in LANGUAGES)
    dark = f"@media screen and (prefers-color-scheme:dark){{{theme.stylesheet('dark')}}}"
    own = (file.read_text(encoding="utf-8") for file in sorted(SHEETS.glob("*.css")))
    return "\n".join((theme.stylesheet("light"), dark, *own, words))


def _words(lang: str) -> str:
    page = f'html[lang="{lang}"]'
    drop = f'{page} [data-testid="stFileUploaderDropzone"]'
    return (
        f'{page} [data-testid="stSidebarHeader"]::after{{content:"{say(lang, "app.name")}"}}'
        f'{drop} [data-testid="stBaseButton-secondary"]::after{{content:"{say(lang, "frame.file_button")}"}}'
        f'{page} [role="option"][style*="contents"] > span::after{{content:"{say(lang, "frame.no_results")}"}}'
        f'{page} [data-testid="stSkipToContent"]::after{{content:"{say(lang, "app.skip")}"}}'
        f'{page} [data-testid="stFileUploaderDropzoneInstructions"]::after{{content:"{say(lang, "frame.file_drop")}"}}'
    )

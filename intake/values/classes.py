"""Classes of ratings as files write them: names, abbreviations and the spellings of older schemes.

A word is only ever taken for a class of the scheme in force: TSVM (until 2017) is no class of the scheme since 2018,
and yếu kém is none of its classes either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from intake.values import Reading, no_figure, read_count
from intake.words import bare, folded

_SHORT = (
    (r"\bhoan thanh\b", "ht"), (r"\bnhiem vu\b", "nv"), (r"\bxuat sac\b", "xs"), (r"\btot\b", "t"),
    (r"\bkhong\b|\bko\b", "k"), (r"\btrong sach\b", "ts"), (r"\bvung manh\b", "vm"), (r"\btieu bieu\b", "tb"),
    (r"\byeu\b", "y"), (r"\bkem\b", "k"), (r"^(xep )?loai\b|^dat\b|^muc\b|^xep\b", ""),
)  # fmt: skip
_MEANINGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("htxs", "xs", "htsx", "xsht"), ("excellent",)),
    **dict.fromkeys(("htt", "t"), ("good",)),
    **dict.fromkeys(("ht",), ("completed",)),
    **dict.fromkeys(("kht",), ("not_completed",)),
    **dict.fromkeys(("tsvmtb",), ("exemplary", "clean_strong")),
    **dict.fromkeys(("tsvm",), ("clean_strong",)),
    **dict.fromkeys(("yk", "y"), ("weak",)),
}
"""Class codes by what is left of a name once its words are shortened; a code of a scheme stands first that has it."""


def class_reader(classes: Sequence[str]) -> Callable[[str], Reading]:
    """Reader of a scheme's classes; the figure is the 0-based place of the class. Another scheme's are unknown."""
    places = {folded(code): place for place, code in enumerate(classes)}

    def read_class(text: str) -> Reading:
        word = folded(text).lstrip("'’`").lstrip()
        if word in places:
            return Reading(places[word])
        if (nothing := no_figure(word)) is not None:
            return nothing
        if word.startswith(("#", "err:")):
            return Reading(code=read_count(word).code if read_count(word).code == "formula_error" else "unknown_class")
        for code in _MEANINGS.get(_shortened(word), ()):
            if code in places:
                return Reading(places[code])
        return Reading(code="unknown_class")

    return read_class


def _shortened(word: str) -> str:
    """``Hoàn thành xuất sắc nhiệm vụ``, ``HTXSNV``, ``HT xuất sắc`` are all ``htxs``."""
    plain = re.sub(r"[^\w\s]", " ", bare(word)).strip()
    for pattern, short in _SHORT:
        plain = re.sub(pattern, short, plain).strip()
    letters = re.sub(r"\s+", "", plain)
    return letters.removesuffix("nv") or letters

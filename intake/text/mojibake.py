"""UTF-8 that was read as a Western or Vietnamese code page of Windows: ``Ä‘áº£ng`` for ``đảng``."""

from __future__ import annotations

import re
import unicodedata

from intake.text.syllables import Shape, shape

_BYTE: dict[str, int] = {chr(number): number for number in range(0x80, 0x100)}
for _number in range(0x80, 0x100):
    try:
        _BYTE[bytes([_number]).decode("cp1252")] = _number
    except UnicodeDecodeError:  # one of the five holes, read as a control character
        continue
_BYTE |= {"Ă": 0xC3}  # windows-1258 differs in the letters that lead; the rest never begins Vietnamese

_CLASS = {
    name: "[" + "".join(re.escape(char) for char, byte in _BYTE.items() if first <= byte <= last) + "]"
    for name, first, last in (("two", 0xC2, 0xDF), ("three", 0xE0, 0xEF), ("four", 0xF0, 0xF4), ("more", 0x80, 0xBF))
}
_SEQUENCE = re.compile("{two}{more}|{three}{more}{{2}}|{four}{more}{{3}}".format(**_CLASS))
_SPACED = re.compile(r"(?P<lead>\S*(?:[ÃĂ]|áº(?= [A-ZĐ])))(?: (?P<rest>[^\W\d_]*)|$)")
_BROKEN = re.compile(r"[ÄÅÆÃ][\ufffd?]|[ÄÆ](?=[^\W\d_]|$)|[ÃĂ](?=[a-zđ])|á[º»](?=\s|$)")
_CUT = re.compile(r"á[º»](?=[^\W\d_]|[?\ufffd])|[ÄÆ]\?(?=[^\W\d_])")

CAUGHT = re.compile("[ÃÂĂ]{more}".format(**_CLASS))
"""A letter that is Vietnamese by itself, followed by what only a misread byte puts there."""


def undone(text: str) -> str:
    """Every well-formed run of bytes read as UTF-8; ``text`` itself where there is none.

    A blank where the byte A0 stood is understood after the letters that need one. Text misread twice is undone twice.
    """
    for _ in range(2):
        spaced = _SPACED.sub(_refilled, text) if _SEQUENCE.search(text) else text
        found = _SEQUENCE.sub(_read, spaced)
        if found == spaced:
            return text
        text = found
    return text


def _refilled(found: re.Match[str]) -> str:
    """The byte A0 back in its place; a blank that also parts two words stays one."""
    lead, rest = found["lead"] + "\u00a0", found["rest"]
    if rest is None:
        return lead
    word = _SEQUENCE.sub(_read, lead + rest)
    inner = re.sub(r"^[^\w]+", "", word)
    return lead + rest if not rest or shape(inner) is Shape.SYLLABLE else f"{lead} {rest}"


def _read(sequence: re.Match[str]) -> str:
    try:
        found = bytes(_BYTE[char] for char in sequence.group()).decode("utf-8")
    except UnicodeDecodeError:
        return sequence.group()
    return sequence.group() if unicodedata.category(found) in ("Cc", "Co", "Cn", "Cs") else found


def is_broken(text: str) -> bool:
    """Misread UTF-8 of which bytes are gone: a lead without what must follow it.

    Two leads of three bytes prove it by themselves, the others beside a run that is whole.
    """
    return bool(_CUT.search(text)) or (bool(_BROKEN.search(text)) and undone(text) != text)

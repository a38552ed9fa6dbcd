"""One thing in English where many are named: packs name what they count in the plural (``new members``)."""

from __future__ import annotations

import re
from functools import cache

AFTER_THE_HEAD = {"at", "by", "for", "from", "in", "of", "on", "that", "to", "under", "when", "who", "with", "without"}
"""Words that end the noun proper; so does a participle that is not its first word (``members rated good``)."""


@cache
def one(many: str) -> str:
    """The singular of a plural noun with all that hangs on it, by the regular endings; other words stay as they are."""
    words = many.split(" ")
    start = next((at for at, word in enumerate(words) if word), 0)
    head = next((at for at, word in enumerate(words) if at > start and _ends(word)), len(words))
    if head == 0:
        return many
    words[head - 1] = _singular(words[head - 1])
    rest = " ".join(words[head:])
    if rest.startswith("who are "):
        rest = "who is a " + one(rest.removeprefix("who are "))
    return " ".join([*words[:head], *([rest] if rest else [])])


def _ends(word: str) -> bool:
    return word in AFTER_THE_HEAD or word.endswith("ed")


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    if re.search("(ch|sh|ss|x)es$", word):
        return word.removesuffix("es")
    return word if word.endswith("ss") else word.removesuffix("s")

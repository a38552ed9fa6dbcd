"""Folding of text for comparison: headers, words of state, names. What is stored is never folded."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "…": "...", "⁄": "/"})


def folded(text: str) -> str:
    """Composed, lower case, one space between words, all dashes and signs in their ASCII form."""
    plain = unicodedata.normalize("NFC", text).translate(_SIGNS)
    return _SPACES.sub(" ", plain).strip().casefold()


def bare(text: str) -> str:
    """Folded and without diacritics: ``Đăk Nhoong`` is ``dak nhoong``. For suggestions only, never to match."""
    letters = unicodedata.normalize("NFD", folded(text).replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

"""One figure as people read it."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.goals import Qualifier, State
from report import formats
from report.text import say


def printed(
    num: int | None, den: int | None, qualifier: str, state: str, lang: str, classes: Sequence[str] = ()
) -> str:
    """Counts as written in the language, both of a share, with how sure they are; or the word of having none.

    ``classes`` are those of a rating, whose figure is the place of one: it is said by its code.
    """
    if num is None:
        return say(lang, f"state.{State(state)}")
    if classes:
        return classes[num]
    text = formats.number(num, lang) + ("" if den is None else f"/{formats.number(den, lang)}")
    return formats.qualified(text, Qualifier(qualifier), lang)

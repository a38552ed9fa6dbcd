"""One figure as people read it."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.goals import Qualifier, State
from report import formats
from report.text import has, say


def printed(
    num: int | None, den: int | None, qualifier: str, state: str, lang: str, classes: Sequence[str] = ()
) -> str:
    """Counts as written in the language, both of a share, with how sure they are; or the word of having none.

    ``classes`` are those of a rating, whose figure is the place of one: said by its word, or where there is none its
    code.
    """
    if num is None:
        return say(lang, f"state.{State(state)}")
    if classes:
        code = classes[num]
        return say(lang, f"rating.{code}") if has(lang, f"rating.{code}") else code
    text = formats.number(num, lang) + ("" if den is None else f"/{formats.number(den, lang)}")
    return formats.qualified(text, Qualifier(qualifier), lang)

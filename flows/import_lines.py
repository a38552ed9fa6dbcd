"""What a file's examination and acceptance came to, in lines of plain text for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from flows.answers import verdict_word
from flows.examined import Examined
from flows.submit import Receipt
from report import formats
from report.text import say


def lines(examined: Examined, receipt: Receipt | None, lang: str) -> Iterator[str]:
    """Every problem with its place and fix; then what changes, which verdicts move, and the receipt."""
    for each in examined.told(lang):
        place = f"{each.place}: " if each.place else ""
        yield f"[{say(lang, f'import.{each.level}')}] {place}{each.message} {each.fix}".rstrip()
    if not examined.acceptable:
        yield say(lang, "import.nothing_written")
        return
    counts = examined.counts
    numbers = {"changed": counts.changed, "added": counts.new, "same": counts.same}
    words = {name: formats.number(number, lang) for name, number in numbers.items()}
    yield say(lang, "submit_page.changes_count", **words)
    for effect in examined.effect:
        before, after = (verdict_word(verdict, lang) for verdict in effect.verdicts)
        yield say(lang, "import.effect", goal=effect.goal, unit=effect.unit.name, before=before, after=after)
    if receipt is None:
        yield say(lang, "import.dry_run")
    elif receipt.already:
        yield say(lang, "import.already", seq=receipt.seq)
    else:
        figures, units = (formats.number(number, lang) for number in (receipt.figures, receipt.units))
        yield say(lang, "submit_page.receipt", seq=receipt.seq, file=examined.file_name, figures=figures, units=units)

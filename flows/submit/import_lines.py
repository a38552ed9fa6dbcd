"""What came of a file or an undo, in lines of plain text for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from db.submissions import HANOI
from flows.answers import verdict_word
from flows.history import Version
from flows.submit import Receipt
from flows.submit.confirm import NONE_CONFIRMED
from flows.submit.effects import Effect
from flows.submit.examined import Examined
from flows.submit.questions import asked
from flows.submit.undo import Undoing
from report import formats
from report.text import say


def lines(
    examined: Examined, receipt: Receipt | None, lang: str, confirmed: Mapping[str, str] = NONE_CONFIRMED, *, look: bool
) -> Iterator[str]:
    """Every problem and open question with its place; then what changes, which verdicts move, and the receipt.

    ``look``: nothing was to be written. Where something stands against accepting, the last line says what to do.
    """
    for each in examined.told(lang):
        place = f"{each.place}: " if each.place else ""
        yield f"[{say(lang, f'import.{each.level}')}] {place}{each.message} {each.fix}".rstrip()
    yield from _questions(examined, lang)
    if not examined.clean.sound:
        yield say(lang, "import.nothing_written")
        return
    if examined.questions:
        yield say(lang, "import.answer_first")
        return
    counts = examined.counts
    numbers = {"changed": counts.changed, "added": counts.new, "same": counts.same}
    words = {name: formats.number(number, lang) for name, number in numbers.items()}
    yield say(lang, "submit_page.changes_count", **words)
    yield from _effects(examined.effect, lang)
    options = " ".join(f"--confirm {code}=…" for code in examined.unconfirmed(confirmed))
    if receipt is not None:
        yield _receipt(examined, receipt, lang)
    elif options:
        yield say(lang, "import.confirm_later" if look else "import.confirm_first", options=options)
    if look:
        yield say(lang, "import.dry_run")


def undo_lines(found: Undoing, seq: int | None, lang: str) -> Iterator[str]:
    """What taking a submission back changes, and the number under which that was done, where it was."""
    words = {"figures": formats.number(found.figures, lang), "units": formats.number(found.units, lang)}
    yield say(lang, "undo.would", seq=found.submission.seq, file=found.submission.file_name, **words)
    if found.kept:
        yield say(lang, "undo.kept", number=formats.number(found.kept, lang))
    yield from _effects(found.effect, lang)
    if seq is None:
        yield say(lang, "import.dry_run")
    else:
        yield say(lang, "submit_page.undone", seq=found.submission.seq, by=seq, number=words["figures"])


def version_lines(found: tuple[Version, ...], lang: str) -> Iterator[str]:
    """Every value of a figure, the newest first: from what to what, by which submission, row, person and day."""
    for each in found:
        row = "" if each.row is None else say(lang, "problem.place.row", row=each.row)
        when = formats.day(each.at.astimezone(HANOI).date(), lang)
        change = f"{each.old} → {each.value}" if each.old else each.value
        yield "\t".join((change, str(each.seq), each.file_name, row, each.account, when, each.reason)).rstrip()


def _questions(examined: Examined, lang: str) -> Iterator[str]:
    names = examined.names(lang)
    for question in examined.questions:
        words = asked(question, lang, names)
        place = f"{words.place}: " if words.place else ""
        likely = ""
        if words.answers:
            answers = "; ".join(f"{each} ({said})" if said != each else each for each, said in words.answers)
            likely = say(lang, "import.candidates", answers=answers)
        yield f"[{say(lang, 'import.question')}] {place}{words.title} {likely}".rstrip()


def _effects(effects: tuple[Effect, ...], lang: str) -> Iterator[str]:
    for effect in effects:
        before, after = (verdict_word(verdict, lang) for verdict in effect.verdicts)
        yield say(lang, "import.effect", goal=effect.goal, unit=effect.unit.name, before=before, after=after)


def _receipt(examined: Examined, receipt: Receipt, lang: str) -> str:
    if receipt.already:
        return say(lang, "import.already", seq=receipt.seq)
    figures, units = (formats.number(number, lang) for number in (receipt.figures, receipt.units))
    return say(lang, "submit_page.receipt", seq=receipt.seq, file=examined.file_name, figures=figures, units=units)

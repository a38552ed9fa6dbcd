"""The text of a reminder, as an office would write it: to a unit, about a period, never to or about a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.text import say


@dataclass(frozen=True, slots=True)
class Line:
    """A unit that owes figures: ``number`` of its units by ``names`` (some of them), or all of them (``whole``)."""

    unit: str
    number: str
    names: tuple[str, ...] = ()
    whole: bool = False


def reminder(
    lang: str,
    *,
    to: str,
    period: str,
    deadline: str | None,
    missing: str,
    expected: str,
    lines: Sequence[Line],
    figures: Sequence[str],
    address: str,
) -> str:
    """Printed words in, text out. Without ``lines`` the whole unit owes; one of a single report owes its own."""
    if lines:
        what = say(lang, "reminder.missing_some", unit=to, period=period, missing=missing, expected=expected)
    elif expected == "1":
        what = say(lang, "reminder.missing_own", unit=to, period=period)
    else:
        what = say(lang, "reminder.missing_all", unit=to, period=period, expected=expected)
    due = say(lang, "reminder.deadline", deadline=deadline) if deadline else say(lang, "reminder.no_deadline")
    parts = [
        say(lang, "reminder.greeting", unit=to),
        say(lang, "reminder.about", period=period),
        "",
        what,
        *(_line(lang, line) for line in lines),
        say(lang, "reminder.figures", figures="; ".join(figures)),
        due,
        "",
        say(lang, "reminder.ask", unit=to),
        address,
        say(lang, "reminder.how"),
        "",
        say(lang, "reminder.thanks"),
    ]
    return "\n".join(parts)


def _line(lang: str, line: Line) -> str:
    if line.whole:
        return say(lang, "reminder.whole", unit=line.unit, number=line.number)
    if line.names:
        key = "reminder.some_one" if line.number == "1" else "reminder.some"
        return say(lang, key, unit=line.unit, number=line.number, names=", ".join(line.names))
    return say(lang, "reminder.one", unit=line.unit)

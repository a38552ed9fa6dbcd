"""Why a file was not accepted; nothing was written then."""

from __future__ import annotations

from intake.problems import Problem
from intake.questions import Question


class NotAccepted(ValueError):
    """An attempt to accept what cannot be accepted; nothing was written."""


class BadFile(NotAccepted):
    """A file with errors; carries its problems."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{sum(1 for each in problems if each.level == 'error')} errors")
        self.problems = problems


class Unanswered(NotAccepted):
    """A file about which something has to be asked first; carries the open questions."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        super().__init__(f"{len(questions)} open questions")
        self.questions = questions


class Unconfirmed(NotAccepted):
    """Warnings for which no reason was given; ``codes`` in the order of the file."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(f"warnings without a reason: {', '.join(codes)}")
        self.codes = codes


class Stale(NotAccepted):
    """Figures in force, the tree of units, or what was answered about such files changed since the file was examined.

    ``count`` figures differ.
    """

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} figures in force have changed since the file was examined: examine it again")
        self.count = count

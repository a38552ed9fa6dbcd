"""``done_by``: a milestone with its date (method §2, §3).

Done by the deadline is met; done later is missed, worded "hoàn thành muộn". Not done while open is on
track, or judged by the steps the goal stores. The term is closed on the evening of its deadline.
"""

from __future__ import annotations

from fractions import Fraction

from metrics.case import Case, Step
from metrics.goals import Verdict
from metrics.shapes.ladder import Ladder, Rung, always, opened
from metrics.shapes.reading import Reading, fact, path_edge


def read(case: Case) -> Reading:
    """A milestone reached after the review date is not known yet."""
    done, deadline = case.done, case.deadline
    if deadline is None:
        return Reading(None, None, fact("unknown"), "date", reason="no_value", needs=False)
    if done is not None and case.as_of is not None and done > case.as_of:
        done = None
    if done is not None:
        late = done > deadline
        return Reading(
            measure=Fraction(done.toordinal()),
            ladder=Ladder(False, (Rung(Verdict.MET, Fraction(deadline.toordinal())),), Verdict.MISSED),
            fact=fact("late" if late else "done", done=done, deadline=deadline),
            rule="date",
            limits=False,
            needs=False,
            late=late,
            steps=(Step("date", {"done": done, "deadline": deadline}),),
        )
    closed = case.closed or (case.as_of is not None and case.as_of >= deadline)
    steps_taken = case.actual if case.actual is not None else Fraction(0)
    if closed:
        ladder = always(Verdict.MISSED)
    elif case.expected is None:
        ladder = always(Verdict.ON_TRACK)
    else:
        ladder = opened(Ladder(True, (), Verdict.MISSED), path_edge(case, Fraction(0)))
    return Reading(
        measure=steps_taken,
        ladder=ladder,
        fact=fact("not_done" if closed else "open", deadline=deadline),
        rule="date",
        limits=False,
        needs=False,
        steps=(Step("no_date", {"deadline": deadline}),),
    )

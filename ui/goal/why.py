"""Why this verdict: the working, the sentence, what missing units could change, and where each figure comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from flows.ends import End, ends, incomplete, not_reported
from flows.review import GoalReview, SourceLine
from report import cards, formats, wording
from ui import headlines
from ui.cache import ask
from ui.enter import Visit
from ui.goal import Asked, sources
from ui.goal.chart import sentences
from ui.pickers import Picked

NAMED = 6
"""Missing units that are called by name; the others are counted."""


def why(visit: Visit, picked: Picked, shown: Asked) -> None:
    """The working step by step, the sentence, the bounds, and the sources."""
    found = shown.found
    rounding, digits = found.goal.rounding, found.goal.digits
    lines = [
        cards.Line("", step) for step in wording.steps(found.judgement, visit.lang, rounding=rounding, digits=digits)
    ]
    said = sentences(visit, shown)
    with st.container(key="box_why"):
        st.html(
            cards.why(
                visit.lang,
                found.judgement.verdict,
                lines,
                rule=visit.say(f"shape.{found.goal.shape}"),
                closing=said[0],
            )
        )
        below = [*said[1:], *complete(visit, found)]
        if below:
            st.html("".join(f'<p class="m m-sub">{escape(each)}</p>' for each in below))
        from_files = sources(visit, picked, shown)
        if from_files:
            st.html(cards.sources(visit.lang, [_source(visit, found, each) for each in in_order(from_files)]))


def complete(visit: Visit, found: GoalReview) -> list[str]:
    """How many have reported; who has not, by name; what each end of what they could say would give."""
    if not found.expected:
        return []
    counts = {name: formats.number(getattr(found, name), visit.lang) for name in ("reported", "expected")}
    said = [visit.say("card.reported", **counts) + "."]
    owing = incomplete(found) if found.reported < found.expected else ()
    missing = (
        ask(
            visit,
            not_reported,
            unit=found.unit.code,
            indicator=found.indicator_id,
            periods=owing,
            boundaries=found.boundaries,
        )
        if owing
        else ()
    )
    if found.deciding:
        said.append(visit.say("goal_page.deciding", names=_names(visit, found.deciding)))
    elif missing:
        said.append(visit.say("goal_page.missing", names=_names(visit, missing)))
    both = ends(found)
    if both is not None:
        better, worse = (_end(visit, found, end) for end in both)
        said.append(visit.say("goal_page.ends", better=better, worse=worse))
    return said


def _names(visit: Visit, units: tuple) -> str:
    names = ", ".join(unit.name for unit in units[:NAMED])
    rest = len(units) - NAMED
    return visit.say("goal_page.and_more", names=names, number=formats.number(rest, visit.lang)) if rest > 0 else names


def _end(visit: Visit, found: GoalReview, end: End) -> str:
    """``132 (đạt)``; an end that is open has no figure."""
    if end.value is None or end.judgement is None:
        return visit.say("goal_page.open_end")
    printed = headlines.value(visit, found.goal, found.indicator, end.value)
    verdict = end.judgement.verdict
    return f"{printed} ({visit.say(f'verdict_lower.{verdict}')})" if verdict else printed


def in_order(sources: Sequence[SourceLine]) -> list[SourceLine]:
    """What a reader needs first: publications, then files of the actual figure, then of the baseline; newest first."""
    newest = sorted(sources, key=lambda each: (each.seq or 0, each.date or date.min), reverse=True)
    return sorted(newest, key=lambda each: (each.kind != "published", each.role == "baseline"))


def _source(visit: Visit, found: GoalReview, line: SourceLine) -> tuple[str, str]:
    of = found.baseline if line.role == "baseline" else found.actual
    figure = line.printed or headlines.value(visit, found.goal, found.indicator, of)
    label = visit.say(f"goal_page.role_{line.role}")
    if line.kind == "published":
        day = formats.day(line.date, visit.lang) if line.date else ""
        said = visit.say("source.published", title=line.title, publisher=line.publisher or "", day=day)
        return f"{label} {figure}", said
    where = line.file or line.title
    row = f", {visit.say('goal_page.row').lower()} {line.row}" if line.row else ""
    counted = visit.say("goal_page.from_figures", figures=formats.number(line.figures, visit.lang))
    mark = f", {visit.say('app.simulated')}" if line.kind == "simulated" else ""
    when = f", {formats.day(line.date, visit.lang)}" if line.date else ""
    said = visit.say("source.submission", seq=line.seq, file=where)
    return f"{label} {figure}", f"{said}{row} ({counted}){mark}{when}"

"""The blocks of a unit's page: every goal at the unit, its history, its rearrangements, targets and submissions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from html import escape

import polars as pl
import streamlit as st
from sqlalchemy import Connection

from db import submissions, units
from db.submissions import SubmissionRow
from flows.review import GoalReview, Review
from report import cards, formats
from ui import charts, headlines
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import link
from ui.table import download


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a unit's lineage: what it came from or went into, by which event, with which share."""

    event: str
    on: date
    old: str
    new: str
    share: Fraction
    simulated: bool


def title(visit: Visit, picked: Picked) -> None:
    """The unit's name, its level, and the units above it."""
    above = ask(visit, above_of, picked.unit.id, picked.period.last)
    kind = visit.say(f"unit_kind.{picked.unit.kind}")
    said = f"{kind}. {visit.say('unit_page.parents')}: {' › '.join(above)}" if above else kind
    st.html(cards.heading(visit.lang, picked.unit.name, said[:1].upper() + said[1:], level=1))


def above_of(conn: Connection, unit: int, on: date) -> tuple[str, ...]:
    """Names of the units above a unit on a day, from the top."""
    return tuple(row.name for row in units.path(conn, unit, on)[:-1])


def scorecard(visit: Visit, found: Review) -> None:
    """Every goal that reaches the unit: figures, target, verdict."""
    with st.container(key="box_scorecard"):
        st.html(cards.heading(visit.lang, visit.say("unit_page.scorecard", unit=found.unit.name)))
        if not found.goals:
            st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.scorecard_none", unit=found.unit.name))}</p>')
            return
        heads = [
            visit.say(f"unit_page.{key}") for key in ("goal", "baseline", "actual", "measure", "target", "verdict")
        ]
        body = "".join(_line(visit, each) for each in found.goals)
        cells = "".join(f"<th{_right(place)}>{escape(head)}</th>" for place, head in enumerate(heads))
        st.html(
            f'<div class="m moc-scroll"><table class="m-table"><thead><tr>{cells}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
        rows = [[*_cells(visit, each), _word(visit, each)] for each in found.goals]
        download(visit, heads, rows, f"{found.unit.code.replace('/', '-')}-{found.period.code}.csv", key="scorecard")


def _line(visit: Visit, each: GoalReview) -> str:
    cells = "".join(f"<td{_right(place)}>{escape(cell)}</td>" for place, cell in enumerate(_cells(visit, each)))
    return f"<tr>{cells}<td>{cards.badge(visit.lang, each.judgement.verdict, small=True)}</td></tr>"


def _right(place: int) -> str:
    return ' class="num"' if place in (1, 2) else ""


def _cells(visit: Visit, each: GoalReview) -> list[str]:
    source = visit.say(f"target_source.{each.goal.source}")
    named = headlines.name(visit, each.goal)
    if each.unit.code != each.goal.unit or each.goal.source != "own":
        named = f"{named} ({source})"
    figures = [headlines.value(visit, each.goal, each.indicator, one) for one in (each.baseline, each.actual)]
    measure = ", ".join(part for part in headlines.result_of(visit, each) if part)
    return [named, *figures, measure, headlines.target(visit, each.goal) or visit.say("app.none")]


def _word(visit: Visit, each: GoalReview) -> str:
    return visit.say(f"verdict.{each.judgement.verdict}") if each.judgement.verdict else ""


def history(visit: Visit, found: Review) -> None:
    """The unit's paths, one chart a goal on the same width; a chart needs at least one figure."""
    drawn = [each for each in found.goals if each.series]
    if not drawn:
        return
    simulated = any(each.simulated for each in drawn)
    with st.container(key="box_history"):
        ended = visit.say("unit_page.whole") if found.unit.ended else ""
        st.html(cards.heading(visit.lang, visit.say("unit_page.history"), ended, is_simulated=simulated))
        with st.container(key="moc_paths"):
            for each in drawn:
                mark = f"{each.goal.code}_{each.goal.source}"
                with st.container(key=f"path_box_{mark}"):
                    st.html(f'<div class="m m-name">{escape(headlines.name(visit, each.goal))}</div>')
                    charts.small(visit, each, key=f"unit_{mark}")
                    link(visit, "goal", visit.say("card.why"), goal=each.goal.code, source=each.goal.source)


def lineage(visit: Visit, picked: Picked) -> None:
    """What the unit came from and what it went into."""
    turns = ask(visit, turns_of, picked.unit.id)
    with st.container(key="box_lineage"):
        st.html(cards.heading(visit.lang, visit.say("unit_page.lineage")))
        if not turns:
            st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.lineage_none"))}</p>')
            return
        rows = []
        for each in turns:
            event = visit.say(f"event.{each.event}")
            if each.share != 1:
                share = f"{each.share.numerator}/{each.share.denominator}"
                event = f"{event}, {visit.say('unit_page.share', share=share)}"
            if each.simulated:
                event = f"{event} ({visit.say('app.simulated')})"
            rows.append([each.old, event, each.new])
        day = formats.day(turns[0].on, visit.lang)
        heads = [visit.say("unit_page.before", day=day), "", visit.say("unit_page.after", day=day)]
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows)}</div>')


def turns_of(conn: Connection, unit: int) -> tuple[Turn, ...]:
    """Steps of lineage that lead to or from a unit, oldest first."""
    steps = units.lineage(conn).filter((pl.col("old") == unit) | (pl.col("new") == unit)).sort("on", "old")
    ids = {row[key] for row in steps.iter_rows(named=True) for key in ("old", "new") if row[key] is not None}
    names = {key: row.name for key, row in units.units_by_id(conn, sorted(ids)).items()}
    return tuple(
        Turn(
            event=row["event"],
            on=row["on"],
            old=names[row["old"]],
            new=names.get(row["new"], "–"),
            share=Fraction(row["share_num"], row["share_den"]),
            simulated=bool(row.get("simulated")),
        )
        for row in steps.iter_rows(named=True)
    )


def targets(visit: Visit, picked: Picked) -> None:
    """Targets set for this very unit: its own beside what was assigned from above."""
    rows = [
        [
            visit.either(row.goal.name_vi, row.goal.name_en),
            visit.say(f"target_source.{row.goal.source}"),
            headlines.target(visit, row.goal) or visit.say("app.none"),
            formats.day(row.goal.deadline, visit.lang),
        ]
        for row in picked.offer.goals
        if row.goal.unit == picked.unit.code
    ]
    with st.container(key="box_targets"):
        st.html(cards.heading(visit.lang, visit.say("unit_page.targets")))
        if not rows:
            st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.targets_none"))}</p>')
            return
        heads = [visit.say(f"unit_page.{key}") for key in ("goal", "source", "target", "deadline")]
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows)}</div>')


def handed_in(visit: Visit, picked: Picked) -> None:
    """Files handed in for this unit."""
    found = ask(visit, submissions_of, picked.unit.id)
    with st.container(key="box_submissions"):
        st.html(cards.heading(visit.lang, visit.say("unit_page.submissions")))
        if not found:
            st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.submissions_none"))}</p>')
            return
        heads = [visit.say("submit_page.seq"), *(visit.say(f"goal_page.{key}") for key in ("file", "who", "when"))]
        rows = [
            [
                str(each.seq),
                each.file_name,
                headlines.handed_in_by(visit, each.account),
                formats.day(each.at.date(), visit.lang),
            ]
            for each in found
        ]
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(0,))}</div>')


def submissions_of(conn: Connection, unit: int) -> tuple[SubmissionRow, ...]:
    """The latest submissions for one unit, newest first."""
    return tuple(submissions.submissions(conn, unit=unit, limit=20))

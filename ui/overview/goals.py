"""The goals on the home page: as cards with their paths, or as rows where there are many; grouped by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape

import streamlit as st
from sqlalchemy import Connection

from db import goals
from flows.answers import sentence
from flows.moves import key_of
from flows.review import GoalReview, Review
from metrics.goals import Kind
from report import compact, goal_cards
from report.charts import spark
from ui import ahead, charts, headlines
from ui.cache import ask, made, made_here
from ui.enter import Visit
from ui.overview.since import Since
from ui.places import href
from ui.table import download

GROUPED = 8
"""Goals above which cards stand in groups, each below the text of its clause."""

Group = tuple[str, Sequence[GoalReview]]


def groups(visit: Visit, found: Review, *, over: int) -> Iterator[Group]:
    """The goals by clause, in the resolution's order, each with the clause's text; one nameless group of a few."""
    by_clause: dict[str, list[GoalReview]] = {}
    for each in found.goals:
        by_clause.setdefault(each.goal.clause, []).append(each)
    if len(found.goals) <= over or len(by_clause) == 1:
        yield "", found.goals
        return
    texts = ask(visit, clause_texts, found.resolution.code)
    for code, some in by_clause.items():
        said = visit.either(*texts[code]) if code in texts else visit.say("home.no_clause")
        yield visit.say("home.clause", code=code, text=said) if code in texts else said, some


def clause_texts(conn: Connection, resolution: str) -> dict[str, tuple[str, str]]:
    """Latest text of every clause in both languages, by code."""
    return {row.code: (row.text_vi, row.text_en) for row in goals.clauses(conn, resolution)}


def as_cards(visit: Visit, found: Review, since: Since) -> None:
    """One card a goal: name, verdict, figure, result, target, path, change, completeness, outlook; and its why."""
    for place, (clause, some) in enumerate(groups(visit, found, over=GROUPED)):
        _clause(clause)
        with st.container(key=f"goals_{place}"):
            level = 4 if clause else 3
            st.html(goal_cards.grid([_card(visit, each, found.unit.code, since, level=level) for each in some]))


def _card(visit: Visit, found: GoalReview, home: str, since: Since, *, level: int) -> str:
    goal = found.goal
    foot = headlines.foot(
        visit, found, change=since.change(found), since=since.period, outlook=ahead.said(visit, found)
    )
    why = escape(href("goal", goal=goal.code, unit=found.unit.code, source=goal.source))
    return goal_cards.framed(
        goal.code,
        found.judgement.verdict,
        goal_cards.goal_card(visit.lang, headlines.headline(visit, found, at=home), level=level),
        charts.small(visit, found),
        goal_cards.card_foot(visit.lang, foot),
        f'<a class="moc-link" href="{why}" target="_self">{escape(visit.say("card.why"))}</a>',
    )


def as_rows(visit: Visit, found: Review, since: Since) -> None:
    """One row a goal, for a resolution of many."""
    head = visit.say("compact.change")
    if since.period is not None:
        when = headlines.when_short(visit, since.period, found.period)
        head = visit.say("card.change", change="", period=when).strip()
        head = head[:1].upper() + head[1:]
    for place, (clause, some) in enumerate(groups(visit, found, over=0)):
        _clause(clause)
        with st.container(key=f"rows_{place}"):
            held = [_row(visit, each, found.unit.code, since) for each in some]
            st.html(compact.rows(visit.lang, held, since=head, headed=not place))


def _row(visit: Visit, found: GoalReview, home: str, since: Since) -> compact.Row:
    change = since.change(found)
    foot = headlines.foot(visit, found, change=change, since=since.period)
    goal = found.goal
    return compact.Row(
        head=headlines.headline(visit, found, at=home),
        href=href("goal", goal=goal.code, unit=found.unit.code, source=goal.source),
        picture=_picture(visit, found),
        change="" if change is None else headlines.printed_change(visit, found, change),
        note=foot.reported,
        simulated=found.simulated,
    )


def _picture(visit: Visit, found: GoalReview) -> str:
    """The path as a small picture, from the baseline to the review; built once for everybody who sees the same."""

    def draw() -> str:
        dots = [spark.Dot(each.period.last, each.total, each.simulated) for each in charts.drawn(found)]
        if found.baseline is not None:
            dots.insert(0, spark.Dot(found.goal.baseline_date, found.baseline))
        gaps = [on for on, _ in found.breaks]
        said = sentence(found, visit.lang).replace("**", "")
        return spark.image(spark.spark(dots, verdict=found.judgement.verdict, gaps=gaps), said)

    return made(visit, "overview_spark", draw, *key_of(found), found.period, found.boundaries)


def _clause(text: str) -> None:
    if text:
        st.html(f'<div class="m m-clause"><h3 class="m-name">{escape(text)}</h3></div>')


def save(visit: Visit, found: Review, since: Since) -> None:
    """The page's table, to take away."""
    keys = ("goal", "unit", "verdict", "baseline", "figure", "result", "target", "change", "reported", "simulated")
    heads = [visit.say(f"compact.{key}") for key in (*keys, "outlook")]
    rows = made_here(visit, "home_table", lambda: [_line(visit, each, since.change(each)) for each in found.goals])
    name = f"{found.resolution.code}-{found.unit.code.replace('/', '-')}-{found.period.code}.csv"
    download(visit, heads, rows, name, key="overview")


def _line(visit: Visit, found: GoalReview, change: Fraction | None) -> list[str]:
    head = headlines.headline(visit, found, at=found.unit.code)
    last = f"{head.last} {head.noun}" if found.indicator.kind is Kind.STATE and head.noun else head.last
    verdict = found.judgement.verdict
    return [
        head.name,
        found.unit.name,
        visit.say(f"verdict.{verdict}") if verdict else visit.say("verdict.unjudged"),
        head.first or headlines.value(visit, found.goal, found.indicator, found.baseline),
        last,
        ", ".join(part for part in (head.result, head.strong) if part),
        head.target or visit.say("card.no_target"),
        "" if change is None else headlines.printed_change(visit, found, change),
        headlines.reported(visit, found),
        visit.say("app.simulated") if found.simulated else "",
        ahead.said(visit, found),
    ]

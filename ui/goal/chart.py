"""The path of a goal: its chart with its finding, own and assigned targets side by side, and the outlook apart."""

from __future__ import annotations

from html import escape

import streamlit as st

from flows.answers import sentence
from flows.review import GoalReview
from metrics.goals import Shape
from report import cards
from ui import ahead, charts, headlines
from ui.cache import drawn
from ui.enter import Visit
from ui.goal import Asked


def chart(visit: Visit, shown: Asked) -> None:
    """The path against the corridor, titled with its finding, and the same figures as a table."""
    found = shown.found
    with st.container(key="box_path"):
        noun = headlines.noun(visit, found.indicator)
        measure = visit.say("goal_page.chart_measure", noun=noun[:1].upper() + noun[1:], unit=found.unit.name)
        st.html(cards.heading(visit.lang, headlines.finding(visit, found), measure, is_simulated=found.simulated))
        _states(visit, shown)
        if shown.beside:
            _targets(visit, shown)
        drawn(visit, "goal_path", lambda: charts.full(visit, found, shown.beside))
        _outlook(visit, found)
        note = visit.either(found.note_vi, found.note_en)
        if note:
            st.html(f'<p class="m m-note">{escape(note)}</p>')
        charts.table(visit, found)


def _states(visit: Visit, shown: Asked) -> None:
    """What a reader must know before reading the chart: nothing asked here, no baseline, no figure in the period."""
    found = shown.found
    said = []
    if not shown.reached:
        said.append(visit.say("goal_page.not_asked", unit=found.unit.name))
    elif found.judgement.reason == "no_value" and found.baseline is None and found.goal.shape is Shape.YEARLY_CUT:
        said.append(visit.say("goal_page.no_baseline", day=found.goal.baseline_date.year))
    for one in said:
        st.html(f'<p class="m moc-said">{escape(one)}</p>')


def _targets(visit: Visit, shown: Asked) -> None:
    """Own and assigned target beside each other: each with its verdict, in the same order always."""
    every = sorted((shown.found, *shown.beside), key=lambda each: each.goal.source, reverse=True)
    blocks = "".join(_target(visit, each) for each in every)
    st.html(f'<div class="m moc-targets">{blocks}</div>')


def _target(visit: Visit, found: GoalReview) -> str:
    source = visit.say(f"target_source.{found.goal.source}")
    asked = headlines.target(visit, found.goal) or ""
    result = ", ".join(part for part in headlines.result_of(visit, found) if part)
    return (
        f'<div><span class="m-sub">{escape(source[:1].upper() + source[1:])}</span>'
        f'<span class="m-strong">{escape(asked)}</span>{cards.badge(visit.lang, found.judgement.verdict, small=True)}'
        f'<span class="m-sub">{escape(result)}</span></div>'
    )


def _outlook(visit: Visit, found: GoalReview) -> None:
    """Where the present pace leads, in words, apart from the verdict."""
    said = ahead.said(visit, found)
    if said:
        label = escape(visit.say("goal_page.outlook"))
        st.html(f'<p class="m moc-outlook"><span class="m-note">{label}</span> {escape(said)}</p>')


def sentences(visit: Visit, shown: Asked) -> list[str]:
    """The verdict's sentence; with two targets one for each, named by who set it."""
    said = [sentence(shown.found, visit.lang).replace("**", "")]
    for each in shown.beside:
        source = visit.say(f"target_source.{each.goal.source}")
        said.append(f"{source[:1].upper() + source[1:]}: {sentence(each, visit.lang).replace('**', '')}")
    return said

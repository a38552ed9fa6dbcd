"""The path of a goal: its chart with its finding, own and assigned targets side by side, and the outlook apart."""

from __future__ import annotations

from html import escape

import streamlit as st

from flows.answers import sentence
from flows.published import value_of
from flows.review import GoalReview, PublishedFigure
from metrics.goals import Kind, Shape
from report import cards, formats
from report.charts.corridor import Path
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
        stated = only_published(found)
        title = rated(visit, found) or headlines.finding(visit, found)
        if stated is not None:
            title = published_finding(visit, found, stated)
        st.html(cards.heading(visit.lang, title, measure, is_simulated=found.simulated))
        _states(visit, shown)
        if shown.beside:
            _targets(visit, shown)
        if stated is not None and lonely(visit, shown):
            st.html(_as_printed(visit, found, stated))
        else:
            drawn(visit, "goal_path", lambda: charts.full(visit, found, shown.beside))
        _outlook(visit, found)
        note = visit.either(found.note_vi, found.note_en)
        if note:
            st.html(f'<p class="m m-note">{escape(note)}</p>')
        charts.table(visit, found)


def rated(visit: Visit, found: GoalReview) -> str:
    """The class of the period, as a finding: ``Năm 2017: Chưa xếp loại``; empty for what is not rated."""
    if found.indicator.kind is not Kind.RATING or not any(found.case.classes.values()):
        return ""
    classes = headlines.headline(visit, found, at=found.unit.code).last
    return visit.say("chart.alt_point", period=formats.period(found.period, visit.lang), value=classes)


def only_published(found: GoalReview) -> PublishedFigure | None:
    """The newest publication where a goal has no other figure and no verdict; null where units report."""
    if found.judgement.verdict is not None or found.actual is not None or found.indicator.kind is Kind.RATING:
        return None
    return max(found.published, key=lambda one: (one.last_day, one.published_on), default=None)


def published_finding(visit: Visit, found: GoalReview, stated: PublishedFigure) -> str:
    """What was published and of when: ``75 % chi bộ trong sạch, vững mạnh, 2017``."""
    figure = _figure(visit, found, stated)
    when = headlines.span(visit, stated.first_day, stated.last_day)
    return visit.say("goal_page.stated", figure=figure, noun=headlines.noun(visit, found.indicator), when=when)


def _figure(visit: Visit, found: GoalReview, stated: PublishedFigure) -> str:
    figure = headlines.measured(visit, found.goal, stated.measure, value_of(stated))
    return headlines.qualified(visit, figure, stated.qualifier)


def lonely(visit: Visit, shown: Asked) -> bool:
    """True where the path would be a single dot: a figure says it better than an empty chart."""
    path = charts.drawing(visit, shown.found, shown.beside)
    return path is None or (isinstance(path, Path) and path.baseline is None and len(path.points) < 2)


def _as_printed(visit: Visit, found: GoalReview, stated: PublishedFigure) -> str:
    """The figure as its source printed it, with the source; Vietnamese words as a figure for readers of English."""
    said = escape(f"{stated.publisher}, {formats.day(stated.published_on, visit.lang)}")
    label = escape(visit.say("goal_page.as_published"))
    worded = visit.lang != "vi" and any(letter.isalpha() for letter in stated.printed)
    printed = _figure(visit, found, stated) if worded else stated.printed
    return (
        f'<div class="m"><div class="m-figure"><span>{escape(printed)}</span>'
        f'<span class="noun">{label}</span></div><p class="m-sub">{said}</p></div>'
    )


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

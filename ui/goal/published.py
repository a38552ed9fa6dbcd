"""What was published beside what the units come to, and one figure on the boundaries of its time and on today's."""

from __future__ import annotations

from html import escape

import streamlit as st

from flows import cases
from flows.readings import readings
from flows.review import GoalReview
from metrics.schema import AS_REPORTED, INNER_KINDS
from report import cards, formats
from ui import headlines
from ui.cache import ask
from ui.enter import Visit
from ui.places import href
from ui.table import download


def published(visit: Visit, found: GoalReview) -> None:
    """Published figures as printed, beside what the units' reports come to."""
    if not found.published:
        return
    heads = [visit.say(f"home.{key}") for key in ("span", "printed", "rolled", "compared", "source")]
    rows = []
    for each in found.published:
        rolled = headlines.measured(visit, found.goal, each.measure, each.rolled_up)
        same = visit.say("goal_page.not_compared")
        if each.agrees is not None:
            gap = headlines.measured(visit, found.goal, each.measure, each.difference, signed=True)
            same = visit.say("goal_page.agrees") if each.agrees else visit.say("goal_page.differs", difference=gap)
        printed = f"{each.printed} ({visit.say('goal_page.inferred')})" if each.inferred else each.printed
        source = f"{each.publisher}: {each.title}, {formats.day(each.published_on, visit.lang)}"
        note = visit.either(each.note_vi, each.note_en)
        told = f"{source}. {note}" if note else source
        rows.append([headlines.span(visit, each.first_day, each.last_day), printed, rolled, same, told])
    compared = [each for each in found.published if each.agrees is not None]
    differing = sum(1 for each in compared if not each.agrees)
    counts = {name: formats.number(count, visit.lang) for name, count in
              (("number", len(found.published)), ("compared", len(compared)), ("differing", differing))}  # fmt: skip
    key = "published_differ" if differing else "published_agree" if compared else "published_alone"
    with st.container(key="box_published"):
        sub = visit.say(f"goal_page.{key}", **counts)
        st.html(cards.heading(visit.lang, visit.say("goal_page.published_title"), sub))
        with st.expander(
            visit.say("goal_page.published_open"), key="fold_published", expanded=bool(differing) or not found.series
        ):
            st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(1, 2), stacked=True)}</div>')
            download(visit, heads, rows, f"{found.goal.code}-cong-bo.csv", key="published")


def boundaries(visit: Visit, found: GoalReview) -> None:
    """Where the figure differs between the boundaries of its time and today's, and why; nothing where it does not."""
    if found.unit.kind not in INNER_KINDS:
        return
    when = cases.review_period(found.indicator, cases.judged_on(found.goal, found.review_date))
    both = ask(
        visit,
        readings,
        unit=found.unit.code,
        indicator=found.indicator_id,
        unit_kind=found.indicator.unit_kind,
        period=when,
    )
    if not both.differences:
        return
    lang = visit.lang
    noun = headlines.units_of(visit, found.indicator.unit_kind, 2)
    heads = [visit.say(f"goal_page.{key}") for key in ("reading", "then", "today")]
    rows = [
        [visit.say(f"goal_page.reading_{each.what}"), _exact(visit, each.then), _exact(visit, each.now)]
        for each in both.differences
    ]
    counts = {"before": formats.number(both.before, lang), "after": formats.number(both.after, lang), "noun": noun}
    same = all(each.what != "sum" for each in both.differences)
    with st.container(key="box_boundaries"):
        measure = visit.say("goal_page.boundaries_sub", period=formats.period(when, lang), unit=found.unit.name)
        st.html(cards.heading(lang, visit.say("goal_page.boundaries_title", **counts), measure))
        st.html(cards.table(heads, rows, numeric=(1, 2)))
        other = "today" if found.boundaries == AS_REPORTED else "reported"
        said = visit.say("goal_page.boundaries_same" if same else "goal_page.boundaries_differ")
        link = f'<a href="{escape(href("goal", boundaries=other))}">{escape(visit.say(f"goal_page.read_{other}"))}</a>'
        st.html(f'<p class="m m-sub">{escape(said)} {link}</p>')


def _exact(visit: Visit, text: str) -> str:
    """An exact text of a reading (``12``, ``45 of 50``, ``7/2``) as people write it."""
    parts = text.split(" of ")
    return "/".join(formats.number(int(part), visit.lang) if part.isdecimal() else part for part in parts)

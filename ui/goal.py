"""The blocks of a goal's page: why this verdict, which path, who holds it back, down to file and row."""

from __future__ import annotations

from fractions import Fraction
from html import escape

import streamlit as st

from flows.answers import sentence
from flows.asked import applies_below
from flows.ranking import ranking
from flows.review import GoalReview, RankedUnit, SourceLine, TraceLine
from flows.trace import history, trace
from flows.verdicts import review
from metrics.goals import Kind, Op, Shape, TargetUnit
from metrics.schema import INNER_KINDS
from report import cards, formats, wording
from report.charts.bullets import Band, Bullet, bullets
from report.text import has
from ui import charts, headlines, state
from ui.cache import ask
from ui.choices import units_under
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href, link
from ui.table import download
from ui.unit_names import placed

SHOWN = 12
"""Figures of the trace that stand on the page; the rest is in the download."""

FOLDED = 14
"""Units of a ranking that stand open; the others are one click away."""


def asked(visit: Visit, picked: Picked) -> GoalReview | None:
    """The goal at the picked unit, with the submissions under its figures; null where it does not reach that unit."""
    if picked.goal is None:
        return None
    with st.spinner(visit.say("app.loading")):
        own = picked.goal.goal.unit == picked.unit.code
        found = ask(
            visit,
            review,
            resolution=picked.resolution.code,
            as_of=picked.period,
            unit=None if own else picked.unit.code,
            boundaries=picked.boundaries,
            with_sources=True,
        )
    held = [
        each for each in found.goals if each.goal.code == picked.goal.goal.code and each.unit.code == picked.unit.code
    ]
    wanted = state.wanted("source")
    return next((each for each in held if each.goal.source == wanted), held[0] if held else None)


def title(visit: Visit, found: GoalReview) -> None:
    """The goal in plain words, its verdict, and the unit it is judged at."""
    badge = cards.badge(visit.lang, found.judgement.verdict)
    chip = cards.simulated(visit.lang) if found.simulated else ""
    name = escape(headlines.name(visit, found.goal))
    st.html(f'<div class="m moc-head"><h1 class="m-title">{name}</h1>{badge}{chip}</div>')


def chart(visit: Visit, found: GoalReview) -> None:
    """The path against the corridor, titled with its finding, and the same figures as a table."""
    with st.container(key="box_path"):
        noun = headlines.noun(visit, found.indicator)
        measure = visit.say("goal_page.chart_measure", noun=noun[:1].upper() + noun[1:], unit=found.unit.name)
        st.html(cards.heading(visit.lang, headlines.finding(visit, found), measure, is_simulated=found.simulated))
        charts.full(visit, found)
        charts.table(visit, found)


def why(visit: Visit, found: GoalReview) -> None:
    """The working step by step, the sentence, and where each figure comes from."""
    rounding, digits = found.goal.rounding, found.goal.digits
    steps = wording.steps(found.judgement, visit.lang, rounding=rounding, digits=digits)
    lines = [cards.Line("", step) for step in steps]
    with st.container(key="box_why"):
        st.html(
            cards.why(
                visit.lang,
                found.judgement.verdict,
                lines,
                rule=visit.say(f"shape.{found.goal.shape}"),
                closing=sentence(found, visit.lang).replace("**", ""),
            )
        )
        note = visit.either(found.note_vi, found.note_en)
        said = [each for each in (_reported(visit, found), note) if each]
        st.html("".join(f'<p class="m m-sub">{escape(each)}</p>' for each in said))
        st.html(cards.sources(visit.lang, [_source(visit, found, each) for each in found.sources]))


def _reported(visit: Visit, found: GoalReview) -> str:
    if not found.expected:
        return ""
    counts = (formats.number(each, visit.lang) for each in (found.reported, found.expected))
    said = visit.say("card.reported", **dict(zip(("reported", "expected"), counts, strict=True)))
    if found.deciding:
        names = ", ".join(unit.name for unit in found.deciding[:6])
        said = f"{said}. {visit.say('goal_page.deciding', names=names)}"
    return said


def _source(visit: Visit, found: GoalReview, line: SourceLine) -> tuple[str, str]:
    of = found.baseline if line.role == "baseline" else found.actual
    figure = line.printed or headlines.value(visit, found.goal, found.indicator, of)
    label = visit.say(f"goal_page.role_{line.role}")
    if line.kind == "published":
        day = formats.day(line.date, visit.lang) if line.date else ""
        return f"{label} {figure}", visit.say(
            "source.published", title=line.title, publisher=line.publisher or "", day=day
        )
    where = line.file or line.title
    row = f", {visit.say('goal_page.row').lower()} {line.row}" if line.row else ""
    counted = visit.say("goal_page.from_figures", figures=formats.number(line.figures, visit.lang))
    mark = f", {visit.say('app.simulated')}" if line.kind == "simulated" else ""
    when = f", {formats.day(line.date, visit.lang)}" if line.date else ""
    return (
        f"{label} {figure}",
        f"{visit.say('source.submission', seq=line.seq, file=where)}{row} ({counted}){mark}{when}",
    )


def rank(visit: Visit, picked: Picked, found: GoalReview) -> None:
    """Every unit directly below, worst first, on one scale with the target's band."""
    held = ask(
        visit,
        ranking,
        resolution=picked.resolution.code,
        goal=found.goal.code,
        unit=found.unit.code,
        as_of=picked.period,
        boundaries=picked.boundaries,
    )
    with st.container(key="box_ranking"):
        simulated = any(each.simulated for each in held)
        title_ = visit.say("goal_page.ranking_title")
        st.html(cards.heading(visit.lang, title_, visit.say("goal_page.ranking_sub"), is_simulated=simulated))
        if not held:
            st.html(f'<p class="m m-sub">{escape(visit.say("goal_page.ranking_none"))}</p>')
            return
        rows = [_bullet(visit, found, each) for each in held]
        share = TargetUnit.PERCENT if found.indicator.kind is Kind.SHARE else TargetUnit.COUNT
        unit = formats.unit_suffix(found.goal.target.unit if found.goal.target else share, visit.lang).strip()
        st.html(
            bullets(visit.lang, rows, band=_band(visit, found), unit=unit, between=_between(visit, found), first=FOLDED)
        )
        heads = [visit.say(f"unit_page.{key}") for key in ("baseline", "actual", "measure", "verdict")]
        table = [
            [row.name, *_cells(visit, found, each), row.figure, _word(visit, each)]
            for row, each in zip(rows, held, strict=True)
        ]
        download(visit, [visit.say("picker.unit"), *heads], table, f"{found.goal.code}-xep.csv", key="ranking")


def _bullet(visit: Visit, found: GoalReview, each: RankedUnit) -> Bullet:
    judged = each.judgement
    placed = judged.per_year if found.goal.shape is Shape.YEARLY_CUT else judged.value
    figure = visit.say("app.none") if placed is None else _printed(visit, found, placed)
    between = ""
    if found.goal.shape in headlines.CUTS:
        between = " → ".join(_cells(visit, found, each))
    return Bullet(
        name=each.unit.name,
        value=placed,
        figure=figure,
        verdict=judged.verdict,
        between=between,
        strong=judged.verdict is not None and judged.verdict.value in ("behind", "missed"),
        simulated=each.simulated,
        href=href("goal", unit=each.unit.code) if each.has_children else None,
    )


def _cells(visit: Visit, found: GoalReview, each: RankedUnit) -> list[str]:
    return [headlines.value(visit, found.goal, found.indicator, one) for one in (each.baseline, each.actual)]


def _word(visit: Visit, each: RankedUnit) -> str:
    return visit.say(f"verdict.{each.judgement.verdict}") if each.judgement.verdict else ""


def _printed(visit: Visit, found: GoalReview, placed: Fraction) -> str:
    counts = found.goal.target is None or found.goal.target.unit is TargetUnit.COUNT
    return formats.number(placed, visit.lang, None if counts else found.goal.digits, found.goal.rounding)


def _between(visit: Visit, found: GoalReview) -> str:
    if found.goal.shape not in headlines.CUTS:
        return ""
    return f"{found.goal.baseline_date.year} → {found.review_date.year}"


def _band(visit: Visit, found: GoalReview) -> Band | None:
    asked_for = found.goal.target
    if asked_for is None or not applies_below(found.goal):
        return None
    yearly = asked_for.unit is TargetUnit.PERCENT_PER_YEAR
    suffix = formats.unit_suffix(TargetUnit.PERCENT if yearly else asked_for.unit, visit.lang)
    if asked_for.op is Op.BAND and asked_for.low is not None and asked_for.high is not None:
        low, high = (formats.number(each, visit.lang) + suffix for each in (asked_for.low, asked_for.high))
        return Band(asked_for.low, asked_for.high, low, high)
    if asked_for.value is None:
        return None
    mark = formats.number(asked_for.value, visit.lang) + suffix
    if asked_for.op in (Op.AT_LEAST, Op.ABOVE):
        return Band(asked_for.value, None, low_mark=mark)
    return Band(None, asked_for.value, high_mark=mark)


def down(visit: Visit, picked: Picked, found: GoalReview) -> None:
    """The figure taken apart: which file and row every unit's figure stands in, and any figure's history."""
    lines = ask(
        visit,
        trace,
        resolution=picked.resolution.code,
        goal=found.goal.code,
        unit=found.unit.code,
        as_of=picked.period,
        boundaries=picked.boundaries,
    )
    with st.container(key="box_trace"):
        files = len({each.seq for each in lines})
        counts = {"figures": formats.number(len(lines), visit.lang), "files": formats.number(files, visit.lang)}
        sub = visit.say("goal_page.trace_sub", **counts) if lines else visit.say("goal_page.trace_none")
        simulated = any(each.simulated for each in lines)
        st.html(cards.heading(visit.lang, visit.say("goal_page.trace_title"), sub, is_simulated=simulated))
        if not lines:
            return
        heads = [visit.say(f"goal_page.{key}") for key in ("unit", "value", "file", "row", "who", "when")]
        rows = [_traced(visit, found, each) for each in lines]
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows[:SHOWN], numeric=(1, 3))}</div>')
        if len(rows) > SHOWN:
            number = formats.number(len(rows) - SHOWN, visit.lang)
            st.html(f'<p class="m m-note">{escape(visit.say("home.figures_more", number=number))}</p>')
        download(visit, heads, rows, f"{found.goal.code}-{picked.period.code}-nguon.csv", key="trace")
        _history(visit, picked, found, lines)


def _traced(visit: Visit, found: GoalReview, each: TraceLine) -> list[str]:
    mark = f" ({visit.say('app.simulated')})" if each.simulated else ""
    day = formats.day(each.at.date(), visit.lang)
    return [
        placed(visit, each.unit),
        _figure(visit, found, each),
        each.file + mark,
        f"{each.row or ''}{visit.say('goal_page.on_sheet', number=each.sheet + 1) if each.sheet else ''}",
        headlines.handed_in_by(visit, each.account),
        day,
    ]


def _figure(visit: Visit, found: GoalReview, each: TraceLine) -> str:
    if each.num is None:
        key = f"state.{each.state}"
        return visit.say(key) if has(visit.lang, key) else visit.say("app.none")
    text = formats.number(each.num, visit.lang)
    if found.indicator.kind is Kind.SHARE and each.den is not None:
        text = f"{text}/{formats.number(each.den, visit.lang)}"
    return headlines.qualified(visit, text, each.qualifier)


def _history(visit: Visit, picked: Picked, found: GoalReview, lines: tuple[TraceLine, ...]) -> None:
    """Every version of one unit's figure, newest first."""
    names = {each.unit.code: placed(visit, each.unit) for each in lines}
    code = st.selectbox(
        visit.say("goal_page.leaf_choose"), list(names), format_func=names.__getitem__, key="history_unit"
    )
    kept = ask(visit, history, goal=found.goal.code, unit=code, as_of=picked.period)
    heads = [visit.say(f"goal_page.{key}") for key in ("value", "file", "row", "who", "when")]
    rows = [_traced(visit, found, each)[1:] for each in kept]
    st.html(
        cards.heading(visit.lang, visit.say("goal_page.history_title"), visit.say("goal_page.history_sub"), level=3)
    )
    st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(0, 2))}</div>')


def beside(visit: Visit, found: GoalReview) -> None:
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
        rows.append(
            [
                headlines.span(visit, each.first_day, each.last_day),
                printed,
                rolled,
                same,
                f"{source}. {note}" if note else source,
            ]
        )
    with st.container(key="box_published"):
        st.html(cards.heading(visit.lang, visit.say("goal_page.published_title")))
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(1, 2))}</div>')


def below(visit: Visit, picked: Picked, found: GoalReview) -> None:
    """Links up and down the tree of units, for this goal."""
    every = ask(
        visit, units_under, found.goal.unit if picked.goal is None else picked.goal.goal.unit, picked.period.last
    )
    under = [each for each in every if each.above == picked.unit.name and each.kind in INNER_KINDS]
    if not under:
        return
    with st.container(key="box_below"):
        st.html(
            cards.heading(
                visit.lang, visit.say("goal_page.drill_title"), visit.say("goal_page.drill_sub", unit=picked.unit.name)
            )
        )
        with st.container(key="moc_below", horizontal=True, gap="small"):
            for each in under:
                link(visit, "goal", each.name, unit=each.code)

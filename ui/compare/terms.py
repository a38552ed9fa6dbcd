"""Two resolutions or two terms beside each other: verdicts, what they share on one axis, what cannot be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from html import escape

import streamlit as st

from flows.compare.terms import Apart, Pair, Strand, Terms, side_by_side
from flows.review import GoalReview, Review, SeriesPoint
from metrics.breaks import REFORM
from metrics.goals import Kind
from report import cards, formats, goal_cards, theme
from report.charts.terms import PHONE, WIDE, Figure, Line, Marker, terms_figure
from ui import compare, headlines, lost
from ui.cache import ask, made
from ui.choices import Offer, offers
from ui.compare import slopes
from ui.enter import Visit
from ui.pickers import Picked
from ui.table import download


def show(visit: Visit, picked: Picked) -> None:
    """The two side by side, or that there is only one."""
    every = {offer.resolution.code: offer for offer in ask(visit, offers)}
    others = {code: offer for code, offer in every.items() if code != picked.resolution.code}
    if not others:
        compare.nothing(visit, "other")
        return
    labels = {code: _label(visit, offer) for code, offer in others.items()}
    same = [code for code, offer in others.items() if offer.resolution.unit_id == picked.resolution.unit_id]
    code = lost.settle(visit, "other", visit.say("compare_page.other"), labels, (same or list(labels))[0])
    compare.choices(visit, [compare.Choice("other", labels)])
    other = others[code]
    with st.spinner(visit.say("app.loading")):
        found = ask(
            visit,
            side_by_side,
            resolution=picked.resolution.code,
            as_of=picked.period,
            other=code,
            other_as_of=other.periods[0],
            boundaries=picked.boundaries,
        )
    _verdicts(visit, found)
    for pair in found.pairs:
        _pair(visit, picked, found, pair)
    _apart(visit, found)


def _label(visit: Visit, offer: Offer) -> str:
    return f"{offer.resolution.number}, {offer.resolution.issued_on.year}"


def named(visit: Visit, found: Review) -> str:
    """A resolution and whose it is."""
    row = found.resolution
    words = headlines.document(visit, row.number, visit.either(row.title_vi, row.title_en))
    return words if row.unit.name in words else f"{words}, {row.unit.name}"


def _short(found: Review) -> str:
    return found.resolution.number


def _verdicts(visit: Visit, found: Terms) -> None:
    """What both come to, and how much of them can be held against each other."""
    number = len(found.pairs)
    goals = sum(pair.left.goal is not None and pair.right.goal is not None for pair in found.pairs)
    key = "none" if not number else "goals" if goals else "figures"
    title = visit.say(f"terms.finding_{key}", number=formats.number(number, visit.lang), goals=goals)
    with st.container(key="box_terms"):
        simulated = any(each.simulated for side in (found.left, found.right) for each in side.goals)
        st.html(cards.heading(visit.lang, title, visit.say("terms.measure"), is_simulated=simulated))
        blocks = "".join(_side(visit, side) for side in (found.left, found.right))
        st.html(f'<div class="m moc-terms">{blocks}</div>')
        heads = [visit.say("terms.resolution"), visit.say("unit_page.goal"), visit.say("picker.unit")]
        heads += [visit.say(f"unit_page.{part}") for part in ("baseline", "actual", "target", "verdict")]
        rows = [_row(visit, side, each) for side in (found.left, found.right) for each in side.goals]
        code = f"{found.left.resolution.code}-{found.right.resolution.code}"
        download(visit, heads, rows, f"{code}.csv", key="terms")


def _side(visit: Visit, side: Review) -> str:
    """One resolution: its name, when it is reviewed, every goal with its verdict."""
    counts = Counter(each.judgement.verdict for each in side.goals if each.judgement.verdict is not None)
    said = goal_cards.strip_sentence(visit.lang, counts)
    when = visit.say("terms.reviewed", period=formats.period(side.period, visit.lang))
    items = "".join(_goal(visit, side, each) for each in side.goals)
    name, words = escape(named(visit, side)), escape(f"{when}. {said}.")
    return f'<section><h3 class="m-name">{name}</h3><p class="m-sub">{words}</p><ul>{items}</ul></section>'


def _goal(visit: Visit, side: Review, each: GoalReview) -> str:
    name = escape(headlines.named(visit, each, side.unit.code))
    where = compare.away(
        "goal",
        resolution=side.resolution.code,
        period=side.period.code,
        goal=each.goal.code,
        unit=each.unit.code,
        source=each.goal.source,
    )
    verdict = each.judgement.verdict
    badge = cards.badge(visit.lang, verdict, small=True)
    badge = badge or f'<span class="m-note">{escape(visit.say("verdict.unjudged"))}</span>'
    figure = escape(headlines.headline(visit, each, at=side.unit.code).last)
    return f'<li><a href="{escape(where)}">{name}</a><span class="fig">{figure}</span>{badge}</li>'


def _row(visit: Visit, side: Review, each: GoalReview) -> list[str]:
    ends = [headlines.value(visit, each.goal, each.indicator, one) for one in (each.baseline, each.actual)]
    mark = f" ({visit.say('app.simulated')})" if each.simulated else ""
    verdict = each.judgement.verdict
    return [
        side.resolution.number,
        headlines.name(visit, each.goal),
        each.unit.name,
        ends[0],
        ends[1] + mark,
        headlines.target(visit, each.goal) or visit.say("card.no_target"),
        visit.say(f"verdict.{verdict}") if verdict else visit.say("verdict.unjudged"),
    ]


def _pair(visit: Visit, picked: Picked, found: Terms, pair: Pair) -> None:
    """One indicator that both sides have, on one axis."""
    strands = (pair.left, pair.right)
    sides = (found.left, found.right)
    name = visit.either(pair.indicator.name_vi, pair.indicator.name_en)
    points = [strand.points for strand in strands]
    if pair.same_unit:
        joint = sorted({*points[0], *points[1]}, key=lambda point: point.period)
        title = visit.say("terms.pair_one", indicator=name, span=_span(visit, pair, joint, pair.left))
    else:
        said = [_span(visit, pair, strand.points, strand) for strand in strands]
        title = visit.say("terms.pair", indicator=name, left=said[0], right=said[1])
    code = pair.indicator.code
    with st.container(key=f"box_pair_{code}"):
        simulated = any(point.simulated for strand in strands for point in strand.points)
        st.html(cards.heading(visit.lang, title, _sub(visit, pair, sides), is_simulated=simulated))
        lines = (_line(visit, pair, pair.left, found.left), _line(visit, pair, pair.right, found.right))
        markers = _markers(visit, pair)
        surface = theme.DARK if visit.dark else theme.LIGHT
        key = (*(side.resolution.code for side in sides), *(side.period for side in sides), code, picked.boundaries)
        for size, where in ((WIDE, "wide"), (PHONE, "narrow")):
            with st.container(key=f"moc_{where}_{code}"):
                figure = made(
                    visit,
                    "terms",
                    partial(terms_figure, visit.lang, lines, markers, surface, size),
                    *(*key, where),
                )
                st.plotly_chart(figure, theme=None, config=slopes.HOVERS, key=f"terms_{code}_{where}", alt=title)
        heads = [
            visit.say("goal_page.period"),
            *(f"{_short(side)}, {strand.unit.name}" for side, strand in zip(sides, strands, strict=True)),
        ]
        rows = _table(visit, pair)
        with st.expander(visit.say("goal_page.table_title")):
            st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(1, 2), stacked=True)}</div>')
        download(visit, heads, rows, f"{code}.csv", key=f"pair_{code}")
        compare.notes(_why(visit, pair))


def _span(visit: Visit, pair: Pair, points: Sequence[SeriesPoint], strand: Strand) -> str:
    first, last = (_printed(visit, pair, points[at].value) for at in (0, -1))
    years = [str(points[at].period.last.year) for at in (0, -1)]
    return visit.say("terms.span", unit=strand.unit.name, first=first, last=last, since=years[0], until=years[1])


def _sub(visit: Visit, pair: Pair, sides: tuple[Review, Review]) -> str:
    """Whose goal it is, and the verdict of each."""
    parts = []
    for strand, side in zip((pair.left, pair.right), sides, strict=True):
        if strand.goal is None:
            parts.append(visit.say("terms.without_goal", resolution=_short(side)))
        else:
            verdict = strand.goal.judgement.verdict
            word = visit.say(f"verdict_lower.{verdict}") if verdict else visit.say("terms.unjudged")
            parts.append(visit.say("terms.with_goal", resolution=_short(side), verdict=word))
    return ". ".join(parts) + "."


def _line(visit: Visit, pair: Pair, strand: Strand, side: Review) -> Line:
    figures = []
    for point in strand.points:
        assert point.value is not None
        mark = f" ({visit.say('app.simulated')})" if point.simulated else ""
        printed = _printed(visit, pair, point.value) + mark
        hover = f"<b>{strand.unit.name}</b><br>{formats.period(point.period, visit.lang)}: {printed}"
        figures.append(Figure(point.period.last, _scaled(pair, point.value), point.simulated, hover))
    last = _printed(visit, pair, strand.points[-1].value)
    return Line(tuple(figures), f"{last} · {_short(side)} · {strand.unit.name}", f"{last} · {_short(side)}")


def _markers(visit: Visit, pair: Pair) -> list[Marker]:
    found = [
        Marker(one.on, visit.say(f"terms.marker_{one.code}", day=formats.day(one.on, visit.lang)), gap=True)
        for one in pair.breaks
    ]
    if pair.reform:
        day = formats.day(REFORM, visit.lang)
        found.append(Marker(REFORM, visit.say("terms.marker_reform", day=day), gap=False))
    return found


def _why(visit: Visit, pair: Pair) -> list[str]:
    """What is not joined, and why; what stands beside each other with care."""
    said = [visit.say(f"terms.break_{one.code}", day=formats.day(one.on, visit.lang)) for one in pair.breaks]
    if pair.reform:
        said.append(visit.say("terms.crosses_reform", day=formats.day(REFORM, visit.lang)))
    if not pair.same_unit:
        said.append(visit.say("terms.two_units", left=pair.left.unit.name, right=pair.right.unit.name))
        if pair.indicator.kind is not Kind.SHARE:
            said.append(visit.say("terms.two_sizes"))
    if any(point.simulated for strand in (pair.left, pair.right) for point in strand.points):
        said.append(visit.say("multiples.note_simulated"))
    note = visit.either(pair.indicator.note_vi, pair.indicator.note_en)
    return [*said, note] if note else said


def _table(visit: Visit, pair: Pair) -> list[list[str]]:
    sides = [{point.period: point for point in strand.points} for strand in (pair.left, pair.right)]
    rows = []
    for when in sorted({*sides[0], *sides[1]}):
        line = [formats.period(when, visit.lang)]
        for side in sides:
            point = side.get(when)
            mark = f" ({visit.say('app.simulated')})" if point and point.simulated else ""
            line.append(_printed(visit, pair, point.value) + mark if point else "")
        rows.append(line)
    return rows


def _apart(visit: Visit, found: Terms) -> None:
    """Goals that nothing answers, each with its reason."""
    if not found.apart:
        return
    heads = [visit.say("terms.resolution"), visit.say("unit_page.goal"), visit.say("unit_page.verdict")]
    heads.append(visit.say("terms.why"))
    rows = [_reason(visit, found, each) for each in found.apart]
    with st.container(key="box_apart"):
        number = formats.number(len(rows), visit.lang)
        st.html(cards.heading(visit.lang, visit.say("terms.apart", number=number), visit.say("terms.apart_sub")))
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows, stacked=True)}</div>')


def _reason(visit: Visit, found: Terms, each: Apart) -> list[str]:
    own, against = (found.right, found.left) if each.right else (found.left, found.right)
    why = visit.say(f"terms.why_{each.why}", resolution=_short(against))
    note = visit.either(each.goal.indicator.note_vi, each.goal.indicator.note_en)
    if note and not each.goal.indicator.survives_reform:
        why = f"{why} {note}"
    verdict = each.goal.judgement.verdict
    word = visit.say(f"verdict.{verdict}") if verdict else visit.say("verdict.unjudged")
    return [_short(own), headlines.name(visit, each.goal.goal), word, why]


def _printed(visit: Visit, pair: Pair, value: Fraction | None) -> str:
    goal = pair.left.goal or pair.right.goal
    return headlines.value(visit, goal.goal if goal else None, pair.indicator, value)


def _scaled(pair: Pair, value: Fraction) -> Fraction:
    return value * 100 if pair.indicator.kind is Kind.SHARE else value

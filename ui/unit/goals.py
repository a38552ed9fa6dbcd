"""The scorecard: every goal of every resolution at the unit, its path, figure, targets, verdicts and place."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

import streamlit as st

from flows.peers import SMALLEST, Unplaced
from flows.review import GoalReview, PlainIndicator
from flows.scorecard import Line, Row, Section
from metrics.goals import Kind, Shape, Source
from report import cards, formats
from report.charts import spark
from ui import charts, headlines
from ui.cache import made
from ui.enter import Visit
from ui.places import href
from ui.table import download
from ui.unit import Asked
from ui.unit.place import distance_words, place_cell, place_words

COLUMNS = ("goal", "path", "figure", "target", "verdict", "place")


def scorecard(visit: Visit, found: Asked) -> None:
    """Goals by resolution, own and assigned targets of a goal under each other; then figures that no goal judges."""
    card = found.card
    assert card is not None
    simulated = any(each.simulated for each in card.goals)
    with st.container(key="box_scorecard"):
        title = visit.say("unit_page.scorecard", unit=card.unit.name)
        until = visit.say("unit_page.scorecard_at", period=formats.period(card.period, visit.lang))
        st.html(cards.heading(visit.lang, title, until, is_simulated=simulated))
        if not card.sections:
            st.html(_nothing(visit, found))
            return
        if card.goals:
            st.html(made(visit, "scorecard", lambda: _table(visit, found), card.unit.code, card.period, _of(found)))
            rows = [_plain(visit, line) for section in card.sections for row in section.rows for line in row.lines]
            heads = [visit.say(f"unit_page.{key}") for key in _HEADS]
            download(visit, heads, rows, f"{card.unit.code.replace('/', '-')}-{card.period.code}.csv", key="scorecard")
        else:
            st.html(f'<p class="m m-sub">{escape(visit.say("unit_page.no_goals", unit=card.unit.name))}</p>')
        for section in card.sections:
            if section.review.plain:
                st.html(_figures(visit, section))


def _of(found: Asked) -> tuple[object, ...]:
    """What the table further depends on: boundaries and the resolution it begins with."""
    card = found.card
    assert card is not None
    return tuple((each.review.resolution.code, each.review.boundaries) for each in card.sections)


def _nothing(visit: Visit, found: Asked) -> str:
    name = found.story.unit.name
    above = found.story.above
    out = ""
    if found.story.successors:
        out = visit.say("unit_page.nothing_ended", units=", ".join(one.name for one in found.story.successors))
    elif above:
        out = visit.say("unit_page.nothing_above", unit=above[-1].name)
    way = f'<a href="{escape(href("unit", unit=above[-1].code))}">{escape(above[-1].name)}</a>' if above else ""
    return cards.empty(visit.say("unit_page.nothing", unit=name), out) + (f'<div class="m">{way}</div>' if way else "")


def _table(visit: Visit, found: Asked) -> str:
    card = found.card
    assert card is not None
    places = [line.place for section in card.sections for row in section.rows for line in row.lines if line.place]
    ranked = any(each.unplaced is not Unplaced.ALONE for each in places)
    columns = COLUMNS if ranked else COLUMNS[:-1]
    heads = "".join(f'<th scope="col">{escape(visit.say(f"unit_page.{key}"))}</th>' for key in columns)
    bodies = "".join(
        _section(visit, each, columns, alone=sum(bool(one.rows) for one in card.sections) == 1)
        for each in card.sections
        if each.rows
    )
    note = visit.say("unit_page.place_note", smallest=SMALLEST) if ranked else ""
    return (
        f'<div class="m"><table class="m-table u-score"><thead><tr>{heads}</tr></thead>{bodies}</table>'
        f'<p class="m-note">{escape(note)}</p></div>'
    )


def _section(visit: Visit, section: Section, columns: Sequence[str], *, alone: bool) -> str:
    group = ""
    if not alone:
        row = section.review.resolution
        words = headlines.document(visit, row.number, visit.either(row.title_vi, row.title_en))
        named = words if row.number not in words else f"{words} · {visit.either(row.issuer_vi, row.issuer_en)}"
        group = (
            f'<tbody><tr class="group"><th colspan="{len(columns)}" scope="rowgroup">{escape(named)}</th></tr></tbody>'
        )
    return group + "".join(f"<tbody>{_row(visit, row, ranked=columns == COLUMNS)}</tbody>" for row in section.rows)


def _row(visit: Visit, row: Row, *, ranked: bool) -> str:
    """A goal: what is the same for all its targets once, then a line a target."""
    one, span = row.first, f' rowspan="{len(row.lines)}"' if len(row.lines) > 1 else ""
    link = href("goal", goal=one.goal.code, resolution=one.goal.resolution, unit=one.unit.code, source=one.goal.source)
    due = visit.say("unit_page.due", day=formats.day(one.goal.deadline, visit.lang))
    cells = [
        f'<th scope="row" class="goal"{span}><a href="{escape(link)}">{escape(headlines.name(visit, one.goal))}</a>'
        f'<span class="m-note">{escape(due)}</span></th>',
        f'<td class="path" data-head="{_head(visit, "path")}"{span}>{_spark(visit, one)}</td>',
        f'<td class="figure" data-head="{_head(visit, "figure")}"{span}>{_figure(visit, one)}</td>',
    ]
    pair = len(row.lines) > 1
    lines = [_line(visit, each, pair=pair, ranked=ranked) for each in row.lines]
    return f"<tr>{''.join(cells)}{lines[0]}</tr>" + "".join(f'<tr class="next">{line}</tr>' for line in lines[1:])


def _head(visit: Visit, key: str) -> str:
    return escape(visit.say(f"unit_page.{key}"))


def _figure(visit: Visit, found: GoalReview) -> str:
    head = headlines.headline(visit, found, at=found.unit.code)
    first = f'<span class="from">{escape(head.first)} → </span>' if head.first is not None else ""
    noun = f' <span class="noun">{escape(head.noun)}</span>' if head.noun else ""
    change = ""
    if found.change is not None and found.previous_period is not None:
        when = formats.period(found.previous_period, visit.lang)
        key = "card.change" if found.change else "card.no_change"
        change = visit.say(key, change=headlines.printed_change(visit, found), period=when)
    hatch = f'<i class="m-hatch" title="{escape(visit.say("app.simulated"))}"></i>' if found.simulated else ""
    alt = f'<span class="m-alt"> ({escape(visit.say("app.simulated"))})</span>' if found.simulated else ""
    below = f'<span class="m-note">{escape(change)}</span>' if change else ""
    return f'<div class="u-figure">{hatch}<div><b>{first}{escape(head.last)}</b>{noun}{alt}{below}</div></div>'


def _line(visit: Visit, line: Line, *, pair: bool, ranked: bool) -> str:
    found = line.found
    asked = headlines.target(visit, found.goal) or visit.say("card.no_target")
    told = pair or found.goal.source is Source.ASSIGNED
    source = f'<span class="m-note">{escape(visit.say(f"target_source.{found.goal.source}"))}</span>' if told else ""
    result = ", ".join(part for part in headlines.result_of(visit, found) if part)
    result = f'<span class="m-sub">{escape(result)}</span>' if result else ""
    badge = cards.badge(visit.lang, found.judgement.verdict, small=True)
    badge = badge or f'<span class="m-note">{escape(visit.say("verdict.unjudged"))}</span>'
    place = f'<td class="place" data-head="{_head(visit, "place")}">{place_cell(visit, line)}</td>' if ranked else ""
    return (
        f'<td class="target" data-head="{_head(visit, "target")}">{source}<span>{escape(asked)}</span>{result}</td>'
        f'<td class="verdict" data-head="{_head(visit, "verdict")}">{badge}</td>{place}'
    )


def _spark(visit: Visit, found: GoalReview) -> str:
    dots = [spark.Dot(found.goal.baseline_date, found.baseline)] if found.baseline is not None else []
    if found.goal.shape is Shape.DONE_BY:
        return ""
    dots += [spark.Dot(point.period.last, point.total, point.simulated) for point in charts.drawn(found)]
    gaps = () if found.goal.bridges_breaks else tuple(on for on, _ in found.breaks)
    return spark.image(
        spark.spark(dots, verdict=found.judgement.verdict, gaps=gaps, aim=_aim(found)), _path_words(visit, found, dots)
    )


def _aim(found: GoalReview) -> Fraction | None:
    """The target as a value of the indicator, where it is one."""
    goal = found.goal
    if goal.shape is Shape.ELIMINATE:
        return Fraction(0)
    if goal.target is None or goal.shape not in (Shape.LEVEL_BY, Shape.CUMULATIVE_FLOW):
        return None
    value = goal.target.value if goal.target.value is not None else goal.target.low
    share = found.indicator.kind is Kind.SHARE and value is not None
    return value / 100 if share and value is not None else value


def _path_words(visit: Visit, found: GoalReview, dots: list[spark.Dot]) -> str:
    known = [dot for dot in dots if dot.value is not None]
    if not known:
        return ""
    ends = [headlines.value(visit, found.goal, found.indicator, dot.value) for dot in (known[0], known[-1])]
    days = [formats.day(dot.on, visit.lang) for dot in (known[0], known[-1])]
    said = visit.say("unit_page.path_alt", first=ends[0], last=ends[1], since=days[0], until=days[1])
    return f"{said} ({visit.say('app.simulated')})" if any(dot.simulated for dot in dots) else said


_HEADS = ("goal", "source", "baseline", "actual", "measure", "target", "verdict", "place", "middle", "simulated_column")


def _plain(visit: Visit, line: Line) -> list[str]:
    """A line of the file that people take away."""
    found = line.found
    verdict = visit.say(f"verdict.{found.judgement.verdict}") if found.judgement.verdict else ""
    figures = [headlines.value(visit, found.goal, found.indicator, one) for one in (found.baseline, found.actual)]
    measure = ", ".join(part for part in headlines.result_of(visit, found) if part)
    return [
        headlines.name(visit, found.goal),
        visit.say(f"target_source.{found.goal.source}"),
        *figures,
        measure,
        headlines.target(visit, found.goal) or "",
        verdict,
        place_words(visit, line.place) if line.place else "",
        distance_words(visit, found, line.place) if line.place else "",
        visit.say("app.simulated") if found.simulated else "",
    ]


def _figures(visit: Visit, section: Section) -> str:
    """Published figures that no goal judges, folded."""
    rows = [row for held in section.review.plain for row in _published(visit, held)]
    if not rows:
        return ""
    row = section.review.resolution
    words = headlines.document(visit, row.number, visit.either(row.title_vi, row.title_en))
    title = visit.say("unit_page.plain", number=formats.number(len(rows), visit.lang), resolution=words)
    heads = [visit.say(f"unit_page.{key}") for key in ("published_figure", "published_span", "printed", "credit")]
    table = f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(2,), stacked=True)}</div>'
    return f'<div class="m"><details><summary>{escape(title)}</summary>{table}</details></div>'


def _published(visit: Visit, held: PlainIndicator) -> list[list[str]]:
    return [
        [
            visit.either(held.indicator.name_vi, held.indicator.name_en),
            headlines.span(visit, each.first_day, each.last_day),
            each.printed,
            headlines.credit(visit, each),
        ]
        for each in held.published
    ]

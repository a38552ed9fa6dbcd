"""What stands out in the figures that are stored: by severity, with where each came from, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from html import escape

import streamlit as st
from sqlalchemy import Connection

from db import goals, units
from flows.stored_checks import Checked, Remark, Unequal, checked
from flows.submit.meanings import full_names
from flows.submit.problems import title, told
from intake.problems import Problem
from report import cards, formats
from ui import headlines, lost, quality, state
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import href
from ui.table import download

OPEN = 100
"""Points that stand on the page; the file has all."""


def show(visit: Visit, picked: Picked) -> None:
    """The points of the last year of periods, or that there are none."""
    spans = quality.periods(picked, quality.CHECKED)
    with st.spinner(visit.say("stored_checks.loading")):
        found = [ask(visit, checked, unit=picked.unit.code, as_of=span) for span in reversed(spans)]
    figures = sum(one.figures for one in found)
    if not figures:
        quality.nothing(visit, visit.say("stored_checks.no_figures"), visit.say("stored_checks.no_figures_fix"))
        return
    remarks = [one for each in found for one in each.remarks]
    remarks.sort(key=lambda one: (bool(one.reason), LEVELS.index(one.level.value)))
    with st.container(key="box_checks"):
        _heading(visit, picked, found, remarks, figures)
        _sums(visit, found)
        if not remarks:
            quality.note(visit.say("stored_checks.none_fix"))
            return
        codes = list(dict.fromkeys(one.problem.code for one in remarks))
        only = _filter(visit, codes)
        shown = [one for one in remarks if only in ("", one.problem.code)]
        names = ask(visit, names_of)
        table_ = [row(visit, one, names) for one in shown]
        heads = [visit.say(f"stored_checks.{key}") for key in HEADS]
        st.html(_drawn(visit, heads, shown[:OPEN], table_[:OPEN]))
        if len(shown) > OPEN:
            quality.note(visit.say("stored_checks.more", number=formats.number(len(shown) - OPEN, visit.lang)))
        name = f"{picked.unit.code.replace('/', '-')}-{picked.period.code}-kiem-tra.csv"
        download(visit, [*heads, visit.say("arrivals.file_state")], _to_take(visit, shown, table_), name, key="checks")


LEVELS = ("error", "warning", "info")
HEADS = ("state", "period", "unit", "indicator", "text", "source")


def _heading(visit: Visit, picked: Picked, found: list[Checked], remarks: list[Remark], figures: int) -> None:
    lang = visit.lang
    open_ = [one for one in remarks if not one.reason]
    number = formats.number(len(open_) or len(remarks), lang)
    if not remarks:
        key = "finding_none"
    elif not open_:
        key = "finding_explained"
    else:
        key = "finding_one" if len(open_) == 1 else "finding_some"
    first, last = (formats.period(one.period, lang) for one in (found[-1], found[0]))
    measure = "stored_checks.measure" if first != last else "stored_checks.measure_one"
    said = visit.say(measure, unit=picked.unit.name, first=first, last=last, figures=formats.number(figures, lang))
    simulated = any(one.simulated for one in found)
    st.html(cards.heading(lang, visit.say(f"stored_checks.{key}", number=number), said, is_simulated=simulated))


def _sums(visit: Visit, found: list[Checked]) -> None:
    """Whether the stored totals are what the figures add up to, and which are not."""
    wrong = [(each, one) for each in found for one in each.unequal]
    sums = formats.number(sum(one.sums for one in found), visit.lang)
    key = "sums_wrong" if wrong else "sums_right"
    said = visit.say(f"stored_checks.{key}", sums=sums, number=formats.number(len(wrong), visit.lang))
    st.html(f'<p class="m">{escape(said)}</p>')
    if wrong:
        heads = [visit.say(f"stored_checks.{key}") for key in ("period", "unit", "indicator", "text")]
        rows = [_unequal(visit, each, one) for each, one in wrong[:OPEN]]
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows, stacked=True)}</div>')


def _unequal(visit: Visit, each: Checked, one: Unequal) -> list[str]:
    stored, added = (_counts(visit, counts) for counts in (one.stored, one.added))
    said = visit.say("stored_checks.unequal", stored=stored, added=added)
    name = visit.either(one.indicator.name_vi, one.indicator.name_en)
    return [formats.period(each.period, visit.lang), quality.named(visit, one.unit), name, said]


def _counts(visit: Visit, counts: tuple[Fraction, Fraction] | None) -> str:
    """A sum as printed, both counts of a share; a dash for none."""
    if counts is None:
        return visit.say("app.none")
    num, den = (formats.number(part, visit.lang) for part in counts)
    return f"{num}/{den}" if counts[1] else num


def _filter(visit: Visit, codes: list[str]) -> str:
    """The kind of points asked for; empty for all."""
    labels = {"": visit.say("stored_checks.every")} | {code: title(code, visit.lang) for code in codes}
    found = lost.settle(visit, "rule", visit.say("stored_checks.kind"), labels, "")
    if len(codes) > 1:
        st.selectbox(
            visit.say("stored_checks.kind"),
            list(labels),
            format_func=labels.__getitem__,
            key=state.widget_key("rule"),
            on_change=state.picked,
            args=("rule",),
            width=280,
        )
    return found


def names_of(conn: Connection) -> dict[str, dict[str, str]]:
    """Units and indicators by code, in both languages, as problems name them."""
    full = full_names(units.units(conn))
    every = goals.indicators(conn).values()
    return {
        "vi": {**full, **{one.code: one.name_vi for one in every}},
        "en": {**full, **{one.code: one.name_en or one.name_vi for one in every}},
    }


def row(visit: Visit, one: Remark, names: dict[str, dict[str, str]]) -> list[str]:
    """The cells of a point, as printed."""
    lang = visit.lang
    level = visit.say("stored_checks.explained" if one.reason else f"stored_checks.level_{one.level.value}")
    text = told(_named(one.problem, names[lang]), lang).message
    if one.reason:
        text += " " + visit.say("stored_checks.reason", reason=one.reason)
    source = ""
    if one.brought is not None:
        source = one.brought.file_name
        if one.row is not None:
            source = visit.say("stored_checks.row", file=source, row=one.row)
    return [
        level,
        formats.period(one.period, lang),
        quality.named(visit, one.unit) if one.unit else "",
        headlines.noun(visit, one.indicator) if one.indicator else "",
        text,
        source,
    ]


def _named(problem: Problem, names: Mapping[str, str]) -> Problem:
    """The problem with names in place of the codes of units and indicators: nobody here has a file to look them up."""

    def name(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(name(each) for each in value)
        return names.get(value, value) if isinstance(value, str) else value

    return replace(
        problem, params={key: name(value) if key in _CODES else value for key, value in problem.params.items()}
    )


_CODES = ("unit", "units", "indicator", "indicators")


def _to_take(visit: Visit, shown: list[Remark], rows: list[list[str]]) -> list[list[str]]:
    word = visit.say("app.simulated")
    return [[*cells, word if one.simulated else ""] for one, cells in zip(shown, rows, strict=True)]


def _drawn(visit: Visit, heads: list[str], shown: list[Remark], rows: list[list[str]]) -> str:
    """The table, with units that lead to their pages and the way to each figure's history."""
    body = "".join(_line(heads, one, cells) for one, cells in zip(shown, rows, strict=True))
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    table_ = f"<table class='m-table m-stacked'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="m moc-scroll">{table_}</div>'


def _line(heads: list[str], one: Remark, cells: list[str]) -> str:
    linked = [escape(text) for text in cells]
    if one.unit is not None:
        linked[2] = f'<a href="{escape(href("unit", unit=one.unit.code, period=one.period.code))}">{linked[2]}</a>'
    mark = "explained" if one.reason else one.level.value
    linked[0] = f'<span class="m-level l-{mark}">{linked[0]}</span>'
    return (
        "<tr>"
        + "".join(f'<td data-head="{escape(head)}">{text}</td>' for head, text in zip(heads, linked, strict=True))
        + "</tr>"
    )

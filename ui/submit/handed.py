"""The file being handed in: dropped, or filled in on the page; and what examining it found."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

import streamlit as st
from sqlalchemy import Connection

from db import goals
from flows import submit
from flows.submit.examined import Examined
from flows.submit.templates import Grid, grids, workbook
from flows.submit.templates import template as filled_form
from metrics.periods import Period
from report import cards, formats
from report.template import wide_csv
from ui import state
from ui.cache import ask
from ui.choices import UnitChoice
from ui.enter import Visit

FILE, GRID = "file", "grid"


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it came: ``mark`` is another for every upload and every change in the grid.

    One that was filled in on the page is a ``grid``; ``rows`` then says which unit stands in which of its rows.
    """

    mark: str
    name: str
    data: bytes
    grid: bool = False
    rows: Mapping[int, str] = field(default_factory=dict)


def hand_in(visit: Visit, unit: UnitChoice, period: Period) -> Handed | None:
    """The two ways in: a file, or the grid of the unit. Null until something was handed in."""
    with st.container(key="box_template"):
        st.html(cards.heading(visit.lang, visit.say("submit_page.step_file")))
        way = st.segmented_control(
            visit.say("submit_page.way"),
            (FILE, GRID),
            default=FILE,
            required=True,
            format_func=lambda each: visit.say(f"submit_page.way_{each}"),
            key=f"way_{state.upload_key()}",
            label_visibility="collapsed",
        )
        return _grid(visit, unit, period) if way == GRID else _file(visit, unit, period)


def _file(visit: Visit, unit: UnitChoice, period: Period) -> Handed | None:
    file = st.file_uploader(
        visit.say("submit_page.upload", unit=unit.name, period=formats.period(period, visit.lang)),
        key=state.upload_key(),
        max_upload_size=visit.home.settings.max_upload_mb,
    )
    if file is not None:
        return Handed(file.file_id, file.name, file.getvalue())
    name = f"{unit.code.replace('/', '-')}-{period.code}"
    st.html(f'<p class="m m-sub">{escape(visit.say("submit_page.template_note"))}</p>')
    buttons = st.container(horizontal=True)
    buttons.download_button(
        visit.say("submit_page.template_workbook"),
        lambda: ask(visit, workbook, unit=unit.code, period=period, lang=visit.lang),
        f"{name}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="save_workbook",
        on_click="ignore",
    )
    buttons.download_button(
        visit.say("submit_page.template"),
        lambda: ask(visit, filled_form, unit=unit.code, period=period),
        f"{name}.csv",
        "text/csv",
        key="save_template",
        on_click="ignore",
    )
    return None


def _grid(visit: Visit, unit: UnitChoice, period: Period) -> Handed | None:
    """The form as tables to type into, one a kind of unit; what was typed goes the way of a file."""
    forms = [each for each in ask(visit, grids, unit=unit.code, period=period) if each.columns and each.rows]
    if not forms:
        st.html(cards.empty(visit.say("submit_page.grid_none"), visit.say("submit_page.grid_none_fix")))
        return None
    st.html(f'<p class="m m-sub">{escape(visit.say("submit_page.grid_note"))}</p>')
    kinds = [
        f"{_begun(visit.say(f'unit_many.{each.kind}'))} ({formats.number(len(each.rows), visit.lang)})"
        for each in forms
    ]
    places = st.tabs(kinds) if len(forms) > 1 else [st.container()]
    columns = list(dict.fromkeys(code for each in forms for code in each.columns))
    lines: list[list[str]] = []
    for form, place in zip(forms, places, strict=True):
        with place:
            typed = _typed(visit, form, f"{unit.code}_{period.code}")
        for at, row in enumerate(form.rows):
            cells = {code: typed[code][at] for code in form.columns}
            lines.append([row[0], row[1], *(str(cells.get(code) or "") for code in columns)])
    data = wide_csv(["unit", "name", *columns], lines)
    mark = hashlib.sha256(data).hexdigest()
    if st.button(visit.say("submit_page.grid_check"), key="grid_check", type="primary"):
        state.remember("grid", mark)
    checked = state.recall("grid")
    if checked is None:
        return None
    if mark != checked:
        st.html(f'<p class="moc-said" role="status">{escape(visit.say("submit_page.grid_changed"))}</p>')
        return None
    name = f"{visit.say('submit_page.grid_file')}-{unit.code.replace('/', '-')}-{period.code}.csv"
    return Handed(mark, name, data, grid=True, rows={at: line[1] for at, line in enumerate(lines, start=2)})


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _typed(visit: Visit, form: Grid, mark: str) -> dict[str, list[str]]:
    """What stands in a grid now, by column."""
    named = ask(visit, _indicator_names, lang=visit.lang)
    columns = {"name": st.column_config.TextColumn(visit.say("goal_page.unit"), disabled=True, pinned=True, width=260)}
    for code in form.columns:
        stem, _, part = code.rpartition(".")
        label = named.get(code) or visit.say(f"answer.part.{part}", indicator=named.get(stem, stem))
        columns[code] = st.column_config.TextColumn(label, alignment="right")
    return st.data_editor(
        {name: [row[at] for row in form.rows] for at, name in enumerate(("name", *form.columns), start=1)},
        key=f"grid_{state.upload_key()}_{form.kind}_{mark}_{visit.revision}",
        column_config=columns,
        hide_index=True,
        num_rows="fixed",
        height=min(560, 38 + 35 * len(form.rows)),
    )


def _indicator_names(conn: Connection, lang: str) -> dict[str, str]:
    found = goals.indicators(conn).values()
    return {each.code: each.name_en if lang == "en" else each.name_vi for each in found}


def examined(visit: Visit, handed: Handed, unit: UnitChoice, period: Period) -> Examined | None:
    """What the file would do; worked out once a file, revision and set of answers, with its progress shown."""
    mark = (handed.mark, unit.code, period.code, visit.revision, state.recall("answered"))
    known = state.recall("examined")
    if isinstance(known, tuple) and (known[0] == mark or (known[0][:3] == mark[:3] and state.pressed("accept"))):
        return known[1]  # what was shown when the button was pressed; acceptance itself sees what changed since
    bar = st.progress(0.0, visit.say("submit_page.progress_read"))

    def tell(step: str, part: float) -> None:
        bar.progress(part, visit.say(f"submit_page.progress_{step}"))

    found = submit.examine(
        visit.home.engine,
        data=handed.data,
        file_name=handed.name,
        period=period,
        unit=unit.code,
        scope=visit.submits_for,
        progress=tell,
    )
    bar.empty()
    state.remember("examined", (mark, found))
    return found

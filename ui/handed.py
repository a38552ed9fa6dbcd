"""The file being handed in: dropped, or filled in on the page; and what examining it found."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass

import streamlit as st
from sqlalchemy import Connection

from db import goals
from flows import submit
from flows.examined import Examined
from flows.templates import template as filled_form
from flows.templates import workbook
from metrics.periods import Period
from report import cards, formats
from report.template import wide_csv
from ui import state
from ui.cache import ask
from ui.choices import UnitChoice
from ui.enter import Visit

FILE, GRID = "file", "grid"

ENDINGS = ("xlsx", "xls", "xlsm", "ods", "csv", "tsv", "txt")
"""Endings of files that the browser offers; what a file is, its bytes say."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it came: ``mark`` is another for every upload and every change in the grid."""

    mark: str
    name: str
    data: bytes


def hand_in(visit: Visit, unit: UnitChoice, period: Period) -> Handed | None:
    """The two ways in: a file, or the grid of the unit. Null until something was handed in."""
    with st.container(key="box_template"):
        st.html(cards.heading(visit.lang, visit.say("submit_page.step_file"), visit.say("submit_page.template_note")))
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
    name = f"{unit.code.replace('/', '-')}-{period.code}"
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
    file = st.file_uploader(
        visit.say("submit_page.upload", unit=unit.name, period=formats.period(period, visit.lang)),
        type=list(ENDINGS),
        key=state.upload_key(),
        max_upload_size=visit.home.settings.max_upload_mb,
    )
    return None if file is None else Handed(file.file_id, file.name, file.getvalue())


def _grid(visit: Visit, unit: UnitChoice, period: Period) -> Handed | None:
    """The same form as a table to type into; what was typed goes the way of a file."""
    form = ask(visit, filled_form, unit=unit.code, period=period)
    header, *rows = list(csv.reader(io.StringIO(form.decode("utf-8-sig"))))
    if not rows or len(header) < 3:
        st.html(cards.empty(visit.say("submit_page.grid_none"), visit.say("submit_page.grid_none_fix")))
        return None
    named = ask(visit, _indicator_names, lang=visit.lang)
    columns = {"name": st.column_config.TextColumn(visit.say("goal_page.unit"), disabled=True, pinned=True)}
    for code in header[2:]:
        stem, _, part = code.rpartition(".")
        label = named.get(code) or visit.say(f"answer.part.{part}", indicator=named.get(stem, stem))
        columns[code] = st.column_config.TextColumn(label)
    st.html(f'<p class="m m-sub">{visit.say("submit_page.grid_note")}</p>')
    typed = st.data_editor(
        {code: [row[place] for row in rows] for place, code in enumerate(header) if code != "unit"},
        key=f"grid_{state.upload_key()}_{unit.code}_{period.code}_{visit.revision}",
        column_config=columns,
        hide_index=True,
        num_rows="fixed",
        height=min(560, 38 + 35 * len(rows)),
    )
    lines = [[rows[place][0], *(str(typed[code][place] or "") for code in header[1:])] for place in range(len(rows))]
    data = wide_csv(header, lines)
    if st.button(visit.say("submit_page.grid_check"), key="grid_check"):
        state.remember("grid", hashlib.sha256(data).hexdigest())
    checked = state.recall("grid")
    if checked is None:
        return None
    mark = hashlib.sha256(data).hexdigest()
    if mark != checked:
        st.html(f'<p class="m m-note">{visit.say("submit_page.grid_changed")}</p>')
        return None
    return Handed(mark, f"{visit.say('submit_page.grid_file')}-{unit.code.replace('/', '-')}-{period.code}.csv", data)


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

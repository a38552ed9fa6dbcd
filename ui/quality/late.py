"""Who has not reported and who was late, at the level that hands files in; and the reminder for one of them."""

from __future__ import annotations

from datetime import date, datetime
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from db.submissions import HANOI
from flows.reminders import Owed, Owing, owed
from flows.timeliness import Arrival, LateUnit, late_units
from metrics.tree import ROOT_KINDS
from report import cards, formats
from report.reminder import Line, reminder
from ui import quality
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import path
from ui.table import download

NAMED = 12
"""Units of one line that are named."""

YEAR = 365


def show(visit: Visit, picked: Picked) -> None:
    """The list and, where anybody is missing, the reminder."""
    question = {"unit": picked.unit.code, "as_of": picked.period, "boundaries": picked.boundaries}
    found: tuple[LateUnit, ...] = ask(visit, late_units, **question)
    late_list(visit, picked, found)
    silent = [one for one in found if one.arrival is Arrival.MISSING]
    if silent:
        reminding(visit, picked, silent)


def late_list(visit: Visit, picked: Picked, found: tuple[LateUnit, ...]) -> None:
    """One row a unit that hands in: missing ones first, then by days late."""
    with st.container(key="box_late"):
        when = formats.period(picked.period, visit.lang)
        simulated = any(one.simulated for one in found)
        measured = visit.say("late_list.measure", period=when)
        st.html(cards.heading(visit.lang, visit.say("late_list.title"), measured, is_simulated=simulated))
        if not found:
            st.html(cards.empty(visit.say("late_list.none"), visit.say("late_list.none_note")))
            return
        heads = [visit.say(f"late_list.{key}") for key in ("unit", "state", "number", "deadline", "days")]
        rows = [_row(visit, one) for one in found]
        st.html(f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(2, 4), stacked=True)}</div>')
        marked = [
            [*row, visit.say("app.simulated") if one.simulated else ""] for row, one in zip(rows, found, strict=True)
        ]
        name = f"{picked.unit.code.replace('/', '-')}-{picked.period.code}-chua-nop.csv"
        download(visit, [*heads, visit.say("arrivals.file_state")], marked, name, key="late")


def _row(visit: Visit, one: LateUnit) -> list[str]:
    lang = visit.lang
    of = visit.say("late_list.of", part=formats.number(one.units, lang), whole=formats.number(one.expected, lang))
    deadline = formats.day(one.deadline, lang) if one.deadline else visit.say("late_list.no_deadline")
    state = visit.say(f"arrival.{one.arrival.value}")
    return [quality.named(visit, one.unit), state, of, deadline, overdue(visit, one)]


def overdue(visit: Visit, one: LateUnit, today: date | None = None) -> str:
    """Days after the deadline: on which it came, or until today where it has not; a dash where there are none."""
    days = one.days
    if days is None and one.deadline is not None:
        days = ((today or datetime.now(HANOI).date()) - one.deadline).days
    if days is None or days <= 0:
        return visit.say("app.none")
    if days > YEAR:
        years = days // YEAR
        return visit.say("late_list.over_year") if years == 1 else visit.say("late_list.over_years", years=years)
    number = formats.number(days, visit.lang)
    return visit.say("late_list.days_one" if days == 1 else "late_list.days_late", days=number)


def reminding(visit: Visit, picked: Picked, silent: list[LateUnit]) -> None:
    """The reminder for one of the units that are missing, ready to copy."""
    with st.container(key="box_reminder"):
        st.html(cards.heading(visit.lang, visit.say("reminder.title"), visit.say("reminder.note")))
        names = {one.unit.code: quality.named(visit, one.unit) for one in silent}
        if picked.unit.kind not in ROOT_KINDS:
            # A district is reminded of all its communes at once, or each of them by itself.
            names = {picked.unit.code: picked.unit.name, **names}
        whom = next(iter(names))
        if len(names) > 1:
            whom = st.selectbox(
                visit.say("reminder.whom"),
                list(names),
                format_func=names.__getitem__,
                key=f"remind_{picked.unit.code}_{picked.period.code}",
                width=400,
            )
        found = ask(visit, owed, unit=whom, as_of=picked.period, boundaries=picked.boundaries)
        copy, done = (escape(visit.say(f"reminder.{key}")) for key in ("copy", "copied"))
        st.html(
            f'<pre class="moc-reminder" tabindex="0">{escape(text_of(visit, found))}</pre>'
            f'<button type="button" class="moc-button" data-moc="copy" data-moc-from=".moc-reminder" '
            f'data-done="{done}">{copy}</button>'
        )


def text_of(visit: Visit, found: Owed) -> str:
    """The reminder of what a unit owes."""
    lang = visit.lang
    below = () if found.missing == found.expected else tuple(_line(visit, found, place) for place in found.units)
    return reminder(
        lang,
        to=quality.named(visit, found.to),
        period=formats.period(found.period, lang),
        deadline=formats.day(found.deadline, lang) if found.deadline else None,
        missing=formats.number(found.missing, lang),
        expected=formats.number(found.expected, lang),
        lines=below,
        figures=[visit.either(one.name_vi, one.name_en) for one in found.indicators],
        address=address(found),
    )


def _line(visit: Visit, found: Owed, place: Owing) -> Line:
    """A commune with its villages, or a unit that reports itself."""
    alone = len(place.missing) == 1 and place.missing[0].code == place.unit.code
    number = formats.number(len(place.missing), visit.lang)
    if alone:
        same = sum(one.unit.name == place.unit.name for one in found.units) > 1
        return Line(quality.named(visit, place.unit) if same else place.unit.name, number)
    names = [one.name for one in place.missing[:NAMED]]
    rest = len(place.missing) - len(names)
    if rest:
        names.append(visit.say("home.missing_more", number=formats.number(rest, visit.lang)))
    return Line(place.unit.name, number, tuple(names), whole=place.whole)


def address(found: Owed) -> str:
    """Where the unit hands the period in, as whoever gets the reminder would open it."""
    here = urlsplit(st.context.url or "")
    home = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    return f"{home}{path('submit')}?" + urlencode({"unit": found.to.code, "period": found.period.code}, safe="/")

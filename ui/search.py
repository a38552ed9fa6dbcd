"""The search of the sidebar: what the typed words mean, as links grouped by what they are.

It is a part of the page that runs alone, so an answer does not wait for the page beside it. The words stand in the
address (``q``): the browser's back returns to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

import streamlit as st

from db.submissions import HANOI
from flows.search import Hit, HitKind, Index, index, look_up
from flows.search.units import Found
from intake.words import bare
from metrics.periods import Period
from report import formats
from ui import state
from ui.cache import ask
from ui.choices import Offer, offers
from ui.enter import Visit
from ui.places import NAMES, href

MOST = 12
KINDS = {HitKind.UNIT: "search.units", HitKind.GOAL: "search.goals", HitKind.DOCUMENT: "search.documents"}


def box(visit: Visit) -> None:
    """The field with what was found for what stands in it."""
    with st.container(key="moc_search"):
        _asked(visit)


@st.fragment
def _asked(visit: Visit) -> None:
    asked = state.typed("q")
    st.text_input(
        visit.say("search.label"),
        key=state.widget_key("q"),
        placeholder=visit.say("search.placeholder"),
        icon=":material/search:",
        label_visibility="collapsed",
        on_change=state.picked,
        args=("q",),
        max_chars=120,
    )
    if asked.strip():
        st.html(results(visit, asked))


def names(visit: Visit) -> Index:
    """All that can be found, read once for a revision and a day."""
    return ask(visit, index, datetime.now(HANOI).date())


def results(visit: Visit, asked: str) -> str:
    """The hits by kind, the kind of the best first; else what else could be tried."""
    hits = look_up(names(visit), asked, limit=MOST)
    pages = _pages(visit, asked)
    label = escape(visit.say("search.found", asked=asked))
    if not hits and not pages:
        body = f'<p class="moc-none">{label}: {escape(visit.say("search.none"))}</p>'
        body += f'<p class="m-sub">{escape(visit.say("search.none_fix"))}</p>'
    else:
        near = bool(hits) and all(hit.near for hit in hits)
        body = f'<p class="moc-none">{escape(visit.say("search.near", asked=asked))}</p>' if near else ""
        every = {offer.resolution.code: offer for offer in ask(visit, offers)}
        for kind in dict.fromkeys(hit.kind for hit in hits):
            some = [hit for hit in hits if hit.kind is kind]
            some.sort(key=lambda hit: hit.unit is not None and resolution_of(hit.unit, every) is None)
            items = [_item(visit, hit, every) for hit in some]
            body += _group(visit.say(KINDS[kind]), items)
        if pages:
            body += _group(visit.say("search.pages"), pages)
    return f'<section class="moc-hits" role="status" aria-label="{label}">{body}</section>'


def _group(title: str, items: Iterable[str]) -> str:
    return f"<p>{escape(title)}</p><ul>{''.join(items)}</ul>"


def _item(visit: Visit, hit: Hit, every: Mapping[str, Offer]) -> str:
    if hit.unit is not None:
        return _unit(visit, hit.unit, every)
    name = visit.either(hit.name_vi, hit.name_en)
    resolution = hit.resolution or ""
    said = every[resolution].resolution.number if resolution in every else resolution
    if hit.kind is HitKind.GOAL:
        where = href("goal", resolution=hit.resolution, goal=hit.code, source=None, unit=None)
        return _line(where, name, said)
    where = href("overview", resolution=hit.code, goal=None, source=None, unit=None)
    return _line(where, name, said)


def _unit(visit: Visit, unit: Found, every: Mapping[str, Offer]) -> str:
    told = [lying(unit)]
    if unit.called:
        told.append(visit.say("search.called", name=unit.called))
    if unit.ended is not None:
        told.append(ended(visit, unit))
    if resolution_of(unit, every) is None:
        told.append(visit.say("search.no_resolution"))
    return _line(address(unit, every), unit.name, ". ".join(part for part in told if part))


def lying(unit: Found) -> str:
    """The units above, nearest first, as they stand after a name: ``huyện Đăk Glei, tỉnh Kon Tum``."""
    return ", ".join(name[:1].lower() + name[1:] for name in unit.above)


def ended(visit: Visit, unit: Found) -> str:
    """That a unit has ended, when, and what became of it."""
    day = formats.day(unit.ended, visit.lang) if unit.ended else ""
    if not unit.became:
        return visit.say("search.ended", day=day)
    return visit.say("search.became", day=day, names=", ".join(each.name for each in unit.became))


def resolution_of(unit: Found, every: Mapping[str, Offer]) -> str | None:
    """The resolution in view where the unit belongs to it, else the first it belongs to; null where it is of none."""
    belongs = [code for code, offer in every.items() if offer.resolution.unit in (unit.code, *unit.codes)]
    now = _now(every)
    return now if now in belongs else next(iter(belongs), None)


def address(unit: Found, every: Mapping[str, Offer]) -> str:
    """The unit's page, of its resolution, in a period when it lived."""
    now = _now(every)
    resolution = resolution_of(unit, every) or now or ""
    periods = every[resolution].periods if resolution in every else ()
    period = _lived(unit, periods, state.wanted("period") if resolution == now else None)
    return href("unit", resolution=resolution, unit=unit.code, period=period, goal=None, source=None)


def _lived(unit: Found, periods: tuple[Period, ...], asked: str | None) -> str | None:
    """The period asked for where the unit lived then, else the newest when it did; null for the newest of all."""
    living = [
        each
        for each in periods
        if (unit.ended is None or each.last <= unit.ended) and (unit.began is None or each.last >= unit.began)
    ]
    if any(each.code == asked for each in living):
        return asked
    return living[0].code if living and living[0] != periods[0] else None


def _now(every: Mapping[str, Offer]) -> str | None:
    """The resolution in view."""
    asked = state.wanted("resolution")
    return asked if asked in every else next(iter(every), None)


def _pages(visit: Visit, asked: str) -> list[str]:
    said = bare(asked).split()
    found = []
    for name in NAMES:
        title = visit.say(f"nav.{name}")
        if said and all(any(word.startswith(part) for word in bare(title).split()) for part in said):
            found.append(_line(href(name), title, ""))
    return found


def _line(where: str, name: str, said: str) -> str:
    words = f"<b>{escape(name)}</b>" + (f"<span>{escape(said)}</span>" if said else "")
    return f'<li><a class="moc-hit" href="{escape(where)}" target="_self">{words}</a></li>'

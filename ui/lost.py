"""What the address asks for and does not get: said by name, with links to the nearest that there is.

Every note speaks of one choice. Links keep the other choices of the view as they were asked for. The choices of the
pickers are settled in `ui.pickers`; those of a page alone by :func:`settle`, wherever on the page that is, and their
notes stand together with the others at the place of :func:`show`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st
from rapidfuzz import fuzz, process

from flows.search.units import Found
from intake.words import bare
from metrics.periods import BadPeriod, Period, parse
from report import formats
from report.text import LANGUAGES
from ui import search, state
from ui.choices import Offer
from ui.enter import Visit
from ui.places import HOME, href

LIKE, NEAREST, LONGEST = 55, 3, 60


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence, and links (label, address) that mend what it says."""

    text: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Run:
    """The notes of a run: where they are put once that is known, those that wait for it, and what they speak of."""

    place: st.delta_generator.DeltaGenerator | None = None
    waiting: list[Callable[[], Note]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def show(visit: Visit, notes: Sequence[Note] = ()) -> None:
    """Where notes stand: those given, those that waited, and later those of choices settled further down the page."""
    run = _run()
    run.place = st.container()
    waited = [*of_language(visit), *notes, *(make() for make in run.waiting)]
    if waited:
        run.place.html("".join(drawn(note) for note in waited))


def settle(visit: Visit, name: str, title: str, labels: Mapping[str, str], default: str) -> str:
    """The choice ``name`` of a page: the code in force among ``labels``; what the address asks for in vain is noted.

    ``title`` is what people call the choice. A code that was there earlier in the session, before another choice was
    made, goes without a note: nobody wrote it into the address.
    """
    asked = state.given(name)
    value, refused = state.settle(name, list(labels), default)
    known = state.recall("known")
    known = known if isinstance(known, frozenset) else frozenset()
    if asked is not None and refused and (name, asked) not in known:
        _tell(name, lambda: of_choice(visit, name, title, asked, labels, str(value)))
    elif asked is not None and not refused:
        state.remember("known", known | {(name, asked)})
    return str(value)


def _tell(name: str, make: Callable[[], Note]) -> None:
    """Put a note where notes stand, once a run for a choice; links are made when every picker is settled."""
    run = _run()
    if name in run.names:
        return
    run.names.add(name)
    if run.place is None:
        run.waiting.append(make)
    else:
        run.place.html(drawn(make()))


def _run() -> _Run:
    found = state.recall("lost")
    if not isinstance(found, _Run):
        found = _Run()
        state.remember("lost", found)
    return found


def drawn(note: Note) -> str:
    """The note as it stands above the page."""
    links = "".join(
        f'<li><a href="{escape(where)}" target="_self">{escape(label)}</a></li>' for label, where in note.links
    )
    return (
        f'<div class="m moc-said moc-missed" role="status"><p>{escape(note.text)}</p>'
        + (f"<ul>{links}</ul>" if links else "")
        + "</div>"
    )


def of_resolution(visit: Visit, asked: str, every: Mapping[str, Offer], opened: Offer) -> Note:
    """A resolution that is not there: those whose code or number is like it."""
    said = {code: f"{code} {offer.resolution.number}" for code, offer in every.items()}
    links = [
        (every[code].resolution.number + f", {every[code].resolution.issued_on.year}", _to(resolution=code))
        for code in _like(asked, said)
        if code != opened.resolution.code
    ]
    return Note(_none(visit, "resolution", asked, opened.resolution.number), tuple(links))


def of_goal(visit: Visit, asked: str, offer: Offer, every: Mapping[str, Offer], opened: str) -> Note:
    """A goal of another resolution, with a link to it there; else the goals here whose code or name is like it."""
    for code, other in every.items():
        for row in other.goals:
            if row.goal.code == asked:
                name = visit.either(row.goal.name_vi, row.goal.name_en)
                text = visit.say("lost.goal_elsewhere", name=name, number=other.resolution.number, value=opened)
                label = visit.say("lost.open_there", name=name, number=other.resolution.number)
                return Note(text, ((label, _to(resolution=code, goal=asked, period=None, unit=None, source=None)),))
    named = {row.goal.code: visit.either(row.goal.name_vi, row.goal.name_en) for row in offer.goals}
    said = {code: f"{code} {name}" for code, name in named.items()}
    links = [(named[code], _to(goal=code, source=None)) for code in _like(asked, said) if named[code] != opened]
    return Note(_none(visit, "goal", asked, opened), tuple(links))


def of_unit(visit: Visit, asked: str, every: Mapping[str, Offer], offer: Offer, period: Period, opened: str) -> Note:
    """A unit that lies elsewhere, or did not live in the period, or is not there at all: each its own words."""
    units = search.names(visit).units
    found = units.by_code(asked)
    if found is None:
        near = sorted(units.nearest(asked, most=NEAREST * 2), key=lambda one: search.resolution_of(one, every) is None)
        links = tuple((_placed(one), search.address(one, every)) for one in near[:NEAREST])
        return Note(_none(visit, "unit", asked, opened), links)
    if offer.resolution.unit not in (found.code, *found.codes):
        links = tuple(
            (
                visit.say("lost.open_there", name=found.name, number=other.resolution.number),
                _to(resolution=code, unit=found.code, goal=None, source=None, period=None),
            )
            for code, other in every.items()
            if other.resolution.unit in (found.code, *found.codes)
        )
        key = "lost.unit_elsewhere" if links else "lost.unit_nowhere"
        return Note(visit.say(key, name=_placed(found), number=offer.resolution.number, value=opened), links)
    return _not_then(visit, found, offer, period, opened)


def _not_then(visit: Visit, found: Found, offer: Offer, period: Period, opened: str) -> Note:
    """A unit of the resolution that had ended by the period, or had not begun."""
    when = formats.period(period, visit.lang)
    lived = [
        each
        for each in offer.periods
        if (found.ended is None or each.last <= found.ended) and (found.began is None or found.began <= each.last)
    ]
    links = [
        (f"{found.name}, {formats.period(each, visit.lang)}", _to(unit=found.code, period=each.code))
        for each in lived[:1]
    ]
    if found.ended is not None and found.ended < period.last:
        links += [
            (f"{one.name}, {when}", _to(unit=one.code))
            for one in found.became
            if offer.resolution.unit in (one.code, *one.codes)
        ]
        text = visit.say("lost.unit_ended", name=found.name, told=search.ended(visit, found), value=opened)
    elif found.began is not None and found.began > period.last:
        day = formats.day(found.began, visit.lang)
        text = visit.say("lost.unit_later", name=found.name, day=day, period=when, value=opened)
    else:
        text = visit.say("lost.unit_goal", name=found.name, value=opened)
        links = [(found.name, href("unit", unit=found.code, goal=None, source=None))]
    return Note(text, tuple(links))


def of_period(visit: Visit, asked: str, offer: Offer, opened: Period) -> Note:
    """A period after the newest with figures, before the term, between them without figures, or none at all."""
    value = formats.period(opened, visit.lang)
    try:
        wanted = parse(asked)
    except BadPeriod:
        return Note(visit.say("lost.no_period", given=_short(asked), value=value))
    when = formats.period(wanted, visit.lang)
    near = min(offer.periods, key=lambda each: (abs((each.last - wanted.last).days), each.kind != wanted.kind))
    newest, first = offer.periods[0], offer.resolution.term_start
    if wanted.last > newest.last:
        key = "lost.period_ahead"
    elif wanted.last < first:
        key = "lost.period_before"
    else:
        key = "lost.period_empty"
    newest_said = formats.period(newest, visit.lang)
    text = visit.say(key, period=when, newest=newest_said, day=formats.day(first, visit.lang), value=value)
    label = visit.say("lost.nearest_period", period=formats.period(near, visit.lang))
    return Note(text, () if near == opened else ((label, _to(period=near.code, since=None)),))


def of_choice(visit: Visit, name: str, title: str, asked: str, labels: Mapping[str, str], opened: str) -> Note:
    """Any other choice: those whose code or label is like it, else the first that there are."""
    said = {code: f"{code} {label}" for code, label in labels.items() if code != opened}
    links = tuple((labels[code], _to(**{name: code or None})) for code in _like(asked, said) or list(said)[:NEAREST])
    return Note(_not_here(visit, title, asked, labels[opened]), links)


def of_language(visit: Visit) -> tuple[Note, ...]:
    """A language that nothing here is written in."""
    asked = state.given("lang")
    if asked is None or asked in LANGUAGES:
        return ()
    labels = {lang: visit.say(f"app.{lang}") for lang in LANGUAGES}
    links = tuple((label, _to(lang=lang)) for lang, label in labels.items() if lang != visit.lang)
    return (Note(_none(visit, "language", asked, labels[visit.lang]), links),)


def _none(visit: Visit, name: str, asked: str, opened: str) -> str:
    return _not_here(visit, visit.say(f"picker.{name}"), asked, opened)


def _not_here(visit: Visit, title: str, asked: str, opened: str) -> str:
    return visit.say("notice.bad_choice", name=title.lower(), given=_short(asked), value=opened)


def _to(**choices: str | None) -> str:
    return href(state.here() or HOME, **choices)


def _like(asked: str, said: Mapping[str, str]) -> list[str]:
    found = process.extract(
        bare(asked), {code: bare(text) for code, text in said.items()}, scorer=fuzz.WRatio, limit=NEAREST
    )
    return [code for _text, score, code in found if score >= LIKE]


def _placed(unit: Found) -> str:
    above = search.lying(unit)
    return f"{unit.name}, {above}" if above else unit.name


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

"""The blocks of the home page: title with its tools, verdict strip, and what stands at its foot."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st

from flows.review import PlainIndicator, Review
from flows.verdicts import review
from metrics.periods import Period
from report import cards, formats, goal_cards
from ui import headlines, lost, state
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked

MANY = 12
"""Goals above which the page opens as a table."""

VIEWS = CARDS, ROWS = ("cards", "rows")


def asked(visit: Visit, picked: Picked, period: Period | None = None) -> Review:
    """The review of what is picked, at its period or another: every goal of the resolution, or those of a unit below.

    Raises :class:`~flows.asked.Unknown` where the unit did not lie under the resolution's at that time.
    """
    own = picked.unit.code == picked.resolution.unit
    with st.spinner(visit.say("app.loading")):
        return ask(
            visit,
            review,
            resolution=picked.resolution.code,
            as_of=period or picked.period,
            unit=None if own else picked.unit.code,
            boundaries=picked.boundaries,
        )


def title(visit: Visit, picked: Picked) -> None:
    """Which resolution of whom, over which term."""
    row = picked.resolution
    words = headlines.document(visit, row.number, visit.either(row.title_vi, row.title_en))
    if str(row.number) in words:
        issuer = visit.either(row.issuer_vi, row.issuer_en)
        first, last = row.term_start.year, row.term_end.year
        if first == last:
            words = visit.say("home.title_year", resolution=words, issuer=issuer, year=first)
        else:
            words = visit.say("home.title", resolution=words, issuer=issuer, first=first, last=last)
    st.html(f'<div class="m"><h1 class="m-title">{escape(words)}</h1></div>')


def strip(visit: Visit, found: Review) -> None:
    """The sentence on all goals and the count of each verdict."""
    verdicts = Counter(each.judgement.verdict for each in found.goals if each.judgement.verdict is not None)
    st.html(goal_cards.strip(visit.lang, verdicts))


def view(visit: Visit, found: Review) -> str:
    """How the goals are shown, and the button that shows them the other way; in the address."""
    labels = {one: visit.say(f"picker.{one}") for one in VIEWS}
    default = ROWS if len(found.goals) > MANY else CARDS
    chosen = lost.settle(visit, "view", visit.say("picker.view"), labels, default)
    other = CARDS if chosen == ROWS else ROWS
    st.button(
        visit.say(f"home.as_{other}"),
        key=f"show_{other}",
        icon=":material/grid_view:" if other == CARDS else ":material/table_rows:",
        on_click=state.go,
        kwargs={"view": other},
    )
    return chosen


def plain(visit: Visit, found: Review) -> None:
    """Figures that no goal judges: published ones as printed, beside what the units' reports come to.

    Beside goals with verdicts they are folded; where nothing else was published they are the page.
    """
    held = [each for each in found.plain if each.published or each.series]
    if not held:
        return
    heads = [visit.say(f"home.{key}") for key in ("figure", "span", "printed", "rolled", "source")]
    rows = [row for each in held for row in _published_rows(visit, each)]
    table = f'<div class="moc-scroll">{cards.table(heads, rows, numeric=(2, 3), stacked=True)}</div>'
    if any(each.judgement.verdict for each in found.goals):
        label = visit.say("home.plain_open", number=formats.number(len(rows), visit.lang))
        table = f'<div class="m"><details><summary>{escape(label)}</summary>{table}</details></div>'
    with st.container(key="box_plain"):
        st.html(cards.heading(visit.lang, visit.say("home.plain_title"), visit.say("home.published_note")))
        st.html(table)


def _published_rows(visit: Visit, held: PlainIndicator) -> list[list[str]]:
    named = f"{visit.either(held.indicator.name_vi, held.indicator.name_en)}, {held.unit.name}"
    return [
        [
            named,
            headlines.span(visit, each.first_day, each.last_day),
            each.printed,
            headlines.measured(visit, None, each.measure, each.rolled_up) if each.rolled_up is not None else "",
            headlines.credit(visit, each),
        ]
        for each in held.published
    ]


def sources(visit: Visit, found: Review) -> None:
    """Where the page's figures come from, at its foot."""
    every = [one for goal in found.goals for one in goal.published]
    every += [one for held in found.plain for one in held.published]
    printed = {f"{one.publisher}, {formats.day(one.published_on, visit.lang)}" for one in every}
    said = [visit.say("home.sources_published", titles="; ".join(sorted(printed)))] if printed else []
    if any(each.simulated for each in found.goals):
        said.append(visit.say("home.sources_simulated"))
    st.html(cards.footer(" ".join(said), found.resolution.code))

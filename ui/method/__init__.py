"""The method page: every rule in words and as a formula, worked by the engine itself, and the terms."""

from __future__ import annotations

from html import escape

import streamlit as st

from flows.answers import sentence
from flows.by_hand import respond
from flows.examples import EXAMPLES
from flows.review import GoalReview
from flows.verdicts import review
from flows.watch.rules import tuned
from metrics.goals import Shape, Verdict
from report import cards, formats, wording
from report.text import texts
from ui import ahead, headlines
from ui.cache import ask
from ui.choices import offers
from ui.enter import Visit
from ui.pickers import Picked, pick, show
from ui.places import link
from ui.watch import ORDER
from ui.watch import rules as watch_rules

RULES = (
    "exact",
    "rounding",
    "expected",
    "missing",
    "states",
    "shares",
    "published",
    "simulated",
    "boundaries",
    "outlook",
)

LISTS = ("rank", "part", "time")
"""What the lists of other pages are made by."""


def verdicts(visit: Visit) -> None:
    """The eight verdicts: shape, word, meaning."""
    rows = "".join(
        f"<tr><td>{cards.badge(visit.lang, verdict)}</td><td>{escape(visit.say(f'method_verdict.{verdict}'))}</td></tr>"
        for verdict in Verdict
    )
    _block(visit, "verdicts", f'<table class="m-table"><tbody>{rows}</tbody></table>')


def shapes(visit: Visit) -> None:
    """The eight shapes of goals: rule, formula, and an example that the engine works out here and now."""
    body = "".join(f"<li><div>{_shape(visit, shape)}</div></li>" for shape in Shape)
    _block(visit, "shapes", f'<ol class="m-steps">{body}</ol>')


def _shape(visit: Visit, shape: Shape) -> str:
    answer = respond({"shape": shape.value, **EXAMPLES[shape]})
    steps = "".join(f"<li>{escape(step[visit.lang])}</li>" for step in answer["steps"][:-1])
    said = answer["sentence"][visit.lang].replace("**", "")
    badge = cards.badge(visit.lang, Verdict(answer["verdict"]), small=True)
    return (
        f"<b>{escape(visit.say(f'shape.{shape}').capitalize())}</b>"
        f"<div>{escape(visit.say(f'method_shape.{shape}'))}</div>"
        f'<div class="formula">{escape(visit.say(f"method_shape.{shape}_formula"))}</div>'
        f'<details class="moc-worked"><summary>{escape(visit.say("method.example"))}: {escape(said)} {badge}</summary>'
        f"<ol>{steps}</ol></details>"
    )


def rules(visit: Visit) -> None:
    """What holds for every goal."""
    body = "".join(f"<li>{escape(visit.say(f'method_rule.{rule}'))}</li>" for rule in RULES)
    _block(visit, "rules", f'<ul class="m-lines">{body}</ul>')


def lists(visit: Visit) -> None:
    """How units are put in order, how the few that hold most are found, when a report counts as in time."""
    body = "".join(
        f'<section><h3 class="m-name">{escape(visit.say(f"method_list.{name}"))}</h3><ul class="m-lines">'
        + "".join(f"<li>{escape(visit.say(f'method_list.{name}_{at}'))}</li>" for at in (1, 2, 3))
        + "</ul></section>"
        for name in LISTS
    )
    _block(visit, "lists", f'<div class="moc-three">{body}</div>')


def watched(visit: Visit) -> None:
    """The rules of the watch with their present numbers, the gravest first."""
    by_why = {each.why: each for each in ask(visit, tuned)}
    items = "".join(watch_rules.item(visit, by_why[why]) for why in ORDER)
    note = f'<p class="m-sub">{escape(visit.say("watch_tune.note"))}</p>'
    _block(visit, "watched", f'{note}<ul class="m-watch-rules">{items}</ul>')


def live(visit: Visit) -> None:
    """A goal of the store, worked from its figures to its verdict; nothing where the store holds no resolution."""
    if not ask(visit, offers):
        return
    with st.container(key="box_live"):
        st.html(cards.heading(visit.lang, visit.say("method.live"), visit.say("method.live_sub")))
        picked = pick(visit, "goal")
        show(visit, picked)
        found = _reviewed(visit, picked)
        if found is None:
            st.html(f'<p class="m m-sub">{escape(visit.say("method.live_none"))}</p>')
            return
        left, right = st.columns(2)
        with left:
            st.html(_inputs(visit, found))
            link(visit, "goal", visit.say("card.why"), goal=found.goal.code, unit=found.unit.code)
        with right:
            lines = wording.steps(found.judgement, visit.lang, rounding=found.goal.rounding, digits=found.goal.digits)
            st.html(
                cards.why(
                    visit.lang,
                    found.judgement.verdict,
                    [cards.Line("", line) for line in lines],
                    rule=visit.say(f"shape.{found.goal.shape}"),
                    closing=sentence(found, visit.lang).replace("**", ""),
                )
            )
            said = ahead.said(visit, found)
            if said:
                st.html(f'<p class="m m-sub">{escape(said)}</p>')


def _reviewed(visit: Visit, picked: Picked) -> GoalReview | None:
    """The picked goal at the unit it was set for."""
    if picked.goal is None:
        return None
    code, unit = picked.goal.goal.code, picked.goal.goal.unit
    every = ask(
        visit, review, resolution=picked.resolution.code, as_of=picked.period, boundaries=picked.boundaries
    ).goals
    return next((each for each in every if each.goal.code == code and each.unit.code == unit), None)


def _inputs(visit: Visit, found: GoalReview) -> str:
    """The rule of the goal's shape, and the figures it is given."""
    goal, shape = found.goal, found.goal.shape
    figures = {
        "baseline": headlines.value(visit, goal, found.indicator, found.baseline),
        "baseline_day": formats.day(goal.baseline_date, visit.lang),
        "actual": headlines.value(visit, goal, found.indicator, found.actual),
        "as_of": formats.day(found.review_date, visit.lang),
        "deadline": formats.day(goal.deadline, visit.lang),
        "target": headlines.target(visit, goal) or visit.say("app.none"),
        "years": "" if found.case.years is None else formats.number(found.case.years, visit.lang),
        "tolerance": formats.percent(goal.tolerance * 100, visit.lang),
        "reported": f"{formats.number(found.reported, visit.lang)}/{formats.number(found.expected, visit.lang)}",
    }
    rows = [[visit.say(f"method.{name}"), figure] for name, figure in figures.items() if figure]
    mark = cards.simulated(visit.lang) if found.simulated else ""
    words = escape(visit.say(f"method_shape.{shape}"))
    formula = escape(visit.say(f"method_shape.{shape}_formula"))
    heads = [visit.say("method.input"), visit.say("method.figure")]
    return (
        f'<div class="m m-card"><div class="m-head"><h3 class="m-name">{escape(headlines.name(visit, goal))}</h3>{mark}'
        f'</div><div>{words}</div><div class="m-formula">{formula}</div></div>{cards.table(heads, rows, numeric=(1,))}'
    )


def glossary(visit: Visit) -> None:
    """The terms, Vietnamese and English side by side, with the abbreviations of reports."""
    vietnamese, english = texts("vi"), texts("en")
    terms = [key for key in vietnamese if key.startswith("glossary.") and not key.endswith("_note")]
    heads = [visit.say(f"method.{key}") for key in ("term", "english", "meaning")]
    rows = [[vietnamese[key], english[key], visit.say(f"{key}_note")] for key in terms]
    rows.sort(key=lambda row: formats.sort_key(row[0]))
    number = formats.number(len(rows), visit.lang)
    with st.container(key="box_glossary"), st.expander(visit.say("method.glossary", number=number)):
        st.html(cards.table(heads, rows, stacked=True))


def _block(visit: Visit, name: str, body: str) -> None:
    with st.container(key=f"box_{name}"):
        st.html(f'<div class="m m-card"><h2 class="m-title">{escape(visit.say(f"method.{name}"))}</h2>{body}</div>')

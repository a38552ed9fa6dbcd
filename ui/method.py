"""The method page: every rule in words and as a formula, the terms, and a calculator that uses the engine itself."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from flows.by_hand import respond
from flows.fields import BadRequest
from flows.request import UNITS
from metrics.goals import Op, Shape, TargetUnit, Verdict
from report import cards
from report.formats import OP_WORDS
from report.text import texts
from ui.enter import Visit

RULES = ("exact", "rounding", "expected", "missing", "states", "shares", "published", "simulated", "boundaries")

ASKED = {
    Shape.YEARLY_CUT: ("baseline", "actual", "years"),
    Shape.CUMULATIVE_FLOW: ("actual", "elapsed"),
    Shape.LEVEL_BY: ("numerator", "denominator", "elapsed"),
    Shape.ELIMINATE: ("baseline", "actual", "elapsed"),
    Shape.YEARLY_FLOOR: ("years_values",),
    Shape.CAP_SHARE: ("excellent", "good"),
    Shape.CHANGE_BY: ("baseline", "actual", "elapsed"),
    Shape.DONE_BY: ("done", "deadline", "as_of"),
}
"""What each shape is computed from."""

TRIED = {
    "baseline": "328", "actual": "135", "years": "3", "low": "15", "high": "20", "numerator": "90",
    "denominator": "100", "excellent": "2", "good": "8", "deadline": "2017-12-31", "as_of": "2017-12-31",
    "done": "2017-12-01", "years_values": "2000; 2010; 1990", "target": "20", "elapsed": "",
}  # fmt: skip
"""Figures of the first look: the examples above."""

WITHOUT_TARGET = (Shape.ELIMINATE, Shape.DONE_BY)


def verdicts(visit: Visit) -> None:
    """The eight verdicts: shape, word, meaning."""
    rows = "".join(
        f"<tr><td>{cards.badge(visit.lang, verdict)}</td><td>{escape(visit.say(f'method_verdict.{verdict}'))}</td></tr>"
        for verdict in Verdict
    )
    _block(visit, "verdicts", f'<table class="m-table"><tbody>{rows}</tbody></table>')


def shapes(visit: Visit) -> None:
    """The eight shapes of goals: rule, formula, example."""
    body = "".join(
        f"<li><div><b>{escape(visit.say(f'shape.{shape}')).capitalize()}</b>"
        f"<div>{escape(visit.say(f'method_shape.{shape}'))}</div>"
        f'<div class="formula">{escape(visit.say(f"method_shape.{shape}_formula"))}</div>'
        f'<div class="m-note">{escape(visit.say("method.example"))}: '
        f"{escape(visit.say(f'method_shape.{shape}_example'))}</div></div></li>"
        for shape in Shape
    )
    _block(visit, "shapes", f'<ol class="m-steps">{body}</ol>')


def rules(visit: Visit) -> None:
    """What holds for every goal."""
    body = "".join(f"<li>{escape(visit.say(f'method_rule.{rule}'))}</li>" for rule in RULES)
    _block(visit, "rules", f'<ul class="m-lines">{body}</ul>')


def glossary(visit: Visit) -> None:
    """The terms, Vietnamese and English side by side."""
    vietnamese, english = texts("vi"), texts("en")
    terms = [key for key in vietnamese if key.startswith("glossary.") and not key.endswith("_note")]
    heads = [visit.say(f"method.{key}") for key in ("term", "english", "meaning")]
    rows = [[vietnamese[key], english[key], visit.say(f"{key}_note")] for key in terms]
    _block(visit, "glossary", cards.table(heads, rows))


def calculator(visit: Visit) -> None:
    """A form of the shape's own inputs; the answer with its working, from the engine of the other pages."""
    with st.container(key="box_calculator"):
        title = visit.say("method.calculator")
        st.html(cards.heading(visit.lang, title, visit.say("method.calculator_sub")))
        shapes_ = [each.value for each in Shape]
        shape = st.selectbox(
            visit.say("method.shape"),
            shapes_,
            format_func=lambda each: visit.say(f"shape.{each}"),
            key="calc_shape",
        )
        request = _request(visit, Shape(shape or Shape.YEARLY_CUT))
        try:
            answer = respond(request)
        except BadRequest as wrong:
            st.html(f'<p class="moc-said" role="status">{escape(visit.say("method.cannot", message=str(wrong)))}</p>')
            return
        verdict = Verdict(answer["verdict"]) if answer["verdict"] else None
        steps = [cards.Line("", step[visit.lang]) for step in answer["steps"]]
        sentence = answer["sentence"][visit.lang].replace("**", "")
        st.html(cards.why(visit.lang, verdict, steps, closing=sentence))


def _request(visit: Visit, shape: Shape) -> dict[str, object]:
    """What the inputs say, in the words of :func:`flows.by_hand.respond`."""
    given = dict(zip(ASKED[shape], _inputs(visit, shape, ASKED[shape]), strict=True))
    request: dict[str, object] = {"shape": shape.value}
    if shape is Shape.CAP_SHARE:
        request["classes"] = {**given, "completed": "0", "not_completed": "0", "not_rated": "0"}
        request["denominator_rule"] = st.selectbox(
            visit.say("method.denominator_rule"),
            ["good", "good_or_better", "rated", "all"],
            format_func=lambda rule: visit.say(f"method.rule_{rule}"),
            key="calc_rule",
        )
        request["allowed_rounding"] = "floor"
    elif shape is Shape.YEARLY_FLOOR:
        request["years_values"] = [each.strip() for each in given["years_values"].split(";") if each.strip()]
    elif shape is Shape.DONE_BY:
        request |= {key: value or None for key, value in given.items() if value or key == "done"}
    else:
        request |= {key: value for key, value in given.items() if value}
    if shape not in WITHOUT_TARGET:
        request["target"] = _target(visit, shape)
    closed, cut = st.columns(2)
    if shape is not Shape.DONE_BY and closed.checkbox(
        visit.say("method.closed"), value=True, key=f"calc_closed_{shape}"
    ):
        request["closed"] = True
    request["rounding"] = "truncate" if cut.checkbox(visit.say("method.truncate"), key="calc_cut") else "half_up"
    return request


def _target(visit: Visit, shape: Shape) -> dict[str, str]:
    left, right = st.columns(2)
    op = left.selectbox(
        visit.say("method.op"),
        [Op.AT_MOST] if shape is Shape.CAP_SHARE else list(OP_WORDS),
        format_func=lambda each: visit.say(f"method.op_{OP_WORDS[each]}"),
        key=f"calc_op_{shape}",
    )
    unit = right.selectbox(
        visit.say("method.target_unit"),
        [TargetUnit(each) for each in UNITS[shape]],
        format_func=lambda each: visit.say(f"method.unit_{each}"),
        key=f"calc_unit_{shape}",
    )
    names = ("low", "high") if op is Op.BAND else ("target",)
    values = _inputs(visit, shape, names)
    keys = names if op is Op.BAND else ("value",)
    return {"op": op.value, "unit": unit.value, **dict(zip(keys, values, strict=True))}


def _inputs(visit: Visit, shape: Shape, names: Sequence[str]) -> list[str]:
    places = st.columns(len(names))
    return [
        _plain(place.text_input(visit.say(f"method.{name}"), value=TRIED[name], key=f"calc_{shape}_{name}"))
        for place, name in zip(places, names, strict=True)
    ]


def _plain(typed: str) -> str:
    """A number as people type it, Vietnamese or not: ``5.000`` and ``19,61`` as the engine reads them."""
    text = typed.strip()
    if "," in text:
        return text.replace(".", "").replace(",", ".")
    head, _, tail = text.rpartition(".")
    return text.replace(".", "") if head and len(tail) == 3 and text.replace(".", "").isdigit() else text


def _block(visit: Visit, name: str, body: str) -> None:
    with st.container(key=f"box_{name}"):
        st.html(f'<div class="m m-card"><h2 class="m-title">{escape(visit.say(f"method.{name}"))}</h2>{body}</div>')

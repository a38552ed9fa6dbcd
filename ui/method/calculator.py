"""The calculator of the method page: the fields of a shape become a request of method §8, the engine answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from flows.by_hand import respond
from flows.by_hand.fields import BadRequest
from flows.by_hand.request import UNITS
from flows.examples import EXAMPLES
from metrics.exact import BadNumber, read_exact
from metrics.goals import DenominatorRule, Floor, Op, Qualifier, Shape, TargetUnit, Verdict
from report import cards, formats
from report.formats import OP_WORDS
from report.text import has
from ui.enter import Visit

FIELDS: Mapping[Shape, Sequence[str]] = {
    Shape.YEARLY_CUT: ("baseline", "actual", "years"),
    Shape.CUMULATIVE_FLOW: ("actual", "elapsed"),
    Shape.LEVEL_BY: ("numerator", "denominator", "elapsed"),
    Shape.ELIMINATE: ("baseline", "actual", "elapsed"),
    Shape.YEARLY_FLOOR: ("years_values",),
    Shape.CAP_SHARE: ("excellent", "good", "completed", "not_completed", "not_rated"),
    Shape.CHANGE_BY: ("baseline", "actual", "elapsed"),
    Shape.DONE_BY: ("done", "deadline", "as_of"),
}
"""What each shape is worked out from."""

DAYS = ("done", "deadline", "as_of")
QUALIFIED = (Shape.CUMULATIVE_FLOW, Shape.LEVEL_BY, Shape.ELIMINATE, Shape.YEARLY_CUT, Shape.CHANGE_BY)
ACROSS = 3
"""Fields beside each other."""


def calculator(visit: Visit) -> None:
    """A form of the shape's own fields; the answer with its working, and the command that gives the same."""
    with st.container(key="box_calculator"):
        st.html(cards.heading(visit.lang, visit.say("method.calculator"), visit.say("method.calculator_sub")))
        left, right = st.columns(2, gap="medium")
        with left:
            shape = st.selectbox(
                visit.say("method.shape"),
                list(Shape),
                format_func=lambda each: visit.say(f"shape.{each}"),
                key="calc_shape",
            )
            request = _request(visit, shape or Shape.YEARLY_CUT)
        with right:
            _answer(visit, request)


def _answer(visit: Visit, request: Mapping[str, Any]) -> None:
    """The working and the verdict of a request, or in words what is wrong with it."""
    try:
        answer = respond(request)
    except BadRequest as wrong:
        st.html(f'<p class="moc-said" role="status">{escape(_told(visit, wrong))}</p>')
        return
    verdict = Verdict(answer["verdict"]) if answer["verdict"] else None
    steps = [cards.Line("", step[visit.lang]) for step in answer["steps"]]
    st.html(cards.why(visit.lang, verdict, steps, closing=answer["sentence"][visit.lang].replace("**", "")))
    with st.expander(visit.say("method.command"), key="calc_command"):
        said = json.dumps(request, ensure_ascii=False)
        st.code(f"echo '{said}' | python manage.py judge", language=None, wrap_lines=True)


def _told(visit: Visit, wrong: BadRequest) -> str:
    """What cannot be worked out, in the reader's language and by the name the field has here."""
    field = visit.say(f"method.{wrong.key}") if wrong.key and has(visit.lang, f"method.{wrong.key}") else ""
    if not field:
        return visit.say("method.cannot")
    kind = "day" if wrong.key in DAYS else "missing" if wrong.code == "missing" else "number"
    return visit.say(f"method.wrong_{kind}", field=field)


def _request(visit: Visit, shape: Shape) -> dict[str, Any]:
    """What the fields say, in the words of :func:`flows.by_hand.respond`; an empty field is absent."""
    given = _typed(visit, shape, FIELDS[shape])
    request: dict[str, Any] = {"shape": shape.value}
    match shape:
        case Shape.CAP_SHARE:
            request["classes"] = {name: value or "0" for name, value in given.items()}
            request["denominator_rule"] = _chosen(visit, shape, "denominator_rule", list(DenominatorRule))
            request["allowed_rounding"] = _chosen(visit, shape, "allowed_rounding", ["half_up", "floor"])
        case Shape.YEARLY_FLOOR:
            years = given["years_values"].split(";")
            request["years_values"] = [_number(visit, each) or None for each in years]
            request["rule"] = _chosen(visit, shape, "rule", list(Floor))
        case _:
            request |= {name: value for name, value in given.items() if value}
    if EXAMPLES[shape].get("target"):
        request["target"] = _target(visit, shape)
    request |= _options(visit, shape)
    return request


def _options(visit: Visit, shape: Shape) -> dict[str, Any]:
    """Whether the period is closed, how figures are cut, and how sure the value is."""
    found: dict[str, Any] = {}
    left, right = st.columns(2)
    closed = bool(EXAMPLES[shape].get("closed"))
    if shape is not Shape.DONE_BY and left.checkbox(
        visit.say("method.closed"), value=closed, key=f"calc_closed_{shape}"
    ):
        found["closed"] = True
    cut = EXAMPLES[shape].get("rounding") == "truncate"
    found["rounding"] = (
        "truncate" if right.checkbox(visit.say("method.truncate"), value=cut, key=f"calc_cut_{shape}") else "half_up"
    )
    if shape in QUALIFIED:
        found["qualifier"] = _chosen(visit, shape, "qualifier", list(Qualifier))
        if found["qualifier"] == Qualifier.ABOUT:
            found |= {key: value for key, value in _typed(visit, shape, ("margin",)).items() if value}
    return found


def _chosen(visit: Visit, shape: Shape, name: str, codes: Sequence[str]) -> str:
    """One of some codes, said in words; the example's own first."""
    first = str(EXAMPLES[shape].get(name, codes[0]))
    return str(
        st.selectbox(
            visit.say(f"method.{name}.name"),
            [str(each) for each in codes],
            index=[str(each) for each in codes].index(first),
            format_func=lambda each: visit.say(f"method.{name}.{each}"),
            key=f"calc_{shape}_{name}",
        )
    )


def _target(visit: Visit, shape: Shape) -> dict[str, str | None]:
    example = EXAMPLES[shape]["target"]
    left, right = st.columns(2)
    ops = [Op.AT_MOST, Op.BELOW] if shape is Shape.CAP_SHARE else list(OP_WORDS)
    op = left.selectbox(
        visit.say("method.op"),
        ops,
        index=ops.index(Op(example["op"])),
        format_func=lambda each: visit.say(f"method.op_{OP_WORDS[each]}"),
        key=f"calc_op_{shape}",
    )
    units = [TargetUnit(each) for each in UNITS[shape]]
    unit = right.selectbox(
        visit.say("method.target_unit"),
        units,
        index=units.index(TargetUnit(example["unit"])),
        format_func=lambda each: visit.say(f"method.unit_{each}"),
        key=f"calc_unit_{shape}",
    )
    names = ("low", "high") if op is Op.BAND else ("target",)
    typed = _typed(visit, shape, names)
    keys = names if op is Op.BAND else ("value",)
    values = (value or None for value in typed.values())
    return {"op": op.value, "unit": unit.value, **dict(zip(keys, values, strict=True))}


def _typed(visit: Visit, shape: Shape, names: Sequence[str]) -> dict[str, str]:
    """Fields beside each other, filled with the shape's example; numbers and days as the engine reads them."""
    found = {}
    for at in range(0, len(names), ACROSS):
        row = names[at : at + ACROSS]
        for place, name in zip(st.columns(len(row)), row, strict=True):
            shown = _shown(visit, _example(shape, name), name)
            typed = place.text_input(visit.say(f"method.{name}"), value=shown, key=f"calc_{shape}_{name}").strip()
            plain = typed if name == "years_values" else _day(typed) if name in DAYS else _number(visit, typed)
            found[name] = plain
    return found


def _example(shape: Shape, name: str) -> str:
    """The example's figure for a field; empty where it has none."""
    example = EXAMPLES[shape]
    places = (example, example.get("classes", {}), example.get("target", {}))
    key = "value" if name == "target" else name
    found = next((place[key] for place in places if key in place and place[key] is not None), "")
    return ";".join(found) if isinstance(found, list) else str(found)


def _shown(visit: Visit, figure: str, name: str) -> str:
    """A figure of an example as people write it."""
    if not figure:
        return ""
    if name in DAYS:
        return f"{date.fromisoformat(figure):%d/%m/%Y}"
    if "/" in figure:
        return figure
    return "; ".join(formats.number(read_exact(each), visit.lang) for each in figure.split(";"))


def _number(visit: Visit, typed: str) -> str:
    """``5.000`` and ``19,61`` as the engine reads them; in English the two marks change places.

    A single group of three after a dot counts thousands (method §1); what is no number is handed on as it is.
    """
    text = typed.replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if "/" in text:
        return text
    if visit.lang == "en":
        return text.replace(",", "")
    plain = text.replace(".", "").replace(",", ".")
    if "," not in text and "." in text and any(len(part) != 3 for part in text.split(".")[1:]):
        return text
    try:
        read_exact(plain)
    except BadNumber:
        return text
    return plain


def _day(typed: str) -> str:
    """``31/12/2017`` as the engine reads it; anything else as it is."""
    parts = typed.split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return typed
    return f"{int(parts[2]):04}-{int(parts[1]):02}-{int(parts[0]):02}"

"""A request of method §8, read strictly into a case: what is not understood is an error with a code, never a guess.

Numbers are integers or strings; a share may be written with its two counts (``"115/154"``), any other
number that stands beside a target in per cent or points is in per cent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, NoReturn

from flows.by_hand.fields import BadRequest, code, day, flag, measure, number, only, whole
from metrics.case import Bounds, Case, YearValue
from metrics.goals import AllowedRounding, DenominatorRule, Floor, Op, Qualifier, Rounding, Shape, Target, TargetUnit
from metrics.judge import WITHOUT_TARGET
from metrics.paths import along
from metrics.shapes.cap_share import COUNTED

KEYS = frozenset(
    {
        "shape",
        "target",
        "baseline",
        "actual",
        "numerator",
        "denominator",
        "years",
        "elapsed",
        "closed",
        "tolerance",
        "rounding",
        "digits",
        "qualifier",
        "margin",
        "years_values",
        "rule",
        "done",
        "deadline",
        "as_of",
        "classes",
        "denominator_rule",
        "allowed_rounding",
    }
)
"""Keys of a request. ``margin`` is what ``about`` is plus or minus."""

UNITS = {
    Shape.YEARLY_CUT: (TargetUnit.PERCENT_PER_YEAR, TargetUnit.PERCENT),
    Shape.CUMULATIVE_FLOW: (TargetUnit.COUNT, TargetUnit.PERCENT),
    Shape.LEVEL_BY: (TargetUnit.COUNT, TargetUnit.PERCENT),
    Shape.ELIMINATE: (TargetUnit.COUNT, TargetUnit.PERCENT),
    Shape.YEARLY_FLOOR: (TargetUnit.COUNT, TargetUnit.PERCENT, TargetUnit.PERCENT_PER_YEAR),
    Shape.CAP_SHARE: (TargetUnit.PERCENT,),
    Shape.CHANGE_BY: (TargetUnit.POINTS, TargetUnit.PERCENT, TargetUnit.COUNT),
    Shape.DONE_BY: (),
}
"""Units that each shape's target may have, the usual one first."""

MOST_DIGITS = 12
_HALF = re.compile(r"[\ud800-\udfff]")
"""Bytes that are no UTF-8, as a lenient reader hands them on."""
DEFAULT_TOLERANCE = Fraction(1, 20)


def parse(line: str, place: int = 1) -> dict[str, Any]:
    """The object of one line; raises :class:`BadRequest` ``bad_json`` naming the line, or ``float``."""

    def refuse_float(text: str) -> NoReturn:
        raise BadRequest("float", f'line {place}: {text} is a float; write it as a string, "{text}"')

    def refuse_constant(text: str) -> NoReturn:
        raise BadRequest("bad_json", f"line {place}: {text} is no JSON")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(found := dict(pairs)) < len(pairs):
            raise BadRequest("bad_json", f"line {place}: a key is given twice")
        return found

    if _HALF.search(line):
        raise BadRequest("bad_json", f"line {place} is no UTF-8")
    try:
        found = json.loads(
            line.strip(), parse_float=refuse_float, parse_constant=refuse_constant, object_pairs_hook=once
        )
    except BadRequest:
        raise
    except json.JSONDecodeError as error:
        raise BadRequest("bad_json", f"line {place} is no JSON: {error.msg}, column {error.colno}") from None
    except (ValueError, RecursionError) as error:
        raise BadRequest("bad_json", f"line {place} is no JSON object: {error}") from None
    if not isinstance(found, dict):
        raise BadRequest("bad_json", f'line {place} is no JSON object: write {{"shape": …}}')
    return found


def read_case(request: Mapping[str, Any]) -> Case:
    """The case that a request describes; raises :class:`BadRequest` with the key and what was expected."""
    only(request, KEYS, "request")
    shape = _shape(request)
    tolerance = number(request, "tolerance", most=Fraction(1))
    case = Case(
        shape=shape,
        target=_target(request, shape),
        years=number(request, "years"),
        closed=flag(request, "closed"),
        tolerance=DEFAULT_TOLERANCE if tolerance is None else tolerance,
        rounding=code(request, "rounding", Rounding, Rounding.HALF_UP),
        digits=whole(request, "digits", default=2, most=MOST_DIGITS),
    )
    match shape:
        case Shape.DONE_BY:
            return _with_dates(request, case)
        case Shape.CAP_SHARE:
            return _with_classes(request, case)
        case Shape.YEARLY_FLOOR:
            return _with_path(request, _with_years(request, case))
        case _:
            return _with_path(request, _with_value(request, case))


def _with_value(request: Mapping[str, Any], case: Case) -> Case:
    share = _in_per_cent(request, case)
    baseline = measure(request, "baseline", share=share)
    actual = measure(request, "actual", share=share)
    numerator = denominator = None
    if request.get("numerator") is not None or request.get("denominator") is not None:
        if actual is not None:
            raise BadRequest("bad_value", "give actual, or numerator and denominator, not both")
        if case.shape is Shape.YEARLY_CUT:
            raise BadRequest("bad_value", "yearly_cut counts: give baseline and actual")
        if case.target is not None and case.target.unit is TargetUnit.COUNT and case.shape is not Shape.ELIMINATE:
            raise BadRequest("bad_value", "a target in count is judged on actual, not on numerator and denominator")
        numerator, denominator = whole(request, "numerator"), whole(request, "denominator")
        actual = Fraction(numerator, denominator) if denominator else None
    elif share and isinstance(given := request.get("actual"), str) and "/" in given:
        numerator, denominator = (int(part) for part in given.split("/"))
    span = _span(request, actual, share=share)
    return replace(case, baseline=baseline, actual=actual, numerator=numerator, denominator=denominator, range=span)


def _in_per_cent(request: Mapping[str, Any], case: Case) -> bool:
    """Whether plain numbers of the request are per cents, and ``n/d`` a share with its two counts."""
    if case.shape in (Shape.YEARLY_CUT, Shape.ELIMINATE):
        return False
    given = [request.get("baseline"), request.get("actual")]
    shares = request.get("denominator") is not None or any(isinstance(text, str) and "/" in text for text in given)
    if case.target is None:
        return shares and case.shape in (Shape.LEVEL_BY, Shape.CHANGE_BY)
    if case.shape is Shape.CHANGE_BY and case.target.unit is TargetUnit.PERCENT:
        return shares
    return case.target.unit is not TargetUnit.COUNT


def _with_path(request: Mapping[str, Any], case: Case) -> Case:
    elapsed = number(request, "elapsed", most=Fraction(1))
    if elapsed is None or case.closed:
        return case
    return replace(case, expected=along(case.shape, case.target, case.baseline, elapsed))


def _span(request: Mapping[str, Any], actual: Fraction | None, *, share: bool) -> Bounds | None:
    """Bounds of a qualified value: [v, ∞), [0, v] or v ± the stated margin (method §1)."""
    qualifier = code(request, "qualifier", Qualifier, Qualifier.EXACT)
    margin = measure(request, "margin", share=share)
    if qualifier is Qualifier.ABOUT and margin is None:
        raise BadRequest("missing", "qualifier about needs margin: how far the value may be off", "margin")
    if actual is None:
        return None
    match qualifier:
        case Qualifier.EXACT:
            return None
        case Qualifier.AT_LEAST:
            return Bounds(actual, None)
        case Qualifier.AT_MOST:
            return Bounds(Fraction(0), actual)
        case Qualifier.ABOUT:
            off = margin or Fraction(0)
            return Bounds(actual - off, actual + off)


def _with_years(request: Mapping[str, Any], case: Case) -> Case:
    values = request.get("years_values")
    if values is None:
        raise BadRequest("missing", "yearly_floor needs years_values: one figure a closed year", "years_values")
    if not isinstance(values, list):
        raise BadRequest("bad_value", "years_values is a list of figures, null where a year has none")
    baseline = number(request, "baseline")
    rate = case.target is not None and case.target.unit is not TargetUnit.COUNT
    share = rate and not baseline
    years = tuple(
        YearValue(place, measure({"years_values": value}, "years_values", share=share), closed=True)
        for place, value in enumerate(values, start=1)
    )
    rule = code(request, "rule", Floor, Floor.ALL)
    return replace(case, baseline=baseline, year_values=years, floor_rule=rule)


def _with_classes(request: Mapping[str, Any], case: Case) -> Case:
    for name in ("classes", "denominator_rule", *(("allowed_rounding",) if case.target else ())):
        if request.get(name) is None:
            raise BadRequest("missing", f"cap_share needs {name}", name)
    given = request["classes"]
    rule = code(request, "denominator_rule", DenominatorRule, DenominatorRule.GOOD)
    if not isinstance(given, dict):
        raise BadRequest("bad_value", "classes is an object of counts")
    only(given, frozenset(COUNTED[DenominatorRule.ALL]), "classes")
    needed = {"excellent", *COUNTED[rule]} - given.keys()
    if needed:
        raise BadRequest("missing", f"denominator_rule {rule} needs classes {', '.join(sorted(needed))}")
    classes = {name: whole(given, name) for name in given}
    rounding = None
    if request.get("allowed_rounding") is not None:
        rounding = code(request, "allowed_rounding", AllowedRounding, AllowedRounding.FLOOR)
    return replace(case, classes=classes, denominator_rule=rule, allowed_rounding=rounding)


def _with_dates(request: Mapping[str, Any], case: Case) -> Case:
    done, deadline, as_of = (day(request, name) for name in ("done", "deadline", "as_of"))
    if deadline is None:
        raise BadRequest("missing", "done_by needs a deadline", "deadline")
    return replace(case, done=done, deadline=deadline, as_of=as_of)


def _shape(request: Mapping[str, Any]) -> Shape:
    if "shape" not in request:
        raise BadRequest("missing", "shape is missing")
    try:
        return Shape(request["shape"])
    except ValueError:
        names = ", ".join(Shape)
        raise BadRequest("unknown_shape", f"no shape {request['shape']!r}: {names}") from None


def _target(request: Mapping[str, Any], shape: Shape) -> Target | None:
    given = request.get("target")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise BadRequest("bad_value", "target is an object with op, value or low and high, and unit")
    for name in ("op", "unit"):
        if given.get(name) is None:
            raise BadRequest("missing", f"target needs {name}")
    op, unit = code(given, "op", Op, Op.AT_LEAST), code(given, "unit", TargetUnit, TargetUnit.COUNT)
    numbers = ("low", "high") if op is Op.BAND else ("value",)
    only(given, frozenset(("op", "unit", *numbers)), "target")
    found = {name: number(given, name, least=None) for name in numbers}
    for name, value in found.items():
        if value is None:
            raise BadRequest("missing", f"target {op} needs {name}", "target" if name == "value" else name)
    target = Target(op, unit, **found)
    if unit not in UNITS[shape]:
        units = ", ".join(UNITS[shape]) or "none"
        raise BadRequest("bad_value", f"{shape} has no target in {unit}: {units}")
    if target.low is not None and target.high is not None and target.low > target.high:
        raise BadRequest("bad_value", "the band's low is above its high", "low")
    if shape is Shape.CAP_SHARE and op not in (Op.AT_MOST, Op.BELOW):
        raise BadRequest("bad_value", "a cap is <= or <")
    if shape in WITHOUT_TARGET and target.value != 0:
        raise BadRequest("bad_value", f"{shape} asks for 0 and nothing else", "target")
    return target

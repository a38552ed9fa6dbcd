"""A request of method §8, read strictly into a case: what is not understood is an error with a code, never a guess.

Numbers are integers or strings; a share may be written with its two counts (``"115/154"``), any other
number that stands beside a target in per cent or points is in per cent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, NoReturn, TypeVar

from metrics.case import Bounds, Case, YearValue
from metrics.exact import BadNumber, InexactNumber, read_exact
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
DEFAULT_TOLERANCE = Fraction(1, 20)

AnyCode = TypeVar("AnyCode", bound=StrEnum)


class BadRequest(ValueError):
    """A request that cannot be judged; ``code`` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


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
    _only(request, KEYS, "request")
    shape = _shape(request)
    tolerance = _number(request, "tolerance", most=Fraction(1))
    case = Case(
        shape=shape,
        target=_target(request, shape),
        years=_number(request, "years"),
        closed=_flag(request, "closed"),
        tolerance=DEFAULT_TOLERANCE if tolerance is None else tolerance,
        rounding=_code(request, "rounding", Rounding, Rounding.HALF_UP),
        digits=_whole(request, "digits", default=2, most=MOST_DIGITS),
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
    baseline = _measure(request, "baseline", share=share)
    actual = _measure(request, "actual", share=share)
    numerator = denominator = None
    if request.get("numerator") is not None or request.get("denominator") is not None:
        if actual is not None:
            raise BadRequest("bad_value", "give actual, or numerator and denominator, not both")
        if case.shape is Shape.YEARLY_CUT:
            raise BadRequest("bad_value", "yearly_cut counts: give baseline and actual")
        numerator, denominator = _whole(request, "numerator"), _whole(request, "denominator")
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
    elapsed = _number(request, "elapsed", most=Fraction(1))
    if elapsed is None or case.closed:
        return case
    return replace(case, expected=along(case.shape, case.target, case.baseline, elapsed))


def _span(request: Mapping[str, Any], actual: Fraction | None, *, share: bool) -> Bounds | None:
    """Bounds of a qualified value: [v, ∞), [0, v] or v ± the stated margin (method §1)."""
    qualifier = _code(request, "qualifier", Qualifier, Qualifier.EXACT)
    margin = _measure(request, "margin", share=share)
    if qualifier is Qualifier.ABOUT and margin is None:
        raise BadRequest("missing", "qualifier about needs margin: how far the value may be off")
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
        raise BadRequest("missing", "yearly_floor needs years_values: one figure a closed year")
    if not isinstance(values, list):
        raise BadRequest("bad_value", "years_values is a list of figures, null where a year has none")
    baseline = _number(request, "baseline")
    rate = case.target is not None and case.target.unit is not TargetUnit.COUNT
    share = rate and not baseline
    years = tuple(
        YearValue(place, _measure({"years_values": value}, "years_values", share=share), closed=True)
        for place, value in enumerate(values, start=1)
    )
    rule = _code(request, "rule", Floor, Floor.ALL)
    return replace(case, baseline=baseline, year_values=years, floor_rule=rule)


def _with_classes(request: Mapping[str, Any], case: Case) -> Case:
    for name in ("classes", "denominator_rule", *(("allowed_rounding",) if case.target else ())):
        if request.get(name) is None:
            raise BadRequest("missing", f"cap_share needs {name}")
    given = request["classes"]
    rule = _code(request, "denominator_rule", DenominatorRule, DenominatorRule.GOOD)
    if not isinstance(given, dict):
        raise BadRequest("bad_value", "classes is an object of counts")
    _only(given, frozenset(COUNTED[DenominatorRule.ALL]), "classes")
    needed = {"excellent", *COUNTED[rule]} - given.keys()
    if needed:
        raise BadRequest("missing", f"denominator_rule {rule} needs classes {', '.join(sorted(needed))}")
    classes = {name: _whole(given, name) for name in given}
    rounding = None
    if request.get("allowed_rounding") is not None:
        rounding = _code(request, "allowed_rounding", AllowedRounding, AllowedRounding.FLOOR)
    return replace(case, classes=classes, denominator_rule=rule, allowed_rounding=rounding)


def _with_dates(request: Mapping[str, Any], case: Case) -> Case:
    for name in ("done", "deadline"):
        if name not in request:
            raise BadRequest("missing", f"done_by needs {name}")
    done, deadline, as_of = (_date(request, name) for name in ("done", "deadline", "as_of"))
    if deadline is None:
        raise BadRequest("missing", "done_by needs a deadline")
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
    op, unit = _code(given, "op", Op, Op.AT_LEAST), _code(given, "unit", TargetUnit, TargetUnit.COUNT)
    numbers = ("low", "high") if op is Op.BAND else ("value",)
    _only(given, frozenset(("op", "unit", *numbers)), "target")
    found = {name: _number(given, name, least=None) for name in numbers}
    for name, value in found.items():
        if value is None:
            raise BadRequest("missing", f"target {op} needs {name}")
    target = Target(op, unit, **found)
    if unit not in UNITS[shape]:
        units = ", ".join(UNITS[shape]) or "none"
        raise BadRequest("bad_value", f"{shape} has no target in {unit}: {units}")
    if target.low is not None and target.high is not None and target.low > target.high:
        raise BadRequest("bad_value", "the band's low is above its high")
    if shape is Shape.CAP_SHARE and op not in (Op.AT_MOST, Op.BELOW):
        raise BadRequest("bad_value", "a cap is <= or <")
    if shape in WITHOUT_TARGET and target.value != 0:
        raise BadRequest("bad_value", f"{shape} asks for 0 and nothing else")
    return target


def _only(given: Mapping[str, Any], known: frozenset[str], name: str) -> None:
    unknown = sorted(given.keys() - known)
    if unknown:
        raise BadRequest("unknown_key", f"{name} has no {', '.join(unknown)}: {', '.join(sorted(known))}")


def _measure(given: Mapping[str, Any], key: str, *, share: bool) -> Fraction | None:
    value = _number(given, key)
    text = given.get(key)
    counted = isinstance(text, str) and "/" in text
    return value / 100 if share and value is not None and not counted else value


def _number(
    given: Mapping[str, Any], key: str, *, least: Fraction | None = Fraction(0), most: Fraction | None = None
) -> Fraction | None:
    if given.get(key) is None:
        return None
    try:
        value = read_exact(given[key])
    except InexactNumber as error:
        raise BadRequest("float", f"{key}: {error}") from None
    except BadNumber as error:
        raise BadRequest("bad_value", f"{key}: {error}") from None
    if (least is not None and value < least) or (most is not None and value > most):
        limits = f"from {least}" + ("" if most is None else f" to {most}")
        raise BadRequest("bad_value", f"{key} is {value}: give a number {limits}")
    return value


def _whole(given: Mapping[str, Any], key: str, *, default: int | None = None, most: int | None = None) -> int:
    value = _number(given, key, most=None if most is None else Fraction(most))
    if value is None:
        if default is None:
            raise BadRequest("missing", f"{key} is missing")
        return default
    if value.denominator != 1:
        raise BadRequest("bad_value", f"{key} is {value}: give a whole number")
    return value.numerator


def _flag(given: Mapping[str, Any], key: str) -> bool:
    value = given.get(key, False)
    if not isinstance(value, bool):
        raise BadRequest("bad_value", f"{key} is true or false")
    return value


def _code(given: Mapping[str, Any], key: str, codes: type[AnyCode], default: AnyCode) -> AnyCode:
    value = given.get(key)
    if value is None:
        return default
    try:
        return codes(value)
    except ValueError:
        raise BadRequest("bad_value", f"{key} has no {value!r}: {', '.join(codes)}") from None


def _date(given: Mapping[str, Any], key: str) -> date | None:
    value = given.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadRequest("bad_value", f"{key} is {value!r}: write a day as 2017-12-31") from None

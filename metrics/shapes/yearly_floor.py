"""``yearly_floor``: every year on its own, then the term by its rule (method §2, §3).

``all``: met while every closed year meets it, missed from the first that does not. ``average``: the
mean of the closed years, judged at the end of the term.
"""

from __future__ import annotations

from fractions import Fraction

from metrics.case import Case, Step, YearValue
from metrics.goals import Floor, TargetUnit, Verdict
from metrics.shapes.ladder import Ladder, always, asks_more, of_target, opened
from metrics.shapes.reading import Reading, fact, is_share, shown


def read(case: Case) -> Reading:
    """Years in the measure of the target; a rate is the year's count over the baseline, or the share given."""
    share = is_share(case.target)
    years = [year for year in _rates(case) if year.closed]
    known = [year for year in years if year.value is not None]
    if case.floor_rule is Floor.AVERAGE:
        measure = _mean(known) if known and len(known) == len(years) else None
        ladder = _of_average(case)
    else:
        measure = _deciding(case, years, known)
        ladder = _of_each(case)
    value = None if measure is None else measure * (100 if share else 1)
    rate = case.baseline if share and case.denominator is None else None
    return Reading(
        measure=measure,
        ladder=ladder,
        fact=_fact(case, years, measure, share),
        rule=case.floor_rule.value,
        reason=None if measure is not None else "no_value" if years else "no_closed_year",
        value=value,
        percent=value if share else None,
        scale=None if share and rate is None else 1 if rate is None else int(rate) or None,
        limits=case.floor_rule is Floor.ALL,
        needs=False,
        steps=tuple(_step(case, year, share) for year in years),
    )


def _rates(case: Case) -> list[YearValue]:
    rated = case.target is not None and case.target.unit is not TargetUnit.COUNT
    if not rated or case.denominator is not None or not case.baseline:
        return list(case.year_values)
    base = case.baseline
    return [
        YearValue(year.year, None if year.value is None else year.value / base, year.closed)
        for year in case.year_values
    ]


def _mean(years: list[YearValue]) -> Fraction:
    return sum((year.value for year in years if year.value is not None), Fraction(0)) / len(years)


def _deciding(case: Case, years: list[YearValue], known: list[YearValue]) -> Fraction | None:
    """The year furthest from the target; null where no year is closed, or one is unknown and no other fails."""
    ladder = _of_each(case)
    values = [year.value for year in known if year.value is not None]
    if not values:
        return None
    worst = min(values) if ladder is None or ladder.rising else max(values)
    fails = ladder is not None and ladder.at(worst) is Verdict.MISSED
    return worst if fails or len(known) == len(years) else None


def _of_each(case: Case) -> Ladder | None:
    """What a year needs: the target reached; by how much is not asked."""
    if case.target is None:
        return None
    goal = _of_target(case)
    rung = goal.goal()
    met = () if rung is None else (type(rung)(Verdict.MET, rung.edge, rung.strict),)
    return Ladder(goal.rising, met, Verdict.MISSED)


def _of_average(case: Case) -> Ladder | None:
    if case.target is None:
        return None
    ladder = _of_target(case)
    if case.closed:
        return ladder
    if case.expected is None:
        return always(Verdict.INCONCLUSIVE)
    least = case.expected * (1 - case.tolerance if ladder.rising else 1 + case.tolerance)
    return opened(Ladder(ladder.rising, (), ladder.bottom), least)


def _of_target(case: Case) -> Ladder:
    if case.target is None:
        raise ValueError("a yearly floor needs a target")
    unit = 100 if is_share(case.target) else 1
    return of_target(case.target, lambda value: value / unit)


def _fact(case: Case, years: list[YearValue], measure: Fraction | None, share: bool) -> Step:
    unit = "share" if share else "count"
    if measure is None:
        return fact("unknown" if years else "no_closed_year")
    if case.floor_rule is Floor.AVERAGE:
        return fact(f"average_{unit}", average=shown(measure, share), closed=len(years))
    ladder = _of_each(case)
    failed = [y for y in years if y.value is not None and ladder is not None and ladder.at(y.value) is Verdict.MISSED]
    if failed and failed[0].value is not None:
        year, value = failed[0].year, shown(failed[0].value, share)
        return fact(f"failed_{unit}", year=str(year), actual=value, failed=len(failed), closed=len(years))
    if case.target is None:
        return fact(f"worst_{unit}", actual=shown(measure, share), closed=len(years))
    most = not asks_more(case.target)
    return fact(f"{'highest' if most else 'lowest'}_{unit}", actual=shown(measure, share), closed=len(years))


def _step(case: Case, year: YearValue, share: bool) -> Step:
    if year.value is None:
        return Step("year_unknown", {"year": str(year.year)})
    ladder = _of_each(case)
    code = "year_share" if share else "year_count"
    params = {"year": str(year.year), "actual": shown(year.value, share)}
    if ladder is None:
        return Step(f"{code}_only", params)
    return Step(code, {**params, "verdict": ladder.at(year.value).value})

"""The corridor chart: no point stands in a zone that contradicts its verdict; labels are there; nothing is fetched."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import periods
from metrics.case import Bounds, Case
from metrics.corridor import corridor
from metrics.goals import Goal, Op, Rounding, Shape, Source, Target, TargetUnit, Verdict
from metrics.judge import judge
from metrics.paths import expected_value, years_between
from report import formats, theme
from report.charts import band
from report.charts.corridor import (
    CARD,
    FULL,
    HALL,
    NARROW,
    Ahead,
    Also,
    Break,
    Path,
    Point,
    alternative,
    corridor_figure,
)

PER_YEAR = TargetUnit.PERCENT_PER_YEAR
BAND = Target(Op.BAND, PER_YEAR, low=Fraction(15), high=Fraction(20))
FLOOR = Target(Op.AT_LEAST, PER_YEAR, value=Fraction(20))
MORE = Target(Op.ABOVE, TargetUnit.COUNT, value=Fraction(5000))
SHARE = Target(Op.AT_LEAST, TargetUnit.PERCENT, value=Fraction(90))
RISE = Target(Op.AT_LEAST, TargetUnit.PERCENT, value=Fraction(30))
REVIEW = date(2019, 12, 31)


def goal(shape: Shape = Shape.YEARLY_CUT, target: Target | None = BAND) -> Goal:
    return Goal(
        code="NQ04-DB-2016-02",
        resolution="NQ04-DB-2016",
        indicator="village_without_branch",
        unit="DB",
        shape=shape,
        target=target,
        source=Source.OWN,
        start=date(2016, 5, 23),
        baseline_date=date(2016, 5, 23),
        deadline=date(2020, 12, 31),
        rounding=Rounding.TRUNCATE,
    )


def case(asked: Goal, baseline: Fraction | None, actual: Fraction | None, on: date) -> Case:
    cut = asked.shape is Shape.YEARLY_CUT
    return Case(
        shape=asked.shape,
        target=asked.target,
        baseline=baseline,
        actual=actual,
        years=years_between(asked, on) if cut else None,
        total_years=years_between(asked, asked.deadline) if cut else None,
        expected=expected_value(asked, baseline, on),
        closed=on >= asked.deadline,
        tolerance=asked.tolerance,
        rounding=asked.rounding,
    )


def path(
    asked: Goal,
    baseline: int | Fraction | None,
    actual: int | Fraction,
    *,
    on: date = REVIEW,
    lang: str = "vi",
    bounds: Bounds | None = None,
    breaks: tuple[Break, ...] = (),
) -> Path:
    """Quarters on a straight line from the baseline to the actual value, all but the last simulated."""
    start = None if baseline is None else Fraction(baseline)
    quarters = [each for each in periods.between(asked.baseline_date, on, periods.PeriodKind.QUARTER)]
    counts = asked.target is None or asked.target.unit is not TargetUnit.PERCENT
    whole = counts or asked.shape is Shape.CHANGE_BY
    points = []
    for place, each in enumerate(quarters, start=1):
        value = (start or Fraction(0)) + (Fraction(actual) - (start or 0)) * Fraction(place, len(quarters))
        value = Fraction(round(value)) if whole else value
        points.append(Point(each.last, value, place < len(quarters), formats.period(each, lang)))
    judgement = judge(replace(case(asked, start, Fraction(actual), on), range=bounds))
    label = formats.period(periods.quarter_of(on), lang)
    drawn = corridor(asked, start)
    return Path(asked, drawn, start, tuple(points), judgement, on, label, share=not whole, breaks=breaks)


def looking_on(lang: str) -> Path:
    """Two targets, a pace, a name and figures as long as they come."""
    found = path(goal(Shape.CUMULATIVE_FLOW, MORE), 0, 3322, lang=lang)
    also = Also(Fraction(6000), formats.target(replace(MORE, value=Fraction(6000)), lang), "cấp trên giao")
    return replace(found, ahead=Ahead(Fraction(4630), Fraction(4890), "4.630–4.890"), also=(also,), source="tự đề ra")


CASES: dict[str, Callable[[str], Path]] = {
    "met": lambda lang: path(goal(), 328, 135, lang=lang),
    "exceeded": lambda lang: path(goal(), 95, 8, lang=lang),
    "floor": lambda lang: path(goal(target=FLOOR), 33, 0, lang=lang),
    "behind": lambda lang: path(goal(), 328, 240, lang=lang),
    "rose": lambda lang: path(goal(), 328, 351, lang=lang),
    "missed": lambda lang: path(goal(), 328, 170, on=date(2020, 12, 31), lang=lang),
    "late": lambda lang: path(goal(), 328, 120, on=date(2021, 9, 30), lang=lang),
    "not due": lambda lang: path(goal(), 328, 310, on=date(2016, 12, 31), lang=lang),
    "bounds": lambda lang: path(goal(), 328, 183, bounds=Bounds(Fraction(170), Fraction(196)), lang=lang),
    "flow": lambda lang: path(goal(Shape.CUMULATIVE_FLOW, MORE), 0, 3322, lang=lang),
    "share": lambda lang: path(goal(Shape.LEVEL_BY, SHARE), Fraction(193, 328), Fraction(9, 10), lang=lang),
    "eliminate": lambda lang: path(goal(Shape.ELIMINATE, None), 1328, 235, lang=lang),
    "zero baseline": lambda lang: path(goal(), 0, 0, lang=lang),
    "no baseline": lambda lang: path(goal(), None, 12, lang=lang),
    "looking on": looking_on,
    "open end": lambda lang: path(goal(Shape.ELIMINATE, None), 40, 12, bounds=Bounds(Fraction(12), None), lang=lang),
    "rise": lambda lang: path(goal(Shape.CHANGE_BY, RISE), 1050, 1200, lang=lang),
    "broken": lambda lang: path(goal(), 328, 135, lang=lang, breaks=(Break(date(2018, 7, 1), "sáp nhập", gap=True),)),
}


def texts(figure: object) -> str:
    return " ".join(note.text for note in figure.layout.annotations)  # type: ignore[attr-defined]  # plotly has no types


@pytest.mark.parametrize("size", [FULL, NARROW, CARD, HALL], ids=lambda size: size.name)
@pytest.mark.parametrize("name", CASES)
def test_every_case_can_be_drawn_in_every_size(name: str, size) -> None:
    for lang, surface in (("vi", theme.LIGHT), ("en", theme.DARK)):
        figure = corridor_figure(lang, CASES[name](lang), surface, size)
        assert figure.layout.height == size.height
        page = figure.to_json()
        assert "http" not in page
        assert "nan" not in page.lower().replace("naṇ", "")
        families = {note.font.family for note in figure.layout.annotations}
        assert families <= {theme.TEXT_FONT, theme.DISPLAY_FONT}


def test_the_chart_says_its_figures() -> None:
    said = texts(corridor_figure("vi", CASES["met"]("vi")))
    for label in ("328", "năm 2016", "135", "hạn 2020", "132–180", "khung lúc xét", "131", "66", "Quý IV/2019"):
        assert label in said
    for label in ("mô phỏng", "chậm: giảm dưới 15\u00a0%/năm", "vượt: giảm trên 20\u00a0%/năm"):
        assert label in said


def test_the_card_says_less() -> None:
    said = texts(corridor_figure("vi", CASES["met"]("vi"), theme.LIGHT, CARD))
    assert "328" in said
    assert "135" in said
    assert "hạn 2020" in said
    assert "khung" not in said
    assert "chậm" not in said


def test_english_says_no_vietnamese() -> None:
    for name in ("met", "flow", "share", "bounds"):
        said = texts(corridor_figure("en", CASES[name]("en")))
        assert not [word for word in ("khung", "mô phỏng", "hạn", "vượt", "chậm", "Quý", "năm") if word in said.split()]


def test_large_counts_are_grouped() -> None:
    assert "3.322" in texts(corridor_figure("vi", CASES["flow"]("vi")))
    assert "3,322" in texts(corridor_figure("en", CASES["flow"]("en")))


def test_bounds_are_drawn_and_named() -> None:
    figure = corridor_figure("vi", CASES["bounds"]("vi"))
    assert CASES["bounds"]("vi").judgement.verdict is Verdict.INCONCLUSIVE  # type: ignore[union-attr]
    assert "có thể 170–196" in texts(figure)
    assert [list(trace.y) for trace in figure.data if trace.name == "bounds"] == [[170.0, 196.0]]


def test_an_open_end_has_no_cap() -> None:
    figure = corridor_figure("vi", CASES["open end"]("vi"))
    assert "có thể từ 12 trở lên" in texts(figure)
    assert [list(trace.y) for trace in figure.data if trace.name == "bounds-ends"] == [[12.0]]


def test_the_pace_is_a_range_at_the_deadline_apart_from_the_verdict() -> None:
    figure = corridor_figure("vi", looking_on("vi"))
    ahead = next(trace for trace in figure.data if trace.name == "ahead")
    assert (list(ahead.x), list(ahead.y)) == (["2020-12-31", "2020-12-31"], [4630.0, 4890.0])
    assert ahead.line.color == theme.LIGHT.ink3
    assert "4.630–4.890<br>giữ nhịp" in texts(figure)
    closed = replace(looking_on("vi"), points=(Point(date(2020, 12, 31), Fraction(3322)),), review=date(2020, 12, 31))
    assert not [trace for trace in corridor_figure("vi", closed).data if trace.name == "ahead"]


def test_both_targets_have_their_mark() -> None:
    said = texts(corridor_figure("vi", looking_on("vi")))
    for label in ("trên 5.000", "tự đề ra", "trên 6.000", "cấp trên giao"):
        assert label in said


def test_pointing_at_a_quarter_says_its_figure_its_range_and_that_it_is_simulated() -> None:
    figure = corridor_figure("vi", CASES["met"]("vi"))
    hovers = next(trace for trace in figure.data if trace.name == "simulated").text
    assert "Quý III/2019: 148 (mô phỏng)<br>khung lúc ấy: 132–180" in hovers


def test_without_a_baseline_the_chart_says_why_there_is_no_range() -> None:
    said = texts(corridor_figure("vi", CASES["no baseline"]("vi")))
    assert "Chưa có số gốc" in said
    assert "chậm" not in said


NAMED = {"▼": {Verdict.BEHIND, Verdict.MISSED}, "×": {Verdict.BEHIND, Verdict.MISSED}}
NAMED |= {"▲": {Verdict.EXCEEDED}, "●": {Verdict.MET}}


@pytest.mark.parametrize("size", [FULL, NARROW, HALL], ids=lambda size: size.name)
@pytest.mark.parametrize("name", CASES)
def test_the_name_of_a_zone_stands_where_the_engine_gives_that_verdict(name: str, size) -> None:
    drawn = CASES[name]("vi")
    for note in corridor_figure("vi", drawn, theme.LIGHT, size).layout.annotations:
        mark = note.text.removeprefix("<b>")[:1]
        if "</b> " not in note.text or mark not in NAMED:
            continue
        day = min(date.fromisoformat(note.x), drawn.goal.deadline)
        stretch = drawn.corridor.on(day)
        value = Fraction(note.y).limit_denominator(10**6) / (100 if drawn.share else 1)
        value = Fraction(round(value)) if drawn.corridor.whole else value
        found = stretch and stretch.verdict(value)
        assert found in NAMED[mark] | {Verdict.NOT_DUE}, (note.text, day, value)


def test_a_reform_that_breaks_the_series_breaks_the_line() -> None:
    whole = [trace for trace in corridor_figure("vi", CASES["met"]("vi")).data if trace.name == "actual"]
    broken = [trace for trace in corridor_figure("vi", CASES["broken"]("vi")).data if trace.name == "actual"]
    assert (len(whole), len(broken)) == (1, 2)


def test_a_quarter_that_nobody_reported_breaks_the_line() -> None:
    given_ = CASES["met"]("vi")
    points = tuple(replace(point, value=None) if place == 5 else point for place, point in enumerate(given_.points))
    figure = corridor_figure("vi", replace(given_, points=points))
    assert len([trace for trace in figure.data if trace.name == "actual"]) == 2


def test_simulated_points_are_hollow_and_have_their_rug() -> None:
    figure = corridor_figure("vi", CASES["met"]("vi"))
    names = [trace.name for trace in figure.data]
    assert "simulated" in names
    assert "rug" in names
    hollow = next(trace for trace in figure.data if trace.name == "simulated")
    assert hollow.marker.color == theme.LIGHT.card


def test_nothing_known_says_so() -> None:
    empty = replace(CASES["met"]("vi"), baseline=None, points=(), judgement=None)
    assert texts(corridor_figure("vi", empty)) == "Chưa có số để vẽ đường đi"
    assert alternative("vi", empty) == "Chưa có số để vẽ đường đi"


def test_the_alternative_reads_every_point() -> None:
    said = alternative("vi", CASES["met"]("vi"))
    assert said.startswith("23/05/2016: 328; ")
    assert said.endswith("Quý IV/2019: 135")
    assert said.count("(mô phỏng)") == len(CASES["met"]("vi").points) - 1


def test_the_last_point_wears_the_shape_of_its_verdict() -> None:
    for name, given_ in CASES.items():
        drawn = given_("vi")
        if drawn.last is None or drawn.judgement is None or drawn.judgement.verdict is None:
            continue
        verdict = drawn.judgement.verdict
        traces = [trace for trace in corridor_figure("vi", drawn).data if trace.name == f"verdict-{verdict}"]
        assert [trace.marker.symbol for trace in traces] == [theme.SYMBOLS[verdict]], name


@cache
def steps_of(asked: Goal, baseline: int) -> list[band.Step]:
    return band.steps(corridor(asked, Fraction(baseline)), asked, date(2021, 12, 31))


DAYS = st.dates(date(2016, 5, 23), date(2021, 12, 31))
GOALS = st.sampled_from(
    [
        goal(),
        goal(target=FLOOR),
        goal(target=Target(Op.ABOVE, PER_YEAR, value=Fraction(20))),
        goal(Shape.CUMULATIVE_FLOW, MORE),
        goal(Shape.CUMULATIVE_FLOW, Target(Op.AT_LEAST, TargetUnit.COUNT, value=Fraction(600))),
        goal(Shape.ELIMINATE, None),
        goal(Shape.LEVEL_BY, Target(Op.AT_MOST, TargetUnit.COUNT, value=Fraction(20))),
        goal(Shape.LEVEL_BY, Target(Op.AT_LEAST, TargetUnit.COUNT, value=Fraction(400))),
        goal(Shape.CHANGE_BY, RISE),
        goal(Shape.CHANGE_BY, Target(Op.AT_LEAST, TargetUnit.COUNT, value=Fraction(25))),
    ]
)


@settings(max_examples=300, deadline=None)
@given(asked=GOALS, baseline=st.sampled_from([0, 1, 7, 33, 95, 328]), value=st.integers(0, 700), on=DAYS)
def test_no_point_stands_in_a_zone_that_contradicts_its_verdict(
    asked: Goal, baseline: int, value: int, on: date
) -> None:
    start = 0 if asked.shape is Shape.CUMULATIVE_FLOW else baseline
    verdict = judge(case(asked, Fraction(start), Fraction(value), on)).verdict
    drawn = next((step for step in steps_of(asked, start) if step.first <= on <= step.last), None)
    low = drawn is not None and (drawn.low is None or value > drawn.low)
    high = drawn is not None and (drawn.high is None or value < drawn.high)
    assert (low and high) is (verdict in band.verdicts_of(asked)), (verdict, drawn)


@settings(max_examples=40, deadline=None)
@given(asked=GOALS, on=DAYS)
def test_thinning_keeps_the_days_that_matter(asked: Goal, on: date) -> None:
    steps = steps_of(asked, 0 if asked.shape is Shape.CUMULATIVE_FLOW else 328)
    thin = band.thinned(steps, [on], most=20)
    before = next((step for step in steps if step.first <= on <= step.last), None)
    after = next((step for step in thin if step.first <= on <= step.last), None)
    assert (before and (before.low, before.high)) == (after and (after.low, after.high))
    assert all(left.last < right.first for left, right in pairwise(thin))

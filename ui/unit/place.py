"""A unit's place among its peers in words, with the small picture of where they all stand."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from flows.peers import SMALLEST, Place, Unplaced
from flows.review import GoalReview
from flows.scorecard import Line
from metrics.goals import TargetUnit
from report import formats
from report.charts import spark
from ui import headlines
from ui.enter import Visit


def place_cell(visit: Visit, line: Line) -> str:
    """The place in words, the peers as strokes, and how far from their middle."""
    found = line.place
    if found is None:
        return ""
    said = place_words(visit, found)
    if not found.shared or found.value is None:
        return f'<span class="m-note">{escape(said)}</span>'
    far = distance_words(visit, line.found, found)
    out = found.among - found.of
    if out:
        far = f"{far}; {visit.say('unit_page.not_placed', number=formats.number(out, visit.lang))}"
    picture = spark.strip(found.values, found.value, middle=found.median)
    image = spark.image(picture, f"{said}. {far}", height=18)
    return f'<span class="m-strong">{escape(said)}</span>{image}<span class="m-note">{escape(far)}</span>'


def place_words(visit: Visit, found: Place) -> str:
    """``hạng 3–5 trong 12 xã``, or why there is none."""
    if found.unplaced is Unplaced.ALONE and found.of_target:
        return visit.say("unit_page.unplaced.alone_target")
    if found.unplaced is not None:
        return visit.say(f"unit_page.unplaced.{found.unplaced}", smallest=SMALLEST)
    of = formats.number(found.of, visit.lang)
    kinds = headlines.units_of(visit, found.kind, found.of)
    if found.shared > 1:
        return visit.say("unit_page.place_shared", first=found.first, last=found.last, of=of, kinds=kinds)
    return visit.say("unit_page.place_one", first=found.first, of=of, kinds=kinds)


def distance_words(visit: Visit, judged: GoalReview, found: Place) -> str:
    """How far from the median of the peers; and how many of them are not ranked."""
    if found.distance is None or found.median is None:
        return ""
    goal = judged.goal

    def printed(value: Fraction, unit: TargetUnit) -> str:
        return formats.measure(value, unit, visit.lang, goal.digits, goal.rounding, trim=True)

    middle = printed(found.median, found.unit)
    if not found.distance:
        return visit.say("unit_page.at_middle", middle=middle)
    gap = TargetUnit.POINTS if found.unit is not TargetUnit.COUNT else TargetUnit.COUNT
    key = "above_middle" if found.distance > 0 else "below_middle"
    return visit.say(f"unit_page.{key}", middle=middle, distance=printed(abs(found.distance), gap))

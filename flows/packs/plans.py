"""Plans and findings of a pack as plain frozen data; see `flows.pack`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PackStep:
    text_vi: str
    text_en: str = ""
    due_on: date | None = None
    done_on: date | None = None
    evidence_vi: str = ""
    evidence_en: str = ""
    part: int | None = None
    whole: int | None = None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class PackMeasure:
    """A measure of the group ``number``; its steps stand in their order."""

    number: int
    name_vi: str
    name_en: str = ""
    text_vi: str = ""
    text_en: str = ""
    body_vi: str = ""
    body_en: str = ""
    simulated: bool = False
    steps: tuple[PackStep, ...] = ()


@dataclass(frozen=True, slots=True)
class PackPlan:
    """A plan; ``simulated`` speaks of its head, measures and steps say it for themselves."""

    code: str
    unit: str
    decided_on: date
    body_vi: str
    problem_vi: str
    body_en: str = ""
    problem_en: str = ""
    document: str = ""
    indicator: str | None = None
    rated_year: int | None = None
    groups: int | None = None
    task_force: int | None = None
    origin: str | None = None
    note_vi: str = ""
    note_en: str = ""
    simulated: bool = False
    measures: tuple[PackMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class PackRecommendation:
    text_vi: str
    text_en: str = ""
    body_vi: str = ""
    body_en: str = ""
    due_on: date | None = None
    done_on: date | None = None
    follow_up_vi: str = ""
    follow_up_en: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class PackFinding:
    """What an inspection found; ``plan`` is the code of a plan it is about."""

    code: str
    unit: str
    found_on: date
    body_vi: str
    text_vi: str
    body_en: str = ""
    text_en: str = ""
    document: str = ""
    plan: str | None = None
    origin: str | None = None
    simulated: bool = False
    recommendations: tuple[PackRecommendation, ...] = ()


def any_simulated(plans: tuple[PackPlan, ...], findings: tuple[PackFinding, ...]) -> bool:
    """Whether anything of these is simulated."""
    return any(_marks(plans, findings))


def _marks(plans: tuple[PackPlan, ...], findings: tuple[PackFinding, ...]) -> Iterator[bool]:
    for plan in plans:
        yield plan.simulated
        for measure in plan.measures:
            yield measure.simulated
            yield from (step.simulated for step in measure.steps)
    for finding in findings:
        yield finding.simulated
        yield from (one.simulated for one in finding.recommendations)

"""Plans and findings of a pack: from ``plans.toml`` and ``findings.toml`` to objects, what must hold, and back."""

from __future__ import annotations

from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from flows.packs.plans import PackFinding, PackMeasure, PackPlan, PackRecommendation, PackStep
from intake.persons import text_of_persons
from seed.fields import Fields


def plan(fields: Fields) -> PackPlan:
    decided = fields.needed_day("decided_on")
    found = PackPlan(
        code=fields.text("code", required=True),
        unit=fields.text("unit", required=True),
        decided_on=decided,
        body_vi=_words(fields, "body_vi", required=True),
        body_en=_words(fields, "body_en"),
        problem_vi=_words(fields, "problem_vi", required=True),
        problem_en=_words(fields, "problem_en"),
        document=fields.text("document"),
        indicator=fields.optional("indicator"),
        rated_year=fields.integer("rated_year"),
        groups=fields.integer("groups"),
        task_force=fields.integer("task_force"),
        origin=fields.optional("origin"),
        note_vi=fields.text("note_vi"),
        note_en=fields.text("note_en"),
        simulated=fields.flag("simulated"),
        measures=tuple(_measure(inner, decided) for inner in fields.tables("measure")),
    )
    if (found.groups is not None or found.task_force is not None) and found.origin is None and not found.simulated:
        fields.wrong("code", "'groups' and 'task_force' are published figures: name their 'origin'")
    return found


def _measure(fields: Fields, begun: date) -> PackMeasure:
    found = PackMeasure(
        number=fields.integer("number") or 0,
        name_vi=_words(fields, "name_vi", required=True),
        name_en=_words(fields, "name_en"),
        text_vi=_words(fields, "text_vi"),
        text_en=_words(fields, "text_en"),
        body_vi=_words(fields, "body_vi"),
        body_en=_words(fields, "body_en"),
        simulated=fields.flag("simulated"),
        steps=tuple(_step(inner, begun) for inner in fields.tables("step")),
    )
    if found.number < 1:
        fields.wrong("number", "'number' is the measure's group, from 1")
    fields.done()
    return found


def _step(fields: Fields, begun: date) -> PackStep:
    found = PackStep(
        text_vi=_words(fields, "text_vi", required=True),
        text_en=_words(fields, "text_en"),
        due_on=fields.day("due_on"),
        done_on=fields.day("done_on"),
        evidence_vi=_words(fields, "evidence_vi"),
        evidence_en=_words(fields, "evidence_en"),
        part=fields.integer("part"),
        whole=fields.integer("whole"),
        simulated=fields.flag("simulated"),
    )
    if (found.part is None) != (found.whole is None) or not 0 <= (found.part or 0) <= (found.whole or 0):
        fields.wrong("part", "'part' and 'whole' go together, 'part' from 0 to 'whole'")
    _in_order(fields, begun, found.due_on, found.done_on)
    fields.done()
    return found


def finding(fields: Fields) -> PackFinding:
    on = fields.needed_day("found_on")
    return PackFinding(
        code=fields.text("code", required=True),
        unit=fields.text("unit", required=True),
        found_on=on,
        body_vi=_words(fields, "body_vi", required=True),
        body_en=_words(fields, "body_en"),
        text_vi=_words(fields, "text_vi", required=True),
        text_en=_words(fields, "text_en"),
        document=fields.text("document"),
        plan=fields.optional("plan"),
        origin=fields.optional("origin"),
        simulated=fields.flag("simulated"),
        recommendations=tuple(_recommendation(inner, on) for inner in fields.tables("recommendation")),
    )


def _recommendation(fields: Fields, begun: date) -> PackRecommendation:
    found = PackRecommendation(
        text_vi=_words(fields, "text_vi", required=True),
        text_en=_words(fields, "text_en"),
        body_vi=_words(fields, "body_vi"),
        body_en=_words(fields, "body_en"),
        due_on=fields.day("due_on"),
        done_on=fields.day("done_on"),
        follow_up_vi=_words(fields, "follow_up_vi"),
        follow_up_en=_words(fields, "follow_up_en"),
        simulated=fields.flag("simulated"),
    )
    _in_order(fields, begun, found.due_on, found.done_on)
    fields.done()
    return found


def _words(fields: Fields, key: str, *, required: bool = False) -> str:
    text = fields.text(key, required=required)
    if text_of_persons(text):
        fields.wrong(key, f"'{key}' looks like a person's name or number: name the body, never a person")
    return text


def _in_order(fields: Fields, begun: date, due_on: date | None, done_on: date | None) -> None:
    for key, day in (("due_on", due_on), ("done_on", done_on)):
        if day is not None and day < begun:
            fields.wrong(key, f"'{key}' is {day}, before the plan or finding itself of {begun}")


def written(thing: Any) -> dict[str, Any]:
    """A plan or finding as TOML values: what is null, empty or false stays out, inner tables under their names."""
    values: dict[str, Any] = {}
    for field in fields_of(thing):
        value = getattr(thing, field.name)
        if isinstance(value, tuple):
            if value:
                values[field.name.removesuffix("s")] = [written(one) for one in value]
        elif value is not None and value is not False and value != "":
            values[field.name] = value
    return values

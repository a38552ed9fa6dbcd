"""Every page prints what ``manage.py verdicts --json`` answers to the same question: verdicts, figures, sentences.

What a page should print is set by :mod:`tests.ui.answered`, apart from the pages.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from html import unescape
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from db import goals, units
from db.engine import open_store, reading
from metrics.goals import Shape, Verdict
from report import formats
from report.text import say
from tests.house import build_demo, built
from tests.ui.answered import Answer, Rows, Said, even, missed, plain, verdicts
from tests.ui.conftest import at, opened, said

QUESTIONS = [
    ("NQ04-DB-2016", "2019-Q4", "DB", "reported", "vi"),
    ("NQ04-DB-2016", "2017-Q3", "DB", "today", "en"),
    ("NQ04-DB-2016", "2019-Q2", "DB/muong-nhe", "reported", "vi"),
    ("NQ04-DB-2016", "2018-Q4", "DB/muong-nhe/sin-thau", "reported", "en"),
    ("NQ04-DB-2016", "2019-Q4", "DB/xa-sin-thau", "today", "vi"),
    ("NQ16-KT-2020", "2025-Q4", "KT", "reported", "vi"),
    ("NQ16-KT-2020", "2022-Q3", "KT", "reported", "en"),
    ("NQ16-KT-2020", "2023-Q4", "KT/kon-tum", "reported", "vi"),
    ("NQ16-KT-2020", "2024-Q2", "KT/kon-tum/dak-bla", "reported", "en"),
    ("NQ03-KT-2016", "2021-Q3", "KT/kon-tum", "reported", "vi"),
    ("KH49-BS-2017", "2017", "LS/bac-son", "reported", "vi"),
    ("KH49-BS-2017", "2017-Q4", "LS/bac-son", "reported", "en"),
]
"""Resolution, period, unit, boundaries, language: a province, districts, communes, one that the reform of 2025 made."""

PACKS = ("dien-bien", "bac-son", "kon-tum")
HOMES = {"NQ04-DB-2016": "DB", "NQ16-KT-2020": "KT", "NQ03-KT-2016": "KT", "KH49-BS-2017": "LS/bac-son"}
LEAF = ("NQ04-DB-2016", "2019-Q4", "DB/nam-po/vang-dan/ban-06", "reported", "vi")


@pytest.fixture(scope="session")
def shipped_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{built(tmp_path_factory, 'demo-of-three', lambda file: build_demo(file, PACKS))}"


@pytest.fixture
def house(shipped_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A demo house of every pack that ships."""
    monkeypatch.setenv("DATABASE_URL", shipped_url)
    monkeypatch.setenv("MOC_DEMO", "1")
    return shipped_url


@pytest.fixture
def rows(house: str) -> Rows:
    """What the goals are called and count, by code, unit and source; and without a unit by code."""
    engine = open_store(house)
    with reading(engine) as conn:
        found = {(each.goal.code, each.goal.unit, each.goal.source.value): each for each in goals.goals(conn)}
    engine.dispose()
    return found


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """The files that a page offers, by the key of their button, made as a click makes them: outside the run."""
    files: dict[str, list[list[str]]] = {}
    offered = st.download_button

    def kept(label: str, data: Callable[[], bytes], *given: Any, key: str, **more: Any) -> bool:
        with ThreadPoolExecutor(1) as aside:
            made = aside.submit(data).result()
        files[key.removeprefix("save_")] = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
        return offered(label, data, *given, key=key, **more)

    monkeypatch.setattr(st, "download_button", kept)
    return files


def of_page(question: tuple[str, str, str, str, str]) -> list[Answer]:
    """The command's answers to what the home page of the unit asks: of the resolution's own unit all its targets."""
    resolution, period, unit, boundaries, _lang = question
    return verdicts(resolution, period, None if unit == HOMES[resolution] else unit, boundaries)


def address(question: tuple[str, str, str, str, str], **more: str) -> dict[str, str]:
    return dict(zip(("resolution", "period", "unit", "boundaries", "lang"), question, strict=True)) | more


def turned(app: AppTest, question: tuple[str, ...], **more: str) -> str:
    """The same page at another address."""
    app.query_params.clear()
    for name, value in address(question, **more).items():  # type: ignore[arg-type]
        app.query_params[name] = value
    app.run()
    assert not app.exception, (question, more)
    return said(app)


def unit_names(house: str, codes: set[str]) -> dict[str, str]:
    engine = open_store(house)
    with reading(engine) as conn:
        found = {code: units.unit_by_code(conn, code) for code in codes}
    engine.dispose()
    return {code: row.name for code, row in found.items() if row is not None}


def test_home_as_cards_as_rows_and_as_a_file(house: str, rows: Rows, saved: dict[str, list[list[str]]]) -> None:
    app = opened()
    for question in QUESTIONS:
        lang = question[-1]
        answers = [Said(each, rows, lang) for each in of_page(question)]
        body = turned(app, question, view="rows")
        found = re.findall(r'<td role="cell" class="name">.*?</tr>', body, re.DOTALL)
        assert len(found) == len(answers), question
        for each in answers:
            wanted = [f"goal={each.answer['goal']}", f"unit={each.answer['unit']}", f"source={each.source}"]
            (line,) = [one for one in found if all(re.search(rf"{part}(&|\")", unescape(one)) for part in wanted)]
            assert missed(each.headline, plain(line)) == [], (question, each.answer["goal"])
        file = [even(" | ".join(line)) for line in saved["overview"][1:]]
        assert len(file) == len(answers)
        names = unit_names(house, {each.answer["unit"] for each in answers})
        for each in answers:
            of = [one for one in file if each.name in one and f"| {names[each.answer['unit']]} |" in one]
            parts = [each.verdict, *(part for text in each.course for part in text.split(" → ")), *each.pace]
            assert any(missed(parts, one) == [] for one in of), (question, each.answer["goal"])
        cards = re.findall(r"<article.*?</article>", turned(app, question, view="cards"), re.DOTALL)
        cards = [plain(one) for one in cards]
        cards = [one for one in cards if any(each.name in one for each in answers)]
        for each in answers:
            of = [one for one in cards if one.startswith(each.name)]
            assert any(missed(each.headline, one) == [] for one in of), (question, each.answer["goal"], of)
        told = Counter(each.answer["verdict"] for each in answers if each.answer["verdict"])
        strip = next(plain(one) for one in body.split("\n") if "m-strip" in one)
        assert missed([f"{number} {say(lang, f'verdict.{one}')}" for one, number in told.items()], strip) == []


def test_the_page_of_every_goal(house: str, rows: Rows) -> None:
    app = at(opened(), "goal")
    for question in [*QUESTIONS, LEAF]:
        resolution, period, _unit, boundaries, lang = question
        for answer in of_page(question):
            each = Said(answer, rows, lang)
            at_unit = (resolution, period, answer["unit"], boundaries, lang)
            body = turned(app, at_unit, goal=answer["goal"], source=each.source)
            head = plain(next(one for one in body.split("\n") if "moc-head" in one and "<h1" in one))
            assert each.name in head
            assert each.answer["verdict"] is None or each.verdict in head, (at_unit, answer["goal"])
            assert missed(each.worked, plain(body)) == [], (at_unit, answer["goal"])


def test_the_scorecard_of_a_unit_and_its_file(house: str, rows: Rows, saved: dict[str, list[list[str]]]) -> None:
    app = at(opened(), "unit")
    for question in QUESTIONS:
        lang = question[-1]
        answers = [Said(each, rows, lang) for each in verdicts(*question[:4])]
        body = turned(app, question)
        for each in answers:
            goal = each.answer["goal"]
            found = [one for one in body.split("<tbody>") if re.search(rf"goal={goal}[&\"]", unescape(one))]
            assert found or not answers, (question, goal)
            assert missed(each.headline, plain(found[0].partition("</tbody>")[0])) == [], (question, goal)
            of = [even(" | ".join(line)) for line in saved["scorecard"] if line[0] == each.name]
            parts = [each.verdict] if each.answer["verdict"] else []
            parts += [*(part for text in each.course for part in text.split(" → ")), *each.pace]
            assert any(missed(parts, one) == [] for one in of), (question, goal, of)


def heat_parts(each: Said) -> list[str]:
    """What a cell of the grid prints: what is judged, and where it came from."""
    if each.answer["verdict"] == Verdict.INCONCLUSIVE:
        return []
    if each.shape is Shape.YEARLY_CUT:
        pace = each.answer.get("per_year", each.answer.get("percent"))
        return [*each.course, *([formats.localised(pace, each.lang)] if pace is not None else [])]
    return each.course


def test_the_cells_of_the_comparison_and_its_file(house: str, rows: Rows, saved: dict[str, list[list[str]]]) -> None:
    app = at(opened(), "compare")
    for question in QUESTIONS:
        resolution, period, _unit, boundaries, lang = question
        body = turned(app, question)
        cells = re.findall(r'<span class="c[^"]*" role="cell"><a href="([^"]*)"[^>]*>(.*?)</a></span>', body)
        by_unit: dict[str, list[tuple[str, str]]] = {}
        for where, inner in cells:
            choices = dict(re.findall(r"[?&](\w+)=([^&]*)", unescape(where)))
            by_unit.setdefault(choices["unit"].replace("%2F", "/"), []).append((choices["goal"], plain(inner)))
        every = sorted(by_unit)
        checked = 0
        for unit in dict.fromkeys([*every[:: max(1, len(every) // 3)], question[2]]):
            answers: dict[str, list[Said]] = {}
            for one in verdicts(resolution, period, unit, boundaries):
                answers.setdefault(one["goal"], []).append(Said(one, rows, lang))
            for goal, inner in by_unit.get(unit, []):
                for each in answers.get(goal, []):
                    told = [each.verdict, *heat_parts(each)]
                    if len(answers[goal]) == 1:
                        assert missed(told, inner) == [], (question, unit, goal, inner)
                        checked += 1
                if len(answers.get(goal, [])) > 1:
                    assert any(missed([each.verdict], inner) == [] for each in answers[goal])
        assert checked or not by_unit or "DB" not in resolution, question
        if by_unit:
            printed = {plain(" ".join(line)) for line in saved["heat"][1:]}
            for unit in every[:3]:
                for _goal, inner in by_unit[unit]:
                    figure = inner.split(" ")[0]
                    assert any(figure in line for line in printed), (question, unit, inner)


def test_the_live_goal_of_the_method(house: str, rows: Rows) -> None:
    app = at(opened(), "method")
    seen = set()
    for question in QUESTIONS:
        resolution, period, _unit, boundaries, lang = question
        for answer in verdicts(resolution, period, None, boundaries):
            each = Said(answer, rows, lang)
            if answer["goal"] in seen and lang == "vi":
                continue
            home = each.row.goal.unit
            if answer["unit"] != home:
                continue
            seen.add(answer["goal"])
            body = turned(app, (resolution, period, HOMES[resolution], boundaries, lang), goal=answer["goal"])
            live = plain(body[: body.index(say(lang, "method.shapes"))])
            if each.name not in live or len([one for one in rows if one[0] == answer["goal"]]) > 1:
                continue
            assert missed(each.worked, live) == [], (question, answer["goal"])
            assert missed([one for text in each.course for one in text.split(" → ")], live) == []
    assert seen


def test_rows_of_the_watch_list_name_the_verdict_they_differ_from(house: str, rows: Rows) -> None:
    app = at(opened(), "watch")
    found = 0
    for question in QUESTIONS:
        lang = question[-1]
        body = turned(app, question, rule="outlook")
        for line in re.findall(r"<tr.*?</tr>", body, re.DOTALL):
            where = dict(re.findall(r"[?&](goal|unit|source)=([^&\"]*)", unescape(line)))
            if "goal" not in where or "unit" not in where:
                continue
            answers = verdicts(question[0], question[1], where["unit"].replace("%2F", "/"), question[3])
            words = {Said(one, rows, lang).verdict for one in answers if one["goal"] == where["goal"]}
            assert any(word in plain(line) for word in words), (question, plain(line))
            found += 1
    assert found


def test_published_figures_stand_beside_what_the_command_rolls_up(
    house: str, rows: Rows, saved: dict[str, list[list[str]]]
) -> None:
    app = at(opened(), "quality")
    for lang in ("vi", "en"):
        question = ("NQ04-DB-2016", "2019-Q4", "DB", "reported", lang)
        turned(app, question, view="published")
        for answer in of_page(question):
            each = Said(answer, rows, lang)
            named = each.row.indicator.name_en if lang == "en" else each.row.indicator.name_vi
            held = [(line[3], even(line[5].partition(" (")[0])) for line in saved["published"][1:] if line[1] == named]
            change = formats.number(Fraction(answer["actual"]) - Fraction(answer["baseline"]), lang)
            cut = Fraction(answer["value"]) * Fraction(answer["years"])
            assert dict(held)[formats.day(each.row.goal.baseline_date, lang)] == each.figure("baseline")
            assert {rolled for _, rolled in held} == {
                each.figure("baseline"),
                each.figure("actual"),
                change,
                even(formats.percent(cut, lang, each.digits, each.rounding, trim=True)),
                *each.pace,
            }

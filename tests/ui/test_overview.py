"""The home page: what it says is what the engine says, however many goals, whatever became of them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from fractions import Fraction
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest

from db import models, packs, store
from db.engine import checkpoint, open_store, reading, writing
from db.migrate import upgrade
from flows.answers import as_json
from flows.timeliness import arrivals
from flows.verdicts import review
from flows.watch import Why, counts, watch
from metrics.goals import Goal, TargetUnit
from metrics.periods import parse
from report import formats
from report.text import say
from tests.flows.house import build
from tests.house import build_demo, built
from tests.ui.conftest import opened, said
from tests.ui.many import REVIEW, build_many

NBSP = "\N{NO-BREAK SPACE}"


def plain(body: str) -> str:
    """What a reader sees of a piece of HTML, spaces made equal."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).replace(NBSP, " ").split())


def cards_of(page: str) -> list[str]:
    """The text blocks of the cards, in order."""
    cards = re.findall(r"<article.*?</article>", page, re.DOTALL)
    return [plain(re.split(r'<div class="(?:m-path|m m-foot)"', body)[0]) for body in cards]


@pytest.fixture(scope="session")
def kon_tum_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{built(tmp_path_factory, 'kon-tum', lambda file: build_demo(file, ('kon-tum',)))}"


@pytest.fixture(scope="session")
def many_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_many(tmp_path_factory.mktemp("many") / "moc.db")


def at_home(monkeypatch: pytest.MonkeyPatch, url: str) -> str:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("MOC_DEMO", "1")
    return url


@pytest.fixture
def kon_tum(kon_tum_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    return at_home(monkeypatch, kon_tum_url)


@pytest.fixture
def many(many_file: str, monkeypatch: pytest.MonkeyPatch) -> str:
    return at_home(monkeypatch, many_file)


def printed(exact: int | str, goal: Goal, lang: str) -> str:
    """A figure of ``manage.py verdicts`` as a card prints it: a whole number, or a share in per cent."""
    if isinstance(exact, int) and (goal.target is None or goal.target.unit is TargetUnit.COUNT or exact > 1):
        return formats.number(exact, lang)
    share = formats.percent(Fraction(exact) * 100, lang, goal.digits, goal.rounding, trim=True)
    return share.replace(NBSP, " ")


ASKED = [
    ("NQ04-DB-2016", "2019-Q4", "vi"),
    ("NQ04-DB-2016", "2018-Q2", "en"),
    ("NQ16-KT-2020", "2025-Q4", "vi"),
    ("NQ16-KT-2020", "2022-Q3", "en"),
    ("NQ03-KT-2016", "2021-Q3", "vi"),
    ("KH49-BS-2017", "2017", "vi"),
]


@pytest.mark.parametrize(("resolution", "period", "lang"), ASKED)
def test_strip_and_cards_print_what_the_engine_says(
    request: pytest.FixtureRequest, resolution: str, period: str, lang: str
) -> None:
    engine = open_store(request.getfixturevalue("kon_tum" if "-KT-" in resolution else "demo"))
    with reading(engine) as conn:
        found = review(conn, resolution=resolution, as_of=parse(period))
    engine.dispose()
    page = said(opened(resolution=resolution, period=period, lang=lang, view="cards"))
    shown = cards_of(page)
    assert len(shown) == len(found.goals)
    by_goal = {(each["goal"], each["unit"], (each["target"] or {}).get("source")): each for each in as_json(found)}
    for each, card in zip(found.goals, shown, strict=True):
        target_from = each.goal.source if each.goal.target else None
        answer = by_goal[each.goal.code, each.unit.code, target_from]
        word = say(lang, f"verdict.{answer['verdict'] or 'unjudged'}")
        assert word in card
        if answer["actual"] is not None and each.goal.shape != "done_by":
            assert printed(answer["actual"], each.goal, lang) in card
        if answer.get("per_year"):
            assert formats.localised(answer["per_year"], lang) in card
    strip = next(body for body in page.split("\n") if "m-strip" in body)
    verdicts = Counter(each["verdict"] for each in by_goal.values() if each["verdict"])
    for verdict, number in verdicts.items():
        assert f"{number} {say(lang, f'verdict.{verdict}')}" in plain(strip)


def test_two_dozen_goals_open_as_a_table_by_clause_and_the_button_shows_them_as_cards(many: str) -> None:
    app = opened(resolution="R", period=REVIEW)
    assert not app.exception
    page = said(app)
    assert page.count('class="name"') == 24
    assert page.count("m-clause") == 4
    assert "1. Không còn thôn, bản trắng đảng viên" in page
    assert "view" not in app.query_params
    app.button(key="show_cards").click().run()
    assert not app.exception
    assert app.query_params["view"] == ["cards"] or app.query_params["view"] == "cards"
    assert len(cards_of(said(app))) == 24


def test_a_few_goals_open_as_cards(demo: str) -> None:
    app = opened(resolution="NQ04-DB-2016", period="2019-Q4")
    assert len(cards_of(said(app))) == 4
    app.button(key="show_rows").click().run()
    assert said(app).count('class="name"') == 4


@pytest.mark.parametrize(("view", "lang"), [("cards", "en"), ("rows", "vi")])
def test_every_verdict_has_its_word_in_both_views(many: str, view: str, lang: str) -> None:
    app = opened(resolution="R", period=REVIEW, view=view, lang=lang)
    assert not app.exception
    text = plain(said(app))
    wanted = ("exceeded", "met", "on_track", "behind", "missed", "inconclusive", "not_due", "not_comparable")
    assert [verdict for verdict in (*wanted, "unjudged") if say(lang, f"verdict.{verdict}") not in text] == []


def test_headings_go_down_one_step_at_a_time(many: str) -> None:
    for view in ("cards", "rows"):
        levels = [int(one) for one in re.findall(r"<h([1-6])", said(opened(resolution="R", period=REVIEW, view=view)))]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_an_earlier_period_of_ones_choice_is_judged_and_named(demo: str) -> None:
    app = opened(resolution="NQ04-DB-2016", period="2019-Q4")
    assert "since" not in app.query_params
    assert "−17 so với Quý III" in plain(said(app))
    app.selectbox(key="pick_since").set_value("2016-Q4").run()
    assert not app.exception
    engine = open_store(demo)
    with reading(engine) as conn:
        ends = [review(conn, resolution="NQ04-DB-2016", as_of=parse(one)) for one in ("2019-Q4", "2016-Q4")]
    engine.dispose()
    now, before = (found.goals[1] for found in ends)
    assert now.actual is not None
    assert before.actual is not None
    text = plain(said(app))
    assert f"{formats.signed(now.actual - before.actual, 'vi')} so với Quý IV/2016" in text
    assert "Chưa đến kỳ" in text


def test_an_earlier_period_that_is_not_there_is_said(demo: str) -> None:
    app = opened(resolution="NQ04-DB-2016", period="2019-Q4", since="2031-Q1")
    assert not app.exception
    assert "so với “2031-Q1”, không có ở đây" in plain(said(app))


def test_attention_counts_and_leads_as_the_watch_list_does(demo: str) -> None:
    engine = open_store(demo)
    with reading(engine) as conn:
        rows = watch(conn, resolution="NQ04-DB-2016", unit="DB", as_of=parse("2019-Q4"))
    engine.dispose()
    page = said(opened(resolution="NQ04-DB-2016", period="2019-Q4"))
    number = counts(rows)[Why.RELAPSED]
    assert number
    row = next(part for part in page.split("<li>") if "rule=relapsed" in part)
    assert f'<span class="number">{number}</span>' in row
    leaf = next(each.unit.code for each in rows if each.why is Why.RELAPSED)
    assert "/unit?" in row
    assert f"unit={leaf}" in row


def test_overdue_work_is_told_by_what_should_have_been_done(demo: str) -> None:
    engine = open_store(demo)
    with reading(engine) as conn:
        rows = watch(conn, resolution="NQ04-DB-2016", unit="DB", as_of=parse("2019-Q4"))
    engine.dispose()
    page = said(opened(resolution="NQ04-DB-2016", period="2019-Q4"))
    row = next(part for part in page.split("<li>") if "rule=overdue" in part)
    first = next(each for each in rows if each.why is Why.OVERDUE)
    assert first.unit.name in row
    assert dict(first.said)["text_vi"] in row


def test_completeness_says_what_arrived(demo: str) -> None:
    engine = open_store(demo)
    with reading(engine) as conn:
        held = arrivals(conn, unit="DB", as_of=parse("2019-Q4"))
    engine.dispose()
    text = plain(said(opened(resolution="NQ04-DB-2016", period="2019-Q4")))
    counts_ = "/".join(formats.number(each, "vi") for each in (held.arrived, held.expected))
    assert f"{counts_} đơn vị đã nộp" in text
    assert held.deadline is not None
    assert f"Hạn nộp {formats.day(held.deadline, 'vi')}" in text


def test_a_unit_that_was_merged_is_not_counted_as_silent(kon_tum: str) -> None:
    text = plain(said(opened(resolution="NQ16-KT-2020", period="2025-Q4", view="cards")))
    assert "đã sắp xếp, không còn báo cáo riêng" in text
    assert "0/1 đơn vị" not in text


def test_english_counts_one_unit_as_one(demo: str) -> None:
    text = plain(said(opened(resolution="NQ04-DB-2016", period="2019-Q4", lang="en")))
    assert not re.search(r"[^\d.,]1 (villages|schools|units|communes)\b", text)


def test_no_figure_is_shown_as_simulated_without_its_mark(demo: str) -> None:
    for view in ("cards", "rows"):
        page = said(opened(resolution="NQ04-DB-2016", period="2019-Q4", view=view))
        assert page.count("mô phỏng") >= 4


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A demo store with a resolution that has neither goals nor figures."""
    url = f"sqlite:///{tmp_path / 'moc.db'}"
    engine = open_store(url)
    upgrade(engine)
    with writing(engine) as conn:
        store.set_mode(conn, "demo")
    build(engine)
    checkpoint(engine)
    engine.dispose()
    return at_home(monkeypatch, url)


def test_a_resolution_without_goals_and_figures_says_so_and_shows_the_way_out(bare: str) -> None:
    app = opened(resolution="R")
    assert not app.exception
    assert "Chưa có số liệu nào của nghị quyết này" in said(app)


def test_a_term_that_has_not_begun_is_not_due(bare: str) -> None:
    engine = open_store(bare)
    with writing(engine) as conn:
        ids = packs.ids(conn, models.Unit), packs.ids(conn, models.Indicator)
        resolution = packs.ids(conn, models.Resolution)["R"]
        day = date(2031, 1, 1)
        names = {"name_vi": "Sau này", "name_en": "Later", "shape": "cumulative_flow", "code": "L"}
        goal = models.Goal(
            **names,
            resolution_id=resolution,
            indicator_id=ids[1]["new_members"],
            start=day,
            baseline_date=day,
            deadline=date(2035, 12, 31),
        )
        (number,) = packs.upsert_goals(conn, [goal]).values()
        target = {"op": ">=", "value": "10", "unit_of_measure": "count"}
        packs.upsert_targets(conn, [models.Target(goal_id=number, unit_id=ids[0]["P"], **target)])
    engine.dispose()
    app = opened(resolution="R")
    assert not app.exception
    text = plain(said(app))
    assert "Chưa đến kỳ xét mục tiêu nào" in text
    assert "Chưa có số" in text


def test_a_resolution_without_numeric_targets_shows_its_figures_without_a_verdict(kon_tum: str) -> None:
    app = opened(resolution="NQ03-KT-2016")
    assert not app.exception
    assert "Nghị quyết không công bố chỉ tiêu bằng số" in said(app)


def test_the_page_holds_a_real_button(demo: str) -> None:
    assert opened(resolution="NQ04-DB-2016").main.button

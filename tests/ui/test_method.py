"""The method page: what it explains is worked by the engine, in the reader's language."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import reading
from flows.by_hand import respond
from flows.examples import EXAMPLES
from flows.verdicts import review
from metrics.goals import Shape
from metrics.periods import parse
from tests.ui.conftest import at, opened, said
from ui.house import house


def calculator(lang: str = "vi") -> AppTest:
    return at(opened(lang=lang), "method")


def asked(app: AppTest) -> dict:
    """The request that the page says stands behind its answer."""
    return json.loads(app.code[0].value.split("'")[1])


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("shape", Shape)
def test_every_shape_is_filled_with_its_example_and_judged(demo: str, shape: Shape, lang: str) -> None:
    app = calculator(lang)
    app.selectbox(key="calc_shape").select(shape).run()
    assert not app.exception
    example = respond({"shape": shape.value, **EXAMPLES[shape]})
    assert respond(asked(app))["verdict"] == example["verdict"]
    assert example["sentence"][lang].replace("**", "") in said(app)


def test_the_answer_follows_the_figures(demo: str) -> None:
    app = calculator()
    assert "Vì sao đạt?" in said(app)
    app.text_input(key="calc_yearly_cut_actual").set_value("131").run()
    assert "Vì sao vượt?" in said(app)
    assert asked(app)["actual"] == "131"


@pytest.mark.parametrize(
    ("lang", "typed", "read"),
    [
        ("vi", "1.376", "1376"),
        ("vi", "1 376", "1376"),
        ("vi", "19,61", "19.61"),
        ("vi", "5.5", "5.5"),
        ("vi", "193/2", "193/2"),
        ("vi", "20 %", "20"),
        ("en", "1,376", "1376"),
        ("en", "19.61", "19.61"),
    ],
)
def test_numbers_are_read_as_people_write_them(demo: str, lang: str, typed: str, read: str) -> None:
    app = calculator(lang)
    app.text_input(key="calc_yearly_cut_baseline").set_value(typed).run()
    assert asked(app)["baseline"] == read


@pytest.mark.parametrize(
    ("shape", "field", "typed", "told"),
    [
        (Shape.YEARLY_CUT, "actual", "mười", "Số hiện tại: hãy ghi một số"),
        (Shape.YEARLY_CUT, "low", "", "Còn thiếu: Từ"),
        (Shape.DONE_BY, "deadline", "cuối năm", "Hạn: hãy ghi ngày"),
        (Shape.YEARLY_CUT, "low", "30", "Từ: hãy ghi một số"),
    ],
)
def test_what_cannot_be_read_is_named_in_the_readers_language(
    demo: str, shape: Shape, field: str, typed: str, told: str
) -> None:
    app = calculator()
    app.selectbox(key="calc_shape").select(shape).run()
    app.text_input(key=f"calc_{shape}_{field}").set_value(typed).run()
    assert told in said(app)
    assert not app.exception


def test_days_are_read_as_people_write_them(demo: str) -> None:
    app = calculator()
    app.selectbox(key="calc_shape").select(Shape.DONE_BY).run()
    app.text_input(key="calc_done_by_done").set_value("1/1/2018").run()
    assert asked(app)["done"] == "2018-01-01"
    assert "hoàn thành muộn" in said(app)


def test_a_live_goal_shows_the_working_of_its_own_page(demo: str) -> None:
    app = at(opened(resolution="NQ04-DB-2016", goal="NQ04-DB-2016-02", period="2019-Q4"), "method")
    with reading(house().engine) as conn:
        found = review(conn, resolution="NQ04-DB-2016", as_of=parse("2019-Q4")).goals[1]
    assert found.actual == 135
    text = said(app)
    assert "Mức đạt tính bằng số đếm: từ 132 đến 180" in text
    assert ">328<" in text
    assert ">135<" in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_watch_rules_stand_with_their_present_numbers_and_the_lists_with_their_making(demo: str, lang: str) -> None:
    text = said(calculator(lang))
    told = {
        "vi": ("Còn từ 1 đến 2 đảng viên", "ít đơn vị nhất giữ quá nửa", "Xếp theo kết luận trước", "là đúng hạn"),
        "en": (
            "Few members left, 2 at most",
            "the fewest units that hold most of it",
            "By verdict first",
            "is in time",
        ),
    }
    assert all(words in text for words in told[lang])

"""Handing in on the page: what is next, problems by kind, questions, the grid, and what was handed in before."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.corpus.sheets import Page, xlsx
from tests.ui.conftest import at, opened, said

CSV, BOOK = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = "period,unit,indicator,value\n"
ROW = "2019-Q4,DB/muong-cha/{unit},village_without_branch,{value}\n"


@pytest.fixture
def written(demo_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo house of the test's own."""
    copy = tmp_path / "moc.db"
    shutil.copy(demo_url.removeprefix("sqlite:///"), copy)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{copy}")
    monkeypatch.setenv("MOC_DEMO", "1")


def desk(**address: str) -> AppTest:
    """The page as the staff of Mường Chà opens it."""
    asked = {"unit": "DB/muong-cha", "period": "2019-Q4", **address}
    return at(opened("can-bo-muong-cha", **asked), "submit")


def handed(app: AppTest, data: bytes, name: str = "so-lieu.csv", kind: str = CSV) -> AppTest:
    """The page after a file was dropped."""
    app.file_uploader[0].set_value((name, data, kind))
    return app.run()


def form(app: AppTest) -> list[dict[str, str]]:
    """Rows of the filled-in form."""
    from flows.submit.templates import template
    from metrics.periods import parse
    from ui.house import house

    with house().engine.connect() as conn:
        text = template(conn, unit="DB/muong-cha", period=parse("2019-Q4")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def changed(rows: list[dict[str, str]], villages: int) -> bytes:
    """The form with some more villages that have a branch."""
    for row in [row for row in rows if row["village_without_branch"] == "1"][:villages]:
        row["village_without_branch"] = "0"
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "Chưa đọc được số liệu nào"),
        (f"{HEAD}{ROW.format(unit='khong-co', value=1)}".encode(), "Sửa 1 chỗ trong tệp"),
        (None, "không cần nhận"),
    ],
)
def test_the_first_thing_said_is_what_to_do_next(demo: str, data: bytes | None, words: str) -> None:
    app = desk()
    app = handed(app, changed(form(app), 0) if data is None else data)
    assert not app.exception
    assert words in said(app)
    assert not [each for each in app.button if each.key == "accept"]


def test_a_good_file_leads_to_the_one_button(demo: str) -> None:
    app = desk()
    app = handed(app, changed(form(app), 3))
    assert "Xem 3 số sẽ đổi" in said(app)
    assert "Ghi lý do sửa 3 số" in said(app)
    assert [each.key for each in app.button if each.key == "accept"]
    app.button(key="accept").click().run()
    assert "Ghi lý do: 3 số đã nhận sẽ bị đổi." in said(app)


def test_many_problems_stand_under_their_kinds_with_all_of_them_to_take_away(demo: str) -> None:
    app = desk()
    rows = form(app)
    for place, row in enumerate(rows):
        if row["village_members"]:
            row["village_members"] = f"hai{place}"
        elif row["school_without_branch"]:
            row["school_without_branch"] = "có lẽ"
    app = handed(app, changed(rows, 0))
    assert "Không phải số đếm (128)" in said(app)
    assert "Không phải có hay không (36)" in said(app)
    assert "và 120 dòng khác" in said(app)
    assert "Tổ dân phố 1, Thị trấn Mường Chà" in said(app)
    assert "Đảng viên ở thôn, bản (village_members)" in said(app)
    assert said(app).count("Ghi số nguyên như 135") == 1


def test_an_answer_has_to_be_chosen(demo: str) -> None:
    head = ("Xã", "Thôn, bản", "Đảng viên ở thôn, bản")
    rows = [("Xã Mường Tùng", "Bản 6", "1.376"), ("Xã Mường Tùng", "Bản 7", "1.380")]
    app = handed(desk(), xlsx(Page([head, *rows])), "a.xlsx", BOOK)
    assert not app.exception
    assert "Trả lời 1 câu hỏi" in said(app)
    app.button(key="answer").click().run()
    assert "Chọn ít nhất một câu trả lời" in said(app)


def test_each_kind_of_unit_has_a_grid_of_its_own_and_problems_name_the_unit(demo: str) -> None:
    app = desk()
    way = next(each for each in app.button_group if (each.key or "").startswith("way_"))
    app = way.set_value("grid").run()
    assert not app.exception
    assert [each.label for each in app.tabs] == ["Trạm y tế (12)", "Trường học (36)", "Thôn, bản (128)"]
    app.button(key="grid_check").click().run()
    assert not app.exception
    assert "không cần nhận" in said(app)


def test_taken_back_it_cannot_be_taken_back_again(written: None) -> None:
    app = desk()
    app = handed(app, changed(form(app), 2))
    next(each for each in app.text_input if (each.key or "").startswith("reason_")).set_value("Lập thêm").run()
    app.button(key="accept").click().run()
    assert "2 số của 2 đơn vị đã có hiệu lực" in said(app)
    app.button(key="undo").click().run()
    app.text_input(key="undo_reason").set_value("Nhầm").run()
    app.button(key="undo_now").click().run()
    assert "2 số trở về như trước" in said(app)
    assert app.button(key="undo").disabled

"""The ranking of a goal says what it found, in the measure that is judged; a lone published figure is no chart."""

from __future__ import annotations

import pytest

from tests.ui.conftest import said
from tests.ui.test_goal import DB, goal, kon_tum, kon_tum_url, plain  # noqa: F401


@pytest.mark.parametrize(
    ("address", "title"),
    [
        # some behind: how many, of how many
        ({**DB, "level": "communes"}, "35/129 đơn vị chậm"),
        # nobody is due yet: who has most
        ({**DB, "period": "2016-Q2"}, "Cao nhất: Huyện Mường Nhé, 61"),
        # all well
        ({**DB, "goal": "NQ04-DB-2016-01"}, "Không đơn vị nào chậm"),
    ],
)
def test_the_title_is_a_finding(demo: str, address: dict[str, str], title: str) -> None:
    assert title in plain(goal(**address))


def test_before_a_rate_is_due_the_bars_show_what_is_left(demo: str) -> None:
    text = plain(goal(**{**DB, "period": "2016-Q2"}))
    assert "2016 → Quý II" in text
    assert "Huyện Mường Nhé 62 → 61 61 Chưa đến kỳ" in text


def test_a_share_without_a_target_is_ranked_in_per_cent(kon_tum: str) -> None:  # noqa: F811
    text = plain(goal(resolution="NQ03-KT-2016", goal="NQ03-KT-2016-01"))
    assert "Phường Trường Chinh 3/7 42,86" in text
    assert "đơn vị cùng cao nhất: 100 %" in text
    assert "Không xét, chỉ xếp theo số." in text


@pytest.mark.parametrize(
    ("lang", "title", "figure"),
    [
        ("vi", "75 % chi bộ trong sạch, vững mạnh, 2017", "9/12 theo số công bố"),
        ("en", "75%", "9/12 as published"),
    ],
)
def test_one_published_figure_is_told_and_not_drawn(kon_tum: str, lang: str, title: str, figure: str) -> None:  # noqa: F811
    app = goal(resolution="NQ03-KT-2016", goal="NQ03-KT-2016-05", unit="KT/dak-to/kon-dao", lang=lang)
    assert title in plain(app)
    assert figure in plain(app)
    assert not app.get("plotly_chart")


def test_what_was_printed_in_words_stands_in_figures_of_the_readers_language(kon_tum: str) -> None:  # noqa: F811
    text = plain(goal(resolution="NQ03-KT-2016", goal="NQ03-KT-2016-03", lang="en"))
    assert "−10 as published" in text


def test_the_way_up_stands_over_the_title_and_the_unit_before_the_goal_in_the_phones_line(demo: str) -> None:
    body = said(goal(**DB, unit="DB/muong-nhe/leng-su-sin"))
    assert body.index("moc-crumbs") < body.index('<h1 class="m-title">') < body.index("Còn 5")
    assert (
        "<span>Xã Leng Su Sìn, Huyện Mường Nhé · Quý IV/2019 · Như khi báo cáo · Thôn, bản chưa có chi bộ</span>"
        in body
    )


def test_a_rating_is_titled_by_its_class(demo: str) -> None:
    body = said(goal(resolution="KH49-BS-2017", goal="KH49-BS-2017-02"))
    assert '<h2 class="m-title">Năm 2017: Chưa xếp loại</h2>' in body

"""Headings and labels as offices write them, and the indicator that each means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.understand.indicators import AHEAD, MATCHED, IndicatorIndex
from tests.intake.asked import index, named, reference

MEANS = [
    # in full, by code, with the words that stand in any heading
    ("Đảng viên mới kết nạp", "new_members", "value"),
    ("new_members", "new_members", "value"),
    ("head_is_member.num", "head_is_member", "num"),
    ("Tổng số đảng viên", "members", "value"),
    ("Số đảng viên (người)", "members", "value"),
    ("Tổng số thôn", "villages", "value"),
    ("Trường học chưa có chi bộ (trường)", "school_without_branch", "value"),
    # abbreviations
    ("Số TCCSĐ", "grassroots_orgs", "value"),
    ("ĐV HTXSNV", "members_excellent", "value"),
    ("ĐV HTSXNV", "members_excellent", "value"),
    ("ĐV HTTNV", "members_good", "value"),
    ("ĐV HTTNV trở lên", "members_good_or_better", "value"),
    ("CB TSVM", "branches_clean_strong", "value"),
    ("TCCSĐ yếu kém", "weak_orgs", "value"),
    ("TYT chưa có CB", "health_station_without_branch", "value"),
    ("Xã đạt chuẩn NTM", "new_rural_commune", "value"),
    # another order, another spelling, a slip, no marks at all
    ("Kết nạp mới đảng viên", "new_members", "value"),
    ("Trưởng thôn, tổ trưởng TDP là ĐV", "head_is_member", "value"),
    ("Bí thư kiêm trưởng bản", "secretary_is_head", "value"),
    ("BT chi bộ kiêm thôn trưởng", "secretary_is_head", "value"),
    ("Phát triển đảng viên mới", "new_members", "value"),
    ("Bản trắng ĐV", "village_without_member", "value"),
    ("Đảng viên đươc phân công phụ trách hộ, nhóm hộ", "members_in_charge_of_households", "value"),
    ("so dang vien moi ket nap", "new_members", "value"),
    ("New members admitted", "new_members", "value"),
    # a code under a heading, as in templates
    ("Thôn trưởng › Kỳ này (Quý IV/2019) › new_members", "new_members", "value"),
    ("Bất kỳ › Kỳ này: tử số (Quý IV/2019) › head_is_member.num", "head_is_member", "num"),
    # levels and parts
    ("Công tác phát triển đảng viên › Số ĐV kết nạp mới", "new_members", "value"),
    ("Đảng viên mới kết nạp › Trong kỳ", "new_members", "value"),
    ("Đảng viên mới kết nạp › Luỹ kế từ đầu năm", "new_members", "cumulative"),
    ("Kết nạp ĐV (LK)", "new_members", "cumulative"),
    ("Kết nạp ĐV mới quý III/2025", "new_members", "value"),
    ("Tỷ lệ trưởng thôn là ĐV (%)", "head_is_member", "percent"),
    ("Chi bộ trong sạch, vững mạnh › Tỉ lệ %", "branches_clean_strong", "percent"),
    ("Đảng viên mới kết nạp › Cùng kỳ năm trước", "new_members", "comparison"),
    ("(%) kỳ này so với cùng kỳ năm trước", None, "comparison"),
]


@pytest.mark.parametrize(("heading", "code", "part"), MEANS)
def test_a_heading_means(heading, code, part):
    meaning = index().match(tuple(heading.split(" › ")))
    assert (meaning.indicator, meaning.part) == (code, part), meaning
    assert code is None or meaning.score >= MATCHED


NOT_TAKEN = [
    ("Thôn có chi bộ", "village_without_branch"),
    ("Thôn chưa có chi bộ", "branches"),
    ("Trường học có chi bộ", "school_without_branch"),
    ("Đảng viên không hoàn thành nhiệm vụ", "members_good"),
    ("Đảng viên nữ", "members"),
    ("Phát triển đảng viên", "members"),
    ("Phát triển đảng viên", "new_members"),
    ("Kết nạp đảng viên là DTTS", "new_members"),
    ("Đảng viên hoàn thành xuất sắc nhiệm vụ nữ", "members_excellent"),
    ("Cựu chiến binh › Đảng viên", "members"),
    ("Là đảng viên", "members"),
    ("Đảng viên chưa xếp loại", "members"),
    ("Ghi chú", "members"),
    ("Số hộ nghèo", "villages"),
]


@pytest.mark.parametrize(("heading", "code"), NOT_TAKEN)
def test_a_heading_is_never_taken_for_something_near(heading, code):
    assert index().match(tuple(heading.split(" › "))).indicator != code


@pytest.mark.parametrize("heading", ["Thôn có chi bộ", "Thôn có đảng viên", "Trường học đã có chi bộ"])
def test_the_opposite_is_not_even_a_candidate(heading):
    opposite = {"village_without_branch", "village_without_member", "school_without_branch"}
    assert not opposite & {code for code, _ in index().match((heading,)).candidates}


def test_what_is_too_near_to_another_is_left_to_a_person():
    twins = IndicatorIndex(reference(named("men", "Đảng viên trẻ nam"), named("women", "Đảng viên trẻ nữ")))
    meaning = twins.match(("Đảng viên trẻ",))
    assert meaning.indicator is None
    assert [code for code, _ in meaning.candidates] == ["men", "women"]


def test_a_crossed_indicator_is_named_by_category_and_column():
    crossed = IndicatorIndex(
        reference(named("xa_dbbp", "Xã › Đảng bộ bộ phận"), named("phuong_dbbp", "Phường › Đảng bộ bộ phận"))
    )
    levels = ("Xã", "Tổ chức đảng trực thuộc ĐBCS", "Đảng bộ bộ phận (4)")
    assert crossed.match(levels, crossed=True).indicator == "xa_dbbp"
    assert crossed.match(("Thị trấn", *levels[1:]), crossed=True).indicator is None


def test_denominators_have_names_of_their_own():
    assert index().denominators(("tổng số trưởng thôn",))[0] == ("head_is_member", 100)


@given(st.lists(st.text(max_size=30), max_size=3))
def test_any_text_gets_an_answer(levels):
    meaning = index().match(tuple(levels))
    scores = [score for _, score in meaning.candidates]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= meaning.score <= 100
    if meaning.indicator and meaning.how == "near" and len(scores) > 1:
        assert scores[0] - scores[1] >= AHEAD


@given(st.sampled_from([one[0] for one in MEANS if one[2] == "value" and "." not in one[0]]), st.randoms())
def test_the_order_of_phrases_hardly_counts(heading, random):
    from intake.understand.indicators import likeness
    from intake.understand.terms import concepts

    words = list(concepts(heading))
    random.shuffle(words)
    assert likeness(frozenset(words), frozenset(concepts(heading))) == 100 or not words

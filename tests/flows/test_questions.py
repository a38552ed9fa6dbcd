"""Every question that intake can ask has words in both languages, and so has every answer."""

import pytest

from flows.submit.questions import answer_words, asked
from intake.questions import IGNORE, Question
from report.text import LANGUAGES, texts

NAMES = {
    "KT/dak-glei": "Huyện Đăk Glei",
    "KT/dak-glei/dak-long": "Xã Đăk Long",
    "head_is_member": "Trưởng thôn là đảng viên",
}


@pytest.mark.parametrize(
    ("code", "answer", "words"),
    [
        ("unit", "KT/dak-glei/dak-long", "Xã Đăk Long, Huyện Đăk Glei"),
        ("unit", "KT/dak-glei", "Huyện Đăk Glei"),
        ("unit", IGNORE, "Bỏ qua, không nhận"),
        ("indicator", "head_is_member", "Trưởng thôn là đảng viên"),
        ("indicator", "head_is_member.den", "Trưởng thôn là đảng viên: mẫu số"),
        ("indicator", "within", "Đơn vị cấp trên"),
        ("period", "2019-Q4", "quý IV/2019"),
        ("period", "kỳ nào", "kỳ nào"),
        ("cumulative", "year", "Từ đầu năm"),
    ],
)
def test_an_answer_is_said_in_words(code: str, answer: str, words: str) -> None:
    assert answer_words(code, answer, "vi", NAMES).casefold() == words.casefold()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "code",
    sorted(
        key.removeprefix("question.")
        for key in texts("vi")
        if key.count(".") == 1 and key.startswith("question.") and key != "question.on_sheet"
    ),
)
def test_every_question_has_words(lang: str, code: str) -> None:
    found = asked(Question(code, "k", "Đăk Long", (IGNORE,), row=12, column="Tên xã", sheet="Quý I"), lang, NAMES)
    assert "Đăk Long" in found.title or "Tên xã" in found.title
    assert "12" in found.place
    assert "Quý I" in found.place
    assert len(found.answers) == 1

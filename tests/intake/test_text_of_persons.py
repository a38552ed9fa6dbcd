"""A text in words that tells of a person is known; bodies, places and documents are let pass."""

from __future__ import annotations

import pytest

from intake.persons import text_of_persons

PERSONS = [
    "Nguyễn Văn An",
    "NGUYỄN VĂN AN",
    "A Phúc",
    "Nguyễn Văn An xác nhận",
    "Huyện ủy, Nguyễn Thị Lan",
    "đồng chí Nguyễn Văn An phụ trách",
    "Giao Lò Văn Páo theo dõi",
    "Mời ông Trần Quang Khải dự",
    "Bí thư chi bộ, SN 1980",
    "Bí thư sinh năm 1975",
    "12/05/1970",
    "An, 0912 345 678",
]
BODIES = [
    "",
    "Ban Tổ chức Huyện ủy",
    "Đảng ủy xã Đồng Ý",
    "Ủy ban nhân dân huyện Bắc Sơn",
    "Đồng chí Bí thư Đảng ủy",
    "Tổ công tác 10 thành viên",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "Học tập theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Trường THPT Nguyễn Văn Trỗi",
    "Giao Lê Lợi hỗ trợ",  # a ward
    "Chi bộ Trần Phú",
    "Hà Nội",
    "Chỉ thị 36-CT/TW ngày 30/5/1998",
    "49-KH/HU",
]


@pytest.mark.parametrize("text", PERSONS)
def test_a_person_is_known(text: str) -> None:
    assert text_of_persons(text)


@pytest.mark.parametrize("text", BODIES)
def test_a_body_a_place_or_a_document_is_no_person(text: str) -> None:
    assert not text_of_persons(text)

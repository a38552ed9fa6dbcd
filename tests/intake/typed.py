"""Texts as they were typed or spoilt elsewhere, made from Unicode: the inverse of what intake reads."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from pathlib import Path

from intake.text.legacy import TCVN3, VNI

ROOT = Path(__file__).resolve().parents[2]

_TO_TCVN3 = str.maketrans({letter: written for written, letter in TCVN3.items()})
_TO_VNI = str.maketrans({letter: written for written, letter in VNI.items()})
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_VIQR = {
    "\u0302": "^",
    "\u0306": "(",
    "\u031b": "+",
    "\u0300": "`",
    "\u0301": "'",
    "\u0309": "?",
    "\u0303": "~",
    "\u0323": ".",
}


def tcvn3(text: str) -> str:
    """As typed in a TCVN3 font. It has no capitals with a tone: they come out small."""
    small = "".join(each if each.isascii() or each in TCVN3.values() else each.lower() for each in text)
    return small.translate(_TO_TCVN3)


def vni(text: str) -> str:
    return text.translate(_TO_VNI)


def viqr(text: str) -> str:
    """RFC 1456, signs of letters before those of tones."""
    out = []
    for letter in text.replace("đ", "dd").replace("Đ", "DD"):
        base, *marks = unicodedata.normalize("NFD", letter)
        out.append(base + "".join(_VIQR[mark] for mark in sorted(marks, key=lambda mark: mark in _TONES)))
    return "".join(out)


def cp1258(text: str) -> bytes:
    """As Windows saves it: base letters, and tones behind them."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            base = unicodedata.normalize("NFC", "".join(each for each in marks if each not in _TONES))
            out.append((base + "".join(each for each in marks if each in _TONES)).encode("cp1258"))
    return b"".join(out)


def mojibake(text: str, page: str = "cp1252") -> str:
    """UTF-8 read as a page of Windows; the bytes that it leaves open become control characters."""
    return "".join(bytes([byte]).decode(page, errors="ignore") or chr(byte) for byte in text.encode("utf-8"))


@cache
def unit_names() -> tuple[str, ...]:
    """Every name of a unit in the lists that the packs were made from, old and new."""
    names: dict[str, None] = {}
    for path in sorted((ROOT / "seed" / "sources").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                fields = ("old_province", "old_district", "old_commune", "new_commune", "new_province", "name")
                names.update(dict.fromkeys(row[each] for each in fields if row.get(each)))
    return tuple(names)


_WORDS = """
biên bí thư biểu bình báo cáo bản bằng bộ bắc bị bồi cao chi chia chiến chuyển chuẩn chính chưa chấp chất chỉ
chọn chủ chức chữ chứng cuối các cán cách cảnh cấp cộng củng cố của cựu dân dưới dưỡng dục dự ghi giao giám
giáo giảm giữa gia hiện hiệu hoàn hoạt huyện hàng hình hưu hạn hạnh hết hội học hộ hợp khai khen khiển khoản
khu khá không khối kiêm kiểm kết kế kỳ kỷ liên loại luật luỹ là làm làng lãnh lũy lượng lập lệ lịch lớn miễn
mô môn mạnh mẫu mới mục mức một năm nạp người nguồn nghiệp nghèo nghị ngoài nhiệm nhân nhà nhất nông nơi nội
nữ phiếu phân phòng phó phương phường phần phố phụ phát quan quyết quân quý quản quận quốc quần rà soát sinh
sát sách số sắc sở sự thanh thành tháng thiểu thoát thu thôn thường thị thống thực thứ thương tiêu tiến toàn
tra trong trung trên trước trưởng trách trình trường trạng trị trực trừ tuyên tuổi tài tách tháng tỉnh tỷ tập
tế tốt tổ tổng tộc từ tỉ việc viên và văn với vụ vùng vững vận xoá xuất xã xây xét xếp xóm yếu án ít ông ý
đang đi điểm điều đoàn đánh đã đình đó đăng đơn được đại đạo đạt đảng đầu đến đề định độ đội động đối đồng ưu
ước
"""
WORDS = _WORDS.split()
"""Words of reports on the Party's building, as their tables use them."""

SURE = ("Chi bộ trong sạch vững mạnh", "Thôn, bản chưa có đảng viên")
"""Texts that nobody takes for anything else, in whichever encoding."""

"""The field's vocabulary, for comparing headings with names: which phrases and abbreviations are one concept.

From the forms and guides of the Organisation Commission (HD 27-HD/BTCTW of 2014, forms 1 to 5 and 15A/15B) and the way
offices shorten them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from intake.understand.term_words import term_words, unmarked

NOT = "chưa"
"""The concept of every negation: chưa, không, trắng."""

KIND_WORDS = {
    "district": "huyện",
    "commune": "xã",
    "village": "thôn",
    "school": "trường học",
    "health_station": "trạm y tế",
    "grassroots_org": "tổ chức cơ sở đảng",
}
"""The word for each kind of unit in the names of its indicators."""

_CONCEPTS: dict[str, tuple[str, ...]] = {
    "đảng_viên": ("đảng viên", "ĐV", "đ.viên", "party member", "party members", "members", "member"),
    "chi_bộ": ("chi bộ", "CB", "branch", "branches"),
    "đảng_bộ": ("đảng bộ", "ĐB", "đảng ủy", "ĐU"),
    "tổ_đảng": ("tổ đảng",),
    "tổ_chức_đảng": ("tổ chức đảng", "TCĐ", "tổ chức của đảng"),
    "cơ_sở": ("cơ sở",),
    "bộ_phận": ("bộ phận",),
    "trực_thuộc": ("trực thuộc",),
    "thôn": (
        *("thôn", "bản", "làng", "buôn", "xóm", "ấp", "khóm", "sóc", "plei", "thôn bản", "thôn làng", "thôn xóm"),
        *("tổ dân phố", "TDP", "tổ DP", "khối phố", "khu phố", "khu dân cư", "KDC", "villages", "village"),
    ),
    "trưởng_thôn": (
        *("trưởng thôn", "thôn trưởng", "trưởng bản", "trưởng làng", "trưởng xóm", "trưởng buôn", "trưởng ấp"),
        *("tổ trưởng", "tổ trưởng tổ dân phố", "tổ trưởng TDP", "khối trưởng", "trưởng khu dân cư", "village heads"),
        "village head",
    ),
    "bí_thư": ("bí thư", "BT", "bí thư chi bộ", "BT chi bộ", "bí thư CB", "BT CB", "BTCB", "branch secretaries"),
    "nhất_thể_hóa": ("nhất thể hóa",),
    "kết_nạp": ("kết nạp", "KN", "admitted", "new members admitted"),
    "dân_tộc_thiểu_số": ("dân tộc thiểu số", "DTTS", "người dân tộc thiểu số"),
    "trong_sạch_vững_mạnh": ("trong sạch vững mạnh", "TSVM"),
    "tiêu_biểu": ("tiêu biểu",),
    "hoàn_thành": ("hoàn thành", "HT"),
    "nhiệm_vụ": ("nhiệm vụ",),
    "xuất_sắc": ("xuất sắc",),
    "yếu_kém": ("yếu kém", "YK", "yếu"),
    "trở_lên": ("trở lên",),
    "xếp_loại": ("xếp loại", "phân loại", "đánh giá", "đánh giá xếp loại", "đánh giá phân loại"),
    "nông_thôn_mới": ("nông thôn mới", "NTM"),
    "trạm_y_tế": ("trạm y tế", "TYT", "health stations", "health station"),
    "trường_học": ("trường học", "trường", "nhà trường", "schools", "school"),
    "kỷ_luật": ("kỷ luật",),
    "phát_triển_đảng_viên": (),
    "quần_chúng": ("quần chúng",),
    "sinh_hoạt_ghép": ("sinh hoạt ghép", "ghép"),
    "giám_sát": ("giám sát",),
    "kiểm_tra": ("kiểm tra",),
    NOT: ("chưa", "không", "ko", "chưa có", "không có", "trắng", "không còn", "without", "no", "not"),
}
_PHRASES: dict[str, tuple[str, ...]] = {
    "TCCSĐ": ("tổ_chức_đảng", "cơ_sở"),
    "TCCSD": ("tổ_chức_đảng", "cơ_sở"),
    "TCCS đảng": ("tổ_chức_đảng", "cơ_sở"),
    "tổ chức cơ sở đảng": ("tổ_chức_đảng", "cơ_sở"),
    "tổ chức cơ sở của đảng": ("tổ_chức_đảng", "cơ_sở"),
    "ĐBCS": ("đảng_bộ", "cơ_sở"),
    "CBCS": ("chi_bộ", "cơ_sở"),
    "ĐBBP": ("đảng_bộ", "bộ_phận"),
    "CBTT": ("chi_bộ", "trực_thuộc"),
    **dict.fromkeys(
        ("PTĐV", "phát triển đảng viên", "phát triển ĐV"), ("phát_triển_đảng_viên", "kết_nạp", "đảng_viên")
    ),
    "KNĐV": ("kết_nạp", "đảng_viên"),
    "TSVMTB": ("trong_sạch_vững_mạnh", "tiêu_biểu"),
    **dict.fromkeys(("HTXSNV", "HTSXNV", "HTXS"), ("hoàn_thành", "xuất_sắc", "nhiệm_vụ")),
    **dict.fromkeys(("HTTNV", "HTT"), ("hoàn_thành", "tốt", "nhiệm_vụ")),
    "HTNV": ("hoàn_thành", "nhiệm_vụ"),
    **dict.fromkeys(("KHTNV", "KHT"), (NOT, "hoàn_thành", "nhiệm_vụ")),
}
_LIGHT: dict[str, float] = {
    **dict.fromkeys(("tổng", "số", "lượng", "của", "các", "và", "là", "được", "đã", "tại", "ở", "thuộc", "theo"), 0.05),
    **dict.fromkeys(("có", "người", "cho", "về", "trong", "trên", "toàn", "cả", "kết", "quả", "thực", "hiện"), 0.05),
    **dict.fromkeys(("tình", "hình", "công", "tác", "chỉ", "tiêu", "đó", "chia", "ra", "đồng", "chí", "năm"), 0.05),
    **dict.fromkeys(("gồm", "bao", "tính", "đến", "kỳ", "nay", "hiện", "địa", "bàn", "mức", "từ", "bị", "với"), 0.05),
    **dict.fromkeys(
        ("the", "of", "a", "an", "with", "their", "own", "are", "who", "is", "in", "number", "total"), 0.05
    ),
    **dict.fromkeys(("nhiệm_vụ", "độc", "lập", "also", "rated"), 0.2),
    **dict.fromkeys(("đạt", "mới", "phát", "triển", "xây", "dựng", "danh", "hiệu", "tăng", "giảm", "new"), 0.4),
    "hoàn_thành": 0.8,
}
# Members are won by admitting them: the phrase brings that to mind, but is only taken for it where it says "mới".
_IMPLIED: dict[str, tuple[str, ...]] = {
    "tổ_chức_đảng": ("đảng_bộ", "chi_bộ", "tổ_đảng"),
    "thôn": ("trưởng_thôn",),
    "phát_triển_đảng_viên": ("mơi1",),
    "xếp_loại": ("hoàn_thành", "xuất_sắc", "yếu_kém", "trong_sạch_vững_mạnh"),
    "đảng": ("đảng_bộ", "chi_bộ", "tổ_đảng", "đảng_viên", "tổ_chức_đảng"),
}
_LONGEST = 6


def _table() -> tuple[dict[tuple[str, ...], tuple[str, ...]], dict[tuple[str, ...], tuple[str, ...]]]:
    exact: dict[tuple[str, ...], tuple[str, ...]] = {}
    for concept, phrases in _CONCEPTS.items():
        exact |= {term_words(phrase): (concept,) for phrase in phrases}
    for phrase, parts in _PHRASES.items():
        exact[term_words(phrase)] = tuple(_word(part) for part in parts)
    plain: dict[tuple[str, ...], tuple[str, ...]] = {}
    for words, concepts in exact.items():
        if len(words) > 1:
            plain[tuple(unmarked(word) for word in words)] = concepts
    return exact, plain


def _word(concept: str) -> str:
    return concept if concept in _CONCEPTS else "".join(term_words(concept))


_EXACT, _PLAIN = _table()
_WEIGHTS = {_word(concept): weight for concept, weight in _LIGHT.items()}
_BARE_WEIGHTS = {unmarked(word): weight for word, weight in _WEIGHTS.items()}


@lru_cache(16_384)
def concepts(text: str) -> tuple[str, ...]:
    """What a text speaks of, in its order: known phrases as one concept, other words as they are.

    Phrases of several words are known without their marks too.
    """
    words = term_words(text)
    plain = tuple(unmarked(word) for word in words)
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            known = _EXACT.get(words[place : place + length]) or _PLAIN.get(plain[place : place + length])
            if known:
                found += known
                break
        else:
            length = 1
            found.append(words[place])
        place += length
    return tuple(found)


def weight(concept: str) -> float:
    """How much a concept tells: 1, or less for words that stand in any heading."""
    return _WEIGHTS.get(concept, 1.0)


def bare_weight(concept: str) -> float:
    """The same for a concept without its marks."""
    return _BARE_WEIGHTS.get(concept, 1.0)


def without_implied(found: Iterable[str]) -> frozenset[str]:
    """The concepts without those that another one says already: a chi bộ is an organisation of the Party."""
    every = frozenset(found)
    return every - {general for general, special in _IMPLIED.items() if not every.isdisjoint(special)}

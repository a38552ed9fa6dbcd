"""Blocks of a page: what people typed is text, never markup; the order of a card is always the same."""

from fractions import Fraction
from html.parser import HTMLParser

import pytest

from metrics.goals import Verdict
from report import boxes, cards, compact, goal_cards
from report.boxes import Attention, Completeness, Moved, Named, Turned
from report.cards import Line
from report.charts.bullets import Band, Bullet, bullets
from report.goal_cards import Foot, Headline

EVIL = '<script>alert("1")</script>&\'"'
LANGS = ["vi", "en"]


class Balance(HTMLParser):
    """Keeps the tags that are open; a tag that closes another fails."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def everything(lang: str, text: str) -> list[str]:
    """Every block with one text in every place that takes one."""
    bullet = Bullet(text, Fraction(15), text, Verdict.BEHIND, text, strong=True, simulated=True, href=text)
    return [
        cards.heading(lang, text, text, is_simulated=True),
        goal_cards.goal_card(lang, Headline(text, Verdict.MET, text, text, text, text, text, text)),
        goal_cards.goal_card(lang, Headline(text, None, text, wordy=True), level=4),
        goal_cards.card_foot(lang, Foot(text, text, text, text, text, simulated=True)),
        compact.rows(
            lang, [compact.Row(Headline(text, None, text, text, text, text), text, "", text, text)], since=text
        ),
        cards.why(lang, Verdict.MET, [Line(text, text, text)], rule=text, closing=text),
        cards.sources(lang, [(text, text)]),
        boxes.attention(lang, [Attention(text, text, (Named(text, text),), text, text, text)], is_simulated=True),
        boxes.changes(
            lang, [Turned(Named(text, text), Verdict.MET, Verdict.EXCEEDED)], [Moved(text, Named(text), text)]
        ),
        boxes.completeness(lang, Completeness(1, 1, 1, 1, 1, text, text, text, (Named(text, text),), 3)),
        cards.table([text], [[text]], total=[text]),
        cards.empty(text, text),
        cards.footer(text, text),
        bullets(lang, [bullet], band=Band(Fraction(1), Fraction(2), text, text), unit=text, between=text, total=bullet),
    ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", range(14))
def test_everything_people_typed_is_escaped(lang: str, place: int) -> None:
    block = everything(lang, EVIL)[place]
    assert "<script" not in block
    assert '"1"' not in block
    assert "&lt;script&gt;" in block


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", range(14))
def test_every_tag_is_closed(lang: str, place: int) -> None:
    parser = Balance()
    parser.feed(everything(lang, "Mường Nhé")[place])
    assert parser.open == []


@pytest.mark.parametrize("verdict", Verdict)
def test_a_badge_has_shape_and_word(verdict: Verdict) -> None:
    badge = cards.badge("vi", verdict)
    assert f"v-{verdict}" in badge
    assert "m-shape" in badge
    assert badge.rsplit("</i>")[1].removesuffix("</span>")


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({Verdict.EXCEEDED: 3, Verdict.MET: 1}, "Cả 4 mục tiêu đạt hoặc vượt"),
        ({Verdict.MET: 1}, "Mục tiêu duy nhất đã đạt"),
        ({Verdict.MET: 2, Verdict.BEHIND: 1}, "2/3 mục tiêu đạt hoặc vượt"),
        ({Verdict.BEHIND: 1, Verdict.INCONCLUSIVE: 1}, "Chưa mục tiêu nào đạt"),
        ({}, "Nghị quyết không công bố chỉ tiêu bằng số: chỉ trình bày số liệu"),
    ],
)
def test_the_strip_says_one_sentence(counts: dict[Verdict, int], sentence: str) -> None:
    assert goal_cards.strip_sentence("vi", counts) == sentence


def test_the_strip_counts_zeros_quietly_and_never_drops_trouble() -> None:
    strip = goal_cards.strip("vi", {Verdict.MET: 3, Verdict.NOT_COMPARABLE: 1})
    assert strip.count('class="zero"') == 4
    assert "Không so sánh được" in strip


def test_a_card_keeps_its_order() -> None:
    card = goal_cards.goal_card("vi", Headline("TÊN", Verdict.MET, "135", "thôn", "328", "Giảm", "19,61 %", "15–20 %"))
    places = [card.index(word) for word in ("TÊN", "Đạt", "328", "135", "thôn", "Giảm", "19,61", "15–20")]
    assert places == sorted(places)


def test_bars_share_one_scale_from_zero() -> None:
    rows = [Bullet("a", Fraction(10), "10", Verdict.BEHIND), Bullet("b", Fraction(40), "40", Verdict.MET)]
    html = bullets("vi", rows)
    assert 'class="bar" style="left:0.00%;width:25.00%"' in html
    assert 'class="bar" style="left:0.00%;width:100.00%"' in html


def test_a_bar_below_zero_goes_to_the_left() -> None:
    rows = [Bullet("a", Fraction(-10), "−10", Verdict.MISSED), Bullet("b", Fraction(10), "10", Verdict.MET)]
    html = bullets("vi", rows)
    assert 'class="bar" style="left:0.00%;width:50.00%"' in html
    assert 'class="bar" style="left:50.00%;width:50.00%"' in html


def test_a_unit_without_a_value_has_no_bar() -> None:
    assert 'class="bar"' not in bullets("vi", [Bullet("a", None, "–", Verdict.INCONCLUSIVE)])


def test_many_units_fold() -> None:
    rows = [Bullet(f"Xã {place}", Fraction(place), str(place), Verdict.MET) for place in range(141)]
    html = bullets("vi", rows, first=10)
    assert "131 đơn vị còn lại" in html
    assert html.count('class="bar"') == 141


def test_nothing_to_rank_says_so() -> None:
    assert "Chưa đơn vị nào" in bullets("vi", [])

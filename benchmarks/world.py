"""A province that never was: units, mergers, splits, a reform and figures, the same for the same seed.

At scale 1 it has 4.000 villages that report 30 indicators in 40 quarters, 4,8 million figures. Everybody has reported,
but for the last quarter, which is still coming in. A larger scale multiplies the villages; districts, communes,
indicators and goals stay, so that only the leaves grow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from metrics.goals import Kind
from metrics.periods import Period, quarter

LEAVES, DISTRICTS, COMMUNES, NEW_COMMUNES = 4_000, 10, 130, 44
MERGED_PAIRS, SPLIT = 60, 40
LATE, REVISED = 0.1, 0.02
MERGERS_ON, SPLITS_ON, REFORM_ON = date(2020, 1, 1), date(2022, 1, 1), date(2025, 7, 1)
QUARTERS = [quarter(year, number) for year in range(2016, 2026) for number in (1, 2, 3, 4)]
KINDS = (*[Kind.STOCK] * 8, *[Kind.FLOW] * 8, *[Kind.SHARE] * 6, *[Kind.STATE] * 8)
PROVINCE = "P"

INDICATORS = (
    *("Hộ gia đình", "Nhân khẩu", "Đảng viên đang sinh hoạt", "Đoàn viên thanh niên", "Hội viên Hội Nông dân"),
    *("Hội viên Hội Phụ nữ", "Hội viên Hội Cựu chiến binh", "Người có uy tín"),
    *("Quần chúng ưu tú dự lớp nhận thức về Đảng", "Đảng viên mới kết nạp", "Buổi sinh hoạt chuyên đề"),
    *("Cuộc giám sát", "Đơn thư đã giải quyết", "Hộ thoát nghèo", "Buổi tuyên truyền", "Mô hình dân vận khéo"),
    *("Hộ nghèo", "Hộ dùng nước sạch", "Người tham gia bảo hiểm y tế", "Trẻ em đi học đúng độ tuổi"),
    *("Gia đình văn hóa", "Lao động qua đào tạo"),
    *("Chưa có chi bộ độc lập", "Chưa có nhà sinh hoạt cộng đồng", "Chưa có điện lưới", "Chưa có đường ô tô"),
    *("Chưa có sóng di động", "Chưa có công an viên", "Chưa có y tế thôn bản", "Còn điểm nóng về an ninh trật tự"),
)
"""What each of KINDS is called."""

HOUSES = ("Đăk", "Kon", "Ia", "Plei", "Nậm", "Pá", "Huổi", "Tà", "Mường", "Sa", "Chư", "Đầm", "Bản", "Rờ", "Hà", "Ngọk")
PLACES = (
    *("Long", "Hà", "Tô", "Pxi", "Ui", "Rve", "Rơ", "Lao", "Kôi", "Trăm", "Xú", "Nông", "Dục", "Môn", "Kan", "Blô"),
    *("Nghịu", "Plô", "Pék", "Choong", "Ang", "Na", "Sao", "Bể", "Tăng", "Ring", "Nga", "Tờ", "Kroong", "Bla", "Đao"),
    *("Vang", "Khum", "Lếch", "Pồn", "Mươn", "Nưa", "Luân", "Thơm", "Un", "Hẹ", "Lói", "Nhé", "Kè", "Toong", "Lực"),
    *("Kim", "Thu", "Chà", "Bủng", "Tin", "Hừa", "Nhạt", "Khoa", "Vì", "Chung", "Mỹ", "Sinh", "Thầu", "Quảng", "Lâm"),
)
"""Two words make a name; the villages of one commune have different ones, those of two communes may share theirs."""

FIGURES_OUT = ("unit", "indicator", "num", "den")


@dataclass(frozen=True)
class World:
    """Everything of one province; frames name units by their place in ``codes``, indicators by theirs in KINDS."""

    seed: int = 1
    scale: int = 1

    @cached_property
    def units(self) -> pl.DataFrame:
        """code, kind, parent, later_parent, valid_from, valid_to: one row a unit, parents first."""
        made: list[tuple[str, str, str | None, str | None, date | None, date | None]] = []
        before_reform = date(2025, 6, 30)
        made.append((PROVINCE, "province", None, None, None, None))
        districts = [f"{PROVINCE}/d{number:02}" for number in range(DISTRICTS)]
        made += [(code, "district", PROVINCE, None, None, before_reform) for code in districts]
        communes = [f"{districts[number % DISTRICTS]}/c{number:03}" for number in range(COMMUNES)]
        made += [(code, "commune", code.rsplit("/", 1)[0], None, None, before_reform) for code in communes]
        new_communes = [f"{PROVINCE}/n{number:02}" for number in range(NEW_COMMUNES)]
        made += [(code, "commune", PROVINCE, None, REFORM_ON, None) for code in new_communes]

        def village(number: int, kind: str, born: date | None, ended: date | None) -> None:
            commune = number % COMMUNES
            code = f"{communes[commune]}/{kind}{number:05}"
            made.append((code, "village", communes[commune], new_communes[commune % NEW_COMMUNES], born, ended))

        for number in range(LEAVES * self.scale):
            ended = None
            if number // COMMUNES < 2 * self._rounds(MERGED_PAIRS):
                ended = date(2019, 12, 31)
            elif number // COMMUNES < 2 * self._rounds(MERGED_PAIRS) + self._rounds(SPLIT):
                ended = date(2021, 12, 31)
            village(number, "v", None, ended)
        for number in range(self._rounds(MERGED_PAIRS) * COMMUNES):
            village(number, "m", MERGERS_ON, None)
        for number in range(2 * self._rounds(SPLIT) * COMMUNES):
            village(number, "s", SPLITS_ON, None)
        schema = ["code", "kind", "parent", "later_parent", "valid_from", "valid_to"]
        types = [pl.String] * 4 + [pl.Date] * 2
        return pl.DataFrame(made, schema=dict(zip(schema, types, strict=True)), orient="row")

    @cached_property
    def names(self) -> list[str]:
        """Name of each of ``units``: no two villages of one commune, and no two living communes, have the same."""
        given: dict[str | None, int] = {}
        found: list[str] = []
        for code, kind, later in self.units.select("code", "kind", "later_parent").iter_rows():
            if kind == "province":
                found.append("Tỉnh Đăk Mường")
                continue
            group = later or code.rsplit("/", 1)[0]
            number = given[group] = given.get(group, -1) + 1
            again, at = divmod(number * 7, len(HOUSES) * len(PLACES))
            place, house = divmod(at, len(HOUSES))
            word = {"district": "Huyện", "commune": "Xã", "village": "Thôn"}[kind]
            found.append(" ".join((word, HOUSES[house], PLACES[place], *([str(again + 1)] if again else []))))
        return found

    def _rounds(self, events: int) -> int:
        """Events come a whole round of communes at a time, so that old and new villages lie in the same commune."""
        return max(1, round(events * self.scale / COMMUNES))

    @cached_property
    def lineage(self) -> pl.DataFrame:
        """old, new, event, share_num, share_den, on; units by code."""
        units = self.units
        communes = units.filter(pl.col("kind") == "commune", pl.col("valid_from").is_null())["code"].to_list()
        made: list[tuple[str, str, str, int, int, date]] = []

        def code(kind: str, number: int) -> str:
            return f"{communes[number % COMMUNES]}/{kind}{number:05}"

        merged = self._rounds(MERGED_PAIRS) * COMMUNES
        for number in range(merged):
            made += [
                (code("v", old), code("m", number), "merge", 1, 1, MERGERS_ON) for old in (number, number + merged)
            ]
        split = self._rounds(SPLIT) * COMMUNES
        for number in range(split):
            old = code("v", number + 2 * merged)
            made += [
                (old, code("s", number), "split", 3, 5, SPLITS_ON),
                (old, code("s", number + split), "split", 2, 5, SPLITS_ON),
            ]
        for number, commune in enumerate(communes):
            made.append((commune, f"{PROVINCE}/n{number % NEW_COMMUNES:02}", "merge", 1, 1, REFORM_ON))
        schema = ["old", "new", "event", "share_num", "share_den", "on"]
        return pl.DataFrame(made, schema=schema, orient="row")

    def leaves(self, on: date) -> np.ndarray:
        """Places in ``units`` of the villages alive on a day."""
        alive = (pl.col("valid_from").is_null() | (pl.col("valid_from") <= on)) & (
            pl.col("valid_to").is_null() | (pl.col("valid_to") >= on)
        )
        return self.units.with_row_index("place").filter(alive, kind="village")["place"].to_numpy()

    def figures(self, period: Period) -> pl.DataFrame:
        """What the villages report for a quarter: unit, indicator, num, den; of the last one a tenth is yet to come."""
        return self._figures(period, np.random.default_rng([self.seed, period.key]))

    def revised(self, period: Period) -> pl.DataFrame:
        """The figures of a quarter that are corrected later, with their corrected values."""
        chance = np.random.default_rng([self.seed, period.key, 2])
        frame = self.figures(period)
        frame = frame.filter(pl.Series(chance.random(frame.height) < REVISED))
        kinds = [kind.value for kind in KINDS]
        state = pl.col("indicator").replace_strict(dict(enumerate(kinds)), return_dtype=pl.String) == "state"
        return frame.with_columns(
            num=pl.when(state).then(1 - pl.col("num")).when(pl.col("num") > 0).then(pl.col("num") - 1).otherwise(0)
        )

    @cached_property
    def _habits(self) -> dict[str, np.ndarray]:
        """What sets a village apart, one column an indicator: level, speed, and the quarter in which it turns."""
        chance = np.random.default_rng([self.seed, self.scale])
        shape = (self.units.height, len(KINDS))
        return {
            "level": chance.integers(3, 40, shape, dtype=np.int64),
            "speed": chance.integers(0, 3, shape, dtype=np.int64),
            "turn": chance.integers(-40, 60, shape, dtype=np.int64),
        }

    def _figures(self, period: Period, chance: np.random.Generator) -> pl.DataFrame:
        at = (period.last.year - 2016) * 4 + period.last.month // 3 - 1
        leaves = self.leaves(period.last)
        level, speed, turn = (self._habits[name][leaves] for name in ("level", "speed", "turn"))
        kinds = np.array([kind.value for kind in KINDS])
        num = np.where(
            kinds == "stock",
            level + speed * at // 4,
            np.where(
                kinds == "flow",
                chance.integers(0, 3, level.shape) * (level % 3),
                np.where(kinds == "share", np.minimum(level, level // 2 + speed * at // 8), (turn > at).astype(int)),
            ),
        )
        den = np.where(kinds == "share", level, -1)
        there = chance.random(len(leaves)) >= (LATE if period == QUARTERS[-1] else 0)
        frame = pl.DataFrame(
            {
                "unit": np.repeat(leaves[there], len(KINDS)).astype(np.int32),
                "indicator": np.tile(np.arange(len(KINDS), dtype=np.int32), there.sum()),
                "num": num[there].ravel().astype(np.int64),
                "den": den[there].ravel().astype(np.int64),
            }
        )
        return frame.with_columns(den=pl.when(pl.col("den") >= 0).then("den"))

    def quarters(self) -> Iterator[tuple[Period, pl.DataFrame]]:
        """Every quarter with its figures, oldest first."""
        return ((period, self.figures(period)) for period in QUARTERS)


def canonical_csv(frame: pl.DataFrame, period: Period, units: pl.Series, indicators: list[str]) -> bytes:
    """The figures as the long file that an office would upload: period,unit,indicator,num,den."""
    names = pl.DataFrame({"unit": range(len(units)), "code": units}, schema_overrides={"unit": pl.Int32})
    return (
        frame.join(names, on="unit", maintain_order="left")
        .select(
            pl.lit(period.code).alias("period"),
            pl.col("code").alias("unit"),
            pl.col("indicator").replace_strict(dict(enumerate(indicators)), return_dtype=pl.String),
            "num",
            "den",
        )
        .write_csv()
        .encode()
    )

"""Which column means what: the long layout (one figure a row) and the wide one (one unit a row).

Long: ``period, unit, indicator, value`` or ``num, den``, with ``qualifier`` and ``state`` where wanted. Wide:
``unit, name`` and one column an indicator, for shares two, ``<indicator>.num`` and ``<indicator>.den``. Both give
the same frame of entries, one row a possible figure, so everything after this point knows one layout only.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from intake.cells import ROW
from intake.persons import describes_persons
from intake.problems import Problem, problem
from intake.table import Table
from intake.words import folded

PARTS = ("value", "num", "den")
"""Texts that a figure is made of."""

CHECKS = ("percent", "cumulative")
"""Texts that a figure is held against; a figure of a flow may also be made of ``cumulative``."""

ENTRIES = pl.Schema(
    {
        "row": pl.Int32,
        "period": pl.String,
        "unit": pl.String,
        "within": pl.String,
        "nth": pl.Int16,
        "indicator": pl.String,
        "value": pl.String,
        "num": pl.String,
        "den": pl.String,
        "percent": pl.String,
        "cumulative": pl.String,
        "qualifier": pl.String,
        "state": pl.String,
        "unit_row": pl.Int32,
        "unit_at": pl.Int16,
        "value_at": pl.Int16,
        "num_at": pl.Int16,
        "den_at": pl.Int16,
        "percent_at": pl.Int16,
        "cumulative_at": pl.Int16,
    }
)
"""Texts of one possible figure.

``unit`` is a code or a name, ``within`` the name of what it stands under in the file where the file says so, ``nth``
which of several rows with the same name under the same heading it is (1 where there is one only, null where each row is
one figure). ``indicator`` is a code or an exact name. ``*_at`` are the places of the columns, null where there is none;
``unit_row`` and ``unit_at`` say where the unit's name stands. ``row`` is the row of the figure.
"""

_ROLES = {
    "period": ("period", "kỳ", "kỳ báo cáo", "kì", "kì báo cáo", "quý", "reporting period"),
    "unit": ("unit", "unit code", "unit_code", "code", "mã đơn vị", "mã", "mã đv", "đơn vị", "đv"),
    "name": ("name", "unit name", "unit_name", "tên", "tên đơn vị", "đơn vị"),
    "indicator": ("indicator", "chỉ tiêu", "mã chỉ tiêu", "tên chỉ tiêu", "indicator code"),
    "value": ("value", "giá trị", "số liệu", "số lượng", "kết quả"),
    "num": ("num", "numerator", "tử số", "tử"),
    "den": ("den", "denominator", "mẫu số", "mẫu"),
    "qualifier": ("qualifier", "mức chính xác", "từ ước lượng"),
    "state": ("state", "tình trạng", "trạng thái"),
    "order": ("stt", "tt", "no", "no.", "số thứ tự", "#"),
    "note": ("note", "notes", "ghi chú"),
}
_PART_OF = {"num": "num", "numerator": "num", "tử": "num", "tử số": "num"} | {
    "den": "den",
    "denominator": "den",
    "mẫu": "den",
    "mẫu số": "den",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its place and text, its role, and for a figure of the wide layout what it holds.

    ``role`` is one of the long layout's columns, ``name``, ``within`` (what it stands under), ``order``, ``note``,
    ``label`` (of rows that are indicators), ``figure``, ``comparison`` (an earlier period, a change, a rank) or
    ``ignored``. ``part`` is one of :data:`PARTS` or :data:`CHECKS`. ``score`` is 0 to 100, ``how`` it was found
    ``code``, ``name``, ``near``, ``answer`` or ``form``. ``period`` is the code of the column's own period, where the
    headings tell periods apart.
    """

    place: int
    text: str
    role: str
    indicator: str | None = None
    part: str | None = None
    score: int = 100
    how: str = "code"
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """``kind`` as in `intake.understood.Understood`. A place may stand twice: a total that is a figure and also the
    denominator of a share.
    """

    kind: str
    columns: tuple[Column, ...]

    def place(self, role: str) -> int | None:
        """Place of the column with a role, null where the file has none."""
        return next((column.place for column in self.columns if column.role == role), None)

    def text(self, role: str) -> str | None:
        """Header of the column with a role."""
        return next((column.text for column in self.columns if column.role == role), None)

    def cells_with_figures(self, table: Table) -> int:
        """How many cells can hold a figure, known before they are laid out."""
        groups = {column.indicator for column in self.columns if column.role == "figure"}
        return table.cells.height * (len(groups) or 1)


def recognise(table: Table) -> tuple[Layout | None, tuple[Problem, ...]]:
    """The layout of a table and what is wrong with its header; null where it cannot be read at all.

    A header that describes persons is always refused (``person_column``), whatever else the file holds.
    """
    problems = [
        problem("person_column", row=table.header_row, column=text, text=text)
        for text in table.header
        if describes_persons(text)
    ]
    roles = _roles(table.header)
    has = set(roles) - {None}
    if problems:
        return None, tuple(problems)
    if "indicator" in has or has & {"value", "num"}:
        needed = {"unit", "indicator"} | (set() if has & {"num"} else {"value"})
        if needed - has:
            columns = tuple(sorted(needed - has, key=list(_ROLES).index))
            return None, (problem("missing_column", row=table.header_row, columns=columns),)
        layout = Layout(
            "long", tuple(_long_column(place, table.header[place], role) for place, role in enumerate(roles))
        )
    elif "unit" in has and None in roles:
        layout = Layout(
            "wide", tuple(_wide_column(place, table.header[place], role) for place, role in enumerate(roles))
        )
    else:
        return None, (problem("unknown_layout", row=table.header_row, text=", ".join(table.header)[:200]),)
    problems += _column_problems(table, layout)
    return layout, tuple(problems)


def entries(table: Table, layout: Layout) -> pl.DataFrame:
    """One row a possible figure, in the schema :data:`ENTRIES`; entries without any text for a figure are left out."""
    if layout.kind == "long":
        frames = [_laid_out(table, layout, {part: layout.place(part) for part in PARTS}, None)]
    else:
        groups: dict[str, dict[str, int | None]] = {}
        for column in layout.columns:
            if column.role == "figure" and column.indicator and column.part:
                groups.setdefault(column.indicator, {})[column.part] = column.place
        frames = [_laid_out(table, layout, parts, indicator) for indicator, parts in groups.items()]
    return pl.concat(frames) if frames else pl.DataFrame(schema=ENTRIES)


def _laid_out(table: Table, layout: Layout, parts: dict[str, int | None], indicator: str | None) -> pl.DataFrame:
    def text(place: int | None) -> pl.Expr:
        return pl.lit(None, pl.String) if place is None else pl.col(str(place))

    long = indicator is None
    given = [str(place) for place in parts.values() if place is not None]
    if long and (state := layout.place("state")) is not None:
        given.append(str(state))
    return table.cells.filter(pl.any_horizontal(pl.col(given).is_not_null())).select(
        pl.col(ROW),
        text(layout.place("period")).alias("period"),
        text(layout.place("unit")).alias("unit"),
        pl.lit(None, pl.String).alias("within"),
        pl.lit(None, pl.Int16).alias("nth"),
        (text(layout.place("indicator")) if long else pl.lit(indicator, pl.String)).alias("indicator"),
        *(text(parts.get(part)).alias(part) for part in (*PARTS, *CHECKS)),
        text(layout.place("qualifier") if long else None).alias("qualifier"),
        text(layout.place("state") if long else None).alias("state"),
        pl.col(ROW).alias("unit_row"),
        pl.lit(layout.place("unit"), pl.Int16).alias("unit_at"),
        *(pl.lit(parts.get(part), pl.Int16).alias(f"{part}_at") for part in (*PARTS, *CHECKS)),
    )


def _roles(header: tuple[str, ...]) -> list[str | None]:
    """Role of each column by its header. "Đơn vị" is the name where another column has the code."""
    words = [folded(text) for text in header]
    explicit = any(word in _ROLES["unit"] and word not in _ROLES["name"] for word in words)
    found: list[str | None] = []
    for word in words:
        roles = [role for role, synonyms in _ROLES.items() if word in synonyms]
        if roles == ["unit", "name"]:
            roles = ["name"] if explicit else ["unit"]
        found.append(roles[0] if roles else None)
    return found


def _long_column(place: int, text: str, role: str | None) -> Column:
    return Column(place, text, role or "ignored")


def _wide_column(place: int, text: str, role: str | None) -> Column:
    if role in ("period", "unit", "name", "order", "note"):
        return Column(place, text, role)
    stem, dot, ending = text.rpartition(".")
    part = _PART_OF.get(folded(ending)) if dot else None
    return Column(place, text, "figure", stem.strip() if part else text, part or "value")


def _column_problems(table: Table, layout: Layout) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[tuple[str, str | None, str | None], Column] = {}
    for column in layout.columns:
        if not column.text:
            if table.cells[str(column.place)].null_count() < table.cells.height:
                problems.append(problem("unnamed_column", row=table.header_row, number=column.place + 1))
            continue
        if column.role in ("order", "note", "name"):
            continue
        if column.role == "ignored":
            problems.append(problem("ignored_column", row=table.header_row, column=column.text, text=column.text))
            continue
        meaning = (column.role, column.indicator and folded(column.indicator), column.part)
        first = seen.setdefault(meaning, column)
        if first is not column:
            problems.append(
                problem(
                    "duplicate_column", row=table.header_row, column=column.text, text=column.text, first=first.text
                )
            )
    return problems

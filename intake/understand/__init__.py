"""A table understood: which way it lies, what each column and row holds, which unit and period it is about."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from intake.cells import ROW
from intake.find.marks import is_total
from intake.layout import ENTRIES, Column, Layout, entries, recognise
from intake.persons import cells_of_persons, heading_of_persons, names_of_persons, told_of_persons
from intake.problems import Problem, problem
from intake.questions import Answers, Question
from intake.reference import Reference
from intake.table import LEVELS, LeftOut, Table
from intake.understand.around import About, period_around, unit_around
from intake.understand.axes import Axes, axes
from intake.understand.columns import Profile, profiles
from intake.understand.headings import said
from intake.understand.indicators import IndicatorIndex
from intake.understand.meanings import Meant, answered, heading_key, meanings, without_taken
from intake.understand.one_a_row import long_entries
from intake.understand.spoken_periods import spoken, whole_period
from intake.understand.terms import KIND_WORDS
from intake.understand.titles import against_titles
from intake.understand.turned import Head, by_rows, labels, question
from intake.understand.wide import roles, unit_rows, wide_entries
from intake.understood import Understood
from intake.units import UnitIndex
from intake.units.ancestry import Ancestry
from intake.words import folded
from metrics.goals import Kind
from metrics.periods import Period
from metrics.schema import INNER_KINDS

_MOST = 0.8
_NO_FIGURE = ("order", "note", "measure", "code")
_MACHINE = re.compile(r"[a-z][a-z0-9_]*")
"""A heading of a program's making, beside a column `unit`; unknown, it is an error, and not a matter of words."""

_GIVEN = ("unit", "name", "within", "period", "order", "note", "comparison", "label", "indicator")


def understand(
    table: Table,
    reference: Reference,
    period: Period | None,
    answers: Answers,
    *,
    units: UnitIndex,
    indicators: IndicatorIndex,
) -> Understood:
    """What a table says, as far as that is certain; what is not is asked, what is not taken is told.

    ``period`` is the one the file was handed in for. A table that describes persons is refused: its entries are empty,
    and of its cells nothing is kept. Entries of a table about one unit that no line names have no unit.
    """
    refused = _persons(table)
    if refused:
        return _refused(table, refused)
    if (plain := canonical(table, indicators)) is not None:
        return plain
    found = _Understanding(table, reference, period, answers, units, indicators).read()
    runs = {each.code for each in reference.indicators.values() if each.kind is Kind.FLOW}
    flows = [text for text in found.entries["indicator"].unique() if text in runs]
    return replace(found, problems=(*found.problems, *against_titles(found.table, found.entries, period, flows)))


def layout_key(tables: Iterable[Table]) -> str:
    """Which layout a file has: equal for files with the same headings, whatever their cells, units and periods."""
    headings = [[folded(_without_period(text)) for text in table.header] for table in tables]
    return hashlib.sha256(repr(headings).encode()).hexdigest()[:16]


def _without_period(text: str) -> str:
    for each in spoken(text, 2000):
        text = folded(text).replace(each.text, " ")
    return text


def _persons(table: Table) -> list[Problem]:
    return [
        problem("person_column", row=table.header_row, column=text, text=text, at=place, sheet=table.sheet)
        for place, (levels, text) in enumerate(zip(table.levels, table.header, strict=True))
        if levels and heading_of_persons(levels)
    ]


def _refused(table: Table, problems: Sequence[Problem]) -> Understood:
    emptied = replace(table, cells=table.cells.clear(), lines=table.lines.clear(), around=())
    return Understood(emptied, Layout("wide", ()), pl.DataFrame(schema=ENTRIES), problems=tuple(problems))


def canonical(table: Table, indicators: IndicatorIndex) -> Understood | None:
    """A table in one of the two layouts that Mốc itself writes: read by its codes alone; null for any other."""
    if len(table.header_rows) != 1 or any(len(levels) > 1 for levels in table.levels):
        return None
    if table.lines.height and not (table.lines["role"] == "entry").all():
        return None
    layout, problems = recognise(table)
    if layout is None or layout.text("unit") not in ("unit", "code", "unit_code"):
        return None
    figures = [column for column in layout.columns if column.role == "figure"]
    names = (column.indicator or "" for column in figures)
    if layout.kind == "wide" and not all(indicators.code(name) or _MACHINE.fullmatch(name) for name in names):
        return None
    if layout.kind == "long" and layout.text("indicator") != "indicator":
        return None
    return Understood(table, layout, entries(table, layout), problems=problems)


def unfinished(table: Table) -> tuple[Problem, ...]:
    """What a header of Mốc's own long layout lacks; empty for any other header and for one that lacks nothing."""
    if not all(_MACHINE.fullmatch(text) for text in table.header):
        return ()
    layout, problems = recognise(table)
    return problems if layout is None else ()


class _Understanding:
    def __init__(
        self,
        table: Table,
        reference: Reference,
        period: Period | None,
        answers: Answers,
        units: UnitIndex,
        indicators: IndicatorIndex,
    ) -> None:
        self.table, self.reference, self.period, self.answers = table, reference, period, answers
        self.units, self.index = units, indicators
        self.year = period.last.year if period else None
        self.lines = roles(table)
        self.kinds = dict(reference.units.select("unit", "kind").iter_rows())
        self.codes = dict(reference.units.select("unit", "code").iter_rows())

    def read(self) -> Understood:
        table = self.table
        counted = table.cells.join(self.lines.filter(pl.col("role") == "entry").select(ROW), on=ROW, how="semi")
        self.profiles = profiles(table, counted if counted.height else table.cells, self.units, self.year)
        lie = self._told(axes(table, self.profiles, self.units, self.index))
        named = {lie.unit, lie.within, *lie.names} - {None}
        named |= {one.place for one in self.profiles if one.units >= 0.5}
        persons = [
            problem(
                "person_cells",
                row=table.header_row or None,
                column=self._heading(place),
                text=self._heading(place),
                at=place,
                sheet=table.sheet,
            )
            for place in self._of_persons({place for place in named if place is not None})
        ]
        if self._heads_are_persons():
            persons.append(problem("person_cells", row=table.header_row or None, sheet=table.sheet))
        if persons:
            return _refused(table, persons)
        self.when = period_around(table, self.period, self.answers)
        if self.year is None and self.when.period is not None:
            self.year = self.when.period.last.year
        if lie.kind is None:
            text = " | ".join(text for text in table.header if text)[:200]
            unknown = problem("unknown_layout", row=table.header_row or None, text=text, sheet=table.sheet)
            return Understood(
                table, Layout("wide", ()), pl.DataFrame(schema=ENTRIES), problems=(unknown, *self.when.problems)
            )
        if lie.kind == "wide":
            return self._wide(lie)
        return self._long(lie) if lie.kind == "long" else self._by_rows(lie)

    def _of_persons(self, units: set[int]) -> tuple[int, ...]:
        """Places of columns about persons; of columns of units only what names no unit is looked at."""
        cells = self.table.cells.drop(ROW)
        found = {*cells_of_persons(cells, units), *told_of_persons(cells)}
        found |= {
            place
            for place in units
            if names_of_persons(self._no_units(cells[str(place)].drop_nulls().unique(maintain_order=True).head(1000)))
        }
        return tuple(sorted(found))

    def _heads_are_persons(self) -> bool:
        """Persons beside one another: their names in the headings."""
        return names_of_persons(self._no_units(dict.fromkeys(levels[-1] for levels in self.table.levels if levels)))

    def _no_units(self, texts: Iterable[str]) -> list[str]:
        return [text for text in texts if not self.units.match(text).candidates]

    # --- shared ------------------------------------------------------------------------------------

    def _heading(self, place: int) -> str:
        return LEVELS.join(self.table.levels[place]) if place < len(self.table.levels) else ""

    def _levels(self, place: int) -> tuple[str, ...]:
        return self.table.levels[place] if place < len(self.table.levels) else ()

    def _told(self, lie: Axes) -> Axes:
        """The axes with the columns that a person gave a role."""
        given: dict[str, int] = {}
        for one in self.profiles:
            meant = answered(self._levels(one.place), self.index, self.answers)
            if meant is not None and meant.role in _GIVEN:
                given.setdefault("unit" if meant.role == "name" else meant.role, one.place)
        if "unit" in given:
            lie = replace(lie, kind="long" if lie.kind == "long" else "wide", unit=given["unit"], heads=None)
        return replace(
            lie,
            within=given.get("within", None if lie.within in given.values() else lie.within),
            period=given.get("period", None if lie.period in given.values() else lie.period),
        )

    def _figure_columns(self, lie: Axes) -> list[int]:
        """Places of columns that may hold figures: all that have no other use."""
        taken = {lie.unit, lie.within, lie.label, lie.period, *lie.names}
        return [one.place for one in self.profiles if one.place not in taken and not self._beside(one)]

    def _beside(self, one: Profile) -> bool:
        """True for a column that stands beside the figures: ordinals, notes, words under no heading at all."""
        return one.says in _NO_FIGURE or _ordinals(one) or (not self._levels(one.place) and one.text)

    def _other_columns(self, lie: Axes) -> list[Column]:
        """Columns that are no figures."""
        found: list[Column] = []
        for role, place in (
            ("unit", lie.unit),
            ("within", lie.within),
            ("label", lie.label),
            ("period", lie.period),
            *(("name", place) for place in lie.names),
        ):
            if place is not None:
                how = self._by_answer(place) or "form"
                found.append(Column(place, self._heading(place), role, score=100, how=how))
        taken = {column.place for column in found}
        for one in self.profiles:
            if one.place not in taken and self._beside(one):
                role = "order" if one.says == "order" or _ordinals(one) else "note"
                found.append(Column(one.place, self._heading(one.place), role, how="form"))
        return found

    def _by_answer(self, place: int) -> str | None:
        return "answer" if ("indicator", heading_key(self._levels(place))) in self.answers else None

    def _periods(self, places: Sequence[int]) -> tuple[dict[int, Period], list[int]]:
        """Periods that the headings tell apart, by column, and the columns of other periods than the one asked for.

        Where a period was asked for, headings of a longer one up to the same day are cumulative and not another one.
        """
        named: dict[int, Period] = {}
        for place in places:
            found = [each.period for level in self._levels(place) for each in spoken(level, self.year)]
            if found:
                named[place] = found[-1]
        if self.period is None:
            return named, []
        others = [place for place, one in named.items() if one != self.period]
        if self.period not in named.values() and len(set(named.values())) == 1 and len(named) == len(places):
            return named, []
        return {}, others

    def _is_running(self, place: int) -> bool:
        """True for a column of the year so far, beside the period that was asked for."""
        asked = self.period
        found = [each.period for level in self._levels(place) for each in spoken(level, self.year)]
        return bool(
            asked
            and found
            and found[-1].last == asked.last
            and found[-1].first.month == 1
            and found[-1].first.year == asked.last.year
            and found[-1] != asked
        )

    def _done(
        self,
        layout: Layout,
        frame: pl.DataFrame,
        *,
        table: Table | None = None,
        left_out: Sequence[LeftOut] = (),
        questions: Sequence[Question] = (),
        problems: Sequence[Problem] = (),
        more: Understood | None = None,
    ) -> Understood:
        if self.when.period is not None:
            frame = frame.with_columns(pl.col("period").fill_null(self.when.period.code))
        return Understood(
            table or self.table,
            layout,
            frame.sort("row", maintain_order=True),
            more.lines if more else (),
            tuple(left_out),
            (*questions, *self.when.questions),
            (*problems, *self.when.problems),
        )

    # --- a unit a row ------------------------------------------------------------------------------

    def _wide(self, lie: Axes) -> Understood:
        places = self._figure_columns(lie)
        meant = meanings([self._levels(place) for place in places], self.index, self.answers)
        meant = without_taken([self._of_these_units(place, one, lie) for place, one in zip(places, meant, strict=True)])
        periods, others = self._periods(places)
        columns = self._other_columns(lie)
        questions: list[Question] = []
        problems: list[Problem] = []
        seen: dict[tuple[str, str, Period | None], int] = {}
        for place, one in zip(places, meant, strict=True):
            heading, part = self._heading(place), one.part
            if place in others:
                running = self._is_running(place) and one.role == "figure"
                if running and self.index.kinds[one.indicator or ""] is Kind.FLOW and part == "value":
                    part = "cumulative"
                else:
                    columns.append(Column(place, heading, "comparison", one.indicator, None, one.score, one.how))
                    continue
            if one.role == "figure" and one.indicator and part:
                key = (one.indicator, part, periods.get(place))
                first = seen.setdefault(key, place)
                if first != place:
                    problems.append(self._about("duplicate_column", place, first=self._heading(first)))
                    columns.append(Column(place, heading, "ignored", one.indicator, part, one.score, one.how))
                    continue
                columns.append(self._figure(place, one.indicator, part, one, periods))
                columns += [self._figure(place, code, "den", one, periods) for code in one.also]
                continue
            role = "ignored" if one.role in ("unclear", "ignored") else one.role
            columns.append(Column(place, heading, role, one.indicator, None, one.score, one.how))
            if not self.table.cells[str(place)].drop_nulls().len():
                continue
            if one.role == "unclear":
                questions.append(question(self.table, self._levels(place), one, row=self.table.header_row, at=place))
            elif one.role == "ignored" and one.how != "answer":
                code = "ignored_column" if heading else "unnamed_column"
                problems.append(self._about(code, place, **({} if heading else {"number": place + 1})))
        layout = Layout("wide", tuple(sorted(columns, key=lambda column: column.place)))
        kinds = self._reporting(column.indicator for column in columns if column.role == "figure")
        tree = Ancestry(self.reference, (self.period.last if self.period else self.reference.today))
        found = unit_rows(self.table, layout, self.units, tree, kinds, self.year)
        coded = any(one.place == lie.unit and one.coded for one in self.profiles)
        rows = found.frame
        if lie.unit is None:
            about, asked = self._unit(kinds)
            questions += asked
            rows = rows.with_columns(pl.lit(about.text, pl.String).alias("unit"))
        else:
            rows = self._under_the_letterhead(rows, kinds)
        rows, left = self._of_the_period(rows)
        frame = wide_entries(self.table, layout, rows, counted=not coded)
        if lie.unit is None and about.row is not None:
            frame = frame.with_columns(
                pl.lit(about.row, pl.Int32).alias("unit_row"), pl.lit(about.at, pl.Int16).alias("unit_at")
            )
        table = self.table if self.table.lines.is_empty() else replace(self.table, lines=found.lines)
        if self.table.lines.is_empty() and found.left_out:
            table = replace(self.table, lines=found.lines)
        return self._done(
            layout,
            frame,
            table=table,
            left_out=(*found.left_out, *left),
            questions=questions,
            problems=problems,
        )

    def _of_these_units(self, place: int, one: Meant, lie: Axes) -> Meant:
        """A heading that says too little by itself, or means an indicator of other units, read for the units of the
        table: "chưa có chi bộ" beside villages. In a table of communes nobody is asked for an indicator of villages.
        """
        kind = self._kind_of(lie.unit, place)
        if one.role == "unclear" and one.how != "answer" and kind in INNER_KINDS:
            left = tuple(each for each in one.candidates if self._reported_above_villages(each[0]))
            return replace(one, candidates=left) if left else replace(one, role="ignored", candidates=())
        fits = one.role == "figure" and self.index.unit_kinds.get(one.indicator or "") == kind
        if kind not in KIND_WORDS or fits or one.how in ("code", "answer") or one.role == "comparison" or one.also:
            return one
        meaning = self.index.match((KIND_WORDS[kind], *self._levels(place)))
        if meaning.part == "comparison":
            return one
        own = tuple(each for each in meaning.candidates if self.index.unit_kinds[each[0]] == kind)
        if meaning.indicator is not None and self.index.unit_kinds[meaning.indicator] == kind:
            part = one.part if one.role == "figure" else meaning.part
            return Meant("figure", meaning.indicator, part, min(meaning.score, 95), "near", meaning.candidates)
        if own and one.role in ("figure", "ignored", "unclear"):
            return replace(one, role="unclear", indicator=None, part=meaning.part, candidates=own)
        return one

    def _reported_above_villages(self, candidate: str) -> bool:
        """False for a candidate that villages, schools or health stations report: no commune can be asked for it."""
        return self.index.unit_kinds.get(candidate.partition(".")[0]) in INNER_KINDS

    def _kind_of(self, names: int | None, place: int) -> str | None:
        """The kind of nearly all units of a column that have something in another; null where there is none such."""
        if names is None:
            return None
        rows = self.lines.filter(pl.col("role") != "total").select(ROW)
        filled = self.table.cells.filter(pl.col(str(place)).is_not_null()).join(rows, on=ROW, how="semi")
        votes: Counter[str] = Counter()
        for text in filled[str(names)].drop_nulls().unique(maintain_order=True).head(40):
            match = self.units.match(text)
            units = [match.unit] if match.unit is not None else [unit for unit, _ in match.candidates]
            kinds = {self.kinds[unit] for unit in units}
            votes.update(kinds if len(kinds) == 1 else ())
        kind, most = max(votes.items(), key=lambda each: each[1], default=("", 0))
        return kind if most >= _MOST * votes.total() > 0 else None

    def _figure(self, place: int, indicator: str, part: str, one: Meant, periods: Mapping[int, Period]) -> Column:
        period = periods[place].code if place in periods else None
        return Column(place, self._heading(place), "figure", indicator, part, one.score, one.how, period)

    def _about(self, code: str, place: int, **params: object) -> Problem:
        heading = self._heading(place)
        return problem(
            code,
            row=self.table.header_row or None,
            column=heading or None,
            text=heading or None,
            at=place,
            sheet=self.table.sheet,
            **params,
        )

    def _reporting(self, indicators: Iterable[str | None]) -> frozenset[str]:
        return frozenset(self.index.unit_kinds[code] for code in indicators if code in self.index.unit_kinds)

    def _unit(self, kinds: frozenset[str]) -> tuple[About, list[Question]]:
        about = unit_around(self.table, self.units, self.codes, self.kinds, kinds, self.answers)
        return about, [about.question] if about.question else []

    def _under_the_letterhead(self, rows: pl.DataFrame, kinds: frozenset[str]) -> pl.DataFrame:
        """Names that are only certain below the unit of the letterhead stand under it, where all others lie there too.

        A name that may also be that unit's own, which a subtotal would have, stays a question.
        """
        bare = rows.filter(pl.col("within").is_null())["unit"].drop_nulls().unique(maintain_order=True)
        open_ = [text for text in bare if (match := self.units.match(text)).unit is None and match.candidates]
        if not open_:
            return rows
        wanted = frozenset(INNER_KINDS) - kinds
        about = unit_around(self.table, self.units, self.codes, self.kinds, wanted, {})
        if about.text is None:
            return rows
        lower = {text: self.units.match(text, within=about.text).unit for text in bare}
        alone = {text: self.units.match(text) for text in bare}
        if any(one.unit is not None and one.unit != lower[text] for text, one in alone.items()):
            return rows  # units of elsewhere are in it too
        under = [text for text in open_ if lower[text] is not None and about.unit not in dict(alone[text].candidates)]
        settled = pl.col("within").is_null() & pl.col("unit").is_in(under)
        return rows.with_columns(pl.when(settled).then(pl.lit(about.text)).otherwise("within").alias("within"))

    def _of_the_period(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[LeftOut]]:
        """Of rows stacked by period only those of the period asked for, where it is among them."""
        if self.period is None or rows["period"].null_count() == rows.height:
            return rows, []
        texts = rows["period"].drop_nulls().unique(maintain_order=True)
        named = {text: whole_period(text, self.year) for text in texts}
        if self.period not in named.values() or len(set(named.values())) == 1:
            return rows, []
        others = [text for text, one in named.items() if one is not None and one != self.period]
        other = pl.col("period").is_in(others).fill_null(False)
        left = [
            LeftOut(row, "other_period", text=unit or "", sheet=self.table.sheet)
            for row, unit in rows.filter(other).select(ROW, "unit").iter_rows()
        ]
        return rows.filter(~other), left

    # --- one figure a row --------------------------------------------------------------------------

    def _long(self, lie: Axes) -> Understood:
        found = long_entries(self.table, self.lines, lie, self._figure_columns(lie), self.index, self.answers)
        layout = Layout(
            "long", tuple(sorted((*self._other_columns(lie), *found.columns), key=lambda column: column.place))
        )
        left = [
            LeftOut(row, role, text=label or "", sheet=self.table.sheet)
            for row, role, label in self.lines.filter(pl.col("role") != "entry")
            .select("row", "role", "label")
            .iter_rows()
        ]
        return self._done(layout, found.entries, left_out=left, questions=found.questions, problems=found.problems)

    # --- an indicator a row ------------------------------------------------------------------------

    def _by_rows(self, lie: Axes) -> Understood:
        assert lie.label is not None
        places = self._figure_columns(lie)
        periods, others = self._periods(places)
        heads: list[Head] = []
        columns = self._other_columns(lie)
        above = {within for _, within in (lie.heads or {}).values()}
        for place in places:
            levels = self._levels(place)
            told = answered(levels, self.index, self.answers)
            if told is not None and told.role != "figure":
                columns.append(Column(place, self._heading(place), told.role, score=100, how="answer"))
                continue
            unit, within = (lie.heads or {}).get(place, (None, None))
            if lie.kind == "turned" and levels and is_total(levels[-1]) and (unit is None or unit in above):
                columns.append(Column(place, self._heading(place), "comparison", how="form"))
                continue
            bare = tuple(level for level in levels if level not in (unit, within))
            heard = said(bare)
            if place in others and self._is_running(place):
                heard = replace(heard, part="cumulative")
            elif place in others:
                heard = replace(heard, part="comparison")
            period = periods[place].code if place in periods else None
            heads.append(Head(place, bare, heard, unit, within, period))
        every = labels(self.table, self.lines, lie.label, places)
        found = by_rows(self.table, every, heads, self.index, self.answers)
        kinds = self._reporting(found.entries["indicator"].unique())
        questions = list(found.questions)
        frame = found.entries
        if lie.kind == "turned":
            at = pl.coalesce(*(f"{part}_at" for part in ("value", "num", "den", "percent", "cumulative")))
            frame = frame.with_columns(pl.lit(self.table.header_row, pl.Int32).alias("unit_row"), at.alias("unit_at"))
        else:
            about, asked = self._unit(kinds)
            questions += asked
            frame = frame.with_columns(
                pl.lit(about.text, pl.String).alias("unit"),
                pl.lit(about.row, pl.Int32).alias("unit_row"),
                pl.lit(about.at, pl.Int16).alias("unit_at"),
            )
        for head in heads:
            one = found.used.get(head.place)
            comparison = head.said.part == "comparison" or (one is None and not head.said.rest)
            role = "figure" if one is not None else "comparison" if comparison else "ignored"
            part = head.said.part or "value" if one is not None else None
            score = one.score if one is not None else 0
            columns.append(Column(head.place, self._heading(head.place), role, None, part, score, "form", head.period))
        kind = "turned" if lie.kind == "turned" else "crossed" if found.crossed else "rows"
        layout = Layout(kind, tuple(sorted(columns, key=lambda column: column.place)))
        lined = Understood(self.table, layout, frame, found.lines)
        return self._done(
            layout, frame, left_out=found.left_out, questions=questions, problems=found.problems, more=lined
        )


def _ordinals(one: Profile) -> bool:
    """A column of numbering without a heading that says so."""
    return one.says == "order" or (one.says is None and one.ordinals >= 0.9 and one.place == 0 and one.figures < 0.5)

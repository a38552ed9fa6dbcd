"""Reading one table of a pack, TOML or CSV, field by field: every problem is collected with its file and line."""

from __future__ import annotations

import csv
import difflib
import io
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from metrics.periods import BadPeriod, Period, parse
from seed.toml_lines import Place, line_of, lines_of

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")


@dataclass(frozen=True, slots=True, order=True)
class PackProblem:
    """One fault of a pack: where it stands, and what is expected there."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PackErrors(Exception):
    """A pack that cannot be loaded, with every problem found, in the order of files and lines."""

    def __init__(self, problems: list[PackProblem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Fields:
    """The values of one table. A missing or wrong value is noted as a problem and read as its default.

    ``done`` must be called last: it notes the keys that nothing asked for.
    """

    values: Mapping[str, Any]
    file: str
    problems: list[PackProblem]
    where: Callable[[str], int]
    asked: set[str] = field(default_factory=set)

    @property
    def line(self) -> int:
        return self.where("")

    def wrong(self, key: str, message: str) -> None:
        self.problems.append(PackProblem(self.file, self.where(key), message))

    def raw(self, key: str, *, required: bool = False) -> Any:
        """The value as it stands; null where it is absent or an empty cell."""
        self.asked.add(key)
        value = self.values.get(key)
        if value is None or value == "":
            if required:
                self.wrong(key, f"'{key}' is missing")
            return None
        return value

    def read(self, key: str, how: Callable[[Any], V], expected: str, default: V, *, required: bool = False) -> V:
        value = self.raw(key, required=required)
        if value is None:
            return default
        try:
            return how(value)
        except (ValueError, TypeError, ZeroDivisionError):
            self.wrong(key, f"'{key}' is {value!r}: expected {expected}")
            return default

    def text(self, key: str, *, default: str = "", required: bool = False) -> str:
        return self.read(key, _text, "text in quotes", default, required=required)

    def optional(self, key: str) -> str | None:
        return self.text(key) or None

    def day(self, key: str) -> date | None:
        return self.read(key, _day, "a day as 2016-05-23", None)

    def needed_day(self, key: str) -> date:
        return self.read(key, _day, "a day as 2016-05-23", date.min, required=True) or date.min

    def integer(self, key: str, *, default: int | None = None) -> int | None:
        return self.read(key, _integer, "a whole number", default)

    def exact(self, key: str) -> Fraction | None:
        """An exact number: whole, or in quotes as "3.8" or "193/328"; a bare decimal fraction is refused."""
        return self.read(key, exact, 'a whole number, or "3.8" or "193/328" in quotes (no floats)', None)

    def coordinate(self, key: str) -> float | None:
        return self.read(key, float, "degrees as 21.4", None)

    def flag(self, key: str, *, default: bool = False) -> bool:
        return self.read(key, _flag, "true or false", default)

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E | None:
        names = ", ".join(kind)
        return self.read(key, kind, f"one of {names}", default)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; in CSV cells separated by ``|``."""
        return self.read(key, _texts, "a list of texts", ())

    def integers(self, key: str) -> list[int]:
        """A list of whole numbers."""
        return self.read(key, lambda value: [_integer(item) for item in value], "a list of whole numbers", [])

    def counts(self, key: str) -> dict[str, int]:
        """A table of whole numbers."""
        return self.read(key, _counts, "a table of whole numbers", {})

    def period(self, key: str) -> Period | None:
        try:
            return self.read(key, lambda value: parse(_text(value)), "a period as 2019-Q4", None, required=True)
        except BadPeriod as problem:
            self.wrong(key, str(problem))
            return None

    def tables(self, key: str) -> Iterator[Fields]:
        """The tables of an array of tables below this one."""
        value = self.raw(key)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(key, f"'{key}' must be written as [[…{key}]] tables")
            return
        for number, item in enumerate(value):
            yield Fields(item, self.file, self.problems, _below(self.where, key, number))

    def table(self, key: str) -> Fields | None:
        value = self.raw(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, f"'{key}' must be a table")
            return None
        return None if value is None else Fields(value, self.file, self.problems, lambda _: self.where(key))

    def done(self) -> None:
        for key in self.values:
            if key is not None and key not in self.asked:
                close = difflib.get_close_matches(key, self.asked, n=1)
                hint = f"; did you mean '{close[0]}'?" if close else f"; known are {', '.join(sorted(self.asked))}"
                self.wrong(key, f"unknown key '{key}'{hint}")


def _below(where: Callable[[str], int], key: str, number: int) -> Callable[[str], int]:
    return lambda inner: where(f"{key}\0{number}\0{inner}")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        raise TypeError
    return value if isinstance(value, date) else date.fromisoformat(_text(value))


def _integer(value: Any) -> int:
    if isinstance(value, bool | float):
        raise TypeError
    return int(value)


def _counts(value: Any) -> dict[str, int]:
    if not isinstance(value, dict):
        raise TypeError
    return {name: _integer(count) for name, count in value.items()}


_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value) not in _FLAGS:
        raise ValueError
    return _FLAGS[str(value)]


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split("|"))
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(item) for item in value)


def exact(value: Any) -> Fraction:
    """The exact number of an integer or of text; floats and booleans are refused with :class:`TypeError`."""
    if isinstance(value, float | bool) or not isinstance(value, int | str):
        raise TypeError
    return Fraction(value)


def read_toml(path: Path, problems: list[PackProblem]) -> Fields | None:
    """The top table of a TOML file; null, with a problem, where it is absent or no TOML."""
    if not path.is_file():
        return None
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # no TOML, no UTF-8, numbers or tables beyond any measure
        place = re.search(r"at line (\d+)", str(problem))
        problems.append(PackProblem(path.name, int(place[1]) if place else 1, f"not readable as TOML: {problem}"))
        return None
    lines = lines_of(text)
    return Fields(values, path.name, problems, lambda key: line_of(lines, _place(key)))


def _place(key: str) -> Place:
    return tuple(int(part) if part.isdigit() else part for part in key.split("\0") if part)


def read_rows(path: Path, columns: tuple[str, ...], problems: list[PackProblem]) -> Iterator[Fields]:
    """The rows of a CSV file; nothing where it is absent. A wrong header is one problem, and no rows."""
    if not path.is_file():
        return
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        problems.append(PackProblem(path.name, line, "not readable as CSV: the text is not UTF-8"))
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        yield from _rows(path.name, reader, columns, problems)
    except csv.Error as problem:
        problems.append(PackProblem(path.name, reader.line_num, f"not readable as CSV: {problem}"))


def _rows(name: str, reader: Any, columns: tuple[str, ...], problems: list[PackProblem]) -> Iterator[Fields]:
    header: list[str] = next(reader, [])
    unknown = [each for each in header if each not in columns]
    if unknown:
        close = difflib.get_close_matches(unknown[0], columns, n=1)
        hint = f"; did you mean '{close[0]}'?" if close else f"; known are {', '.join(columns)}"
        problems.append(PackProblem(name, 1, f"unknown column '{unknown[0]}'{hint}"))
        return
    start = reader.line_num + 1
    for cells in reader:
        line, start = start, reader.line_num + 1
        if not any(cells):
            continue
        if len(cells) != len(header):
            problems.append(PackProblem(name, line, f"{len(cells)} cells where the header has {len(header)}"))
            continue
        yield Fields(dict(zip(header, cells, strict=True)), name, problems, _at(line))


def _at(line: int) -> Callable[[str], int]:
    return lambda _: line

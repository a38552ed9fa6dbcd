"""Putting resolution packs into the store: units and goals by code, published figures, and files as a user's."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, time

import polars as pl
from sqlalchemy import Connection, Engine

from db import models, packs, rollups, store, submissions, writes
from db.engine import checkpoint, writing
from db.submissions import HANOI
from flows import submit
from flows.packs.pack import Pack, PackFile, PackPublished
from flows.packs.plans import any_simulated
from flows.packs.stored import export
from flows.packs.stored_plans import write_plans
from flows.packs.structure import write_structure
from intake.problems import Problem
from intake.questions import Question
from metrics.schema import FIGURES, empty

__all__ = ["Loaded", "PackFileRefused", "export", "is_loaded", "load", "load_all"]

NO_MARK = "none"
"""Kept for a pack that was loaded without a mark."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load wrote: submissions of figures and of published figures, and how many figures. All 0: it was there."""

    submissions: int
    figures: int
    published: int


class PackFileRefused(ValueError):
    """An observation file of a pack has errors, or leaves questions open; nothing was written."""

    def __init__(self, name: str, problems: Sequence[Problem | Question]) -> None:
        told = "; ".join(f"{one.code} row {one.row}: {one.text}" for one in problems[:5])
        super().__init__(f"{name}: {told}")
        self.name, self.problems = name, tuple(problems)


class SimulatedRefused(ValueError):
    """A pack brings simulated figures or plans, which a real store never holds; nothing was written."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the pack {code} brings simulated figures: a real store takes none")


def load(engine: Engine, pack: Pack, *, account: str = "pack") -> Loaded:
    """Load one pack; see :func:`load_all`."""
    return load_all(engine, [pack], account=account)


def load_all(
    engine: Engine, given: Sequence[Pack], *, account: str = "pack", marks: Mapping[str, str] | None = None
) -> Loaded:
    """Load packs in one transaction, all or nothing. A second load of the same packs changes nothing.

    Units, indicators, goals and origins are found by code and brought up to the pack; so are plans and findings, but
    those that the office has changed. Observation files pass the checks of any user's file; files and published
    figures are taken in the order of the days they are of, so that "as known on a day" holds over all packs.
    ``marks`` (by code of the pack) are kept for :func:`is_loaded`; a load
    without one takes an earlier mark away. Raises :class:`PackFileRefused`, and :class:`SimulatedRefused` where the
    store is a real one.
    """
    with writing(engine) as conn:
        real = store.mode(conn) == "real"
        for pack in given:
            simulated = any(file.simulated for file in pack.files) or any_simulated(pack.plans, pack.findings)
            if real and simulated:
                raise SimulatedRefused(pack.code)
        for pack in given:
            write_structure(conn, pack)
            write_plans(conn, pack, account=account)
        waiting: list[tuple[date, str, Pack, PackFile | str]] = []
        for pack in given:
            waiting += [(file.on, file.name, pack, file) for file in pack.files]
            waiting += [(origin.published_on, origin.code, pack, origin.code) for origin in pack.origins]
        written = [_bring(conn, pack, what, on, account) for on, _, pack, what in sorted(waiting, key=lambda w: w[:2])]
        rollups.refresh(conn)
        for pack in given:
            mark = (marks or {}).get(pack.code, NO_MARK)
            if store.read(conn, _mark_key(pack.code)) != mark:
                store.keep(conn, _mark_key(pack.code), mark)
    brought = [one for one in written if one is not None]
    if brought:
        checkpoint(engine)
    return Loaded(len(brought), sum(figures for figures, _ in brought), sum(published for _, published in brought))


def is_loaded(conn: Connection, code: str, mark: str) -> bool:
    """True where the last load of a pack carried this mark: what it was read from has not changed since."""
    return mark != NO_MARK and store.read(conn, _mark_key(code)) == mark


def _mark_key(code: str) -> str:
    return "pack_" + hashlib.sha256(code.encode()).hexdigest()[:16]


def _bring(conn: Connection, pack: Pack, what: PackFile | str, on: date, account: str) -> tuple[int, int] | None:
    """One file or the figures of one origin; figures and published figures written, null where they were there."""
    at = datetime.combine(on, time(8), HANOI)
    if isinstance(what, str):
        return _publish(conn, pack, what, at, account)
    if submissions.same_file(conn, what.data) is not None:
        return None
    try:
        receipt = submit.load(
            conn,
            data=what.data,
            file_name=what.name,
            account=account,
            simulated=what.simulated,
            unit=what.unit,
            reason=what.reason,
            at=at,
            today=on,
        )
    except submit.BadFile as refused:
        raise PackFileRefused(what.name, refused.problems) from refused
    except submit.Unanswered as refused:
        raise PackFileRefused(what.name, refused.questions) from refused
    return receipt.figures, 0


def _publish(conn: Connection, pack: Pack, origin: str, at: datetime, account: str) -> tuple[int, int] | None:
    figures = [figure for figure in pack.published if figure.origin == origin]
    content = published_csv(figures)
    if not figures or submissions.same_file(conn, content) is not None:
        return None
    ids = {name: packs.ids(conn, model) for name, model in _MODELS.items()}
    new = writes.NewSubmission(file_name=f"{origin}.csv", content=content, account=account, at=at)
    rows = [
        writes.NewPublished(
            origin_id=ids["origin"][one.origin],
            indicator_id=ids["indicator"][one.indicator],
            unit_id=ids["unit"][one.unit],
            first_day=one.first_day,
            last_day=one.last_day,
            measure=one.measure,
            value=one.value,
            printed=one.printed,
            qualifier=one.qualifier.value,
            margin=one.margin,
            digits=one.digits,
            inferred=one.inferred,
            note_vi=one.note_vi,
            note_en=one.note_en,
        )
        for one in figures
    ]
    writes.accept(conn, submission=new, figures=_NONE, published=rows)
    return 0, len(rows)


_NONE: pl.DataFrame = empty(FIGURES)
_MODELS: dict[str, type[models.Base]] = {"origin": models.Origin, "indicator": models.Indicator, "unit": models.Unit}


def published_csv(figures: Sequence[PackPublished]) -> bytes:
    """The file kept with published figures: one row each, as in the pack's ``published.csv``."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(PackPublished)])
    writer.writerows([["" if cell is None else cell for cell in astuple(one)] for one in figures])
    return out.getvalue().encode()

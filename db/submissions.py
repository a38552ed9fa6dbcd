"""Reading submissions: who brought what and when, the files themselves, and the published figures they hold."""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from sqlalchemy import Connection, Select, func, select

from db import rows
from db.models import Origin, Published, Submission
from metrics.periods import Period, from_key

HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Days of submissions are days in Việt Nam, which keeps one time all year."""


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A submission without its file; ``undone_by`` is the sequence number of its undo."""

    seq: int
    file_name: str
    sha256: str
    unit_id: int | None
    period: Period | None
    account: str
    at: datetime
    state: str
    reason: str
    simulated: bool
    undoes: int | None
    figures: int
    units: int
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class OriginRow:
    """Where published figures come from."""

    code: str
    publisher: str
    title: str
    published_on: date
    note_vi: str
    note_en: str


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A figure as its source printed it; see :class:`db.models.Published`."""

    id: int
    indicator_id: int
    unit_id: int
    first_day: date
    last_day: date
    measure: str
    value: str
    qualifier: str
    margin: str | None
    printed: str
    digits: int | None
    inferred: bool
    note_vi: str
    note_en: str
    seq: int
    origin: OriginRow


def submissions(conn: Connection, *, unit: int | None = None, limit: int = 50) -> list[SubmissionRow]:
    """The latest submissions, newest first; those for one unit where given."""
    wanted = _wanted().order_by(rows.table(Submission).c.id.desc()).limit(limit)
    if unit is not None:
        wanted = wanted.where(rows.table(Submission).c.unit_id == unit)
    return _read(conn, wanted)


def by_seq(conn: Connection, seqs: Iterable[int]) -> list[SubmissionRow]:
    """Some submissions, oldest first; unknown numbers are absent."""
    one = rows.table(Submission).c
    return _read(conn, _wanted().where(one.id.in_(sorted(set(seqs)))).order_by(one.id))


def same_file(conn: Connection, content: bytes) -> SubmissionRow | None:
    """The latest submission of exactly these bytes that still stands, or null."""
    one = rows.table(Submission).c
    found = _read(conn, _wanted().where(one.sha256 == hashlib.sha256(content).hexdigest()).order_by(one.id.desc()))
    return next((row for row in found if row.undone_by is None), None)


def submission_file(conn: Connection, seq: int) -> tuple[str, bytes]:
    """Name and bytes of a submission's file, as they came. Raises ``LookupError`` for an unknown number."""
    one = rows.table(Submission).c
    found = conn.execute(select(one.file_name, one.content).where(one.id == seq)).first()
    if found is None:
        raise LookupError(f"there is no submission {seq}")
    return found[0], unpacked(found[1])


def undos(conn: Connection) -> dict[int, int]:
    """Every undo by its number, with the submission that it takes back; the newest first."""
    one = rows.table(Submission).c
    wanted = select(one.id, one.undoes).where(one.undoes.is_not(None)).order_by(one.id.desc())
    return {seq: of for seq, of in conn.execute(wanted)}


def undone(conn: Connection, *, upto: int | None = None, also: int | None = None) -> dict[int, int | None]:
    """The submissions that are taken back, with the number of their undo.

    An undo that was itself taken back counts no more. ``upto``: as known after that submission; ``also``: as if this
    one, too, were taken back now (its undo is null).
    """
    found: dict[int, int | None] = {} if also is None else {also: None}
    for seq, of in undos(conn).items():
        if (upto is None or seq <= upto) and seq not in found:
            found[of] = seq
    return found


_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 0, "pb": 0, "nice_len": 16}]


def packed(content: bytes) -> bytes:
    """A file as it is kept: a quarter's CSV takes a tenth of its size."""
    return lzma.compress(content, check=lzma.CHECK_CRC32, filters=_FILTERS)


def unpacked(kept: bytes) -> bytes:
    """The file that :func:`packed` was given."""
    return lzma.decompress(kept)


def last_by(conn: Connection, day: date) -> int:
    """Number of the last submission accepted by the evening of a day; 0 if none was."""
    one = rows.table(Submission).c
    midnight = datetime.combine(day + timedelta(days=1), time(), HANOI)
    return int(conn.execute(select(func.max(one.id)).where(one.at < midnight)).scalar() or 0)


def origins(conn: Connection, ids: Iterable[int]) -> dict[int, OriginRow]:
    """Origins of some ids; unknown ids are absent."""
    one = rows.table(Origin).c
    wanted = select(one.id, one.code, one.publisher, one.title, one.published_on, one.note_vi, one.note_en)
    return {row[0]: OriginRow(*row[1:]) for row in conn.execute(wanted.where(one.id.in_(sorted(set(ids)))))}


def published(
    conn: Connection, *, units: Iterable[int], indicators: Iterable[int], upto: int | None = None
) -> list[PublishedRow]:
    """Published figures of some units and indicators with their origin, by unit, indicator and last day.

    Of the same figure from the same origin only the latest stands; those of undone submissions are left out.
    """
    one, origin = rows.table(Published).c, rows.table(Origin).c
    wanted = (
        select(
            one.id,
            one.indicator_id,
            one.unit_id,
            one.first_day,
            one.last_day,
            one.measure,
            one.value,
            one.qualifier,
            one.margin,
            one.printed,
            one.digits,
            one.inferred,
            one.note_vi,
            one.note_en,
            one.seq,
            *(origin[name] for name in OriginRow.__dataclass_fields__ if not name.startswith("note")),
            origin.note_vi.label("origin_vi"),
            origin.note_en.label("origin_en"),
        )
        .join(Origin, origin.id == one.origin_id)
        .where(one.unit_id.in_(list(units)), one.indicator_id.in_(list(indicators)))
        .order_by(one.unit_id, one.indicator_id, one.last_day, one.seq, one.id)
    )
    if upto is not None:
        wanted = wanted.where(one.seq <= upto)
    standing: dict[tuple[object, ...], PublishedRow] = {}
    for row in conn.execute(wanted.where(one.seq.not_in(sorted(undone(conn, upto=upto))))):
        found = PublishedRow(*row[:15], OriginRow(*row[15:]))  # type: ignore[call-arg]  # the columns chosen above
        key = (found.unit_id, found.indicator_id, found.first_day, found.last_day, found.measure, found.origin.code)
        standing[key] = found
    return list(standing.values())


def _wanted() -> Select[tuple[object, ...]]:
    one = rows.table(Submission).c
    return select(*(column for column in one if column.name != "content"))


def _read(conn: Connection, wanted: Select[tuple[object, ...]]) -> list[SubmissionRow]:
    taken_back = undone(conn)
    return [
        SubmissionRow(
            seq=row["id"],
            period=None if row["period"] is None else from_key(row["period"]),
            undone_by=taken_back.get(row["id"]),
            **{name: value for name, value in row.items() if name not in ("id", "period")},
        )
        for row in conn.execute(wanted).mappings()
    ]

"""What each row of a table's body is: entry, total, part or section, with its label, numbering and place."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from intake.cells import ROW, Merge
from intake.find import marks
from intake.find.labels import Places, totals_in
from intake.find.ordinals import IN_LABEL, LABELS, SIGNS, doubtful
from intake.find.outline import Item, outline
from intake.table import LINES

_MAYBE_PART = r"^[\-–—+*•\s]*(?i:trong|chia|bao|g[oồ]m|c[uụ] th[eể])\b"
_PLAIN_ORDINAL = r"^\d+$"


def lines_of(
    body: pl.DataFrame, places: Places, merges: Sequence[Merge] = (), filled: Sequence[int] = ()
) -> pl.DataFrame:
    """The frame LINES of a body, one row a row of it. Rows in a plain list are never looked at one by one.

    The label is the row's first text that is no ordinal; columns whose labels stand for several rows (``filled``)
    come last. A total in any column of labels, or among the ordinals, makes the row a total with that as its label.
    """
    if body.is_empty():
        return pl.DataFrame(schema=LINES)
    frame = _labelled(body, places, filled)
    items = frame.select(
        pl.col("figures").all().alias("full"),
        pl.col("maybe_part").any().alias("part"),
        pl.col("ordinal").str.contains(_PLAIN_ORDINAL).all().alias("plain"),
        ((pl.col("ordinal").is_null() & ~pl.col("total")).any() & pl.col("ordinal").is_not_null().any()).alias("mixed"),
        pl.col("alone").any().alias("alone"),
    ).row(0, named=True)
    if items["part"] or items["mixed"] or items["alone"] or not items["plain"]:
        frame = _outlined(frame, merges)
    else:
        frame = frame.with_columns(
            pl.when("total").then(pl.lit("total")).otherwise(pl.lit("entry")).alias("role"),
            pl.lit(0).alias("depth"),
            pl.lit(None).alias("parent"),
        )
    return frame.select(pl.col(name).cast(dtype) for name, dtype in LINES.items())


def _labelled(body: pl.DataFrame, places: Places, filled: Sequence[int]) -> pl.DataFrame:
    """Label, its column, ordinal, and whether anything stands beside the labels."""
    first = [at for at in places.labels if at not in filled] or list(places.labels)
    order = [] if places.order is None else [places.order]
    texts: list[tuple[int, pl.Expr]] = []
    for at in [*order, *first, *(at for at in places.labels if at not in first)]:
        cell = pl.col(str(at))
        said = cell.str.contains(r"\p{L}") & ~cell.str.contains(marks.FIGURE)
        if at in order:
            said &= ~cell.str.contains(marks.ORDINAL)
        texts.append((at, pl.when(said).then(cell)))
    rest = [at for at in range(body.width - 1) if at not in places.labels and at not in order]
    totals = totals_in(body, [at for at, _ in texts])
    is_total = [(at, pl.col(str(at)).is_in(totals)) for at, _ in texts] if totals else []
    label = (
        pl.coalesce(*(pl.when(hit).then(pl.col(str(at))) for at, hit in is_total), *(text for _, text in texts))
        if texts
        else pl.lit("")
    )
    label_at = (
        pl.coalesce(
            *(pl.when(hit).then(pl.lit(at)) for at, hit in is_total),
            *(pl.when(text.is_not_null()).then(pl.lit(at)) for at, text in texts),
        )
        if texts
        else pl.lit(None, pl.Int16)
    )
    sign = pl.lit(None, pl.String)
    if order:
        cell = pl.col(str(order[0]))
        sign = pl.when(cell.str.contains(marks.ORDINAL)).then(cell.str.replace_all(r"[\s.)(/,:]+$|^\(", ""))
    named = (pl.col(str(at)).is_not_null().cast(pl.Int32) for at in (*order, *places.labels))
    labels_filled = pl.sum_horizontal(pl.lit(0), *named)
    frame = body.select(
        ROW,
        label.fill_null("").alias("text"),
        label_at.alias("label_at"),
        sign.alias("sign"),
        pl.any_horizontal(*(pl.col(str(at)).is_not_null() for at in rest), pl.lit(False)).alias("figures"),
        labels_filled.alias("labels"),
    )
    frame = frame.with_columns(pl.col("text").str.extract_groups(IN_LABEL).alias("found"))
    group = pl.col("found").struct.field
    letters = frame.select(group("sign").drop_nulls().unique()).to_series().to_list()
    unsure = doubtful(letters)
    read = pl.col("sign").is_null() & ~group("sign").is_in(unsure).fill_null(False)
    frame = frame.with_columns(
        pl.coalesce("sign", pl.when(read).then(pl.coalesce(group(*SIGNS)))).alias("ordinal"),
        pl.coalesce(
            pl.when(read).then(pl.coalesce(group(*LABELS))),
            pl.when(pl.col("sign").is_not_null()).then(group("dashed")),
            "text",
        )
        .str.strip_chars()
        .alias("label"),
    )
    words = frame.filter(pl.col("label").str.contains(marks.MAYBE_TOTAL))["label"].unique().to_list()
    total = [word for word in words if marks.is_total(word)]
    return frame.with_columns(
        pl.col("label").is_in(total).alias("total") if total else pl.lit(False).alias("total"),
        pl.col("label").str.contains(_MAYBE_PART).alias("maybe_part"),
        (~pl.col("figures") & (pl.col("labels") == 1) & pl.col("ordinal").is_null()).alias("alone"),
    )


def _outlined(frame: pl.DataFrame, merges: Sequence[Merge]) -> pl.DataFrame:
    wide = {each.first_row for each in merges if each.last_at - each.first_at > 1}
    columns = frame.select(ROW, "ordinal", "label", "figures", "alone", "total", "maybe_part")
    items = [
        Item(row, ordinal, label, figures, alone, row in wide, total, marker)
        for row, ordinal, label, figures, alone, total, marker in columns.iter_rows()
    ]
    placed = outline(items)
    return frame.with_columns(
        pl.Series("role", [each.role for each in placed], pl.String),
        pl.Series("depth", [each.depth for each in placed], pl.Int16),
        pl.Series("parent", [each.parent for each in placed], pl.Int32),
        pl.Series("label", [each.label for each in placed], pl.String),
        pl.Series("ordinal", [each.ordinal for each in placed], pl.String),
    )

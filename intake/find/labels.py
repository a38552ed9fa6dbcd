"""Which columns of a table's body hold ordinals, labels and figures, and labels that stand for several rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from intake.cells import ROW, Merge
from intake.find import marks


@dataclass(frozen=True, slots=True)
class Places:
    """``order``: the column of ordinals. ``labels``: columns of text before the first figures. ``figures``: columns
    with figures in at least half of their cells, ordinals and codes aside. ``codes``: columns headed as codes.
    """

    order: int | None
    labels: tuple[int, ...]
    figures: tuple[int, ...]
    codes: frozenset[int] = frozenset()


def places_of(body: pl.DataFrame, levels: Sequence[tuple[str, ...]]) -> Places:
    """Judged by what stands in the columns; headings tell ordinals and codes from figures.

    Where no column has figures, words that stand for them (``x``, ``HTTNV``) are taken as such.
    """
    names = [str(at) for at in range(len(levels))]
    if body.is_empty() or not names:
        return Places(None, (), ())
    filled = [body.height - count for count in body.select(names).null_count().row(0)]
    counts = {
        "figure": _count(body, names, marks.FIGURE),
        "ordinal": _count(body, names, marks.ORDINAL),
        "worded": _count(body, names, marks.WORDED),
    }
    order = next((at for at, each in enumerate(levels) if each and marks.is_order(each[-1])), None)
    if order is None:
        start = next((at for at, count in enumerate(filled) if count), 0)
        nearly = filled[start] and counts["ordinal"][start] * 5 >= filled[start] * 4
        texts = any(filled[at] > counts["figure"][at] for at in range(start + 1, len(names)))
        if nearly and texts and (not levels[start] or _short(body, start)):
            order = start
    codes = frozenset(at for at, each in enumerate(levels) if each and marks.is_code(each[-1]))
    aside = codes | {order}
    figures: tuple[int, ...] = ()
    for kinds in (("figure",), ("figure", "worded")):
        figures = tuple(
            at
            for at in range(len(names))
            if at not in aside and filled[at] and sum(counts[kind][at] for kind in kinds) * 2 >= filled[at]
        )
        if figures:
            break
    first = figures[0] if figures else len(names)
    texts_at = [at for at in range(len(names)) if at != order and at not in figures and filled[at]]
    labels = tuple(at for at in texts_at if at < first) or tuple(texts_at[:1])
    return Places(order, labels, figures, codes)


def _count(body: pl.DataFrame, names: Sequence[str], pattern: str) -> tuple[int, ...]:
    return body.select(pl.col(name).str.contains(pattern).sum() for name in names).row(0)


def _short(body: pl.DataFrame, at: int) -> bool:
    """Ordinals under another heading or none: 1 first, rising or beginning anew; not merely small numbers."""
    texts = body[str(at)].drop_nulls().head(200).to_list()
    signs = [text.strip(" .)(") for text in texts]
    return signs[:1] in (["1"], ["I"], ["A"], ["a"], ["01"]) and (len(set(signs)) > 1 or len(signs) == 1)


def totals_in(body: pl.DataFrame, places: Sequence[int]) -> list[str]:
    """Texts of label columns that name a total."""
    found: set[str] = set()
    for at in places:
        cell = pl.col(str(at))
        found.update(body.filter(cell.str.contains(marks.MAYBE_TOTAL))[str(at)].unique().to_list())
    return sorted(text for text in found if marks.is_total(text))


def spread(body: pl.DataFrame, merges: Sequence[Merge], places: Places) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """The body with labels that stand for several rows written into each of them, and the columns where no merged
    cell told so.

    A merged cell over several rows is written into all of them where it is text in a column of labels; figures are
    never repeated. Without merged cells a column of labels is filled from above where its blanks stand in rows with
    figures and with a text in a later label column, and where every row that has its text has one there too.
    """
    if body.is_empty():
        return body, ()
    low, high = int(body[ROW][0]), int(body[ROW][-1])
    tall = [
        replace(each, last_row=min(each.last_row, high))
        for each in merges
        if each.last_row > each.first_row
        and each.first_at == each.last_at
        and each.first_at in places.labels
        and low <= each.first_row <= high
    ]
    merged = {each.first_at for each in tall}
    if tall:
        body = _by_merges(body, tall)
    filled: list[int] = []
    for at, later in zip(places.labels, places.labels[1:], strict=False):
        if at in merged or body[str(at)].null_count() == 0:
            continue
        totals = totals_in(body, [later])
        if at not in places.codes and _leaves_blanks(body, at, later, places, totals):
            blank = _blank(at, later, places, totals)
            group = pl.col(str(at)).is_not_null() | ~blank
            above = pl.when(pl.col(str(at)).is_not_null()).then(pl.col(str(at))).otherwise(None)
            body = body.with_columns(
                pl.when(blank)
                .then(above.forward_fill().over(group.cum_sum()))
                .otherwise(pl.col(str(at)))
                .alias(str(at))
            )
            filled.append(at)
    return body, tuple(filled)


def _by_merges(body: pl.DataFrame, tall: Sequence[Merge]) -> pl.DataFrame:
    tall = sorted({(each.first_row, each.first_at): each for each in tall}.values(), key=lambda each: each.first_row)
    spans = pl.DataFrame(
        {
            ROW: [row for each in tall for row in range(each.first_row, each.last_row + 1)],
            "at": [each.first_at for each in tall for _ in range(each.first_row, each.last_row + 1)],
            "from": [each.first_row for each in tall for _ in range(each.first_row, each.last_row + 1)],
        },
        schema={ROW: pl.Int32, "at": pl.Int16, "from": pl.Int32},
    ).unique([ROW, "at"], keep="first")
    for at in sorted({each.first_at for each in tall}):
        name = str(at)
        texts = body.select(pl.col(ROW).alias("from"), pl.col(name).alias("text"))
        here = spans.filter(pl.col("at") == at).join(texts, on="from", how="inner").select(ROW, "text")
        body = (
            body.join(here, on=ROW, how="left", maintain_order="left")
            .with_columns(pl.coalesce(name, "text").alias(name))
            .drop("text")
        )
    return body


def _blank(at: int, later: int, places: Places, totals: Sequence[str]) -> pl.Expr:
    """Rows that lack the label but have the later one and something in a column of figures; no totals."""
    figured = pl.any_horizontal(pl.col(str(figure)).is_not_null() for figure in places.figures)
    name = pl.col(str(later))
    return pl.col(str(at)).is_null() & name.is_not_null() & figured & ~name.is_in(totals)


def _leaves_blanks(body: pl.DataFrame, at: int, later: int, places: Places, totals: Sequence[str]) -> bool:
    if not places.figures or body[str(at)][0] is None:
        return False
    blank, alone = body.select(
        _blank(at, later, places, totals).sum().alias("blank"),
        (pl.col(str(at)).is_not_null() & pl.col(str(later)).is_null()).sum().alias("alone"),
    ).row(0)
    if not blank:
        return False
    if alone:
        alone_texts = body.filter(pl.col(str(at)).is_not_null() & pl.col(str(later)).is_null())[str(at)].head(50)
        return alone <= 50 and all(map(marks.is_total, alone_texts.to_list()))
    return True

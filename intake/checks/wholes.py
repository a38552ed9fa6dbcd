"""Parts and wholes: each part at most its whole, and those under "Chia ra" its sum; as columns and as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intake.checks.arithmetic import Work, exact, shown
from intake.checks.grouped import groups, marker
from intake.checks.sums import Numbers, Tree, added, said


def parts_of_columns(work: Work, columns: Sequence[int]) -> None:
    """Tells of columns under "Trong đó" and "Chia ra" that do not fit their whole."""
    known = set(columns)
    for group in groups(work.table.levels, known.__contains__):
        whole = work.numbers(group.whole)
        parts = [work.numbers(at) for at in group.parts]
        for place in range(len(work.tree.rows)):
            total = exact(whole, place)
            if total is None:
                continue
            above = [
                (at, value)
                for at, part in zip(group.parts, parts, strict=True)
                if (value := exact(part, place)) is not None and value > total
            ]
            for at, value in above:
                work.tell(
                    "part_above_whole",
                    place,
                    at,
                    part=shown((value, 0)),
                    whole=shown((total, 0)),
                    of=work.table.header[group.whole],
                )
            if group.all_of_it and not above and not any(place in part.unread for part in parts):
                given = [value for part in parts if (value := part.values[place]) is not None]
                if given and sum(given) != total:
                    amounts = {"said": shown((total, 0)), "sum": shown((sum(given), 0))}
                    work.tell("parts_differ", place, group.whole, **amounts)


def parts_of_rows(work: Work, columns: Sequence[int]) -> None:
    """Tells of rows that are parts and do not fit the row that they are parts of."""
    tree = work.tree
    parts = [row for row in tree.rows if tree.role[row] == "part"]
    if not parts:
        return
    exhaustive = {row for row in parts if _all_of_it(work, row)}
    before = _rows_before(tree)
    for at in columns:
        numbers = work.numbers(at)
        together: dict[int, list[int]] = {}
        for row in parts:
            whole = _whole_of(tree, numbers, row, before)
            value = exact(numbers, tree.place[row])
            if whole is None:
                continue
            total = exact(numbers, tree.place[whole])
            if total is not None and value is not None and value > total:
                of = tree.label.get(whole, "")
                work.tell(
                    "part_above_whole",
                    tree.place[row],
                    at,
                    part=shown((value, 0)),
                    whole=shown((total, 0)),
                    of=of,
                )
            elif row in exhaustive:
                together.setdefault(whole, []).append(row)
        for whole, rows in together.items():
            wanted, found = said(numbers, tree.place[whole]), added(tree, numbers, rows)
            if wanted is not None and found is not None and wanted != found:
                work.tell("parts_differ", tree.place[whole], at, said=shown(wanted), sum=shown(found))


def _rows_before(tree: Tree) -> dict[int, int]:
    """The nearest row above each part that is none."""
    found: dict[int, int] = {}
    last: int | None = None
    for row in tree.rows:
        if tree.role[row] != "part":
            last = row
        elif last is not None:
            found[row] = last
    return found


def _whole_of(tree: Tree, numbers: Numbers, row: int, before: Mapping[int, int]) -> int | None:
    """The row that a part is part of: the nearest that it lies under with a figure in the column, or the one before."""
    above = tree.parent[row]
    if above is None:
        whole = before.get(row)
        return whole if whole is not None and numbers.values[tree.place[whole]] is not None else None
    while above is not None:
        if tree.role[above] != "part" and numbers.values[tree.place[above]] is not None:
            return above
        above = tree.parent[above]
    return None


def _all_of_it(work: Work, row: int) -> bool:
    """True where the nearest marker at or before a part says "Chia ra"."""
    for place in range(work.tree.place[row], -1, -1):
        each = work.tree.rows[place]
        if place < work.tree.place[row] and work.tree.role[each] == "entry":
            return False
        for text in work.table.cells.row(place)[1:4]:
            if text is not None and (found := marker(text)) is not None:
                return found
    return False

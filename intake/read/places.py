"""Rows and columns as a spreadsheet names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def letters(at: int) -> str:
    """``A`` of 0, ``AB`` of 27."""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        found = chr(65 + rest) + found
    return found


def ranges(numbers: Iterable[int], name: Callable[[int], str] = str) -> str:
    """``3–5, 9`` of 3, 4, 5 and 9, each end by its name."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(name(first) if first == last else f"{name(first)}–{name(last)}" for first, last in found)

"""What kind of file some bytes are, by how they begin; the name of the file plays no part."""

from __future__ import annotations

from intake.limits import MEBIBYTE, Limits
from intake.problems import Problem, problem

ZIP, OLD = "zip", "old"
"""What may be a workbook: a ZIP file, or a file of streams as Office had before 2007."""

_SIGNATURES = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0", OLD),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3", "binary"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<table", b"<meta", b"<style")


def workbook_kind(data: bytes) -> str | None:
    """:data:`ZIP` or :data:`OLD` where the bytes begin as a workbook does, null otherwise."""
    found = _signature(data)
    return found if found in (ZIP, OLD) else None


def too_little_or_much(data: bytes, limits: Limits) -> Problem | None:
    """Why a file of this size is not looked at."""
    if not data:
        return problem("empty_file")
    if len(data) > limits.size:
        return problem("file_too_large", megabytes=-(-len(data) // MEBIBYTE), limit=limits.size // MEBIBYTE)
    return None


def no_text(data: bytes) -> Problem | None:
    """Why a file is no text with cells, as far as its beginning tells; `seen` says what it is."""
    found = _signature(data)
    if found is not None:
        return problem("not_a_table", seen={ZIP: "xlsx", OLD: "xls"}.get(found, found))
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower()
    return problem("not_a_table", seen="html") if start.startswith(_MARKUP) else None


def _signature(data: bytes) -> str | None:
    return next((seen for signature, seen in _SIGNATURES if data.startswith(signature)), None)

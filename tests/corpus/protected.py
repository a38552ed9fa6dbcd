"""A workbook under a password, as Office since 2007 saves it: an old container of streams with the encrypted file."""

from __future__ import annotations

import struct

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
_SMALLEST = 4096
"""Streams below this length would go into sectors of their own kind."""


def under_password() -> bytes:
    """The container with `EncryptionInfo` and `EncryptedPackage`; what they hold nobody can read anyway."""
    info = bytes(range(256)) * (_SMALLEST // 256)
    package = bytes(reversed(range(256))) * (_SMALLEST // 256)
    sectors = len(info) // _SECTOR
    fat = [_FAT, _END]
    for first in (2, 2 + sectors):
        fat += [*range(first + 1, first + sectors), _END]
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    header = struct.pack("<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, 1, 0, _SMALLEST, _END, 0, _END, 0)  # fmt: skip
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    entries = _entry("Root Entry", 5, _END, 0, child=1)
    entries += _entry("EncryptedPackage", 2, 2 + sectors, len(package), left=2)
    entries += _entry("EncryptionInfo", 2, 2, len(info))
    entries += _entry("", 0, 0, 0)
    return header + struct.pack("<128I", *fat) + entries + info + package


def _entry(name: str, kind: int, start: int, size: int, *, left: int = _FREE, child: int = _FREE) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0" if name else b""
    return struct.pack("<64sHBBIII16xI16xIQ", letters, len(letters), kind, 1, left, _FREE, child, 0, start, size)

"""The parts of a zipped workbook, read in small pieces and no further than a bound."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

from intake.workbook.rows import Refused

_PIECE = 1 << 16
Attributes = dict[str, str]


class Parts:
    """A ZIP file by the names of its parts, which are not told apart by case or by the slash they are written with.

    Raises :class:`zipfile.BadZipFile` for what is no sound ZIP, :class:`Refused` for parts under a password and where
    all that is read is more than ``most`` bytes, whatever the file says of its sizes.
    """

    def __init__(self, data: bytes, most: int) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._left = self._most = most
        self.names = {_plain(info.filename): info for info in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self.names

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part; :class:`KeyError` where there is none of that name."""
        info = self.names[_plain(name)]
        if info.flag_bits & 1:
            raise Refused("password_protected")
        self._within(info.file_size)
        with self._zip.open(info) as stream:
            while piece := stream.read(_PIECE):
                self._within(len(piece))
                self._left -= len(piece)
                yield piece

    def whole(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def _within(self, size: int) -> None:
        if size > self._left:
            raise Refused("file_unpacks_too_large", limit=self._most // 2**20)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def beside(part: str, target: str) -> str:
    """The name of the part that a part names by ``target``."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def parser() -> expat.XMLParserType:
    """A parser that takes no document type, and so no entities of the file's own."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _no_doctype
    return made


def _no_doctype(*_: object) -> None:
    raise Refused("corrupt_file")


def feed(made: expat.XMLParserType, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        made.Parse(piece, False)
    made.Parse(b"", True)


def walk(parts: Parts, name: str, start: Callable[[str, Attributes], None]) -> None:
    """Calls ``start`` with each element of a part and its attributes, both without prefixes."""
    made = parser()
    made.StartElementHandler = lambda tag, attributes: start(
        tag.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()}
    )
    feed(made, parts.pieces(name))

"""The worked example of ``docs/packs.md``, written out as a folder."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs" / "packs.md"


def write_example(folder: Path) -> Path:
    """Write every file under a ``#### name`` heading of the page; returns the folder."""
    found = re.findall(r"^#### (\S+)\n\n```\w+\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    for name, text in found:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder

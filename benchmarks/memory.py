"""What a workbook costs, told by a process of its own: `python -m benchmarks.memory STORE FILE`.

Prints one object: ``megabytes`` (most memory of this process and of the one that opens the workbook, added as if both
had needed it at once), ``before`` (what this process needed before it began), ``milliseconds``, ``figures``, ``sound``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.world import QUARTERS
from db.engine import open_store, reading
from flows.reference import reference
from intake.check import check

TODAY = QUARTERS[-1].last.replace(year=QUARTERS[-1].last.year + 1)


def needed(store: Path, file: Path) -> dict[str, Any]:
    """The same, asked for."""
    command = [sys.executable, "-m", "benchmarks.memory", str(store), str(file)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).resolve().parent.parent)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _most() -> int:
    """Kilobytes that this process has needed at most; what `getrusage` tells counts the process that began it, too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    store, file = sys.argv[1:]
    engine = open_store(f"sqlite:///{store}")
    with reading(engine) as conn:
        known = reference(conn, today=TODAY)
        before, start = _most(), time.perf_counter()
        clean = check(Path(file).read_bytes(), known)
        taken = time.perf_counter() - start
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(
        json.dumps(
            {
                "megabytes": (_most() + child) * 1024 / 1_000_000,
                "own": _most() * 1024 / 1_000_000,
                "child": child * 1024 / 1_000_000,
                "before": before * 1024 / 1_000_000,
                "milliseconds": taken * 1000,
                "figures": clean.figures.height,
                "sound": clean.sound,
            }
        )
    )


if __name__ == "__main__":
    main()

"""A process of its own that changes one step of a plan again and again and says which version each change made.

``python -m tests.flows.plan_writer URL STEP NAME TIMES``: where somebody was quicker it looks again and goes on.
"""

from __future__ import annotations

import sys
from datetime import date

from db.engine import open_store
from flows.plans import edit
from flows.plans.edit import Stale


def main(url: str, step: int, name: str, times: int) -> None:
    engine = open_store(url)
    version = 1
    for number in range(times):
        made = None
        while made is None:
            said = {"evidence": f"{name} {number}", "part": str(number), "whole": str(times)}
            try:
                made = edit.change(
                    engine, "step", step, said, version=version, account=name, scope=None, today=date(2020, 1, 15)
                )
            except Stale as quicker:
                version = quicker.version
        version = made
        sys.stdout.write(f"{made}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))

"""Fifty people on the home page at once, each clicking every three seconds, from a cold start.

They speak the server's own protocol over its websocket, without a browser: what is timed is the rerun, from the click
to the message that the script has finished.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import served
from benchmarks.asked import REVIEW
from benchmarks.generate import RESOLUTION
from benchmarks.measure import Row

PEOPLE, CLICKS, PAUSE = 50, 8, 3.0
ARRIVE_WITHIN = 2.0
PATIENCE = 60.0
ADDRESS = urlencode({"resolution": RESOLUTION, "period": REVIEW.code})


@dataclass
class Told:
    """What the fifty saw, in ms."""

    first: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def people(province: Path, folder: Path) -> Iterator[Row]:
    """Rows of the budgets: median and 95th percentile of a rerun, and how many went wrong."""
    with served.app(province, folder) as (address, _):
        told = asyncio.run(_all(address.replace("http", "ws")))
    if not told.reruns:
        raise RuntimeError(f"nobody got an answer: {told.errors[:3]}")
    name = f"{PEOPLE} people on home, a click every {PAUSE:g} s"
    yield Row(f"{name}: median rerun", statistics.median(told.reruns), 100)
    yield Row("… 95th percentile", statistics.quantiles(told.reruns, n=20)[-1], 500)
    yield Row("… errors, from a cold start", float(len(told.errors)), 0, unit="errors")
    yield Row("… the first page, all arriving within 2 s: median", statistics.median(told.first), None)


async def _all(address: str) -> Told:
    told, chance = Told(), random.Random(1)
    delays = [chance.uniform(0, ARRIVE_WITHIN) for _ in range(PEOPLE)]
    await asyncio.gather(*(_one(address, delay, random.Random(place), told) for place, delay in enumerate(delays)))
    return told


async def _one(address: str, delay: float, chance: random.Random, told: Told) -> None:
    """One person: opens the page, then presses its last button again and again."""
    await asyncio.sleep(delay)
    origin = address.replace("ws", "http")
    stream = f"{address}/_stcore/stream"
    try:
        spoken = [websockets.Subprotocol("streamlit")]
        async with websockets.connect(
            stream, subprotocols=spoken, origin=websockets.Origin(origin), max_size=None
        ) as line:
            page: dict[str, str] = {}
            message = BackMsg()
            message.rerun_script.query_string = ADDRESS
            told.first.append(await _asked(line, message, page, told))
            for _ in range(CLICKS):
                await asyncio.sleep(PAUSE * chance.uniform(0.5, 1.5))
                message = BackMsg()
                message.rerun_script.page_script_hash = page["page"]
                message.rerun_script.query_string = ADDRESS
                pressed = message.rerun_script.widget_states.widgets.add()
                pressed.id, pressed.trigger_value = page["button"], True
                told.reruns.append(await _asked(line, message, page, told))
    except Exception as wrong:  # every way of failing counts as one error
        told.errors.append(repr(wrong)[:200])


async def _asked(line: websockets.ClientConnection, message: BackMsg, page: dict[str, str], told: Told) -> float:
    """Send a message and wait until the script has finished; ms."""
    start = time.perf_counter()
    await line.send(message.SerializeToString())
    while True:
        heard = ForwardMsg()
        heard.ParseFromString(await asyncio.wait_for(line.recv(), PATIENCE))
        kind = heard.WhichOneof("type")
        if kind == "new_session":
            page["page"] = heard.new_session.page_script_hash
        elif kind == "delta" and heard.delta.new_element.WhichOneof("type") == "button":
            page["button"] = heard.delta.new_element.button.id
        elif kind == "delta" and heard.delta.new_element.WhichOneof("type") == "exception":
            told.errors.append(heard.delta.new_element.exception.message[:200])
        elif kind == "script_finished":
            return (time.perf_counter() - start) * 1000

"""The one cache of the app: answers of the store, shared by everybody who may see the same.

The key carries the store's address, who may see it, the revision that the accepting transaction bumps (read
uncached, once a run), the question and its arguments. Nothing is ever cleared: an old revision is never asked
for again and falls out. What comes back is shared and must not be changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st
from sqlalchemy import Engine

from db.engine import reading
from ui import state
from ui.enter import Visit

Answer = TypeVar("Answer")


def ask(visit: Visit, question: Callable[..., Answer], *places: Any, **arguments: Any) -> Answer:
    """``question(connection, *places, **arguments)`` on one snapshot, remembered for this revision.

    Arguments must say themselves what they are (codes, numbers, periods, days): their ``repr`` is the key.
    """
    key = (
        visit.home.settings.database_url,
        visit.scope,
        visit.revision,
        f"{question.__module__}.{question.__qualname__}",
        repr((places, sorted(arguments.items()))),
    )
    return _remembered(key, visit.home.engine, question, places, arguments)


def made(visit: Visit, name: str, make: Callable[[], Answer], *places: Any) -> Answer:
    """What ``make`` builds out of answers of this revision, remembered under ``name`` and what it is built for."""
    key = (visit.home.settings.database_url, visit.scope, visit.revision, name, repr((visit.lang, visit.dark, places)))
    return _built(key, make)


def drawn(visit: Visit, name: str, draw: Callable[[], None]) -> None:
    """What ``draw`` puts on the page out of answers of this revision; for the same view it is put there as it was.

    For blocks without a picker, a button or a download. Every choice of the view is in the key, for links say them all.
    """
    _drawn(_of_view(visit, name), draw)


def made_here(visit: Visit, name: str, make: Callable[[], Answer]) -> Answer:
    """As :func:`made`, for what says or follows every choice of the view."""
    return _built(_of_view(visit, name), make)


def _of_view(visit: Visit, name: str) -> tuple:
    view = repr((visit.lang, visit.dark, state.here(), sorted(state.address_here().items())))
    return visit.home.settings.database_url, visit.scope, visit.revision, name, view


@st.cache_resource(max_entries=300, show_spinner=False)
def _drawn(key: tuple, _draw: Callable[[], None]) -> None:
    _draw()


@st.cache_resource(max_entries=1000, show_spinner=False)
def _built(key: tuple, _make: Callable[[], Any]) -> Any:
    return _make()


@st.cache_resource(max_entries=1000, show_spinner=False)
def _remembered(
    key: tuple, _engine: Engine, _question: Callable[..., Any], _places: tuple, _arguments: dict[str, Any]
) -> Any:
    with reading(_engine) as conn:
        return _question(conn, *_places, **_arguments)

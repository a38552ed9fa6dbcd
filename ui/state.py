"""What a view is made of, in the address and in the session; the only place that names either.

Every choice a person would want to send stands in the address, as codes (``?resolution=NQ04-DB-2016&period=2019-Q4``),
never as labels, so that a shared view opens the same in another language. Streamlit's own
``bind="query-params"`` writes labels, so the two lines it saves are written here.

The address alone decides: what it does not say is the page's default, whatever was chosen before. So the browser's
back and forward restore a view whole. Every change of the address is an entry of the browser's history, so it changes
only when a person chooses something, once a choice; a default is never written into it on arrival. All links of the
app carry the choices with them (:func:`address`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

ADDRESS = (
    "resolution",
    "period",
    "unit",
    "goal",
    "source",
    "boundaries",
    "since",
    "view",
    "level",
    "sort",
    "other",
    "rule",
    "find",
    "plan",
    "q",
    "lang",
)
BELOW = {
    "resolution": ("period", "unit", "goal", "source", "since", "other", "plan"),
    "goal": ("source", "level"),
    "unit": ("source", "level", "plan"),
    "period": ("since",),
}
"""Choices that stop making sense when the one above them changes."""

UNSAID = {"lang": "vi", "boundaries": "reported"}
"""Choices that an address says by saying nothing."""

TOKEN = "token"
"""Session key of the signed word of whoever is signed in; the browser's cookie is where it comes from."""

_HELD = "held"
"""Session key of what the run has settled; one for all choices, for every link asks for them all."""

OF_A_PAGE = ("view", "level", "sort", "other", "rule", "find", "plan", "q")
"""Choices that mean something on one page only: links to other pages leave them behind."""


def begin() -> None:
    """First statement of a run: what the run before had settled or noted counts no more."""
    st.session_state[_HELD] = {}
    forget("lost")


def on_page(name: str) -> None:
    """Remember which page this run draws; what another page had told of a deed is told no more."""
    if here() != name:
        forget("told")
    remember("here", name)


def here() -> str | None:
    """The name of the page that this run draws; null where no shell has said it."""
    found = recall("here")
    return found if isinstance(found, str) else None


def given(name: str) -> str | None:
    """What the address says."""
    return st.query_params.get(name)


def tell(words: str) -> None:
    """Keep what the last deed came to, for every run of this view until the next deed or another view."""
    remember("told", (words, st.query_params.to_dict()))


def told() -> str | None:
    """What :func:`tell` kept, while the view is the same."""
    kept = recall("told")
    return kept[0] if isinstance(kept, tuple) and kept[1] == st.query_params.to_dict() else None


def wanted(name: str) -> str | None:
    """The choice this run has settled, else what the address says."""
    held = _held()
    return held[name] if name in held else given(name)


def settle(name: str, options: Sequence[str], default: str | None) -> tuple[str | None, bool]:
    """The choice in force among ``options`` and whether the address asked for something that is not there.

    Afterwards :func:`wanted`, the links and the widget of :func:`widget_key` say it; the address stays as it came.
    """
    asked = wanted(name)
    value = asked if asked in options else default
    refused = given(name) is not None and given(name) not in options
    _hold(name, value)
    return value, refused


def keep(name: str, value: str | None) -> None:
    """Make a choice: in the widget, in the links and in the address, where it is an entry of the history."""
    go(**{name: value})


def widget_key(name: str) -> str:
    """Session key of the picker of a choice."""
    return f"pick_{name}"


def picked(name: str) -> None:
    """Callback of a picker: what was picked becomes the choice, what hung on the old one is forgotten."""
    value = st.session_state.get(widget_key(name))
    if value is not None:
        go(**dict.fromkeys(BELOW.get(name, ())), **{name: value or None})


def go(**choices: str | None) -> None:
    """Make several choices at once, those of the view written out beside them: one entry of the history."""
    for name, value in choices.items():
        _hold(name, value)
    others = {name: value for name, value in st.query_params.items() if name not in ADDRESS}
    said = others | address_here()
    if said != st.query_params.to_dict():
        st.query_params.from_dict(said)


def address(**changes: str | None) -> dict[str, str]:
    """The current choices with some changed, for a link to another page.

    What hangs on a choice that changes is left out, unless it is said too.
    """
    return _said([name for name in ADDRESS if name not in OF_A_PAGE], changes)


def address_here(**changes: str | None) -> dict[str, str]:
    """The same for a link to this page, which keeps what only means something here."""
    return _said(ADDRESS, changes)


def _said(names: Sequence[str], changes: Mapping[str, str | None]) -> dict[str, str]:
    found = st.query_params.to_dict() | _held()
    found = {name: found.get(name) for name in names}
    for name, value in changes.items():
        if value != wanted(name):
            found |= dict.fromkeys(BELOW.get(name, ()))
    found |= changes
    return {name: value for name, value in found.items() if value and UNSAID.get(name) != value}


def typed(name: str) -> str:
    """What the address says of a choice that is typed freely, its widget set to the same; empty where nothing."""
    value = wanted(name) or ""
    _hold(name, value)
    return value


def _hold(name: str, value: str | None) -> None:
    """Settle a choice for this run. The first time in a run its widget is told again, for on another page it is another
    widget of the same key, which would begin at its default; later it may have been drawn, and must not be touched.
    """
    first = name not in _held()
    st.session_state[_HELD] = _held() | {name: value}
    if value is not None and (first or st.session_state.get(widget_key(name)) != value):
        st.session_state[widget_key(name)] = value


def _held() -> dict[str, str | None]:
    """What this run has settled."""
    return st.session_state.get(_HELD, {})


def remember(name: str, value: object) -> None:
    """Keep something of a page for the next run (an examined file, a receipt); it never reaches the address."""
    st.session_state[f"page_{name}"] = value


def recall(name: str) -> object | None:
    """What :func:`remember` kept, or null."""
    return st.session_state.get(f"page_{name}")


def count(name: str) -> None:
    """Remember that something has changed once more, for keys that must be others then."""
    st.session_state[f"page_{name}"] = st.session_state.get(f"page_{name}", 0) + 1


def forget(*names: str) -> None:
    """Drop what :func:`remember` kept."""
    for name in names:
        st.session_state.pop(f"page_{name}", None)


def pressed(key: str) -> bool:
    """True in the run that a button started, from its first line on."""
    return bool(st.session_state.get(key))


def upload_key() -> str:
    """Widget key of the file being handed in; :func:`next_upload` begins an empty one."""
    return f"upload_{st.session_state.get('page_upload', 0)}"


def next_upload() -> None:
    """Forget the file handed in and what was found in it."""
    st.session_state["page_upload"] = st.session_state.get("page_upload", 0) + 1
    forget("examined")


def door() -> tuple[bool, str | None]:
    """What the sign-in's address says: whether the last try failed, and where to go on success."""
    return "problem" in st.query_params, st.query_params.get("next")


def asked_for() -> str:
    """The choices of the address as a query text, those of the sign-in left out; empty without any."""
    return urlencode({name: value for name, value in st.query_params.items() if name in ADDRESS})

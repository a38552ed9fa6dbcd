"""What a view is made of, in the address and in the session; the only place that names either.

Every choice a person would want to send stands in the address, as codes (``?resolution=NQ04-DB-2016&period=2019-Q4``),
never as labels, so that a shared view opens the same in another language. Streamlit's own
``bind="query-params"`` writes labels, so the two lines it saves are written here. Choices also stay in the
session, because moving to another page empties the address.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    "plan",
    "q",
    "lang",
)
BELOW = {
    "resolution": ("period", "unit", "goal", "source", "since", "other", "plan"),
    "goal": ("source", "level"),
    "unit": ("level", "plan"),
    "period": ("since",),
}
"""Choices that stop making sense when the one above them changes."""

UNSAID = {"lang": "vi"}
"""Choices that an address says by saying nothing."""

TOKEN = "token"
"""Session key of the signed word of whoever is signed in; the browser's cookie is where it comes from."""


def given(name: str) -> str | None:
    """What the address says."""
    return st.query_params.get(name)


def wanted(name: str) -> str | None:
    """What the address says, else what was chosen last in this session."""
    found = given(name)
    return found if found is not None else st.session_state.get(_kept(name))


def settle(name: str, options: Sequence[str], default: str | None) -> tuple[str | None, bool]:
    """The choice in force among ``options`` and whether the address asked for something that is not there.

    Afterwards the address, the session and the widget of :func:`widget_key` all say the same.
    """
    asked = wanted(name)
    value = asked if asked in options else default
    refused = given(name) is not None and given(name) not in options
    keep(name, value)
    return value, refused


def keep(name: str, value: str | None) -> None:
    """Make a choice: session, widget and address."""
    if value is None:
        st.session_state.pop(_kept(name), None)
        if name in st.query_params:
            del st.query_params[name]
        return
    st.session_state[_kept(name)] = value
    if st.session_state.get(widget_key(name)) != value:
        st.session_state[widget_key(name)] = value
    if UNSAID.get(name) == value:
        if name in st.query_params:
            del st.query_params[name]
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def widget_key(name: str) -> str:
    """Session key of the picker of a choice."""
    return f"pick_{name}"


def picked(name: str) -> None:
    """Callback of a picker: what was picked becomes the choice, what hung on the old one is forgotten."""
    value = st.session_state.get(widget_key(name))
    if value is None:
        return
    for below in BELOW.get(name, ()):
        keep(below, None)
    keep(name, value)


def go(**choices: str | None) -> None:
    """Callback of a link inside the app: make several choices at once."""
    for name, value in choices.items():
        keep(name, value)


def address(**changes: str | None) -> dict[str, str]:
    """The current choices with some changed, for a link to another page."""
    found = {name: value for name in ADDRESS if (value := wanted(name)) is not None}
    for name, value in changes.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = value
    return {name: value for name, value in found.items() if UNSAID.get(name) != value}


def _kept(name: str) -> str:
    return f"kept_{name}"


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

"""The door of every page: :func:`enter` says who is asking and stops whoever may not be there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import streamlit as st

from db import accounts
from db.accounts import AccountRow
from db.engine import reading
from db.store import revision
from report import text
from ui import session, state
from ui.house import House, house


class Role(IntEnum):
    """Who may see what; each may see what those below may. A guest exists in demo mode only."""

    GUEST = 0
    LEADER = 1
    STAFF = 2
    ADMIN = 3


ROLES = {"leader": Role.LEADER, "staff": Role.STAFF, "admin": Role.ADMIN}


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is asking, in which language, of which store at which revision.

    ``submits_for`` are the codes of the units that the account may submit for; null: any.
    """

    home: House
    role: Role
    account: AccountRow | None
    submits_for: tuple[str, ...] | None
    lang: str
    revision: int
    dark: bool

    def say(self, key: str, **params: object) -> str:
        """The text of ``key`` in the visitor's language."""
        return text.say(self.lang, key, **params)

    def either(self, vietnamese: str, english: str) -> str:
        """The one of two stored texts that the visitor reads; Vietnamese where English is missing."""
        return english if self.lang == "en" and english else vietnamese

    @property
    def scope(self) -> str:
        """Part of every cache key: who may see the same."""
        return self.role.name


def identify() -> Visit:
    """Whoever is asking, before any right is checked."""
    home = house()
    word = st.session_state.get(state.TOKEN) or st.context.cookies.get(session.COOKIE)
    with reading(home.engine) as conn:
        now = revision(conn)
        account = session.account_of(conn, home.settings.secret, word)
        submits_for = accounts.submits_for(conn, account)
    lang, _ = state.settle("lang", text.LANGUAGES, text.LANGUAGES[0])
    return Visit(
        home=home,
        role=ROLES[account.role] if account else Role.GUEST,
        account=account,
        submits_for=submits_for,
        lang=lang or text.LANGUAGES[0],
        revision=now,
        dark=st.context.theme.type == "dark",
    )


def may_enter(visit: Visit, least: Role) -> bool:
    """True where the visitor may see a page for ``least``; outside demo mode nobody does unsigned."""
    if visit.account is None and not visit.home.settings.demo:
        return False
    return visit.role >= least


def enter(least: Role = Role.GUEST) -> Visit:
    """First statement of every page: the visit, or an explanation in place of the page."""
    from ui.sign_in import explain, sign_in

    visit = identify()
    if not may_enter(visit, least):
        if visit.account is None and not visit.home.settings.demo:
            sign_in(visit)
        else:
            explain(visit, least)
        st.stop()
    return visit

"""The sign-in, as a plain form that the browser posts itself (:mod:`ui.session`), and the words for a closed door."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st
from sqlalchemy import Connection

from db import accounts, units
from db.engine import reading
from ui import session, state
from ui.enter import Role, Visit, identify
from ui.places import HOME, SIGN_IN, href, path

CLOSED = ("submit",)
"""Pages that no guest may see: signing out on one leads to the sign-in."""


def page() -> None:
    """The sign-in as a page of its own."""
    visit = identify()
    if visit.account is not None:
        st.html(f'<h1 class="m-title">{escape(visit.say("sign_in.already", account=visit.account.name))}</h1>')
        st.html(sign_out_form(visit))
        return
    sign_in(visit)


def sign_in(visit: Visit) -> None:
    """The form, what went wrong the last time, and in demo mode the accounts to try."""
    with reading(visit.home.engine) as conn:
        known = accounts.accounts(conn)
        held = {each.id: _units(conn, each.id) for each in known if each.demo}
    st.html(f'<div class="moc-door">{_form(visit)}{_demo(visit, known, held)}</div>')
    if not known and not visit.home.settings.demo:
        command = "python manage.py user add NAME --role admin"
        words = visit.say("sign_in.first")
        st.html(
            f'<div class="moc-door"><div class="m moc-said">{words}<pre class="moc-command">{command}</pre></div></div>'
        )


def explain(visit: Visit, least: Role) -> None:
    """Why this page stays closed, and the one link that mends it."""
    key = "sign_in.closed_admin" if least is Role.ADMIN else "sign_in.closed_staff"
    link = f'<a class="moc-button moc-primary" href="{escape(_door(visit))}" target="_self">'
    link += f"{visit.say('nav.sign_in')}</a>"
    st.html(
        f'<div class="m m-empty moc-closed"><h1 class="m-title">{visit.say("sign_in.closed")}</h1>'
        f"<p>{visit.say(key)}</p>"
        f'{link if visit.account is None else ""}<a class="moc-button" href="{escape(href(HOME))}" target="_self">'
        f"{visit.say('app.back_home')}</a></div>"
    )


def sign_out_form(visit: Visit) -> str:
    """A one-button form that ends the session and leads back to the same view, or to the sign-in before it."""
    back = _door(visit) if state.here() in CLOSED else _here()
    return (
        f'<form method="post" action="{session.SIGN_OUT}"><input type="hidden" name="next" value="{escape(back)}">'
        '<button class="moc-button" type="submit">'
        f"{visit.say('nav.sign_out')}</button></form>"
    )


def _here() -> str:
    """The page as it was asked for, choices included; home where that is the sign-in."""
    name, asked = state.here(), state.asked_for()
    where = path(HOME if name in (None, SIGN_IN) else name)
    return f"{where}?{asked}" if asked else where


def _door(visit: Visit) -> str:
    """The sign-in in the visitor's language, on the way to this page."""
    return _in_language(visit, f"/{SIGN_IN}?{urlencode({'next': _here()})}")


def _in_language(visit: Visit, address: str) -> str:
    """An address of this app, spoken as the sign-in is now."""
    where = urlsplit(address)
    asked = dict(parse_qsl(where.query)) | {"lang": visit.lang}
    said = {name: value for name, value in asked.items() if state.UNSAID.get(name) != value}
    return f"{where.path}?{urlencode(said, safe='/')}" if said else where.path


def _form(visit: Visit) -> str:
    failed, wanted = state.door()
    said = ""
    if failed:
        said = f'<p class="moc-problem v-missed" role="alert">{visit.say("form.wrong_login")}</p>'
    back = _in_language(visit, wanted or _here())
    return (
        f'<form class="m moc-form" method="post" action="{session.SIGN_IN}">'
        f'<h1 class="m-title">{visit.say("form.sign_in")}</h1>{said}'
        f'<label for="moc-account">{visit.say("form.user")}</label>'
        '<input id="moc-account" name="account" autocomplete="username" autocapitalize="none" spellcheck="false">'
        f'<label for="moc-password">{visit.say("form.password")}</label>'
        '<input id="moc-password" name="password" type="password" autocomplete="current-password">'
        f'<input type="hidden" name="next" value="{escape(back)}">'
        f'<button class="moc-button moc-primary" type="submit">{visit.say("form.sign_in")}</button></form>'
    )


def _units(conn: Connection, account: int) -> str:
    found = units.units_by_id(conn, accounts.scopes(conn, account))
    return ", ".join(row.name for row in found.values())


def _demo(visit: Visit, known: list[accounts.AccountRow], held: dict[int, str]) -> str:
    if not visit.home.settings.demo:
        return ""
    rows = "".join(
        f"<tr><td><code>{escape(each.name)}</code></td><td><code>{escape(each.name)}</code></td>"
        f"<td>{visit.say('account.' + each.role)}</td><td>{escape(held[each.id])}</td></tr>"
        for each in known
        if each.demo
    )
    heads = "".join(
        f"<th>{visit.say(key)}</th>" for key in ("form.user", "form.password", "sign_in.role", "picker.unit")
    )
    return (
        f'<section class="m moc-demo"><h2 class="m-name">{visit.say("sign_in.demo")}</h2>'
        f'<p class="m-sub">{visit.say("sign_in.demo_note")}</p>'
        f'<table class="m-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>'
    )

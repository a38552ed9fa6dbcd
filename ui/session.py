"""Who is asking: sign-in and sign-out as two plain HTTP routes, and the signed cookie between them.

The password travels once, in the body of one POST, and never enters a Streamlit session. The cookie is
``HttpOnly`` and ``SameSite=Lax``, carries no right by itself (the account is read again on every run) and
dies with the password that opened it.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl, urlencode, urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from db import accounts
from db.engine import reading
from ui.house import house

COOKIE = "moc_session"
HOURS = 12
SIGN_IN, SIGN_OUT = "/session/open", "/session/close"
UPLOADS = "/_stcore/upload_file/"
FILES = ("/media/", UPLOADS)
LARGEST_FORM = 16_384
_AT_THE_DOOR = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sign-in")
"""Checking a password takes 64 MB for a moment: two at a time, however many knock."""


def token(conn: Connection, secret: str, account: accounts.AccountRow) -> str:
    """A signed, dated word that stands for an account until its password changes."""
    return _signer(secret).dumps([account.name, accounts.stamp(conn, account.id)])


def account_of(conn: Connection, secret: str, word: str | None) -> accounts.AccountRow | None:
    """The active account a token stands for; null for none, a forged, an old or an overtaken one."""
    if not word:
        return None
    try:
        name, stamp = _signer(secret).loads(word, max_age=HOURS * 3600)
    except (BadData, ValueError, TypeError):
        return None
    found = accounts.by_name(conn, str(name))
    if found is None or not found.active or accounts.stamp(conn, found.id) != stamp:
        return None
    return found


def routes() -> list[Route]:
    """The two routes that set and clear the cookie."""
    return [Route(SIGN_IN, _open, methods=["POST"]), Route(SIGN_OUT, _close, methods=["POST"])]


class Guard:
    """ASGI middleware: files that sessions hand out or take are for those who may see a page, or hand in.

    Streamlit gives such a file to anybody who has its address, and takes one from anybody with an open page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(FILES):
            upload = scope["path"].startswith(UPLOADS)
            if not await run_in_threadpool(_may_have, Request(scope).cookies.get(COOKIE), upload):
                await Response(status_code=403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _may_have(word: str | None, upload: bool) -> bool:
    home = house()
    if home.settings.demo and not upload:
        return True
    with reading(home.engine) as conn:
        return account_of(conn, home.settings.secret, word) is not None


async def _open(request: Request) -> Response:
    if not _same_site(request):
        return Response(status_code=403)
    form = await _form(request)
    if form is None:
        return Response(status_code=413)
    name, password = form.get("account", "").strip(), form.get("password", "")
    back = _local(form.get("next", ""))
    word = await asyncio.get_running_loop().run_in_executor(_AT_THE_DOOR, _signed_in, name, password)
    if word is None:
        lang = dict(parse_qsl(urlsplit(back).query)).get("lang")
        said = {"problem": "wrong", "next": back} | ({"lang": lang} if lang else {})
        return RedirectResponse(f"/sign-in?{urlencode(said)}", 303)
    response = RedirectResponse(back, 303)
    response.set_cookie(COOKIE, word, max_age=HOURS * 3600, httponly=True, samesite="lax", secure=_is_https(request))
    return response


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a posted form; null for more than anyone types."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            return None
    return dict(parse_qsl(body.decode("utf-8", "replace"), errors="replace"))


async def _close(request: Request) -> Response:
    if not _same_site(request):
        return Response(status_code=403)
    form = await _form(request)
    if form is None:
        return Response(status_code=413)
    response = RedirectResponse(_inside(form.get("next", "")), 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=_is_https(request))
    return response


def _signed_in(name: str, password: str) -> str | None:
    """The token of the account whose name and password these are; null for any other."""
    home = house()
    found = accounts.verify(home.engine, name, password)
    if found is None:
        return None
    with reading(home.engine) as conn:
        return token(conn, home.settings.secret, found)


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="moc-session")


def _same_site(request: Request) -> bool:
    """False for a form that another site sent: browsers say so in ``Sec-Fetch-Site`` or ``Origin``."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _is_https(request: Request) -> bool:
    return request.headers.get("x-forwarded-proto", request.url.scheme) == "https"


def _local(path: str) -> str:
    """Where a sign-in leads: the path where it stays on this server and is no sign-in again, else home."""
    found = _inside(path)
    return "/" if urlsplit(found).path == "/sign-in" else found


def _inside(path: str) -> str:
    """The path where it stays on this server, else home."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or any(ord(each) < 32 for each in path):
        return "/"
    parts = urlsplit(path)
    return "/" if parts.scheme or parts.netloc else path

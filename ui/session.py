"""Who is asking: sign-in and sign-out as two plain HTTP routes, and the signed cookie between them.

The password travels once, in the body of one POST, and never enters a Streamlit session. The cookie is
``HttpOnly`` and ``SameSite=Lax``, carries no right by itself (the account is read again on every run) and
dies with the password that opened it.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from db import accounts
from db.engine import reading
from ui.house import house

COOKIE = "moc_session"
HOURS = 12
SIGN_IN, SIGN_OUT = "/session/open", "/session/close"


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


async def _open(request: Request) -> Response:
    if not _same_site(request):
        return Response(status_code=403)
    form = await request.form()
    name, password = str(form.get("account", "")).strip(), str(form.get("password", ""))
    back = _local(str(form.get("next", "")))
    word = await run_in_threadpool(_signed_in, name, password)
    if word is None:
        return RedirectResponse(f"/sign-in?problem=wrong&next={quote(back, safe='')}", 303)
    response = RedirectResponse(back, 303)
    response.set_cookie(COOKIE, word, max_age=HOURS * 3600, httponly=True, samesite="lax", secure=_is_https(request))
    return response


async def _close(request: Request) -> Response:
    if not _same_site(request):
        return Response(status_code=403)
    response = RedirectResponse("/", 303)
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
    """The path where it stays on this server, else home."""
    parts = urlsplit(path)
    inside = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if inside and not parts.scheme and not parts.netloc and parts.path != "/sign-in" else "/"

"""A session's word: nobody can make one, and it dies with its account's password."""

from __future__ import annotations

import asyncio
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from itsdangerous import URLSafeTimedSerializer
from starlette.responses import Response
from starlette.routing import Router
from starlette.types import ASGIApp, Message

from db import accounts
from db.engine import open_store, reading, writing
from tests.ui.conftest import PAGES, at, opened, said
from ui import session, sign_in
from ui.house import house
from ui.session import _local

SECRET = "a" * 20 + "bcdefghijklmnop"


@pytest.fixture
def engine(demo_url: str, tmp_path: Path):
    copy = tmp_path / "moc.db"
    shutil.copy(demo_url.removeprefix("sqlite:///"), copy)
    engine = open_store(f"sqlite:///{copy}")
    yield engine
    engine.dispose()


def word_of(engine, name: str) -> str:
    with reading(engine) as conn:
        row = accounts.by_name(conn, name)
        assert row is not None
        return session.token(conn, SECRET, row)


def holder(engine, word: str | None) -> str | None:
    with reading(engine) as conn:
        found = session.account_of(conn, SECRET, word)
        return found.name if found else None


def test_a_word_stands_for_its_account(engine) -> None:
    assert holder(engine, word_of(engine, "lanh-dao-demo")) == "lanh-dao-demo"


def test_a_new_password_ends_the_sessions(engine) -> None:
    word = word_of(engine, "lanh-dao-demo")
    with writing(engine) as conn:
        accounts.set_password(conn, "lanh-dao-demo", "another password")
    assert holder(engine, word) is None


def test_a_closed_account_is_out_at_once(engine) -> None:
    word = word_of(engine, "lanh-dao-demo")
    with writing(engine) as conn:
        accounts.deactivate(conn, "lanh-dao-demo")
    assert holder(engine, word) is None


def forged() -> list[str | None]:
    other = URLSafeTimedSerializer("another secret", salt="moc-session").dumps(["quan-tri-demo", "x"])
    stamped = URLSafeTimedSerializer(SECRET, salt="moc-session").dumps(["quan-tri-demo", "x"])
    shaped = URLSafeTimedSerializer(SECRET, salt="moc-session").dumps({"name": "quan-tri-demo"})
    return [None, "", "quan-tri-demo", other, stamped, shaped]


@pytest.mark.parametrize("word", forged(), ids=["none", "empty", "name", "other-secret", "other-stamp", "other-shape"])
def test_nothing_else_is_a_word(engine, word: str | None) -> None:
    assert holder(engine, word) is None


def answered(app: ASGIApp, method: str, path: str, body: bytes = b"", **headers: str) -> Message:
    """The start of an app's answer to one request: status and headers."""
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": given, "scheme": "http"}
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as own:  # a thread without a loop: a test with a browser may have left one in this
        own.submit(asyncio.run, app(scope, receive, send)).result()
    return sent[0]


def visited(word: str | None, path: str, method: str = "GET") -> int:
    """Status of a request for a file of a session."""
    guarded = session.Guard(Response("taken"))
    return int(answered(guarded, method, path, **({"cookie": f"{session.COOKIE}={word}"} if word else {}))["status"])


def test_files_of_sessions_are_for_those_who_may_see_a_page(real: str) -> None:
    home = house()
    with reading(home.engine) as conn:
        row = accounts.by_name(conn, "can-bo-muong-cha")
        assert row is not None
        word = session.token(conn, home.settings.secret, row)
    for path, method in (("/media/x.csv", "GET"), ("/_stcore/upload_file/a/b", "PUT")):
        assert visited(None, path, method) == 403
        assert visited("forged", path, method) == 403
        assert visited(word, path, method) == 200
    assert visited(None, "/app/static/x.woff2") == 200


def test_a_guest_of_a_demo_takes_files_and_brings_none(demo: str) -> None:
    assert visited(None, "/media/x.csv") == 200
    assert visited(None, "/_stcore/upload_file/a/b", "PUT") == 403


@pytest.mark.parametrize(
    ("data", "headers", "status"),
    [
        (b"account=a&password=b&next=/goal", {}, 303),
        (b"account=%ED%A0%80&password=%00", {}, 303),
        (b"account=\xff&password=\xff", {}, 303),
        (b"account=a&password=" + b"b" * 20_000, {}, 413),
        (b"account=a&password=b", {"origin": "https://elsewhere.example"}, 403),
        (b"account=a&password=b", {"sec_fetch_site": "cross-site"}, 403),
    ],
    ids=["wrong", "half letters", "no UTF-8", "too much", "another origin", "another site"],
)
def test_what_is_posted_to_the_door(demo: str, data: bytes, headers: dict[str, str], status: int) -> None:
    found = answered(Router(session.routes()), "POST", session.SIGN_IN, data, **headers)
    assert found["status"] == status
    assert b"set-cookie" not in dict(found["headers"])


@pytest.mark.parametrize(
    ("given", "followed"),
    [
        ("/goal?goal=NQ04-DB-2016-02", "/goal?goal=NQ04-DB-2016-02"),
        ("", "/"),
        ("goal", "/"),
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("/sign-in?problem=wrong", "/"),
    ],
)
def test_signing_in_never_leads_elsewhere(given: str, followed: str) -> None:
    assert _local(given) == followed


@pytest.mark.parametrize(
    ("given", "followed"),
    [
        ("/goal?goal=NQ04-DB-2016-02&lang=en", "/goal?goal=NQ04-DB-2016-02&lang=en"),
        ("/sign-in?next=/submit&lang=en", "/sign-in?next=/submit&lang=en"),
        ("", "/"),
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
    ],
)
def test_signing_out_ends_the_session_and_stays_where_one_was(demo: str, given: str, followed: str) -> None:
    body = urlencode({"next": given}).encode()
    found = answered(Router(session.routes()), "POST", session.SIGN_OUT, body)
    headers = {name.decode(): value.decode() for name, value in found["headers"]}
    assert (found["status"], headers["location"]) == (303, followed)
    assert f'{session.COOKIE}=""' in headers["set-cookie"]


def test_a_wrong_password_is_told_in_the_language_of_the_view(demo: str) -> None:
    body = urlencode({"account": "a", "password": "b", "next": "/goal?lang=en"}).encode()
    found = answered(Router(session.routes()), "POST", session.SIGN_IN, body)
    where = dict(parse_qsl(urlsplit(dict(found["headers"])[b"location"].decode()).query))
    assert where == {"problem": "wrong", "next": "/goal?lang=en", "lang": "en"}


def back(body: str) -> list[str]:
    """Where the forms of a page lead."""
    return [unescape(each) for each in re.findall(r'name="next" value="([^"]*)"', body)]


def test_the_button_names_the_view_with_its_language_and_choices(demo: str) -> None:
    app = opened("lanh-dao-demo", lang="en", resolution="NQ04-DB-2016", period="2018-Q4")
    assert back(said(at(app, "goal"))) == ["/goal?lang=en&resolution=NQ04-DB-2016&period=2018-Q4"]
    assert back(said(opened("lanh-dao-demo"))) == ["/"]


def test_on_a_page_that_no_guest_sees_it_names_the_sign_in_on_the_way_back(demo: str) -> None:
    [where] = back(said(at(opened("can-bo-muong-cha", lang="en"), "submit")))
    assert urlsplit(where).path == "/sign-in"
    assert dict(parse_qsl(urlsplit(where).query)) == {"lang": "en", "next": "/submit?lang=en"}


def test_the_sign_in_leads_on_in_the_language_it_speaks_now(real: str) -> None:
    app = opened(lang="en", next="/submit?unit=DB/muong-cha")
    assert back(said(app)) == ["/submit?unit=DB/muong-cha&lang=en"]
    assert back(said(opened(next="/submit?lang=en"))) == ["/submit"]


def test_the_pages_that_no_guest_sees_are_known(demo: str) -> None:
    assert tuple(page for page in PAGES if "moc-closed" in said(at(opened(), page))) == sign_in.CLOSED

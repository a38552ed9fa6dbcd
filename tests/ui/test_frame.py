"""The HTML around the app, its two forms, and tables people take away."""

from __future__ import annotations

import csv
import gzip
import http.client
import io
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.house import served
from ui.table import as_csv

HTML = {"accept": "text/html", "accept-encoding": "gzip"}
SIGNED_IN = {"account": "lanh-dao-demo", "password": "lanh-dao-demo", "next": "/unit"}


class Client:
    """Plain requests to a server, without following anything."""

    def __init__(self, address: str) -> None:
        self.place = address.removeprefix("http://")

    def ask(self, method: str, path: str, headers: dict[str, str], body: str | None = None):
        connection = http.client.HTTPConnection(self.place, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def page(self, path: str) -> str:
        return self.ask("GET", path, HTML)[2].decode()

    def post(self, path: str, form: dict[str, str], **headers: str):
        kind = {"content-type": "application/x-www-form-urlencoded"}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, kind | given, urlencode(form))


@pytest.fixture(scope="module")
def client(demo_url: str) -> Iterator[Client]:
    with served(demo_url, demo=True) as address:
        yield Client(address)


@pytest.mark.parametrize("path", ["/", "/goal?goal=NQ04-DB-2016-02", "/submit"])
def test_the_shell_is_vietnamese_and_asks_for_nothing_outside(client: Client, path: str) -> None:
    page = client.page(path)
    assert '<html lang="vi">' in page
    assert "<title>Mốc</title>" in page
    assert "/moc.svg" in page
    assert "SourceSans" not in page


def test_the_shell_is_english_on_request(client: Client) -> None:
    assert '<html lang="en">' in client.page("/?lang=en")


def test_bundles_are_compressed_once_and_kept(client: Client) -> None:
    script = "/" + client.page("/").split('src="./')[1].split('"')[0]
    zipped = [client.ask("GET", script, {"accept-encoding": "gzip"}) for _ in range(2)]
    plain = client.ask("GET", script, {"accept-encoding": "identity"})
    assert [headers["content-encoding"] for _, headers, _ in zipped] == ["gzip", "gzip"]
    assert zipped[0][2] == zipped[1][2]
    assert len(zipped[0][2]) < len(plain[2]) / 2
    assert gzip.decompress(zipped[0][2]) == plain[2]


def test_health_answers(client: Client) -> None:
    assert b'"ok"' in client.ask("GET", "/healthz", {})[2]


@pytest.mark.parametrize("headers", [{"sec_fetch_site": "cross-site"}, {"origin": "https://elsewhere.example"}])
@pytest.mark.parametrize("path", ["/session/open", "/session/close"])
def test_forms_of_other_sites_are_refused(client: Client, path: str, headers: dict[str, str]) -> None:
    assert client.post(path, SIGNED_IN, **headers)[0] == 403


def test_signing_in_sets_a_cookie_no_script_can_read(client: Client) -> None:
    status, headers, _ = client.post("/session/open", SIGNED_IN)
    assert (status, headers["location"]) == (303, "/unit")
    assert "httponly" in headers["set-cookie"].lower()
    assert "samesite=lax" in headers["set-cookie"].lower()


def test_a_wrong_password_sets_nothing(client: Client) -> None:
    _, headers, _ = client.post("/session/open", SIGNED_IN | {"password": "guess"})
    assert "set-cookie" not in headers
    assert headers["location"].startswith("/sign-in?problem=wrong")


def test_a_table_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    data = as_csv(["Đơn vị", "Số"], [["Xã A, B", "1"], ["=1+1", "-3"]])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["Đơn vị", "Số"], ["Xã A, B", "1"], ["'=1+1", "-3"]]

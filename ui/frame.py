"""What surrounds Streamlit's own page: its HTML shell in our language, and its files compressed once.

Streamlit's index says ``lang="en"``, asks for its own font and names itself in the title until the first
script run has ended, and it answers every address with itself and 200: what is no page gets a page of ours that says so
(:mod:`ui.no_page`). Its bundles are served uncompressed (10 MB at the first visit); here each is compressed once and
kept, because they are immutable.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from report.text import LANGUAGES
from ui import bundles

ASSETS = re.compile(r"/static/.+\.(?:js|css|json|svg|txt)$")
WORTH = 1024
REDIRECTS = (307, 308)
Rewrite = Callable[[str, Scope], tuple[int, str]]
"""From Streamlit's index and what was asked for: the status and the page, or where the page lies instead."""


class Frame:
    """ASGI middleware: answers with what ``rewrite`` makes of HTML and keeps compressed copies of static bundles."""

    def __init__(self, app: ASGIApp, rewrite: Rewrite) -> None:
        self.app = app
        self.rewrite = rewrite
        self.kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if b"text/html" in headers.get(b"accept", b""):
            plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            scope = {**scope, "headers": plain}
        zipped = b"gzip" in headers.get(b"accept-encoding", b"")
        asset = scope["method"] == "GET" and zipped and ASSETS.search(scope["path"]) is not None
        if asset and scope["path"] in self.kept:
            await _answer(send, 200, *self.kept[scope["path"]])
            return
        started: dict = {}
        body = bytearray()

        async def gather(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
                started["html"] = _header(message["headers"], b"content-type").startswith(b"text/html")
                started["hold"] = message["status"] == 200 and (started["html"] or asset)
                if not started["hold"]:
                    await send(message)
                return
            if message["type"] != "http.response.body" or not started["hold"]:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(scope, started, bytes(body), send)

        await self.app(scope, receive, gather)

    async def _finish(self, scope: Scope, started: dict, body: bytes, send: Send) -> None:
        headers = [(name, value) for name, value in started["headers"] if name.lower() not in _CHANGED]
        status = 200
        if started["html"]:
            status, text = self.rewrite(body.decode(), scope)
            body = text.encode() if scope["method"] == "GET" else b""
            if status in REDIRECTS:
                headers, body = [(b"location", body)], b""
        elif len(body) > WORTH:
            body = gzip.compress(bundles.patient(scope["path"], body), 6)
            headers += [(b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")]
            self.kept[scope["path"]] = (headers, body)
        await _answer(send, status, headers, body)


_ROOT = "window.__streamlit = { BACKEND_BASE_URL: window.location.origin }"
"""Without it a deep link first looks for the server below its own path, and the browser notes two failures."""

_CHANGED = (b"content-length", b"etag", b"last-modified")


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    length = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body})


def _header(headers: list[tuple[bytes, bytes]], name: bytes) -> bytes:
    return next((value for key, value in headers if key.lower() == name), b"")


def stylesheet(text: str) -> tuple[str, Route]:
    """The address of a stylesheet (it changes with the content) and the route that serves it."""
    mark = hashlib.sha256(text.encode()).hexdigest()[:12]

    async def serve(_request: object) -> Response:
        return Response(text, media_type="text/css", headers={"Cache-Control": "public, immutable, max-age=31536000"})

    return f"/moc-{mark}.css", Route(f"/moc-{mark}.css", serve)


def script(text: str) -> tuple[str, Route]:
    """The address of a script and the route that serves it, as :func:`stylesheet` does."""
    mark = hashlib.sha256(text.encode()).hexdigest()[:12]

    async def serve(_request: object) -> Response:
        return Response(
            text, media_type="text/javascript", headers={"Cache-Control": "public, immutable, max-age=31536000"}
        )

    return f"/moc-{mark}.js", Route(f"/moc-{mark}.js", serve)


def page_shell(
    *,
    title: str,
    style: str,
    icon: str,
    waiting: str,
    script: str,
    words: str,
    blocks: str,
    lost: Lost,
    early: Sequence[str],
) -> Rewrite:
    """A rewriter of Streamlit's index: language, title, icon, our stylesheet last, our script with its ``words``,
    ``waiting`` for who has no scripts, and ``blocks`` that stand where the page will until Streamlit draws it. What
    ``lost`` says of an address goes before. ``early`` are scripts of Streamlit to be asked for with the page.
    """
    ahead = "".join(f'<link rel="modulepreload" crossorigin href="{each}">' for each in early)

    def rewrite(html: str, scope: Scope) -> tuple[int, str]:
        instead = lost(scope)
        if instead is not None:
            return instead
        html = html.replace('<html lang="en">', f'<html lang="{asked_language(scope)}">')
        html = re.sub(r"<title>.*?</title>", f"<title>{title}</title>", html, flags=re.DOTALL)
        html = re.sub(r'<link\s+rel="preload"[^>]*SourceSans[^>]*/>', "", html)
        html = re.sub(r'href="\./favicon\.png"', f'href="{icon}"', html)
        html = re.sub(r"<noscript>.*?</noscript>", f"<noscript>{waiting}</noscript>", html, flags=re.DOTALL)
        html = html.replace("window.prerenderReady = false", f"window.prerenderReady = false\n{_ROOT}")
        html = html.replace("</head>", f'<link rel="stylesheet" href="{style}"></head>')
        html = html.replace('<div id="root"></div>', f'<div id="root">{blocks}</div>')
        html = html.replace("</head>", f"{ahead}</head>")
        ours = f'<script type="application/json" id="moc-words">{words}</script>'
        ours += f'<script defer src="{script}"></script>'
        return 200, html.replace("</body>", f'{ours}<link rel="stylesheet" href="{style}"></body>')

    return rewrite


Lost = Callable[[Scope], tuple[int, str] | None]
"""From what was asked for: the answer in place of the app where the address is none of its pages."""


def asked_language(scope: Scope) -> str:
    """The language an address asks for, Vietnamese where it does not say."""
    said = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return said if said in LANGUAGES else LANGUAGES[0]


def icon_route(path: Path) -> Route:
    """The page's icon, from this machine."""
    content = path.read_bytes()

    async def serve(_request: object) -> Response:
        return Response(content, media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})

    return Route("/moc.svg", serve)

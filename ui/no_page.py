"""The answer to an address that is no page: what was not found, the nearest pages and the search, with status 404.

Streamlit shows home under an English dialog there. This page is plain HTML that needs no script and no session; it
names pages only, nothing of the store, so it is the same for whoever asks.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote, unquote

from rapidfuzz import fuzz
from starlette.types import Scope

from intake.words import bare
from report.text import LANGUAGES, say
from ui.frame import Lost, asked_language
from ui.places import HOME, NAMES, SIGN_IN, path
from ui.style import faces

CLOSED_HOME = "home"
"""What Streamlit calls the sign-in where nothing else may be seen."""

LIKE, NEAREST, LONGEST = 60, 3, 80


def answers(style: str) -> Lost:
    """Null for a page of ours, its right address for one that is nearly it, else the friendly page with 404."""
    known = {path(name) for name in (*NAMES, SIGN_IN, CLOSED_HOME)}
    elsewhere = {f"/{HOME}": "/"}

    def lost(scope: Scope) -> tuple[int, str] | None:
        asked = scope["path"]
        if asked in known:
            return None
        bare = "/" + asked.strip("/").casefold()
        right = elsewhere.get(bare) or (bare if bare in known else None)
        query = scope.get("query_string", b"").decode("latin-1")
        if right is not None:
            return 307, right + (f"?{query}" if query else "")
        return 404, page(asked, asked_language(scope), style)

    return lost


def nearest(asked: str) -> tuple[str, ...]:
    """Names of the pages whose address or title resembles what was asked for, the likest first."""
    text = _spoken(asked)
    scores = {name: max(fuzz.WRatio(bare(text), bare(title)) for title in _titles(name)) for name in NAMES}
    best = sorted((name for name in NAMES if scores[name] >= LIKE), key=lambda name: -scores[name])
    return tuple(best[:NEAREST])


def page(asked: str, lang: str, style: str) -> str:
    """The whole page in one language, with a way to the same in the other."""

    def said(key: str, **params: str) -> str:
        return escape(say(lang, key, **params))

    names = nearest(asked)
    tail = "" if lang == LANGUAGES[0] else f"?lang={lang}"
    links = "".join(f'<li><a href="{path(name)}{tail}">{said(f"nav.{name}")}</a></li>' for name in names)
    near = f"<p>{said('no_page.nearest')}</p><ul>{links}</ul>" if names else ""
    other = next(each for each in LANGUAGES if each != lang)
    hidden = f'<input type="hidden" name="lang" value="{lang}">' if tail else ""
    same = escape(quote(asked) + ("" if other == LANGUAGES[0] else f"?lang={other}"))
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="/moc.svg">'
        f"<title>{said('no_page.title')} – {said('app.name')}</title>"
        f'<style>{faces()}</style><link rel="stylesheet" href="{style}"></head>'
        '<body class="stApp moc-lost"><main class="m moc-closed">'
        f'<p class="moc-brand"><img src="/moc.svg" alt="" width="33" height="38">{said("app.name")}</p>'
        f'<h1 class="m-title">{said("no_page.title")}</h1>'
        f"<p>{said('no_page.said', asked=_shown(asked))}</p>{near}"
        f'<form class="moc-find" action="/" role="search"><label for="moc-q">{said("search.label")}</label>'
        f'<div><input id="moc-q" name="q" value="{escape(_spoken(asked))}">{hidden}'
        f'<button class="moc-button" type="submit">{said("search.go")}</button></div></form>'
        f'<p><a class="moc-button moc-primary" href="/{tail}">{said("app.back_home")}</a></p>'
        f'<p class="m-sub"><a href="{same}" lang="{other}">{escape(say(other, f"app.{other}"))}</a></p>'
        "</main></body></html>"
    )


def _titles(name: str) -> tuple[str, ...]:
    return (name, *(say(lang, f"nav.{name}") for lang in LANGUAGES))


def _spoken(asked: str) -> str:
    """The words of an address."""
    return " ".join(re.sub(r"[-_/+.]+", " ", unquote(asked)).split())[:LONGEST]


def _shown(asked: str) -> str:
    text = unquote(asked)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

"""The navigation: every page with the choices of the view, so that moving on never empties the address."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ui import state
from ui.enter import Visit
from ui.places import GROUPS, SIGN_IN, href


def nav(visit: Visit, badges: Mapping[str, str] | None = None) -> str:
    """The groups of pages as lists of links; the page that is open is marked. ``badges`` are counts by page."""
    door = () if visit.account else (SIGN_IN,)
    last = list(GROUPS)[-1]
    groups = "".join(
        _group(visit, group, (*names, *(door if group == last else ())), badges or {})
        for group, names in GROUPS.items()
    )
    return f'<nav class="moc-nav" aria-label="{escape(visit.say("nav.label"))}">{groups}</nav>'


def _group(visit: Visit, group: str, names: tuple[str, ...], badges: Mapping[str, str]) -> str:
    mark = f"moc-{group.removeprefix('nav.')}"
    items = "".join(_item(visit, name, badges.get(name)) for name in names)
    return f'<p id="{mark}">{escape(visit.say(group))}</p><ul aria-labelledby="{mark}">{items}</ul>'


def _item(visit: Visit, name: str, badge: str | None) -> str:
    title = escape(visit.say(f"nav.{name.replace('-', '_')}"))
    here = ' aria-current="page"' if name == state.here() else ""
    count = f'<span class="moc-badge">{escape(badge)}</span>' if badge else ""
    where = escape(href(name))
    return f'<li><a class="moc-to-{name}" href="{where}" target="_self"{here}><span>{title}</span>{count}</a></li>'

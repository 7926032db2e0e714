"""Links of a page's header, side and footer, by who is signed in. Knows endpoints, and no page:
the console's pages declare their own place in its menu (`MenuPlace`).

An entry whose page this process does not serve (the demo's, outside the demo) is left out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for

from complaints.words import Message
from complaints.words import message as _

FILERS = frozenset({"filer"})
NOTIFIERS = frozenset({"notifier"})
STAFF = frozenset({"reviewer", "supervisor", "administrator"})
COUNSEL = frozenset({"counsel"})
VISITORS = frozenset({"visitor"})
ALL = FILERS | NOTIFIERS | STAFF | COUNSEL | VISITORS


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: its name (for counts), its text, the endpoint, and the roles that see it. Pages
    below the address `also` are the entry's too."""

    name: str
    text: Message
    endpoint: str
    who: Collection[str]
    also: str = ""


@dataclass(frozen=True, slots=True)
class MenuPlace:
    """Where a page stands in the console's menu: its group (`GROUPS`), the lowest order first; its
    name and words. Pages below the address `also` are in this place as well."""

    group: str
    order: int
    name: str
    text: Message
    also: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a page shows it; `here` where the page is the entry's or below it."""

    name: str
    text: Message
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Entries of the console's menu that belong to one kind of work."""

    name: str
    text: Message
    links: list[Link]


# The console's menu by the work that it is for, in this order.
GROUPS: dict[str, Message] = {
    "complaints": _("Complaints"),
    "filers": _("Filers"),
    "sellers": _("Sellers and marketplaces"),
    "records": _("Records and settings"),
}

PLACES: dict[str, tuple[Entry, ...]] = {
    "main": (
        Entry("home", _("Home"), "home.home", FILERS),
        Entry("notice", _("Report a listing"), "notices.write_notice", NOTIFIERS),
        Entry("file", _("File a complaint"), "filing.begin", FILERS),
        Entry("complaints", _("My complaints"), "filed.show_complaints", FILERS | NOTIFIERS),
        Entry("rights", _("My rights"), "my_rights.show_rights", FILERS),
        Entry("authorizations", _("Authorizations"), "permissions.show_authorizations", FILERS),
        Entry("standing", _("My standing"), "my_standing.show_standing", FILERS),
        Entry("alarms", _("Notices about your rights"), "my_alarms.show_alarms", FILERS),
        Entry("letters", _("My letters"), "my_letters.show_letters", FILERS | NOTIFIERS),
        Entry("console", _("Console"), "queue.show_queue", STAFF),
        Entry("appeals", _("Appeals to judge"), "appeal_pages.show_appeals", COUNSEL),
    ),
    "account": (
        Entry("sign-in", _("Sign in"), "security.login", VISITORS),
        Entry("sign-up", _("Sign up"), "sign_up.ask_mailbox", VISITORS),
        Entry("console", _("Console"), "queue.show_queue", STAFF),
        Entry("account", _("Your account"), "accounts.show_account", FILERS | STAFF | COUNSEL),
    ),
    "footer": (
        Entry(
            "notices", _("Report a listing without an account"), "notices.ask_notifier", VISITORS
        ),
        Entry("help-sellers", _("Help for sellers"), "help.sellers", ALL - STAFF),
        Entry("help-brands", _("Help for brand owners"), "help.brand_owners", FILERS),
        Entry("help-staff", _("Help for staff"), "help.staff", STAFF),
        Entry("terms", _("Terms"), "term_pages.show_terms", ALL),
        Entry("transparency", _("Transparency"), "transparency.show_figures", ALL),
        Entry("illegal-products", _("Illegal products"), "illegal_products.show_products", ALL),
        Entry("docs", _("Documentation"), "docs.index", ALL),
        Entry("problems", _("Problems explained"), "home.problem_index", ALL),
        Entry("api", _("API"), "openapi.try_it", ALL),
        Entry("demo", _("The demo's flags"), "demo.demo", ALL),
        Entry("outbox", _("The demo's outbox"), "outbox.show_outbox", ALL),
    ),
}

ROLES = {
    "filer": _("Brand owner or agent"),
    "notifier": _("Without an account"),
    "reviewer": _("Reviewer"),
    "supervisor": _("Supervisor"),
    "administrator": _("Administrator"),
    "counsel": _("Outside counsel"),
}


def links(place: str) -> list[Link]:
    """Return the links of a place (main, account, footer) for whoever is signed in."""
    return _links(PLACES[place])


def console_menu() -> list[MenuGroup]:
    """Return the console's menu for whoever is signed in: the groups of which it sees a page."""
    placed = _console()
    of = {entry.name: menu.group for menu, entry in placed}
    shown = _links([entry for _menu, entry in placed])
    groups = [
        MenuGroup(name, text, [link for link in shown if of[link.name] == name])
        for name, text in GROUPS.items()
    ]
    return [group for group in groups if group.links]


def _links(entries: Collection[Entry]) -> list[Link]:
    me = g.get("me")
    role = me.role if me else "visitor"
    shown = [entry for entry in entries if role in entry.who and _served(entry.endpoint)]
    urls = [url_for(entry.endpoint) for entry in shown]
    owned = {entry.also: url for entry, url in zip(shown, urls, strict=True) if entry.also}
    below = [url for url in (*urls, *owned) if _below(url)]
    deepest = max(below, key=len, default="")
    here = owned.get(deepest, deepest)
    return [
        Link(entry.name, entry.text, url, url == here)
        for entry, url in zip(shown, urls, strict=True)
    ]


def _console() -> list[tuple[MenuPlace, Entry]]:
    """Return the console's entries: the pages that say where in its menu they stand."""
    views: dict[str, Any] = dict(current_app.view_functions)
    placed = [(v.menu, at, v.who) for at, v in views.items() if getattr(v, "menu", None)]
    placed.sort(key=lambda each: each[0].order)
    return [(menu, Entry(menu.name, menu.text, at, who, menu.also)) for menu, at, who in placed]


def url_if(endpoint: str, **values: Any) -> str | None:
    """Return the address of a page, None where this process does not serve it."""
    return url_for(endpoint, **values) if _served(endpoint) else None


def role_text(role: str) -> Message:
    """Return the label of a role."""
    return ROLES[role]


def _served(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _below(url: str) -> bool:
    folder = url if url.endswith("/") else f"{url}/"
    return request.path == url or (url != "/" and request.path.startswith(folder))

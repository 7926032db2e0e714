"""Each role at every page: who may not, finds nothing; a stranger finds nothing of another's; no
page takes a form from another site.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from complaints.models import LedgerEntry
from tests.kit.test_page_permissions import LETTERS, MAY
from tests.scenes.accounts import sign_in
from tests.scenes.addresses import PARAMETER, POSTS, ROLES, address_of
from tests.scenes.world import NAMES, World

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
# What they are asked of is gone afterwards.
ENDS = {
    "POST /file/<id:draft_id>/check",
    "POST /file/<id:draft_id>/delete",
    "POST /console/letters/<id:letter_id>/resend",
    "POST /console/views/<id:view_id>/delete",
    "POST /account/webhooks/<id:webhook_id>/remove",
    "POST /console/webhooks/<id:hook_id>/remove",
    "POST /notices/leave",
}
PAGE = {"Accept": "text/html"}
HOME = {**PAGE, "Sec-Fetch-Site": "same-origin"}


class Somebody:
    """A browser of sorts, signed in as one of the world's people."""

    def __init__(self, world: World, role: str, name: str = "") -> None:
        self.world = world
        self.client = world.app.test_client()
        self.session_id = 1
        if role in NAMES:
            self.session_id = sign_in(self.client, role, name or NAMES[role]).session_id

    def ask(self, route: str, headers: dict[str, str] = HOME) -> int:
        """Return the answer's status: 401 also where a visitor is led to sign in."""
        method, _space, path = route.partition(" ")
        more = {"session_id": self.session_id}
        if path.endswith("/delete"):
            more["draft_id"] = self.world.ids["spare_draft_id"]
        address = address_of(path, self.world, **more)
        with self.client.open(address, method=method, headers=headers) as answer:
            if answer.status_code == 302 and answer.location.startswith("/sign-in"):
                return 401
            return answer.status_code


@pytest.mark.parametrize("role", LETTERS)
def test_who_may_not_finds_nothing(world: World, role: str) -> None:
    who = Somebody(world, role)
    wanted = 401 if role == "visitor" else 404
    wrong = [
        (route, status)
        for route, may in MAY.items()
        if LETTERS[role] not in may and (status := who.ask(route)) != wanted
    ]
    assert wrong == []


@pytest.mark.parametrize("role", LETTERS)
def test_who_may_is_let_in(world: World, role: str) -> None:
    """A form without its fields is refused for them (422), or for its case (403, 409).

    It is sent by the first of those who may: who else may is declared, and compared with the table.
    """
    wrong, who = [], Somebody(world, role)
    for route in sorted(MAY, key=_late):
        if LETTERS[role] not in (MAY[route][0] if route.startswith("POST") else MAY[route]):
            continue
        if "/sessions/" in route:
            who = Somebody(world, role)
        status = who.ask(route)
        if status in (401, 404, 405) or status >= 500:
            wrong.append((route, status))
    assert wrong == []


def _late(route: str) -> tuple[bool, bool, bool]:
    """Order the routes: those that read, those that write, those that end what others need."""
    return "/sessions/" in route, route.startswith("POST"), route in ENDS


def test_a_stranger_finds_nothing_of_anothers(world: World) -> None:
    stranger = Somebody(world, "filer", "other")
    wrong = [
        (route, status)
        for route, may in MAY.items()
        if set(may) <= {"F", "N"}
        and PARAMETER.search(route)
        and (status := stranger.ask(route)) != 404
    ]
    assert wrong == []


def test_no_page_takes_a_form_from_another_site(world: World) -> None:
    """Not as who may, not signed in nor out, and nothing is written down."""
    everybody = {letter: Somebody(world, role) for letter, role in ROLES.items()}
    with world.context.database.reading() as session:
        before = session.scalar(select(func.count()).select_from(LedgerEntry))
    wrong = []
    for route in POSTS:
        who = everybody[MAY.get(route, "V")[0]]
        for foreign in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            status = who.ask(route, {**PAGE, **foreign})
            if status != 403:
                wrong.append((route, foreign, status))
    assert wrong == []
    with world.context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == before


def test_a_page_that_tells_of_an_error_holds_no_lock(world: World) -> None:
    """The layout asks what waits there too; a session left open by it would stop every writer."""
    who = Somebody(world, "filer", "other")
    with gc_off():
        for _ in range(3):
            assert who.ask("POST /file/<id:draft_id>/delete") == 404
            assert world.context.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


@contextmanager
def gc_off() -> Iterator[None]:
    """Keep what is no longer used from being closed by chance."""
    gc.disable()
    yield
    gc.enable()

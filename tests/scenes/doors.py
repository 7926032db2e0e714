"""Every door by which somebody writes about a case, over the world of `tests/scenes/world.py`: what
it names, and who stands before it with which bar in the way."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from sqlalchemy import select, text, update

from complaints.base.clock import utcnow
from complaints.models import (
    Boycott,
    Claim,
    Event,
    EventClaim,
    Filer,
    Joining,
    Lease,
    Letter,
)
from complaints.rules.actors import Actor, Scope
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.law.clocks import LEASE
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.staff.door_bars import FILERS_OWN, IN_ITS_RECORD, Bars, CaseBar, OneOf
from complaints.rules.staff.teamwork import HOLDABLE
from complaints.services.mailing import outbox, renewals, secret_links
from complaints.services.upkeep import ledger
from complaints.storage.links import PLACE, SellerOf
from complaints.words.letters.links import renewed
from tests.scenes.tying import tie
from tests.scenes.working import working
from tests.scenes.world import World

LETTERS = {
    CaseBar.TIED: "T", CaseBar.BESIDE: "B", CaseBar.DECIDED: "P", CaseBar.HELD: "H",
    CaseBar.ONE_SIDE: "S",
}  # fmt: skip
API = "/api/v1"


def find_doors(app: Flask) -> dict[str, str]:
    """Return what bars each door of the API and of staff's pages, by its letters; “?” where it
    names none."""
    found: dict[str, str] = {}
    for rule in app.url_map.iter_rules():
        view: Any = app.view_functions[rule.endpoint]
        path = re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            bars, writes = getattr(view, "bars", None), getattr(view, "writes", method != "GET")
            # A filer's own routes are its own alone.
            is_filers = getattr(view, "scopes", None) == {Scope.FILE}
            if bars is None and (not writes or is_filers):
                continue
            if path.startswith((API, "/console")) and hasattr(view, "bars"):
                found |= _lettered(f"{method} {path.removeprefix(API)}", bars)
    return found


def _lettered(door: str, bars: Bars | OneOf | None) -> dict[str, str]:
    if isinstance(bars, OneOf):
        return {f"{door} {step}": letters_of(each) for step, each in bars.steps.items()}
    return {door: letters_of(bars)}


def letters_of(bars: Bars | None) -> str:
    """Return the letters of some bars."""
    if bars is None:
        return "?"
    if bars is IN_ITS_RECORD:
        return "record"
    if bars is FILERS_OWN:
        return "own"
    return "".join(letter for bar, letter in LETTERS.items() if bar in bars.all) or "-"


def body_of(description: dict[str, Any], door: str) -> Any:
    """Return the shortest body that the API's description lets a route take."""
    method, path = door.split(" ")
    operation = description["paths"][f"{API}{path}"][method.lower()]
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    return _example(content["application/json"]["schema"], description)


def _example(schema: dict[str, Any], description: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _example(description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]],
                        description)  # fmt: skip
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        required = schema.get("required", [])
        return {name: _example(schema["properties"][name], description) for name in required}
    if kind == "array":
        return [_example(schema["items"], description)] * schema.get("minItems", 0)
    if kind == "string":
        moment = (utcnow().replace(year=utcnow().year + 1)).isoformat()
        return {"date-time": moment, "date": moment[:10]}.get(schema.get("format", ""), "words")
    return {"integer": 1, "number": 1, "boolean": True}[str(kind)]


def tie_with_all(world: World, who: Actor) -> None:
    """Let somebody have taken the second factor off a log-in of each filer."""
    with world.context.database.reading() as session:
        filers = session.scalars(select(Filer.id)).all()
    for filer_id in filers:
        tie(world.context.database, who, filer_id, utcnow())


def carry_all(world: World, who: Actor) -> None:
    """Let somebody have taken a letter to a seller of each complaint out by hand, and those of the
    boycotts and joinings."""
    with world.context.database.transaction() as session:
        work = working(session, who, utcnow())
        for claim in session.scalars(select(Claim)).all():
            renewals.remind(work, SellerOf(claim.complaint_id, claim_id=claim.id))
        cases: list[Boycott | Joining] = [
            *session.scalars(select(Boycott)), *session.scalars(select(Joining)),
        ]  # fmt: skip
        for row in cases:
            about = {f"{row.__tablename__}_id": row.id}
            outbox.write(work, "link_renewed", renewed(PLACE), filer_id=row.filer_id, **about)
        session.flush()
        # The world's filer signs in: its letters about a notice have no link to carry.
        to_carry = Letter.filer_id.is_(None) | Letter.complaint_id.is_(None)
        renewed_ones = select(Letter).where(Letter.kind == "link_renewed", to_carry)
        for letter in session.scalars(renewed_ones).all():
            assert secret_links.put_into(work, letter, Reach.BY_HAND).row is not None
            ledger.record(work, "sent", "letter", letter.id)


def hold_all(world: World, who: Actor) -> None:
    """Let somebody have every case in hand."""
    with world.context.database.transaction() as session:
        for subject in HOLDABLE:
            for number in range(1, 10):
                session.merge(
                    Lease(
                        subject=subject, subject_id=number, person_id=who.id,
                        until=utcnow() + LEASE,
                    )
                )  # fmt: skip


def decide_all(world: World, who: Actor) -> None:
    """Let somebody have decided every claim, and taken each part in boycotts and joinings."""
    with world.context.database.transaction() as session:
        _lift_checks(session)
        for claim in session.scalars(select(Claim)).all():
            event = Event(
                complaint_id=claim.complaint_id, kind=str(EventKind.TAKEDOWN), at=utcnow(),
                recorded_at=utcnow(), by=str(EventBy.STAFF), person_id=who.id, all_targets=False,
                digest=f"decided {claim.id}",
            )  # fmt: skip
            session.add(event)
            session.flush()
            session.add(EventClaim(event_id=event.id, claim_id=claim.id, applied=True))
        parts = {"proposed_by": who.id}
        session.execute(update(Boycott).values(**parts, imposed_by=who.id))
        session.execute(update(Joining).values(**parts, joined_by=who.id))


def put_into(world: World, model: Any, number: int, state: str, **facts: Any) -> None:
    """Put a row into a state that its step begins in, without the story that leads there."""
    with world.context.database.transaction() as session:
        _lift_checks(session)
        session.execute(update(model).where(model.id == number).values(state=state, **facts))


def _lift_checks(session: Any) -> None:
    session.execute(text("PRAGMA ignore_check_constraints = ON"))

"""A request that is sent again, by a new API key: whose answer it gets, and when it gets none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from complaints.base.clock import utcnow
from complaints.models import ApiKey, ApiKeyFiler, ApiKeyScope, Complaint, Filer
from complaints.rules.actors import ActorKind, Scope
from complaints.services.logins import people
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint, slug
from tests.scenes.callers import Caller, app_of
from tests.scenes.working import working

Callers = Callable[..., Caller]

ONCE = {"Idempotency-Key": "case-1"}
ANN = {"reference": "c-ann", "name": "Ann Ltd", "kind": "rights_holder"}
BEN = {"reference": "c-ben", "name": "Ben Ltd", "kind": "rights_holder"}


def another_key(
    context: Context, owner: Caller, *filers: str, scopes: Any = None, owner_id: int | None = None
) -> Caller:
    """Return the owner with a new key, cut to these filers; or a filer of this id with its own."""
    kind = owner.kind if owner_id is None else ActorKind.FILER
    owned_by = owner_id or owner.id
    with context.database.transaction() as session:
        key = people.issue_key(
            working(session), kind=kind, owner_id=owned_by, label="new", scopes=scopes,
            only_filers=filers, vault=context.vault,
        )  # fmt: skip
    return Caller(app_of(context), key.secret, kind, owned_by)


def key_of(caller: Caller) -> Any:
    return select(ApiKey.id).where(ApiKey.prefix == caller.secret.rpartition("_")[0])


def count(context: Context) -> int | None:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Complaint))


def test_a_new_key_gets_the_answer_of_the_old_one(caller: Callers, context: Context) -> None:
    old = caller("filer", "acme")
    body = complaint(reference="R-1")
    first = old.post("/complaints", body, headers=ONCE)
    new = another_key(context, old)
    again = new.post("/complaints", body, headers=ONCE)
    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    # Without the Idempotency-Key the reference tells, also where it would not be admitted by now.
    for late in (body, complaint(reference="R-1", basis="copyright")):
        taken = new.post("/complaints", late)
        assert (slug(taken), taken.json["complaint_id"]) == ("taken", first.json["id"])
    # And without either, the claims that are open.
    known = new.post("/complaints", complaint())
    assert known.status_code == 200
    assert [known.json[name] for name in ("id", "state")] == [first.json["id"], "duplicate"]
    assert count(context) == 1


def test_what_a_request_means_is_compared(caller: Callers, context: Context) -> None:
    acme = caller("filer", "acme")
    body = complaint(targets=[{"url": f"{ITEM}1", "price": 10, "title": "ü"}])
    first = acme.post("/complaints", body, headers=ONCE)
    assert first.status_code == 201, first.text
    written = json.dumps(dict(reversed(body.items())), indent=2).replace("10", "10.0")
    again = acme.post(
        "/complaints", data=written.encode(), headers=ONCE, content_type="application/json"
    )
    assert (again.status_code, again.json) == (201, first.json)
    dearer = complaint(targets=[{"url": f"{ITEM}1", "price": 10.5, "title": "ü"}])
    assert slug(acme.post("/complaints", dearer, headers=ONCE)) == "idempotency-mismatch"
    withdrawal = f"/complaints/{first.json['id']}/withdraw"
    assert slug(acme.post(withdrawal, headers=ONCE)) == "idempotency-mismatch"


def test_another_version_is_another_request(caller: Callers) -> None:
    claim = caller("filer").post("/complaints", complaint()).json["targets"][0]["claim_id"]
    staff, body = caller("reviewer"), {"decision": "reject", "reason": "no-infringement"}
    read = staff.get(f"/claims/{claim}")
    refused = staff.post(f"/claims/{claim}/decide", body, headers={**ONCE, "If-Match": '"99"'})
    assert slug(refused) == "stale"
    now = {**ONCE, "If-Match": read.headers["ETag"]}
    assert staff.post(f"/claims/{claim}/decide", body, headers=now).status_code == 200
    older = {**ONCE, "If-Match": '"98"'}
    assert slug(staff.post(f"/claims/{claim}/decide", body, headers=older)) == (
        "idempotency-mismatch"
    )


def test_filers_do_not_meet_in_their_partner_nor_it_in_theirs(
    caller: Callers, context: Context
) -> None:
    portal = caller("partner", "portal")
    bodies = [complaint(filer=each, reference="R-1") for each in (ANN, BEN)]
    anns, bens = (portal.post("/complaints", body, headers=ONCE) for body in bodies)
    assert (anns.status_code, bens.status_code) == (201, 201)
    assert anns.json["id"] != bens.json["id"]
    for body, first in zip(bodies, (anns, bens), strict=True):
        assert portal.post("/complaints", body, headers=ONCE).json == first.json
        assert portal.post("/complaints", body).json["complaint_id"] == first.json["id"]
    with context.database.reading() as session:
        ann_id = session.scalars(select(Filer.id).where(Filer.reference == "c-ann")).one()
    ann = another_key(context, portal, owner_id=ann_id)
    body = complaint(reference="R-1", targets=[{"url": f"{ITEM}2"}])
    own = ann.post("/complaints", body, headers=ONCE)
    assert own.status_code == 201, own.text
    assert own.json["id"] not in (anns.json["id"], bens.json["id"])


def test_a_key_that_may_less_gets_no_stored_answer(caller: Callers, context: Context) -> None:
    portal = caller("both", "portal")
    body = complaint(filer=ANN, reference="R-1")
    first = portal.post("/complaints", body, headers=ONCE)
    assert first.status_code == 201, first.text
    for_ann = another_key(context, portal, "c-ann")
    assert for_ann.post("/complaints", body, headers=ONCE).json == first.json
    for_ben = another_key(context, portal, "c-ben")
    assert slug(for_ben.post("/complaints", body, headers=ONCE)) == "forbidden"
    # Of a request that names no filer, it is by the filers of the key that sent it.
    back, path = {"Idempotency-Key": "back"}, f"/complaints/{first.json['id']}/withdraw"
    done = for_ann.post(path, headers=back)
    assert done.status_code == 200, done.text
    both = another_key(context, portal, "c-ann", "c-ben")
    for key in (portal, for_ann, both):
        assert key.post(path, headers=back).json == done.json
    assert for_ben.post(path, headers=back).status_code == 404
    # A filer that is cut out of the very key, a scope that it lost, and the key itself.
    with context.database.transaction() as session:
        named = ApiKeyFiler.api_key_id.in_(key_of(for_ann))
        session.execute(update(ApiKeyFiler).where(named).values(reference="c-ben"))
    assert slug(for_ann.post("/complaints", body, headers=ONCE)) == "forbidden"
    assert for_ann.post(path, headers=back).status_code == 404
    delivering = another_key(context, portal, scopes=[Scope.DELIVER, Scope.READ])
    assert slug(delivering.post("/complaints", body, headers=ONCE)) == "forbidden"
    with context.database.transaction() as session:
        mine = ApiKeyScope.api_key_id.in_(key_of(both))
        session.execute(delete(ApiKeyScope).where(mine, ApiKeyScope.scope == "file_on_behalf"))
        session.execute(
            update(ApiKey).where(ApiKey.id.in_(key_of(portal))).values(revoked_at=utcnow())
        )
    assert slug(both.post(path, headers=back)) == "forbidden"
    assert slug(portal.post("/complaints", body, headers=ONCE)) == "unauthorised"


@pytest.mark.parametrize("kind", ["filer", "partner"])
def test_an_answer_is_its_owners(caller: Callers, kind: str) -> None:
    more = {"filer": ANN} if kind == "partner" else {}
    one, other = caller(kind, "one"), caller(kind, "other")
    body = complaint(**more, reference="R-1")
    first = one.post("/complaints", body, headers=ONCE)
    second = other.post("/complaints", body, headers=ONCE)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["id"] != second.json["id"]

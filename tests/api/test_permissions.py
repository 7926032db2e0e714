"""Every route, as every role: a route that is not in this table fails, and so does a wrong answer.

F: a filer's key, P: a partner's that files for others, M: a platform's partner's, R: a reviewer's,
S: a supervisor's, C: counsel's, E: a platform's that carries decisions out and may not even read,
L: the operator's mail relay's, N: the secret of whoever came in by the link of a letter.
A key that may come in is
answered by the case (404, 409, 422 …), one that may not by 403, and no key by 401.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pytest
from flask import Flask

from complaints.rules.actors import Scope
from complaints.services.logins import people
from complaints.storage.context import Context
from tests.scenes.callers import Caller
from tests.scenes.described import description_of
from tests.scenes.working import working

ROLES = {
    "F": "filer",
    "P": "partner",
    "M": "marketplace",
    "R": "reviewer",
    "S": "supervisor",
    "C": "counsel",
    "E": "enforcer",
    "L": "relay",
    "N": "notifier",
    # May what a supervisor may, and what is marked A.
    "A": "administrator",
}
# What any key may; every other route names scopes.
ANY_KEY = {
    "GET /me", "GET /limits", "GET /keys", "POST /keys", "POST /keys/revoke",
    "GET /questions", "GET /declarations", "GET /terms", "POST /notices/sessions/end",
}  # fmt: skip
# What is asked of nobody, with a key or without one.
NO_KEY = {"POST /notices/links", "GET /notices/places/{place}", "POST /notices/sessions"}
# What the door says; a service says it otherwise.
AT_THE_DOOR = "This needs a key with the scope"
MAY = {
    "GET /me": "FPMRSCELN",
    "GET /limits": "FPMRSCELN",
    "GET /keys": "FPMRSCEL",
    "GET /keys/all": "A",
    "POST /keys": "FPMRSCEL",
    "POST /keys/revoke": "FPMRSCEL",
    "POST /notices/links": "FPMRSCELN",
    "GET /notices/places/{place}": "FPMRSCELN",
    "POST /notices/sessions": "FPMRSCELN",
    "POST /rights": "FP",
    "GET /rights": "FPMRS",
    "GET /rights/{right_id}": "FPMRS",
    "POST /rights/{right_id}/code": "F",
    "POST /rights/{right_id}/confirmation": "F",
    "POST /rights/{right_id}/corrections": "FP",
    "PUT /rights/{right_id}/territories": "FPRS",
    "GET /rights/{right_id}/territories": "FPMRS",
    "POST /rights/{right_id}/proof": "RS",
    "POST /authorizations/{authorization_id}/proof": "RS",
    "POST /alarms/{alarm_id}/settle": "RS",
    "POST /authorizations": "FP",
    "POST /authorizations/offers": "F",
    "POST /authorizations/{authorization_id}/accept": "F",
    "GET /authorizations": "FPMRS",
    "GET /authorizations/{authorization_id}": "FPMRS",
    "POST /authorizations/{authorization_id}/revoke": "FPRS",
    "POST /targets/recognise": "FP",
    "GET /questions": "FPMRSCELN",
    "GET /declarations": "FPMRSCELN",
    "GET /terms": "FPMRSCELN",
    "POST /drafts": "F",
    "GET /drafts": "F",
    "GET /drafts/{draft_id}": "F",
    "PUT /drafts/{draft_id}": "F",
    "DELETE /drafts/{draft_id}": "F",
    "POST /drafts/{draft_id}/file": "F",
    "POST /complaints": "FPN",
    "POST /complaints/batch": "FP",
    "POST /imports": "FP",
    "GET /imports": "FP",
    "GET /imports/template.csv": "FP",
    "GET /imports/{import_id}": "FP",
    "GET /imports/{import_id}/rejects": "FP",
    "POST /imports/{import_id}/cancel": "FP",
    "GET /complaints": "FPMRSN",
    "GET /complaints.csv": "FPMRSN",
    "GET /complaints/{complaint_id}": "FPMRSN",
    "GET /complaints/{complaint_id}/receipt.pdf": "FPMRSN",
    "PUT /complaints/{complaint_id}/territory-ground": "FPN",
    "POST /complaints/{complaint_id}/evidence": "FPN",
    "POST /complaints/{complaint_id}/authority": "RS",
    "POST /complaints/{complaint_id}/release": "RS",
    "POST /complaints/{complaint_id}/decide": "RS",
    "POST /complaints/{complaint_id}/decide/preview": "RS",
    "POST /complaints/{complaint_id}/withdraw": "FPRSN",
    "POST /documents": "FPMRSN",
    "GET /documents": "FPMRSN",
    "GET /documents/{document_id}": "FPMRSN",
    "GET /documents/{document_id}/original": "FPMRSN",
    "GET /documents/{document_id}/preview": "FPMRSN",
    "GET /claims": "FPMRSN",
    "GET /claims/{claim_id}": "FPMRSN",
    "GET /claims/under-old-rules": "RS",
    "GET /clocks/overdue": "RS",
    "POST /clocks/{clock_id}/pause": "RS",
    "POST /clocks/{clock_id}/resume": "RS",
    "POST /clocks/{clock_id}/carry-out": "RS",
    "POST /clocks/{clock_id}/leave": "RS",
    "GET /claims/{claim_id}/statements": "FPMRSN",
    "GET /claims/{claim_id}/seen": "FPMRS",
    "GET /statements/{statement_id}": "FPMRSN",
    "GET /statements/{statement_id}/statement.pdf": "FPMRSN",
    "POST /claims/{claim_id}/ask": "RS",
    "POST /claims/{claim_id}/complete": "FPRSN",
    "POST /claims/{claim_id}/decide": "RS",
    "POST /claims/{claim_id}/decide/preview": "RS",
    "POST /claims/{claim_id}/gone": "MRS",
    "POST /claims/{claim_id}/counter": "MRS",
    "POST /claims/{claim_id}/reply": "FPN",
    "PUT /claims/{claim_id}/trader": "FP",
    "POST /claims/{claim_id}/rejoin": "MRS",
    "POST /claims/{claim_id}/await-papers": "FPRSN",
    "POST /claims/{claim_id}/papers-came": "FPRSN",
    "POST /claims/{claim_id}/demand-report": "MRS",
    "POST /claims/{claim_id}/withdraw": "FPRSN",
    "POST /complaints/{complaint_id}/counter": "MRS",
    "POST /complaints/{complaint_id}/demand-report": "MRS",
    "GET /restore-queues": "RS",
    "GET /filers/{filer_id}/restore-queue": "RS",
    "POST /filers/{filer_id}/restore-queue": "RS",
    "GET /counter-notices/{counter_id}/seller": "RS",
    "GET /counter-notices/{counter_id}/copy": "FPMRSN",
    "POST /counter-notices/{counter_id}/complete": "MRS",
    "POST /counter-notices/{counter_id}/take-back": "MRS",
    "POST /counter-notices/{counter_id}/accept": "RS",
    "POST /claims/{claim_id}/grade": "RS",
    "POST /claims/{claim_id}/take-up": "RS",
    "POST /claims/{claim_id}/discard": "RS",
    "POST /claims/{claim_id}/appeals": "FPMRSN",
    "POST /claims/{claim_id}/proceedings": "FPMRSN",
    "GET /claims/{claim_id}/proceedings": "FPMRSN",
    "POST /claims/{claim_id}/buyer-notices": "RS",
    "GET /buyer-notices": "RS",
    "GET /buyer-notices/{buyer_notice_id}": "RS",
    "POST /buyer-notices/{buyer_notice_id}/told": "RS",
    "POST /buyer-notices/{buyer_notice_id}/publish": "RS",
    "POST /buyer-notices/{buyer_notice_id}/void": "RS",
    "POST /claims/{claim_id}/official-orders": "RS",
    "GET /official-orders": "RS",
    "GET /official-orders/{official_order_id}": "RS",
    "POST /official-orders/{official_order_id}/receipt": "RS",
    "POST /official-orders/{official_order_id}/answer": "RS",
    "POST /official-orders/{official_order_id}/tell": "RS",
    "POST /official-orders/{official_order_id}/void": "RS",
    "GET /proceedings": "FPMRSN",
    "GET /proceedings/{proceeding_id}": "FPMRSN",
    "POST /proceedings/{proceeding_id}/paper": "FPMRSN",
    "POST /proceedings/{proceeding_id}/see-paper": "RS",
    "POST /proceedings/{proceeding_id}/end": "FPMRSN",
    "POST /proceedings/{proceeding_id}/carry-out": "RS",
    "POST /proceedings/{proceeding_id}/decline": "RS",
    "GET /orders": "ME",
    "GET /orders/{order_id}": "ME",
    "GET /orders/{order_id}/relistings": "ME",
    "POST /orders/lease": "ME",
    "POST /orders/reports": "ME",
    "GET /appeals": "FPMRSN",
    "GET /appeals/{appeal_id}": "FPMRSN",
    "POST /appeals/{appeal_id}/decide": "RS",
    "POST /appeals/{appeal_id}/decide/preview": "RS",
    "GET /pending-decisions": "RS",
    "POST /pending-decisions/{pending_id}/undo": "RS",
    "POST /pending-decisions/{pending_id}/send-now": "RS",
    "GET /alarms": "FPMRS",
    "GET /alarms/{alarm_id}": "FPMRS",
    "POST /alarms/{alarm_id}/answer": "F",
    "GET /filers": "FPMRS",
    "GET /filers/{filer_id}": "FPMRS",
    "GET /filers/{filer_id}/identities": "RS",
    "GET /complaints/{complaint_id}/similar": "RS",
    "GET /stores": "RS",
    "GET /search": "FPMRS",
    "POST /search/contact": "RS",
    "GET /marketplaces/{slug}/stores/{store}": "RS",
    "GET /marketplaces/{slug}/stores/{store}/strikes": "RS",
    "PUT /marketplaces/{slug}/stores/{store}/inbox": "MRS",
    "DELETE /marketplaces/{slug}/stores/{store}/inbox": "MRS",
    "GET /marketplaces/{slug}/stores/{store}/inbox": "RS",
    "GET /marketplaces": "MRSE",
    "PUT /marketplaces/{slug}/country": "MRSE",
    "PUT /marketplaces/{slug}/stores/{store}/country": "MRSE",
    "PUT /operators/{operator_id}/inbox": "RS",
    "DELETE /operators/{operator_id}/inbox": "RS",
    "GET /operators/{operator_id}/inbox": "RS",
    "GET /filers/{filer_id}/dossier": "RS",
    "GET /filers/{filer_id}/standing": "FPMRS",
    "GET /filers/{filer_id}/funnel": "FPMRS",
    "GET /me/standing": "FPMRS",
    "POST /me/standing/answer": "F",
    "GET /me/funnel": "FPMRS",
    "GET /suspensions": "FPMRSE",
    "POST /suspensions": "RS",
    "GET /suspensions/{suspension_id}": "FPMRSE",
    "POST /suspensions/{suspension_id}/warn": "RS",
    "POST /suspensions/{suspension_id}/impose": "RS",
    "POST /suspensions/{suspension_id}/drop": "RS",
    "POST /suspensions/{suspension_id}/lift": "RS",
    "POST /suspensions/{suspension_id}/appeal/decide": "RS",
    "GET /joinings": "FPMRSC",
    "GET /joinings/{joining_id}": "FPMRSC",
    "POST /joinings/{joining_id}/join": "RS",
    "POST /joinings/{joining_id}/drop": "RS",
    "POST /joinings/{joining_id}/part": "RS",
    "POST /joinings/{joining_id}/appeal": "FP",
    "POST /joinings/{joining_id}/appeal/decide": "RSC",
    "GET /judgements": "RS",
    "POST /judgements": "RS",
    "GET /matches": "RS",
    "GET /matches/{match_id}": "RS",
    "GET /samples": "RS",
    "GET /samples/{sample_id}": "RS",
    "POST /samples/{sample_id}/filers/{filer_id}/judge": "RS",
    "GET /flags": "RS",
    "GET /flags/{flag_id}": "RS",
    "GET /flags/{flag_id}/ring": "RS",
    "GET /flags/{flag_id}/graph": "RS",
    "POST /flags/{flag_id}/take": "RS",
    "POST /flags/{flag_id}/dismiss": "RS",
    "POST /flags/{flag_id}/confirm": "RS",
    "POST /flags/{flag_id}/put-off": "RS",
    "POST /flags/{flag_id}/boycotts": "RS",
    "GET /rings": "RS",
    "GET /rings/{ring_id}": "RS",
    "GET /rings/{ring_id}/graph": "RS",
    "POST /rings/{ring_id}/take": "RS",
    "POST /rings/{ring_id}/dismiss": "RS",
    "POST /rings/{ring_id}/confirm": "RS",
    "POST /rings/{ring_id}/boycotts": "RS",
    "POST /rings/{ring_id}/warn": "RS",
    "GET /boycotts": "FPMRSC",
    "GET /boycotts/{boycott_id}": "FPMRSC",
    "POST /boycotts/{boycott_id}/preview": "RS",
    "GET /boycotts/{boycott_id}/claims": "FPMRS",
    "GET /boycotts/{boycott_id}/named": "FPMRS",
    "GET /boycotts/{boycott_id}/dossier": "FPMRSC",
    "GET /boycotts/{boycott_id}/dossier.pdf": "FPMRSC",
    "POST /boycotts/{boycott_id}/stand-by": "RS",
    "POST /boycotts/{boycott_id}/urgency": "RS",
    "POST /boycotts/{boycott_id}/warn": "RS",
    "POST /boycotts/{boycott_id}/answer": "FP",
    "POST /boycotts/{boycott_id}/impose": "RS",
    "POST /boycotts/{boycott_id}/drop": "RS",
    "POST /boycotts/{boycott_id}/appeal": "FP",
    "POST /boycotts/{boycott_id}/appeal/decide": "RSC",
    "POST /boycotts/{boycott_id}/lift": "RS",
    "POST /boycotts/{boycott_id}/kept/take-up": "RS",
    "POST /boycotts/{boycott_id}/kept/discard": "RS",
    "GET /figures": "RS",
    "GET /figures/{name}": "RS",
    "GET /policy": "RS",
    "GET /policy/drafts": "S",
    "POST /policy/drafts": "RS",
    "GET /policy/drafts/{draft_id}": "S",
    "PUT /policy/drafts/{draft_id}": "RS",
    "POST /policy/drafts/{draft_id}/put-forward": "RS",
    "POST /policy/drafts/{draft_id}/take-back": "S",
    "POST /policy/drafts/{draft_id}/send-back": "RS",
    "POST /policy/drafts/{draft_id}/put": "RS",
    "GET /queue": "RS",
    "GET /queue/counts": "RS",
    "POST /assignments": "RS",
    "POST /assignments/release": "RS",
    "GET /case-questions": "RS",
    "GET /case-questions/to-me": "RS",
    "POST /case-questions": "RS",
    "POST /case-questions/{question_id}/answer": "RS",
    "GET /saved-views": "RS",
    "POST /saved-views": "RS",
    "PUT /saved-views/{view_id}": "RS",
    "DELETE /saved-views/{view_id}": "RS",
    "POST /saved-views/{view_id}/default": "RS",
    "PUT /people/{person_id}/place": "A",
    "GET /absences": "RS",
    "GET /queue.csv": "RS",
    "GET /flags.csv": "RS",
    "GET /stores.csv": "RS",
    "GET /ledger.csv": "RS",
    "PUT /people/{person_id}/absence": "RS",
    "DELETE /people/{person_id}/absence": "RS",
    "POST /queue/next": "RS",
    "POST /leases": "RS",
    "POST /leases/take-over": "RS",
    "POST /leases/release": "RS",
    "GET /notes": "RS",
    "POST /notes": "RS",
    "GET /scans": "RS",
    "GET /letters/{letter_id}/letter.pdf": "FPMRSN",
    "GET /letters": "FPMRSN",
    "POST /bounces": "L",
    "POST /letters/{letter_id}/arrival": "PM",
    "POST /letters/{letter_id}/code": "MRS",
    "POST /letters/{letter_id}/posted": "RS",
    "POST /letters/{letter_id}/returned": "RS",
    "POST /letters/{letter_id}/resend": "RS",
    "POST /letters/{letter_id}/send": "MRS",
    "POST /letters/leases": "M",
    "PUT /listings": "ME",
    "PUT /stores": "ME",
    "PUT /operators": "ME",
    "GET /people": "A",
    "POST /people": "A",
    "POST /people/{person_id}/end": "A",
    "POST /people/{person_id}/restore": "A",
    "POST /people/{person_id}/approve": "A",
    "POST /people/{person_id}/refuse": "A",
    "GET /trusted-flaggers": "A",
    "POST /trusted-flaggers": "A",
    "POST /trusted-flaggers/{flagger_id}/approve": "A",
    "POST /trusted-flaggers/{flagger_id}/status": "A",
    "GET /trusted-flaggers/{flagger_id}/report": "A",
    "POST /accounts/reset-second-factor": "A",
    "POST /accounts/approve-reset": "A",
    "GET /ledger": "RS",
    "GET /events": "FPMRSE",
    "GET /webhooks": "FPMRSE",
    "POST /webhooks": "FPMRSE",
    "PUT /webhooks/{webhook_id}": "FPMRSE",
    "DELETE /webhooks/{webhook_id}": "FPMRSE",
    "POST /webhooks/{webhook_id}/secret": "FPMRSE",
    "POST /webhooks/{webhook_id}/test": "FPMRSE",
    "POST /webhooks/{webhook_id}/resume": "FPMRSE",
    "GET /webhooks/{webhook_id}/deliveries": "FPMRSE",
    "POST /webhooks/{webhook_id}/deliveries/{delivery_id}/replay": "FPMRSE",
    # Last, as what ends is over.
    "POST /notices/sessions/end": "FPMRSCELN",
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_route_is_in_the_table(app: Flask) -> None:
    paths = description_of(app).document["paths"]
    there = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in paths.items()
        for method in methods
        if method in ("get", "post", "put", "patch", "delete")
    }
    assert there == set(MAY)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("letter", ROLES)
def test_each_role_comes_in_where_it_may(letter: str, caller: Callable[..., Caller]) -> None:
    who, wrong = caller(ROLES[letter]), []
    for route, may in MAY.items():
        status = _status(who, route)
        allowed = may.replace("S", "SA")
        if (status == 403) != (letter not in allowed) or status in (401, 500):
            wrong.append((route, status))
    assert wrong == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("letter", ROLES)
def test_a_key_without_the_scopes_of_a_route_stays_out(
    letter: str, app: Flask, context: Context, caller: Callable[..., Caller]
) -> None:
    """The door asks what the key was given, whatever the service asks besides of its owner."""
    who = caller(ROLES[letter])
    mine = {Scope(name) for name in who.get("/me").get_json()["scopes"]}
    keys: dict[frozenset[str], Caller] = {}
    wrong = []
    for route, wanted in _scopes_by_route(app).items():
        if letter not in MAY[route].replace("S", "SA") or not mine & wanted:
            continue
        if wanted not in keys:
            keys[wanted] = _another_key(context, app, who, mine - wanted)
        method, path = route.split(" ")
        sent: dict[str, Any] = {} if method in ("GET", "DELETE") else {"body": {}}
        answer = getattr(keys[wanted], method.lower())(_with_ids(path), **sent)
        if answer.status_code != 403 or AT_THE_DOOR not in answer.get_json()["detail"]:
            wrong.append((route, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_other_route_names_the_scopes_that_a_key_needs(app: Flask) -> None:
    assert {
        route for route, scopes in _scopes_by_route(app).items() if not scopes
    } == ANY_KEY | NO_KEY


def _scopes_by_route(app: Flask) -> dict[str, frozenset[str]]:
    paths = description_of(app).document["paths"]
    return {
        route: frozenset(paths[f"/api/v1{path}"][method.lower()]["x-scopes"])
        for route in MAY
        for method, path in [route.split(" ")]
    }


def _another_key(context: Context, app: Flask, who: Caller, scopes: Collection[Scope]) -> Caller:
    with context.database.transaction() as session:
        made = people.issue_key(
            working(session),
            kind=who.kind,
            owner_id=who.id,
            label="less",
            scopes=scopes,
            vault=context.vault,
        )
    return Caller(app, made.secret, who.kind, who.id)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_key_nothing_answers(app: Flask) -> None:
    client = app.test_client()
    for route in MAY.keys() - NO_KEY:
        method, path = route.split(" ")
        address = "/api/v1" + _with_ids(path)
        assert getattr(client, method.lower())(address, json={}).status_code == 401, route


def _status(who: Caller, route: str) -> int:
    method, path = route.split(" ")
    address = _with_ids(path)
    if method in ("GET", "DELETE"):
        return getattr(who, method.lower())(address).status_code
    return getattr(who, method.lower())(address, {}).status_code


def _with_ids(path: str) -> str:
    """Return the path with an id that no row has."""
    return "/".join("99999" if part.startswith("{") else part for part in path.split("/"))

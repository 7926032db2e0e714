"""Each door by which somebody writes about a case, with whatever bars it: asked, one by one.

T: whoever counts as one person with a filer of the case. B: who carried a letter of it, or spoke
for a side. P: who took the part before from which this one is kept apart. H: who has not got the
case that a colleague holds. S: a partner on the other side. “record” is a step with a record
(`rules/acts.py`), which has its bars there; “-” is about no case, “own” a filer's own door. A door
that is not here fails, and so does one that lets somebody in whom its letters keep out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from complaints.base.clock import utcnow
from complaints.http.problems import PROBLEMS
from complaints.models import (
    Boycott,
    Claim,
    CounterNotice,
    EventClaim,
    Filer,
    Flag,
    Joining,
    Person,
)
from complaints.rules import actors
from complaints.rules.actors import PersonRole, Role, person
from complaints.rules.acts import Act, Bar, Field, Kind
from complaints.rules.cases.boycotts import (
    BOYCOTT,
    DISCARD_KEPT,
    RECORD_URGENCY,
    STAND_BY,
    TAKE_UP_KEPT,
)
from complaints.rules.cases.flags import FLAG
from complaints.rules.cases.joinings import JOINING
from complaints.rules.machines import Machine
from complaints.services.upkeep import ledger
from tests.api.bodies import COUNTER, SAM, complaint, slug
from tests.scenes import doors
from tests.scenes.accounts import sign_in
from tests.scenes.callers import make_caller
from tests.scenes.described import description_of
from tests.scenes.working import working
from tests.scenes.world import THEIRS, World

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SLUGS = {
    "T": "one-let-in-the-other", "B": "second-person-needed", "P": "second-person-needed",
    "H": "held", "S": "two-sides",
}  # fmt: skip
# What a page says of each.
SAID = {
    "T": "count as one person", "B": "took no earlier part", "P": "took no earlier part",
    "H": "works on this until",
}  # fmt: skip

ROUTES = """
-      DELETE /webhooks/{webhook_id}
-      POST /notices/links
-      POST /notices/sessions
-      POST /notices/sessions/end
-      POST /webhooks
-      POST /webhooks/{webhook_id}/deliveries/{delivery_id}/replay
-      POST /webhooks/{webhook_id}/resume
-      POST /webhooks/{webhook_id}/secret
-      POST /webhooks/{webhook_id}/test
-      PUT /webhooks/{webhook_id}
-      POST /accounts/approve-reset
-      POST /accounts/reset-second-factor
TH     POST /alarms/{alarm_id}/settle
TBPH   POST /appeals/{appeal_id}/decide
TBPH   POST /appeals/{appeal_id}/decide/preview
T      POST /assignments
T      POST /assignments/release
own    POST /authorizations
T      POST /authorizations/{authorization_id}/proof
T      POST /authorizations/{authorization_id}/revoke
record POST /boycotts/{boycott_id}/answer
record POST /boycotts/{boycott_id}/appeal
record POST /boycotts/{boycott_id}/appeal/decide
record POST /boycotts/{boycott_id}/drop
record POST /boycotts/{boycott_id}/impose
record POST /boycotts/{boycott_id}/kept/discard
record POST /boycotts/{boycott_id}/kept/take-up
record POST /boycotts/{boycott_id}/lift
T      POST /boycotts/{boycott_id}/preview
record POST /boycotts/{boycott_id}/stand-by
record POST /boycotts/{boycott_id}/urgency
record POST /boycotts/{boycott_id}/warn
T      POST /case-questions
T      POST /case-questions/{question_id}/answer
TPS    POST /claims/{claim_id}/appeals
TBH    POST /claims/{claim_id}/ask
T      POST /claims/{claim_id}/await-papers
T      POST /claims/{claim_id}/complete
TPS    POST /claims/{claim_id}/counter
TBH    POST /claims/{claim_id}/decide
TBH    POST /claims/{claim_id}/decide/preview
TS     POST /claims/{claim_id}/demand-report
TBH    POST /claims/{claim_id}/discard
TBHS   POST /claims/{claim_id}/gone
TBH    POST /claims/{claim_id}/grade
T      POST /claims/{claim_id}/papers-came
T      POST /claims/{claim_id}/buyer-notices
T      POST /claims/{claim_id}/official-orders
T      POST /buyer-notices/{buyer_notice_id}/publish
T      POST /buyer-notices/{buyer_notice_id}/told
T      POST /buyer-notices/{buyer_notice_id}/void
TS     POST /claims/{claim_id}/proceedings
T      POST /official-orders/{official_order_id}/answer
T      POST /official-orders/{official_order_id}/receipt
T      POST /official-orders/{official_order_id}/tell
T      POST /official-orders/{official_order_id}/void
TPS    POST /claims/{claim_id}/rejoin
own    POST /claims/{claim_id}/reply
own    PUT /claims/{claim_id}/trader
TBH    POST /claims/{claim_id}/take-up
T      POST /claims/{claim_id}/withdraw
TBH    POST /clocks/{clock_id}/carry-out
TBH    POST /clocks/{clock_id}/leave
TBH    POST /clocks/{clock_id}/pause
TBH    POST /clocks/{clock_id}/resume
own    POST /complaints
own    POST /complaints/batch
own    POST /imports
own    POST /imports/{import_id}/cancel
TBH    POST /complaints/{complaint_id}/authority
TPS    POST /complaints/{complaint_id}/counter
TBH    POST /complaints/{complaint_id}/decide
TBH    POST /complaints/{complaint_id}/decide/preview
TS     POST /complaints/{complaint_id}/demand-report
TBH    POST /complaints/{complaint_id}/release
T      POST /complaints/{complaint_id}/withdraw
T      GET /counter-notices/{counter_id}/seller
TBH    POST /counter-notices/{counter_id}/accept
TPS    POST /counter-notices/{counter_id}/complete
TPS    POST /counter-notices/{counter_id}/take-back
-      POST /documents
-      POST /orders/lease
-      POST /orders/reports
TBH    POST /filers/{filer_id}/restore-queue
TH     POST /flags/{flag_id}/boycotts
record POST /flags/{flag_id}/confirm
record POST /flags/{flag_id}/dismiss
record POST /flags/{flag_id}/put-off
record POST /flags/{flag_id}/take
record POST /joinings/{joining_id}/appeal
record POST /joinings/{joining_id}/appeal/decide
record POST /joinings/{joining_id}/drop
record POST /joinings/{joining_id}/join
record POST /joinings/{joining_id}/part
-      POST /suspensions
record POST /suspensions/{suspension_id}/appeal/decide
record POST /suspensions/{suspension_id}/drop
record POST /suspensions/{suspension_id}/impose
record POST /suspensions/{suspension_id}/lift
record POST /suspensions/{suspension_id}/warn
T      POST /judgements
-      POST /keys
-      POST /keys/revoke
TB     POST /leases
-      POST /leases/release
TB     POST /leases/take-over
-      POST /bounces
own    POST /letters/{letter_id}/arrival
-      POST /letters/leases
-      PUT /listings
-      PUT /operators
-      PUT /stores
T      POST /letters/{letter_id}/code
T      POST /letters/{letter_id}/posted
T      POST /letters/{letter_id}/resend
T      POST /letters/{letter_id}/returned
T      POST /letters/{letter_id}/send
-      PUT /marketplaces/{slug}/country
T      POST /notes
T      DELETE /operators/{operator_id}/inbox
T      GET /operators/{operator_id}/inbox
TP     PUT /operators/{operator_id}/inbox
TB     POST /pending-decisions/{pending_id}/send-now
TB     POST /pending-decisions/{pending_id}/undo
-      POST /trusted-flaggers
-      POST /trusted-flaggers/{flagger_id}/approve
-      POST /trusted-flaggers/{flagger_id}/status
-      POST /people
-      POST /people/{person_id}/approve
-      POST /people/{person_id}/end
-      PUT /people/{person_id}/place
-      DELETE /people/{person_id}/absence
-      PUT /people/{person_id}/absence
-      POST /people/{person_id}/refuse
-      POST /people/{person_id}/restore
-      POST /policy/drafts
-      PUT /policy/drafts/{draft_id}
-      POST /policy/drafts/{draft_id}/put
-      POST /policy/drafts/{draft_id}/put-forward
-      POST /policy/drafts/{draft_id}/send-back
-      POST /policy/drafts/{draft_id}/take-back
TBH    POST /proceedings/{proceeding_id}/carry-out
TBH    POST /proceedings/{proceeding_id}/decline
T      POST /proceedings/{proceeding_id}/end
T      POST /proceedings/{proceeding_id}/paper
TBH    POST /proceedings/{proceeding_id}/see-paper
-      POST /queue/next
own    POST /rights
own    POST /complaints/{complaint_id}/evidence
own    PUT /complaints/{complaint_id}/territory-ground
own    POST /rights/{right_id}/corrections
T      POST /rights/{right_id}/proof
T      PUT /rights/{right_id}/territories
TH     POST /rings/{ring_id}/boycotts
TH     POST /rings/{ring_id}/confirm
TH     POST /rings/{ring_id}/dismiss
TH     POST /rings/{ring_id}/take
TH     POST /rings/{ring_id}/warn
T      POST /samples/{sample_id}/filers/{filer_id}/judge
-      POST /saved-views
-      DELETE /saved-views/{view_id}
-      PUT /saved-views/{view_id}
-      POST /saved-views/{view_id}/default
-      POST /search/contact
T      PUT /marketplaces/{slug}/stores/{store}/country
T      DELETE /marketplaces/{slug}/stores/{store}/inbox
T      GET /marketplaces/{slug}/stores/{store}/inbox
TP     PUT /marketplaces/{slug}/stores/{store}/inbox
"""
PAGES = """
record POST /console/appeals/boycotts/{boycott_id}
record POST /console/appeals/joinings/{joining_id}
record POST /console/boycotts/{boycott_id}/{step}
record POST /console/boycotts/{boycott_id}/discard
T      POST /console/boycotts/{boycott_id}/note
TBH    POST /console/boycotts/{boycott_id}/sample/{claim_id}
record POST /console/boycotts/{boycott_id}/stand-by
record POST /console/boycotts/{boycott_id}/take-up
record POST /console/boycotts/{boycott_id}/urgency
T      POST /console/cases/{subject}/{subject_id}/ask
T      POST /console/cases/{subject}/{subject_id}/give
TBH    POST /console/claims/{claim_id}/{step} ask
T      POST /console/claims/{claim_id}/{step} complete
T      POST /console/claims/{claim_id}/{step} demand
TBH    POST /console/claims/{claim_id}/{step} discard
TP     POST /console/claims/{claim_id}/{step} enter_appeal
TBH    POST /console/claims/{claim_id}/{step} gone
TBH    POST /console/claims/{claim_id}/{step} grade
TBH    POST /console/claims/{claim_id}/{step} take_up
T      POST /console/claims/{claim_id}/{step} withdraw
T      POST /console/claims/{claim_id}/confirmation
T      POST /console/buyer-notices/{buyer_notice_id}/{step} publish
T      POST /console/buyer-notices/{buyer_notice_id}/{step} told
T      POST /console/buyer-notices/{buyer_notice_id}/{step} void
T      POST /console/claims/{claim_id}/buyer-notices
T      POST /console/claims/{claim_id}/official-orders
-      POST /console/claims/{claim_id}/threats
T      POST /console/claims/{claim_id}/proceedings
T      POST /console/threats/{threat_id}/{step} told
T      POST /console/threats/{threat_id}/{step} void
T      POST /console/official-orders/{official_order_id}/{step} answer
T      POST /console/official-orders/{official_order_id}/{step} receipt
T      POST /console/official-orders/{official_order_id}/{step} tell
T      POST /console/official-orders/{official_order_id}/{step} void
TBH    POST /console/clocks/{clock_id}/{step}
TBH    POST /console/complaints/{complaint_id}/authority
T      POST /console/complaints/{complaint_id}/notes
T      POST /console/complaints/{complaint_id}/proof
T      POST /console/complaints/{complaint_id}/territories
TBH    POST /console/complaints/{complaint_id}/release
TBH    POST /console/counter-notices/{counter_id}/enough
T      POST /console/counter-notices/{counter_id}/seller
TH     POST /console/denials/{alarm_id}
-      POST /console/desk/{claim_id}/change
TBPH   POST /console/desk/{claim_id}/letters appeal
TBH    POST /console/desk/{claim_id}/letters claims
TBPH   POST /console/desk/{claim_id}/send appeal
TBH    POST /console/desk/{claim_id}/send claims
-      POST /console/filers/{filer_id}/identities
T      POST /console/filers/{filer_id}/notes
record POST /console/flags/{flag_id}/{step}
T      POST /console/flags/{flag_id}/links/{other_id}
T      POST /console/flags/{flag_id}/note
record POST /console/flags/{flag_id}/put-off
TH     POST /console/flags/{flag_id}/propose
record POST /console/joinings/{joining_id}/{step}
record POST /console/suspensions/{suspension_id}/{step}
T      POST /console/stores/{store_id}/confirmation
T      POST /console/stores/{store_id}/suspension
-      POST /console/keys/revoke
-      POST /console/keys/{key_id}/last-day
T      POST /console/letters/{letter_id}/code
T      POST /console/letters/{letter_id}/posted
T      POST /console/letters/{letter_id}/resend
T      POST /console/letters/{letter_id}/returned
T      POST /console/letters/{letter_id}/send
T      POST /console/letters/{letter_id}/try-again
-      POST /console/letters/to-log-ins/{number}/try-again
-      POST /console/marketplaces
T      POST /console/matches/{match_id}/{verdict}
TB     POST /console/pending/{pending_id}/send-now
TB     POST /console/pending/{pending_id}/undo
-      POST /console/people/{person_id}/approve
-      POST /console/people/{person_id}/end
-      POST /console/people/{person_id}/place
-      POST /console/away
-      POST /console/away/back
-      POST /console/people/{person_id}/refuse
-      POST /console/people/{person_id}/restore
-      POST /console/people/approve-reset
-      POST /console/people/invite
-      POST /console/trusted-flaggers
-      POST /console/trusted-flaggers/{flagger_id}/approve
-      POST /console/trusted-flaggers/{flagger_id}/status
-      POST /console/people/second-factor
-      POST /console/policy/drafts
-      POST /console/policy/drafts/{draft_id}/{step}
-      POST /console/policy/drafts/{draft_id}/edit
TBH    POST /console/proceedings/{proceeding_id}/{step} carry_out
TBH    POST /console/proceedings/{proceeding_id}/{step} decline
T      POST /console/proceedings/{proceeding_id}/{step} end
TBH    POST /console/proceedings/{proceeding_id}/{step} see_paper
T      POST /console/questions/{question_id}/answer
TB     POST /console/queue/hold
-      POST /console/queue/next
-      POST /console/queue/release
TB     POST /console/queue/take-over
-      POST /console/restore/{filer_id}/change
TBH    POST /console/restore/{filer_id}/letters
TBH    POST /console/restore/{filer_id}/send
-      POST /console/rings/{ring_id}/choose-{step}
TH     POST /console/rings/{ring_id}/confirm
TH     POST /console/rings/{ring_id}/dismiss
T      POST /console/rings/{ring_id}/note
TH     POST /console/rings/{ring_id}/propose
TH     POST /console/rings/{ring_id}/take
TH     POST /console/rings/{ring_id}/warn
T      POST /console/sample/{sample_id}/{filer_id}
-      POST /console/search/contact
T      POST /console/stores/{store_id}/country
TP     POST /console/stores/{store_id}/inbox
T      POST /console/stores/{store_id}/inbox/read
T      POST /console/stores/{store_id}/inbox/remove
T      POST /console/stores/{store_id}/notes
-      POST /console/webhooks/{hook_id}/remove
-      POST /console/webhooks/{hook_id}/resume
-      POST /console/views
-      POST /console/views/{view_id}
-      POST /console/views/{view_id}/default
-      POST /console/views/{view_id}/delete
"""


def table(lines: str) -> dict[str, str]:
    """Return the letters of each door."""
    rows = (line.split(maxsplit=1) for line in lines.strip().splitlines())
    return {door: letters for letters, door in rows}


def test_each_door_is_in_the_table(app: Flask) -> None:
    assert doors.find_doors(app) == table(ROUTES) | table(PAGES)


# What a route needs to come as far as its bars, beside what its description asks for.
REJECT = {"decision": "reject", "reason": "no-infringement"}
PUT_RIGHT = {"claim_ids": [1], "reason": "reviewed-again"}
UPHOLD = {"decision": "uphold", "reason": "nothing-new"}
ABOUT = {"subject": "complaint", "subject_id": 1}
WORDS = {"reasons": "x", "gravity": "x", "intention": "x"}
BODIES: dict[str, dict[str, Any]] = {
    "POST /flags/{flag_id}/boycotts": WORDS,
    "POST /rings/{ring_id}/boycotts": WORDS,
    "POST /assignments": ABOUT,
    "POST /assignments/release": ABOUT,
    "POST /case-questions": ABOUT,
    "PUT /rights/{right_id}/territories": {"territories": ["DE"]},
    "POST /leases": ABOUT,
    "POST /leases/take-over": ABOUT,
    "POST /notes": ABOUT,
    "POST /judgements": {"filer": 1, "other": 2},
    "POST /claims/{claim_id}/counter": COUNTER,
    "POST /complaints/{complaint_id}/counter": COUNTER,
    "POST /claims/{claim_id}/decide": REJECT,
    "POST /claims/{claim_id}/decide/preview": REJECT,
    "POST /complaints/{complaint_id}/decide": {**REJECT, "claim_ids": [4]},
    "POST /filers/{filer_id}/restore-queue": PUT_RIGHT,
    "POST /complaints/{complaint_id}/decide/preview": {**REJECT, "claim_ids": [4]},
    "POST /appeals/{appeal_id}/decide": UPHOLD,
    "POST /appeals/{appeal_id}/decide/preview": UPHOLD,
    "POST /claims/{claim_id}/appeals": {"side": "seller"},
    "POST /claims/{claim_id}/official-orders": {"country": "DE"},
    "POST /claims/{claim_id}/proceedings": {"side": "seller"},
    "PUT /marketplaces/{slug}/stores/{store}/inbox": {
        "kind": "mailbox", "address": "a@example.com",
    },
    "PUT /operators/{operator_id}/inbox": {"kind": "mailbox", "address": "a@example.com"},
}  # fmt: skip
FORMS: dict[str, dict[str, Any]] = {
    "POST /console/restore/{filer_id}/letters": {**PUT_RIGHT, "claim_ids": "1"},
    "POST /console/restore/{filer_id}/send": {**PUT_RIGHT, "claim_ids": "1"},
    "POST /console/queue/hold": ABOUT,
    "POST /console/queue/take-over": ABOUT,
    "POST /console/desk/{claim_id}/send claims": {**REJECT, "claim_ids": "4"},
    "POST /console/desk/{claim_id}/letters claims": {**REJECT, "claim_ids": "4"},
    "POST /console/boycotts/{boycott_id}/sample/{claim_id}": {"merit": "founded", "reason": "x"},
    "POST /console/flags/{flag_id}/propose": WORDS,
    "POST /console/flags/{flag_id}/links/{other_id}": {"verdict": "yes", "why": "x"},
    "POST /console/matches/{match_id}/{verdict}": {"yes.why": "x"},
    "POST /console/rings/{ring_id}/propose": WORDS,
    "POST /console/claims/{claim_id}/{step} grade": {"grade.merit": "founded", "grade.reason": "x"},
    "POST /console/claims/{claim_id}/{step} enter_appeal": {
        "enter_appeal.side": "seller", "enter_appeal.grounds": "x",
    },
    "POST /console/stores/{store_id}/inbox": {
        "inbox.kind": "mailbox", "inbox.address": "a@example.com", "inbox.of": "store",
    },
    "POST /console/proceedings/{proceeding_id}/{step} decline": {"decline.reasons": "x"},
    "POST /console/threats/{threat_id}/{step} told": {
        "told.authority": "x", "told.told_on": "2026-01-05", "confirmed": "true",
    },
    "POST /console/threats/{threat_id}/{step} void": {"void.why": "x", "confirmed": "true"},
}  # fmt: skip


MODELS: dict[str, Any] = {"flag": Flag, "boycott": Boycott, "joining": Joining}
MACHINES: dict[str, Machine] = {"flag": FLAG, "boycott": BOYCOTT, "joining": JOINING}
MOVING_NOTHING = (STAND_BY, RECORD_URGENCY, TAKE_UP_KEPT, DISCARD_KEPT)
ACTS = [
    (noun, act)
    for noun, machine in MACHINES.items()
    for act in (*machine.acts, *(MOVING_NOTHING if noun == "boycott" else ()))
]
VALUES = {Kind.WORDS: "x", Kind.NUMBER: 30, Kind.TICK: True}


def letters_of_act(noun: str, act: Act) -> str:
    """Return what bars a step with a record, by its letters."""
    machine = MACHINES[noun]
    is_filers = Role.FILER in machine.roles_of(act)
    apart = {part for step in machine.steps_of(act) for part in step.apart_from}
    letters = {
        "T": not is_filers,
        "B": "deliverer" in apart or Bar.CARRIED in act.bars,
        "P": bool(apart - {"deliverer"}),
        "H": bool({Bar.LEASE, Bar.RING_LEASE} & {*act.bars}),
        "S": Bar.ONE_SIDE in act.bars,
    }
    return "".join(letter for letter, is_barred in letters.items() if is_barred)


def _value(field: Field) -> Any:
    return field.choices[0][0] if field.choices else VALUES[field.kind]


def _said(answer: TestResponse, letter: str) -> str:
    """Return the problem of an answer; of a ring's, the reason of its accounts."""
    if answer.status_code < 400:
        return "done"
    whole = answer.get_data(as_text=True)
    named = slug(answer)
    return SLUGS[letter] if named == "not-all-members" and SAID[letter] in whole else named


def _shown(page: TestResponse, letter: str) -> str:
    """Return the problem that a page shows, where it is this letter's; else its status."""
    statuses = {PROBLEMS[SLUGS[letter]].status, PROBLEMS["not-all-members"].status}
    is_barred = page.status_code in statuses and SAID[letter] in page.text
    return SLUGS[letter] if is_barred else str(page.status_code)


class Walk:
    """Somebody at every door of the world, by a key and on the pages."""

    def __init__(self, world: World, role: str, name: str = "tia") -> None:
        self.world = world
        self.caller = make_caller(world.app, world.context, role, name)
        self.page = world.app.test_client()
        if role in ("reviewer", "supervisor", "administrator"):
            sign_in(self.page, role, name)
        self.description = description_of(world.app).document
        self.ids: dict[str, Any] = {
            **world.ids,
            **THEIRS,
            "subject": "complaint",
            "subject_id": 1,
            "verdict": "yes",
        }

    @property
    def actor(self) -> actors.Actor:
        return person(self.caller.id, PersonRole.ADMINISTRATOR)

    def stand_in_for_all(self) -> None:
        """Let the walker stand in for each colleague: it comes in nowhere by that."""
        until = utcnow() + timedelta(days=1)
        with self.world.context.database.transaction() as session:
            others = Person.id != self.caller.id, Person.role != PersonRole.COUNSEL
            noted = update(Person).where(*others)
            session.execute(noted.values(away_until=until, stand_in_id=self.caller.id))

    def lets_in(self, letter: str) -> str:
        """Ask each door that this letter bars; return those that answered in another way."""
        asked = [
            *self._routes(letter), *self._pages(letter), *self._steps(letter),
        ]  # fmt: skip
        assert asked
        return "\n".join(f"{door}: {said}" for door, said in asked if said != SLUGS[letter])

    def _routes(self, letter: str) -> Iterator[tuple[str, str]]:
        for door, letters in table(ROUTES).items():
            if letter in letters and letters not in ("record", "own"):
                yield door, _said(self.by_key(door), letter)

    def _pages(self, letter: str) -> Iterator[tuple[str, str]]:
        for door, letters in table(PAGES).items():
            if letter in letters and letters != "record":
                yield door, _shown(self.on_page(door), letter)

    def _steps(self, letter: str) -> Iterator[tuple[str, str]]:
        """Take each step with a record, in a state that it begins in, at both of its doors."""
        for noun, act in ACTS:
            if letter not in letters_of_act(noun, act):
                continue
            steps, number = MACHINES[noun].steps_of(act), self.ids[f"{noun}_id"]
            sent = {each.name: _value(each) for each in act.fields}
            for state in [steps[0].sources[0]] if steps else ["lifted"]:
                doors.put_into(self.world, MODELS[noun], number, state)
            path = f"{noun}s/{number}/"
            by_key = self.caller.post(f"/{path}{act.path or act.name}", sent)
            yield f"POST /{path}{act.path or act.name}", _said(by_key, letter)
            page = act.page or (act.path or act.name).removeprefix("kept/")
            if letter != "S" and (act.done is not None or act in MOVING_NOTHING):
                on_page = self.page.post(f"/console/{path}{page}", data=sent)
                yield f"POST /console/{path}{page}", _shown(on_page, letter)

    def by_key(self, door: str, **given: Any) -> TestResponse:
        method, path = door.split(" ")
        known = doors.body_of(self.description, door) or {}
        members: dict[str, Any] = {"filer_ids": [1]} if "/rings/" in path else {}
        if re.search(r"complaints/.*(counter|demand-report)", path):
            members = {"claim_ids": [self.ids["claim_id"]]}
        body = {**known, **BODIES.get(door, {}), **members, **given}
        address = self._address(path)
        if method == "GET":
            return self.caller.get(f"{address}?why=x")
        if method == "DELETE":
            return self.caller.delete(address)
        return (
            self.caller.put(address, body) if method == "PUT" else self.caller.post(address, body)
        )

    def on_page(self, door: str) -> TestResponse:
        _method, path, *step = door.split(" ")
        named = {"step": step[0]} if step else {"step": "pause"}
        form = dict(FORMS.get(door, {}))
        if step == ["appeal"]:
            form |= {**UPHOLD, "appeal_id": str(self.ids["appeal_id"])}
        # What is ticked is in the address of the page that asks for words, else in the form.
        ticked = "?accounts=1" if re.search(r"/rings/.*(propose|warn)", path) else ""
        if "/rings/" in path and not ticked:
            form |= {"filer_ids": "1", "why": "x"}
        return self.page.post(f"{self._address(path, **named)}{ticked}", data=form)

    def _address(self, path: str, **named: Any) -> str:
        ids: Mapping[str, Any] = {**self.ids, **named}
        if path.endswith("/grade") or named.get("step") in ("grade", "appeal"):
            ids = {**ids, "claim_id": 2}
        return re.sub(r"{(\w+)}", lambda found: str(ids[found[1]]), path)


def test_whoever_counts_as_one_with_a_filer_comes_in_nowhere(world: World) -> None:
    walk = Walk(world, "administrator")
    doors.tie_with_all(world, walk.actor)
    walk.stand_in_for_all()
    assert walk.lets_in("T") == ""


def test_whoever_carried_a_letter_takes_no_further_part(world: World) -> None:
    walk = Walk(world, "administrator")
    doors.carry_all(world, walk.actor)
    walk.stand_in_for_all()
    assert walk.lets_in("B") == ""


def test_what_a_colleague_holds_is_not_moved(world: World) -> None:
    walk = Walk(world, "administrator")
    holder = make_caller(world.app, world.context, "reviewer", "ned")
    doors.hold_all(world, person(holder.id, PersonRole.REVIEWER))
    assert walk.lets_in("H") == ""


def test_whoever_decided_enters_nothing_against_it(world: World) -> None:
    walk = Walk(world, "administrator")
    # Two are left who could enter an appeal and judge it.
    for name in ("una", "vic"):
        make_caller(world.app, world.context, "reviewer", name)
    doors.decide_all(world, walk.actor)
    doors.put_into(world, Claim, walk.ids["claim_id"], "removed")
    walk.stand_in_for_all()
    assert walk.lets_in("P") == ""


def test_a_partner_stands_on_one_side(world: World) -> None:
    walk = Walk(world, "both")
    filed = walk.caller.post("/complaints", complaint(filer=SAM)).get_json()
    claim = filed["targets"][0]["claim_id"]
    walk.ids |= {"complaint_id": filed["id"], "claim_id": claim}
    # What it did before the account was its own, by whatever joined the two.
    with world.context.database.transaction() as session:
        spoke = working(session, actors.partner(walk.caller.id))
        ledger.record(spoke, "counter", "claim", claim)
        sam = session.scalars(select(Filer.id).where(Filer.reference == SAM["reference"])).one()
        for case in (Boycott, Joining):
            own = update(case).where(case.id == walk.ids[f"{case.__tablename__}_id"])
            session.execute(own.values(filer_id=sam))
        answered = select(CounterNotice.event_id).where(CounterNotice.id == walk.ids["counter_id"])
        moved = update(EventClaim).where(EventClaim.event_id.in_(answered))
        session.execute(moved.values(claim_id=claim))
    assert walk.lets_in("S") == ""

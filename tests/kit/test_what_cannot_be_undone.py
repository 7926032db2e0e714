"""Nothing that cannot be undone happens by one click: each form of each role is in one of the
tables here. A new one fails until it is classed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.base.clock import utcnow
from complaints.models import Account, LedgerEntry, Letter, Passkey
from tests.scenes.accounts import sign_in
from tests.scenes.addresses import POSTS, address_of
from tests.scenes.world import NAMES, World

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HTML = {"Accept": "text/html"}
FILE, CLAIM, REPLY = "/file/<id:draft_id>", "/claims/<id:claim_id>", "/reply/<token>"
CONSOLE, FLAG, CASE = "/console", "/console/flags/<id:flag_id>", "/console/boycotts/<id:boycott_id>"
CASES = (
    "/console/cases/<any(complaint, appeal, boycott, flag, ring, joining, alarm):subject>"
    "/<id:subject_id>"
)
PERSON, STORE = "/console/people/<id:person_id>", "/console/stores/<id:store_id>"
RING, VIEW = "/console/rings/<id:ring_id>", "/console/views/<id:view_id>"
COMPLAINT, DESK = "/console/complaints/<id:complaint_id>", "/console/desk/<id:claim_id>"
HOOK = "/account/webhooks/<id:webhook_id>"
RESTORE = "/console/restore/<id:filer_id>"
# It adds something, its opposite is beside it, or it can be said anew.
ADDS = {
    "/file/", f"{FILE}/typed/<step>", f"{FILE}/right", f"{FILE}/what", f"{FILE}/questions",
    f"{FILE}/where", f"{FILE}/where/table", f"{FILE}/evidence", f"{FILE}/declare",
    f"{CLAIM}/await-papers", f"{CLAIM}/papers-came", f"{CLAIM}/proceedings", f"{CLAIM}/trader",
    f"{CLAIM}/proceedings/<id:proceeding_id>/paper", "/rights/new", "/rights/<id:right_id>/code",
    "/rights/<id:right_id>/confirmation", "/rights/<id:right_id>/papers", "/authorizations/offer",
    "/rights/<id:right_id>/territories", "/complaints/<id:complaint_id>/territory-ground",
    "/authorizations/state", "/authorizations/<id:authorization_id>/accept", "/account/keys",
    f"{HOOK}/test", f"{HOOK}/resume", f"{HOOK}/deliveries/<id:delivery_id>/replay",
    "/console/webhooks/<id:hook_id>/resume",
    "/account/language", "/account/mail", "/account/sessions/<id:session_id>/end",
    "/imports/", "/imports/<id:import_id>/cancel",
    "/notices/write", "/lost-letter", "/documents", f"{REPLY}/documents",
    f"{REPLY}/proceeding/<id:proceeding_id>/paper",
    *(f"/{door}/<token>/{step}" for door in ("answer", "joining", "notice", "reply", "suspension")
      for step in ("code", "confirm", "renew")),
    f"{CASE}/note", f"{CASE}/stand-by", f"{CASES}/ask", f"{CASES}/give",
    f"{FLAG}/note",
    f"{FLAG}/put-off",
    f"{FLAG}/links/<id:other_id>", f"{RING}/take", f"{RING}/note",
    f"{RING}/choose-<any(propose,warn):step>",
    "/console/matches/<id:match_id>/<verdict>", "/console/filers/<id:filer_id>/notes",
    f"{COMPLAINT}/notes", f"{COMPLAINT}/territories",
    f"{COMPLAINT}/proof", f"{COMPLAINT}/authority",
    "/console/claims/<id:claim_id>/confirmation", f"{STORE}/confirmation",
    f"{STORE}/suspension", "/console/claims/<id:claim_id>/proceedings",
    "/console/claims/<id:claim_id>/official-orders",
    "/console/claims/<id:claim_id>/buyer-notices", "/console/claims/<id:claim_id>/threats",
    "/console/letters/<id:letter_id>/try-again", "/console/keys/<id:key_id>/last-day",
    "/console/letters/to-log-ins/<id:number>/try-again",
    "/console/letters/<id:letter_id>/posted", "/console/letters/<id:letter_id>/returned",
    "/console/marketplaces", f"{PERSON}/place", f"{PERSON}/restore", "/console/people/invite",
    "/console/trusted-flaggers", "/console/trusted-flaggers/<id:flagger_id>/approve",
    "/console/trusted-flaggers/<id:flagger_id>/status",
    "/console/policy/drafts", "/console/policy/drafts/<id:draft_id>/edit", "/console/queue/hold",
    "/console/away", "/console/away/back",
    "/console/queue/next", "/console/queue/release", "/console/queue/take-over",
    "/console/boycotts/<id:boycott_id>/sample/<id:claim_id>",
    "/console/sample/<id:sample_id>/<id:filer_id>", f"{STORE}/country", f"{STORE}/inbox",
    f"{STORE}/notes", "/console/views", VIEW, f"{VIEW}/default",
    "/console/pending/<id:pending_id>/undo", f"{DESK}/letters", f"{DESK}/change",
    f"{RESTORE}/letters", f"{RESTORE}/change",
}  # fmt: skip
# It shows something, and the ledger keeps who read it.
READS = {
    "/console/filers/<id:filer_id>/identities", f"{STORE}/inbox/read", "/console/search/contact",
    "/console/counter-notices/<id:counter_id>/seller",
}  # fmt: skip
# What somebody wrote, under a heading that says who reads it: the words are the second thought.
WORDS = {
    "/complaints/<id:complaint_id>/evidence",
    f"{CLAIM}/complete", f"{CLAIM}/reply", f"{CLAIM}/appeal",
    f"{CLAIM}/proceedings/<id:proceeding_id>/end", "/standing/cases/<id:case_id>/answer",
    "/standing/answer",
    "/standing/cases/<id:case_id>/appeal", "/standing/joinings/<id:joining_id>/appeal",
    "/answer/<token>", "/joining/<token>", "/notice/<token>", "/suspension/<token>",
    f"{REPLY}/proceeding/<id:proceeding_id>/end",
    "/console/questions/<id:question_id>/answer", "/console/counter-notices/<id:counter_id>/enough",
}  # fmt: skip
# A page of its own said before what will happen, or read all of it back.
OWN_PAGE = {
    "/notices/<id:draft_id>/sign", f"{FILE}/check", "/complaints/<id:complaint_id>/withdraw",
    "/authorizations/<id:authorization_id>/revoke", "/rights/<id:right_id>/correct",
    *(f"{REPLY}/{step}" for step in ("counter", "rejoin", "demand", "appeal", "proceeding")),
    f"{REPLY}/answers/<id:counter_id>/complete", f"{REPLY}/answers/<id:counter_id>/take-back",
    f"{RING}/warn", f"{PERSON}/end", f"{DESK}/send", "/console/pending/<id:pending_id>/send-now",
    f"{RESTORE}/send",
}  # fmt: skip
# `kit.confirming` asks first: where a route takes several steps, those that need it.
ASKS = {
    f"{FILE}/delete", "/alarms/<id:alarm_id>", "/account/keys/revoke", f"{HOOK}/remove",
    "/console/webhooks/<id:hook_id>/remove", "/account/sessions/end-others",
    "/account/passkeys/delete", "/account/recovery-codes",
    "/console/appeals/boycotts/<id:boycott_id>", "/console/appeals/joinings/<id:joining_id>",
    # These ask alone where words are plainly in another language than the filer reads.
    f"{CASE}/<any(warn,impose,drop,decide,lift):step>", f"{FLAG}/propose", f"{RING}/propose",
    f"{CASE}/urgency",
    f"{CASE}/discard", f"{CASE}/take-up", "/console/claims/<id:claim_id>/<step>",
    "/console/clocks/<id:clock_id>/<step>", f"{COMPLAINT}/release",
    "/console/denials/<id:alarm_id>", f"{FLAG}/<any(take,dismiss,confirm):step>",
    "/console/joinings/<id:joining_id>/<any(join,drop,decide,part):step>", "/console/keys/revoke",
    "/console/suspensions/<id:suspension_id>/<any(warn,impose,drop,decide,lift):step>",
    "/console/letters/<id:letter_id>/code", "/console/letters/<id:letter_id>/resend",
    "/console/letters/<id:letter_id>/send", f"{PERSON}/approve", f"{PERSON}/refuse",
    "/console/people/approve-reset", "/console/people/second-factor",
    "/console/policy/drafts/<id:draft_id>/"
    "<any('put-forward','take-back','send-back','put'):step>",
    "/console/proceedings/<id:proceeding_id>/<step>",
    "/console/official-orders/<id:official_order_id>/<step>",
    "/console/buyer-notices/<id:buyer_notice_id>/<step>", "/console/threats/<id:threat_id>/<step>",
    f"{RING}/confirm", f"{RING}/dismiss",
    f"{STORE}/inbox/remove", f"{VIEW}/delete",
}  # fmt: skip
# Flask-Security's own: signing in and up, and what a letter's link or a typed code carries on.
SIGNING_IN = {
    route.removeprefix("POST ")
    for route in POSTS
    if route.startswith(("POST /sign-", "POST /confirm", "POST /recover", "POST /account/verify",
                         "POST /account/passkeys", "POST /account/password",
                         "POST /account/second-factor"))
    or route in ("POST /notices", "POST /notices/open/<token>", "POST /notices/leave")
} - ASKS  # fmt: skip
# Of the demo alone.
DEMO = {"/demo/outbox/<id:letter_id>/open"}
TABLES = (ADDS, READS, WORDS, OWN_PAGE, ASKS, SIGNING_IN)


def test_each_form_is_in_one_table(app: Flask) -> None:
    forms = {route.removeprefix("POST ") for route in POSTS}
    assert forms - DEMO == set().union(*TABLES)
    assert len(forms - DEMO) == sum(map(len, TABLES))


def test_what_asks_first_is_what_the_table_says(app: Flask) -> None:
    asking = {
        rule.rule.replace("int(min=1, max=2147483647):", "id:")
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "asks", False)
    }
    assert asking == ASKS


# As whom and with what each is tried. The rest of the table has a story of its own.
SAYS: dict[str, tuple[str, dict[str, str], str]] = {
    "/console/claims/<id:claim_id>/withdraw": ("reviewer", {}, "To the filer: acme"),
    "/console/claims/<id:claim_id>/gone": ("reviewer", {}, "To the filer: acme"),
    "/console/appeals/boycotts/<id:boycott_id>": (
        "counsel", {"decision": "lift",
        "argued": "No.", "reason": "They changed."}, "no second appeal",
    ),
    "/console/appeals/joinings/<id:joining_id>": (
        "counsel", {"decision": "part", "argued": "No.", "reason": "Two firms."},
        "no second appeal",
    ),
    "/console/letters/<id:letter_id>/send": ("reviewer", {}, "shown to you once"),
    "/console/people/second-factor": (
        "administrator", {"email": "ann@example.com"}, "stop working",
    ),
    f"{VIEW}/delete": ("reviewer", {}, "Delete the view “"),
}  # fmt: skip


def test_nothing_is_done_before_the_page_was_answered(world: World) -> None:
    clients = {}
    for role, name in NAMES.items():
        clients[role] = world.app.test_client()
        sign_in(clients[role], role, name)
    wrong = []
    for path, (role, form, says) in SAYS.items():
        before = _written(world)
        address = address_of(path, world)
        answer = clients[role].post(address, data=form, headers=HTML)
        asks = 'name="confirmed" value="true"' in answer.text
        if (answer.status_code, asks, says in answer.text) != (200, True, True):
            wrong.append(
                (path, answer.status_code, answer.text.partition("error-summary")[2][:300])
            )
        assert _written(world) == before, path
    assert wrong == []


# Where staff type before they decide; a session may end meanwhile.
DECIDING = {
    f"{DESK}/letters": "note", f"{DESK}/send": "note", f"{CASE}/drop": "why",
    f"{FLAG}/dismiss": "why", f"{FLAG}/propose": "gravity", f"{RING}/confirm": "why",
    "/console/joinings/<id:joining_id>/join": "why",
    "/console/claims/<id:claim_id>/withdraw": "withdraw.reason",
    "/console/denials/<id:alarm_id>": "settlement.reason",
    "/console/proceedings/<id:proceeding_id>/decline": "decline.reasons",
    "/console/appeals/boycotts/<id:boycott_id>": "reason",
    "/console/policy/drafts/<id:draft_id>/put": "why",
    "/standing/cases/<id:case_id>/answer": "text",
    "/claims/<id:claim_id>/reply": "statement",
}  # fmt: skip


def test_what_was_typed_is_there_after_signing_in_again(world: World) -> None:
    client = world.app.test_client()
    for path, name in DECIDING.items():
        address = address_of(path, world)
        sent = {name: "All my “words”.", "version": "3", "confirmed": "true"}
        kept = client.post(address, data=sent, headers=HTML)
        assert kept.status_code == 401, path
        assert f'action="{address}' in kept.text, path
        for field, value in sent.items():
            assert f'name="{field}" value="{value}"' in kept.text, (path, field)


def _written(world: World) -> tuple[int, int]:
    with world.context.database.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (LedgerEntry, Letter)
        )  # type: ignore[return-value]


def test_new_codes_and_the_end_of_a_passkey_are_asked_about(app: Flask, database: Any) -> None:
    client = app.test_client()
    me = sign_in(client, "filer", "acme")
    made = client.post("/account/recovery-codes", headers=HTML)
    assert "Replace your recovery codes" not in made.text
    codes = _account(database, me.account_id).recovery_codes
    assert codes
    asked = client.post("/account/recovery-codes", headers=HTML)
    assert "Replace your recovery codes" in asked.text
    assert _account(database, me.account_id).recovery_codes == codes
    client.post("/account/recovery-codes", data={"confirmed": "true"}, headers=HTML)
    assert _account(database, me.account_id).recovery_codes != codes
    with database.transaction() as session:
        session.add(
            Passkey(
                account_id=me.account_id, name="phone", credential_id=b"1", public_key=b"1",
                sign_count=0, backup_state=False, device_type="single_device", usage="secondary",
                lastuse_datetime=utcnow(),
            )
        )  # fmt: skip
    asked = client.post("/account/passkeys/delete", data={"name": "phone"}, headers=HTML)
    assert ("“phone”" in asked.text, len(_account(database, me.account_id).passkeys)) == (True, 1)
    sure = {"name": "phone", "confirmed": "true"}
    assert client.post("/account/passkeys/delete", data=sure, headers=HTML).status_code == 302
    assert _account(database, me.account_id).passkeys == []


def _account(database: Any, account_id: int) -> Account:
    with database.reading() as session:
        account: Account = session.get_one(Account, account_id)
        assert account.passkeys is not None
        return account

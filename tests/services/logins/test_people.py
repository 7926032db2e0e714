"""Staff, partners, filers and their keys; who has access, and who signs in by what."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import (
    Account,
    AccountLetter,
    AccountSession,
    ApiKey,
    ApiKeyScope,
    Filer,
    FilerIdentity,
    LedgerEntry,
    Passkey,
    Person,
)
from complaints.queries.sellers import marketplaces
from complaints.rules import actors
from complaints.rules.actors import (
    LOCAL,
    OWNER_SCOPES,
    SELLERS_SIDE,
    SYSTEM,
    ActorKind,
    PersonRole,
    Scope,
)
from complaints.rules.kinds import FilerKind
from complaints.rules.logins.accounts import FILER_SESSION, STAFF_SESSION, AccountRole
from complaints.services.logins import access, partners, people, sessions, sign_ups
from complaints.services.logins.accounts import lock_account
from complaints.services.logins.keys import IssuedKey
from complaints.services.mailing import account_letters
from complaints.storage.db import Database
from complaints.storage.vault import hash_secret
from tests.scenes.working import working
from tests.services.decisions.desk import VAULT, Desk

INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


def refused(desk: Desk, verb: Any, *given: Any, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        desk.do(verb, *given, **more)
    return caught.value


def entries(desk: Desk, verb: str) -> list[tuple[str, str, int, int]]:
    """Return who did it, to what."""
    with desk.database.reading() as session:
        found = select(LedgerEntry).where(LedgerEntry.verb == verb).order_by(LedgerEntry.id)
        rows = session.scalars(found)
        return [(row.actor_kind, row.subject, row.actor_id, row.subject_id) for row in rows]


def rows(desk: Desk, model: Any) -> list[Any]:
    with desk.database.reading() as session:
        return list(session.scalars(select(model).order_by(model.id)))


def test_who_is_added_is_in_the_ledger_and_its_name_is_taken(desk: Desk) -> None:
    ann, ben = (
        desk.do(people.add_person, handle=name, name=name, role=PersonRole.REVIEWER)
        for name in ("ann", "ben")
    )
    shop, hall = (desk.do(people.add_partner, slug=name, name=name) for name in ("shop", "hall"))
    one, two = (
        desk.do(people.add_filer, reference=name, name="Acme Inc.", kind=FilerKind.AGENT)
        for name in ("one", "two")
    )
    assert (ann.active, one.registered_at, one.country) == (True, desk.now, None)
    added = [("person", ann.id), ("person", ben.id), ("partner", shop.id), ("partner", hall.id),
             ("filer", one.id), ("filer", two.id)]  # fmt: skip
    assert entries(desk, "added") == [("system", noun, 0, row_id) for noun, row_id in added]
    for verb, options in (
        (people.add_person, {"handle": "ben", "name": "B", "role": PersonRole.REVIEWER}),
        (people.add_partner, {"slug": "hall", "name": "B"}),
        (people.add_filer, {"reference": "two", "name": "B", "kind": FilerKind.AGENT}),
    ):
        assert refused(desk, verb, **options).slug == "taken"


def test_a_partners_reference_is_free_here(desk: Desk) -> None:
    partner = desk.partner()
    with desk.database.transaction() as session:
        lock_account(working(session, partner), {"reference": "s-1", "name": "Sam"}, vault=VAULT)
    made = desk.do(people.add_filer, reference="s-1", name="Sam", kind=FilerKind.AGENT)
    assert made.source == LOCAL


def test_a_reference_of_our_own_is_not_guessed() -> None:
    made = {people.new_reference() for _ in range(9)}
    assert len(made) == 9
    assert all(re.fullmatch(r"f[0-9a-f]{12}", each) for each in made)


def test_a_handle_is_made_from_an_address(desk: Desk) -> None:
    def handle(email: str) -> str:
        with desk.database.transaction() as session:
            made = people.handle_for(session, email)
            session.add(
                Person(handle=made, name="x", role="reviewer", active=True, created_at=desk.now)
            )
            return made

    emails = ("Ann.Lee+x@house.example", "ann.leex@other.example", "ANN.LEEX@third.example",
              "李@house.example", "ann-1@house.example")  # fmt: skip
    assert [handle(email) for email in emails] == [
        "ann.leex", "ann.leex2", "ann.leex3", "person", "ann-1",
    ]  # fmt: skip


def issue(desk: Desk, actor: actors.Actor, *scopes: Scope, **more: Any) -> IssuedKey:
    named: dict[str, Any] = {"scopes": scopes} if scopes else {}
    key: IssuedKey = desk.do(
        people.issue_key,
        SYSTEM,
        kind=actor.kind,
        owner_id=actor.id,
        label="One",
        vault=VAULT,
        **named,
        **more,
    )
    return key


@pytest.mark.parametrize("scope", sorted(SELLERS_SIDE))
def test_a_key_for_the_side_of_sellers_needs_a_marketplace(desk: Desk, scope: Scope) -> None:
    portal = desk.partner()
    assert issue(desk, portal).scopes == ("file_on_behalf", "read")
    with pytest.raises(Refusal, match="runs no marketplace") as caught:
        issue(desk, portal, scope)
    assert caught.value.slug == "scope-not-yours"
    desk.do(partners.run_marketplaces, SYSTEM, "portal", add=("taobao",))
    assert issue(desk, portal).scopes == ("file_on_behalf", "read"), "no side unasked"
    assert issue(desk, portal, scope, Scope.READ).scopes == tuple(sorted((scope, Scope.READ)))
    desk.do(partners.run_marketplaces, SYSTEM, "portal", remove=("taobao",))
    assert (
        refused(
            desk,
            people.issue_key,
            kind=portal.kind,
            owner_id=portal.id,
            label="x",
            scopes=[scope],
            vault=VAULT,
        ).slug
        == "scope-not-yours"
    )


@pytest.mark.both_databases
def test_the_marketplaces_that_a_partner_runs_are_named_added_and_removed(desk: Desk) -> None:
    portal = desk.partner()
    for added, removed, left in (
        (("tmall", "taobao"), (), ["taobao", "tmall"]),
        (("tmall",), (), ["taobao", "tmall"]),
        (("etsy",), ("tmall", "ebay"), ["etsy", "taobao"]),
    ):
        desk.do(partners.run_marketplaces, SYSTEM, "portal", add=added, remove=removed)
        with desk.database.reading() as session:
            assert marketplaces.of_partner(session, portal.id) == left
    assert (
        refused(desk, partners.run_marketplaces, slug="portal", add=("nowhere",)).slug
        == "not-found"
    )
    assert (
        refused(desk, partners.run_marketplaces, slug="stranger", add=("etsy",)).slug == "not-found"
    )
    # One that a complaint named is there too.
    desk.claim(desk.filer(), targets=[{"url": "https://shop.example/x", "listing_id": "x"}])
    desk.do(partners.run_marketplaces, SYSTEM, "portal", add=("shop.example",))
    last = rows(desk, LedgerEntry)[-1]
    assert (last.verb, last.subject, last.subject_id) == ("runs", "partner", portal.id)
    assert last.facts == {"added": ["shop.example"], "removed": []}


def test_a_key_has_the_scopes_of_its_owner_or_fewer(desk: Desk) -> None:
    ada, acme = desk.staff("ada", PersonRole.ADMINISTRATOR), desk.filer()
    assert issue(desk, ada).scopes == ("decide", "judge_appeals", "read", "review")
    every = issue(desk, ada, *OWNER_SCOPES[ActorKind.PERSON])
    assert every.scopes == ("administer", "decide", "judge_appeals", "read", "review")
    few = issue(desk, acme, Scope.READ)
    assert few.scopes == ("read",)
    with pytest.raises(Refusal) as caught:
        issue(desk, acme, Scope.READ, Scope.DECIDE)
    assert caught.value.slug == "scope-not-yours"
    assert re.fullmatch(r"chk_[0-9a-f]{10}", few.prefix)
    assert re.fullmatch(few.prefix + "_[0-9a-f]{64}", few.secret)
    assert few.secret not in repr(few)
    key = rows(desk, ApiKey)[-1]
    assert (key.id, key.prefix, key.label) == (few.id, few.prefix, "One")
    assert (key.secret_hash, key.filer_id, key.person_id) == (
        hash_secret(few.secret), acme.id, None,
    )  # fmt: skip
    with desk.database.reading() as session:
        kept = select(ApiKeyScope.scope).where(ApiKeyScope.api_key_id == few.id)
        assert session.scalars(kept).all() == ["read"]
    assert [entry[1:] for entry in entries(desk, "issued")][-1] == ("api_key", 0, few.id)


def test_a_key_is_revoked_by_its_owner_with_no_fewer_scopes(desk: Desk) -> None:
    acme, other, ann = desk.filer(), desk.filer("other"), desk.staff("ann")
    full, reading = issue(desk, acme), issue(desk, acme, Scope.READ)
    reader = actors.Actor(acme.kind, acme.id, acme.role, frozenset({Scope.READ}))
    revoke = people.revoke_key
    for stranger in (other, ann, desk.partner()):
        assert refused(desk, revoke, stranger, prefix=full.prefix).slug == "not-found"
    assert refused(desk, revoke, acme, prefix="chk_0").slug == "not-found"
    assert refused(desk, revoke, reader, prefix=full.prefix).slug == "scope-not-yours"
    assert desk.do(revoke, reader, prefix=reading.prefix).id == reading.id
    again = desk.do(revoke, SYSTEM, prefix=reading.prefix, at=desk.now + DAY)
    assert again.revoked_at == desk.now
    assert entries(desk, "revoked") == [("filer", "api_key", acme.id, reading.id)]
    of_acme = [key for key in rows(desk, ApiKey) if key.filer_id == acme.id]
    assert [key.revoked_at for key in of_acme] == [None, desk.now]
    desk.do(revoke, acme, prefix=full.prefix)
    assert len(entries(desk, "revoked")) == 2


class Signed:
    """Two members of staff and a filer, each with an account; of two there are sessions."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.now = desk, desk.now
        self.ann, self.ben = desk.staff("ann"), desk.staff("ben")
        self.ada = desk.staff("ada", PersonRole.ADMINISTRATOR)
        self.acme = desk.filer()
        self.accounts = [
            desk.do(
                sign_ups.open_for_person,
                self.ada,
                who.id,
                email=f"{name}@house.example",
                vault=VAULT,
            )
            for name, who in (("ann", self.ann), ("ben", self.ben))
        ]
        self.accounts.append(
            desk.do(
                sign_ups.open_for_filer, SYSTEM, self.acme.id, email=" Kim@Acme.example ",
                password_hash="h", language=None,
            )
        )  # fmt: skip
        self.tokens = [self.begin(account) for account in self.accounts for _ in range(2)]

    def begin(self, account: Account, role: AccountRole = AccountRole.REVIEWER) -> str:
        with self.desk.database.transaction() as session:
            return sessions.begin_session(
                session, account, role, browser="b" * 90, network="n", with_second_factor=True,
                now=self.now,
            )  # fmt: skip

    def ended(self) -> list[int]:
        """Return the places of the sessions that have ended."""
        found = rows(self.desk, AccountSession)
        return [place for place, row in enumerate(found) if row.ended_at is not None]

    def of(self, verb: Any, *given: Any, **more: Any) -> Any:
        with self.desk.database.transaction() as session:
            return verb(session, *given, **{"now": self.now, **more})


@pytest.fixture
def signed(desk: Desk) -> Signed:
    return Signed(desk)


def test_a_session_is_known_by_its_tokens_hash_alone(signed: Signed) -> None:
    token = signed.begin(signed.accounts[2], AccountRole.FILER)
    *_, staffs, filers = rows(signed.desk, AccountSession)
    assert len(token) == 43
    assert (filers.token_hash, filers.account_id) == (hash_secret(token), signed.accounts[2].id)
    assert (filers.browser, filers.network, filers.with_second_factor) == ("b" * 80, "n", True)
    assert (filers.created_at, filers.last_seen_at) == (signed.now, signed.now)
    assert filers.ends_at - signed.now == FILER_SESSION
    assert staffs.ends_at - signed.now == STAFF_SESSION


@pytest.mark.both_databases
def test_a_session_is_used(signed: Signed) -> None:
    later = signed.now + DAY
    ids = [row.id for row in rows(signed.desk, AccountSession)]
    signed.of(sessions.touch, ids[1], now=later)
    seen = [row.last_seen_at for row in rows(signed.desk, AccountSession)]
    assert [each == later for each in seen] == [False, True, False, False, False, False]


def test_a_session_is_ended_by_its_account_once(signed: Signed) -> None:
    ids = [row.id for row in rows(signed.desk, AccountSession)]
    mine, later = signed.accounts[0].id, signed.now + DAY
    for account_id, session_id in ((signed.accounts[1].id, ids[1]), (mine, 999)):
        with pytest.raises(Refusal, match="no such session"):
            signed.of(sessions.end_session, account_id, session_id)
    signed.of(sessions.end_session, mine, ids[1])
    signed.of(sessions.end_session, mine, ids[1], now=later)
    signed.of(sessions.end_by_token, signed.tokens[1], now=later)
    assert signed.ended() == [1]
    signed.of(sessions.end_by_token, signed.tokens[2])
    assert signed.ended() == [1, 2]
    signed.of(sessions.end_all, mine, now=later)
    assert signed.ended() == [0, 1, 2]
    at = [row.ended_at for row in rows(signed.desk, AccountSession)]
    assert at[:3] == [later, signed.now, signed.now]


@pytest.mark.both_databases
def test_all_sessions_end_but_one(signed: Signed) -> None:
    signed.of(sessions.end_all, signed.accounts[0].id, but=signed.tokens[0])
    assert signed.ended() == [1]


def test_who_loses_access_is_signed_out_and_comes_back_by_signing_in(signed: Signed) -> None:
    desk = signed.desk

    def active() -> list[tuple[bool, bool]]:
        accounts = {row.person_id: row.active for row in rows(desk, Account)}
        return [(row.active, accounts.get(row.id, True)) for row in rows(desk, Person)]

    desk.do(access.end, signed.ada, signed.ben.id)
    assert active() == [(True, True), (False, False), (True, True)]
    assert signed.ended() == [2, 3]
    assert entries(desk, "removed") == [("person", "person", signed.ada.id, signed.ben.id)]
    desk.do(access.restore, signed.ada, signed.ben.id)
    assert active() == [(True, True)] * 3
    assert entries(desk, "restored") == [("person", "person", signed.ada.id, signed.ben.id)]
    assert signed.ended() == [2, 3]


def test_a_lost_second_factor_is_reset_by_somebody_else(signed: Signed) -> None:
    desk = signed.desk
    before = signed.accounts[1].fs_uniquifier
    with desk.database.transaction() as session:
        account = session.get_one(Account, signed.accounts[1].id)
        account.second_factor, account.totp_secret, account.totp_counter = "authenticator", "s", 1
        account.recovery_codes = ["c"]
        account.passkeys.append(
            Passkey(name="k", credential_id=b"c", public_key=b"p", sign_count=0, backup_state=False,
                    device_type="d", usage="first", lastuse_datetime=signed.now)
        )  # fmt: skip
        with pytest.raises(Refusal) as caught:
            access.reset_second_factor(working(session, signed.ben), account, vault=VAULT)
        assert caught.value.slug == "forbidden"
        access.reset_second_factor(working(session, signed.ada), account, vault=VAULT)
    row = rows(desk, Account)[1]
    assert (row.second_factor, row.totp_secret, row.totp_counter, row.recovery_codes) == (
        None, None, None, None,
    )  # fmt: skip
    assert re.fullmatch("[0-9a-f]{32}", row.fs_uniquifier)
    assert row.fs_uniquifier != before
    assert rows(desk, Passkey) == []
    assert signed.ended() == [2, 3]
    assert entries(desk, "reset_second_factor") == [("person", "account", signed.ada.id, row.id)]
    with desk.database.transaction() as session:
        account = session.get_one(Account, signed.accounts[2].id)
        access.reset_second_factor(working(session, SYSTEM), account, vault=VAULT)
    assert signed.ended() == [2, 3, 4, 5]


def test_a_change_of_an_account_is_its_owners(signed: Signed) -> None:
    for account in signed.accounts[1:]:
        signed.desk.do(access.note_password, SYSTEM, account)
    assert entries(signed.desk, "chose_password") == [
        ("person", "account", signed.ben.id, signed.accounts[1].id),
        ("filer", "account", signed.acme.id, signed.accounts[2].id),
    ]


@pytest.mark.both_databases
def test_accounts_are_opened_each_with_its_address(signed: Signed) -> None:
    desk = signed.desk
    ann, _, kim = rows(desk, Account)
    assert (ann.email, ann.person_id, ann.filer_id) == ("ann@house.example", signed.ann.id, None)
    assert (ann.confirmed_at, ann.password_hash, ann.active) == (signed.now, None, True)
    assert (kim.email, kim.person_id, kim.filer_id) == ("kim@acme.example", None, signed.acme.id)
    assert (kim.confirmed_at, kim.password_hash, kim.language) == (None, "h", None)
    for name in (kim.fs_uniquifier, kim.passkey_handle):
        assert re.fullmatch("[0-9a-f]{32}", name)
    assert [entry[:2] for entry in entries(desk, "opened")] == [("person", "account")] * 2
    assert entries(desk, "signed_up") == [("filer", "account", signed.acme.id, kim.id)]
    opening: dict[str, Any] = {"password_hash": None, "language": "zh"}
    for email, slug in (("nobody", "invalid-request"), ("KIM@acme.example", "taken")):
        refusal = refused(
            desk, sign_ups.open_for_filer, SYSTEM, signed.acme.id, email=email, **opening
        )
        assert (refusal.slug, [field.pointer for field in refusal.fields]) == (slug, ["/email"])
    second = desk.do(
        sign_ups.open_for_filer, SYSTEM, signed.acme.id, email="lee@acme.example", **opening
    )
    assert second.language == "zh"
    with desk.database.transaction() as session:
        sign_ups.choose_language(session, second.id, "en")
    assert [row.language for row in rows(desk, Account)] == [None, None, None, "en"]


def test_an_address_is_an_identity_once_it_is_confirmed(signed: Signed) -> None:
    desk = signed.desk
    other = desk.filer("other")
    before = len(rows(desk, FilerIdentity))
    for number, at in ((2, signed.now), (2, signed.now + DAY), (0, signed.now + DAY)):
        with desk.database.transaction() as session:
            account = session.get_one(Account, signed.accounts[number].id)
            sign_ups.confirm_address(working(session, SYSTEM, at), account, vault=VAULT)
            assert account.confirmed_at == signed.now
    mailboxes = [row for row in rows(desk, FilerIdentity) if row.kind == "email"]
    assert {row.filer_id for row in mailboxes} == {signed.acme.id}
    known = {(row.origin, row.known_since) for row in mailboxes}
    assert known == {("confirmed", signed.now)}, "one mailbox, confirmed first on this day"
    assert len(rows(desk, FilerIdentity)) == before + len(mailboxes)
    assert other.id != signed.acme.id
    assert entries(desk, "confirmed")[0] == (
        "filer", "account", signed.acme.id, signed.accounts[2].id,
    )  # fmt: skip
    assert all(entry[0] == "filer" for entry in entries(desk, "confirmed"))


@pytest.mark.both_databases
def test_who_is_invited_gets_a_letter_that_only_its_sender_opens(signed: Signed) -> None:
    desk = signed.desk
    cem = desk.staff("cem")
    made = desk.do(
        sign_ups.invite, signed.ada, cem.id, email="cem@house.example", vault=VAULT, language="zh"
    )
    (letter,) = rows(desk, AccountLetter)
    assert (letter.account_id, letter.kind, letter.language) == (made.id, "invited", "zh")
    assert (letter.key_id, letter.created_at, letter.sent_at) == (VAULT.key_id, signed.now, None)
    sent = desk.do(account_letters.note_sent, SYSTEM, letter.id, vault=VAULT)
    again = desk.do(account_letters.note_sent, SYSTEM, letter.id, vault=VAULT, at=signed.now + DAY)
    assert sent == again
    assert (sent.email, "/recover/" in sent.body) == ("cem@house.example", True)
    assert "/recover/" not in repr(sent)
    assert rows(desk, AccountLetter)[0].sent_at == signed.now
    assert entries(desk, "sent") == [("system", "account_letter", 0, letter.id)] * 2
    assert refused(desk, account_letters.note_sent, SYSTEM, 999, vault=VAULT).slug == "not-found"


def test_a_letter_is_in_its_readers_language(signed: Signed) -> None:
    desk = signed.desk
    with desk.database.transaction() as session:
        work = working(session, SYSTEM)
        kim = session.get_one(Account, signed.accounts[2].id)
        account_letters.write_account_letter(work, kim, "code", holds="123456", vault=VAULT)
        account_letters.write_account_letter(
            work, kim, "code", holds="1", vault=VAULT, language="zh"
        )
        kim.language = "zh"
        account_letters.write_account_letter(
            work, kim, "code", holds="654321", vault=VAULT, language="en"
        )
        kim.language = "en"
        account_letters.write_account_letter(
            work, kim, "code", holds="1", vault=VAULT, language="zh"
        )
    first, _, third, _ = found = rows(desk, AccountLetter)
    assert [row.language for row in found] == ["en", "zh", "zh", "en"]
    assert "654321" in desk.do(account_letters.note_sent, SYSTEM, third.id, vault=VAULT).body
    assert "123456" in desk.do(account_letters.note_sent, SYSTEM, first.id, vault=VAULT).body


def test_for_which_account_somebody_acts(desk: Desk) -> None:
    acme, portal, rev = desk.filer(), desk.partner(), desk.staff("rev")
    sam = {"reference": "s-1", "name": "Sam"}
    with desk.database.transaction() as session:
        assert lock_account(working(session, acme), None, vault=VAULT).id == acme.id
        made = lock_account(working(session, portal), sam, vault=VAULT)
        assert (made.reference, made.source) == ("s-1", f"partner-{portal.id}")
        assert lock_account(working(session, portal), sam, vault=VAULT).id == made.id
        for actor, filer, slug in (
            (acme, sam, "invalid-request"),
            (portal, None, "invalid-request"),
            (rev, None, "forbidden"),
            (SYSTEM, sam, "forbidden"),
        ):
            with pytest.raises(Refusal) as caught:
                lock_account(working(session, actor), filer, vault=VAULT)
            assert caught.value.slug == slug
        assert session.query(Filer).count() == 2

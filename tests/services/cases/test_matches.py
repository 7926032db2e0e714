"""Accounts are matched with bound and flagged parties, and only with those."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from complaints.models import (
    Boycott,
    Claim,
    Complaint,
    Document,
    DocumentLook,
    Filer,
    FilerIdentity,
    Flag,
    PartyMatch,
    Right,
    RightDocument,
    RightsHolder,
    ScanRun,
)
from complaints.queries.cases.matches import by_identity
from complaints.rules.actors import LOCAL, SYSTEM
from complaints.rules.kinds import FilerKind, Proof
from complaints.services.cases import judgements, matches
from complaints.services.cases.matches import Shown
from complaints.services.logins import people
from complaints.services.registry import Marks, Registry, rows
from complaints.services.registry.filers import FILER, new_parties
from tests.scenes.clock import NOW
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, MARK, VAULT, Desk

DAY = timedelta(days=1)
OLD = {
    "reference": "old", "name": "Bold Brands Ltd", "kind": "rights_holder", "country": "US",
    "email": "info@boldbrands.example", "phone": "+1 202 555 0123", "device": "device-of-old",
    "payment": "DE89370400440532013000", "address": "12 Elm Street, Springfield, IL 62704",
    "ip": "198.51.100.7",
}  # fmt: skip
NEW = {
    "reference": "new", "name": "Quiet Goods Inc", "kind": "rights_holder", "country": "US",
    "email": "hello@quietgoods.example", "phone": "+1 303 555 0199", "device": "device-of-new",
    "payment": "GB33BUKB20201555555555", "address": "7 Oak Road, Denver, CO 80202",
    "ip": "203.0.113.9",
}  # fmt: skip


class Counter(Desk):
    """A desk at which one account, `old`, is boycotted since yesterday."""

    def __init__(self, database: Any, now: datetime) -> None:
        super().__init__(database, now)
        self.portal = self.partner()
        self.filed(OLD, "1", at=now - 40 * DAY)
        self.old = self.number("old")

    def filed(
        self, face: dict[str, Any], mark: str, at: datetime | None = None, **more: Any
    ) -> int:
        """File one complaint by a mark and return the account's id."""
        right = {**MARK, "number": mark}
        if "rights_holder" in more:
            more["authorization"] = {"reference": f"POA-{mark}"}
        targets = [{"url": f"{ITEM}{next(self._numbers)}"}]
        self.file(self.portal, filer=face, right=right, targets=targets, at=at, **more)
        return self.number(face["reference"])

    def number(self, reference: str) -> int:
        with self.database.reading() as session:
            return session.scalars(select(Filer.id).where(Filer.reference == reference)).one()

    def match(self, filer_id: int, at: datetime | None = None, **shown: Any) -> PartyMatch | None:
        def verb(work: Any) -> PartyMatch | None:
            return matches.match(work, work.session.get_one(Filer, filer_id), Shown(**shown))

        found: PartyMatch | None = self.do(verb, at=at)
        return found

    def key_of(self, number: str) -> str:
        with self.database.reading() as session:
            return session.scalars(select(Right.key).where(Right.number == number)).first() or ""

    def paper(self, sha256: str) -> int:
        with self.database.reading() as session:
            return session.scalars(select(Document.id).where(Document.sha256 == sha256)).one()

    def proven(self, filer_id: int, level: Proof) -> None:
        if level != Proof.STATED:
            change = update(Right).where(Right.filer_id == filer_id)
            with self.database.transaction() as session:
                session.execute(change.values(proof=level, proof_at=NOW))

    def join(self, filer_id: int, other_id: int) -> None:
        """Count an account to the party of another one."""
        with self.database.transaction() as session:
            party_id = session.get_one(Filer, other_id).party_id
            session.get_one(Filer, filer_id).party_id = party_id

    def down(self, filer_id: int) -> None:
        """Take down whatever an account has complained of."""
        with self.database.transaction() as session:
            of_it = update(Claim).where(Claim.filer_id == filer_id)
            session.execute(of_it.values(state="removed", closed_at=NOW - 30 * DAY))

    def certify(self, filer_id: int) -> None:
        """Keep a certificate with each right of an account. Nobody compares it."""
        with self.database.transaction() as session:
            paper = Document(sha256="c" * 64, created_at=NOW)
            session.add(paper)
            session.flush()
            for right_id in session.scalars(select(Right.id).where(Right.filer_id == filer_id)):
                session.add(RightDocument(
                    right_id=right_id, document_id=paper.id, kind="registration"
                ))  # fmt: skip

    def unflag(self) -> None:
        """Dismiss all flags, so that only boycotts count."""
        with self.database.transaction() as session:
            dismissed = {"state": "dismissed", "closed_at": NOW, "why": "w"}
            session.execute(update(Flag).values(**dismissed))

    def flag(self, filer_id: int, state: str = "open", **closed: Any) -> None:
        with self.database.transaction() as session:
            run = ScanRun(
                as_of=NOW, started_at=NOW, finished_at=NOW, policy="p", data="d", filers=1,
                complaints=1, claims=1, flagged=1, seconds={},
            )  # fmt: skip
            session.add(run)
            session.flush()
            flag = Flag(
                filer_id=filer_id, scan_run_id=run.id, state=state, level="warning", score=0.7,
                findings="f", speaks_for=[], opened_at=NOW - DAY, updated_at=NOW - DAY, **closed,
            )  # fmt: skip
            session.add(flag)

    def crowd(self, kind: str, size: int, *, filing: bool, since: datetime = NOW) -> list[int]:
        """Write so many accounts that show what `old` shows, each a party of its own."""
        with self.database.transaction() as session:
            shown = session.scalars(
                select(FilerIdentity).where(
                    FilerIdentity.filer_id == self.old, FilerIdentity.kind == kind
                )
            ).one()
            right_id = session.scalars(select(Right.id).where(Right.filer_id == self.old)).first()
            ids = list(rows.reserve(session, FILER, size))
            of_each = [{"filer_id": each, "right_id": right_id} for each in ids]
            parties = new_parties(session, size, NOW)
            session.execute(
                insert(Filer),
                [{"id": each, "source": "crowd", "reference": f"{kind}-{each}", "name": "Crowd",
                  "folded_name": f"crowd{each}", "party_id": party_id, "created_at": NOW}
                 for each, party_id in zip(ids, parties, strict=True)],
            )  # fmt: skip
            session.execute(
                insert(FilerIdentity),
                [{"filer_id": each, "kind": kind, "digest": shown.digest, "first_seen": since,
                  "last_seen": since} for each in ids],
            )  # fmt: skip
            if filing:
                session.execute(
                    insert(Complaint),
                    [{"source": "crowd", "reference": f"{kind}-{each['filer_id']}",
                      "basis": "counterfeit", "filed_at": since, "recorded_at": since, **each}
                     for each in of_each],
                )  # fmt: skip
            return ids

    def rows_read(self, filer_id: int) -> int:
        """Return how many rows the look-up by identity gives for an account."""
        with self.database.reading() as session:
            return len(by_identity(session, filer_id))


@pytest.fixture
def counter(database):
    return copy(staged(database, "party to match", lambda: Counter(database, NOW)))


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("email", "free_email:2"), ("phone", "phone:2"), ("device", "device:2"),
     ("payment", "payment:2")],
)  # fmt: skip
def test_one_rare_thing_of_ones_own_is_enough(counter, kind, shown):
    counter.boycott(counter.old)
    new = counter.filed({**NEW, kind: OLD[kind]}, "2")
    found = counter.match(new)
    assert found is not None
    assert (found.filer_id, found.other_id, found.shared) == (new, counter.old, [shown])


def test_nobody_is_matched_with_an_account_of_good_standing(counter):
    assert counter.match(counter.filed({**NEW, "device": OLD["device"]}, "2")) is None


@pytest.mark.parametrize("kind", ["address", "ip"])
def test_a_place_alone_matches_nobody(counter, kind):
    counter.boycott(counter.old)
    assert counter.match(counter.filed({**NEW, kind: OLD[kind]}, "2")) is None


def test_a_boycott_that_has_ended_matches_nobody(counter):
    counter.boycott(counter.old, days=5)
    counter.unflag()
    new = counter.filed({**NEW, "device": OLD["device"]}, "2")
    assert counter.match(new, at=NOW + 4 * DAY) is not None
    assert counter.match(new, at=NOW + 5 * DAY) is None


@pytest.mark.parametrize(
    ("state", "matched"),
    [("open", True), ("under_review", True), ("confirmed", True), ("dismissed", False)],
)
def test_a_flag_counts_until_it_is_dismissed(counter, state, matched):
    closed = {"closed_at": NOW, "why": "w"} if state in ("confirmed", "dismissed") else {}
    counter.flag(counter.old, state=state, **closed)
    new = counter.filed({**NEW, "device": OLD["device"]}, "2")
    assert (counter.match(new) is not None) is matched


@pytest.mark.parametrize(
    ("state", "matched"),
    [("proposed", False), ("warned", True), ("answered", True), ("dropped", False)],
)
def test_a_warning_counts_while_it_stands(counter, state, matched):
    boycott_id = counter.boycott(counter.old)
    counter.unflag()
    with counter.database.transaction() as session:
        session.get_one(Boycott, boycott_id).state = state
    new = counter.filed({**NEW, "device": OLD["device"]}, "2")
    assert (counter.match(new) is not None) is matched


@pytest.mark.both_databases
def test_every_account_of_a_bound_party_is_matched(counter):
    counter.boycott(counter.old)
    door = counter.filed({**NEW, "reference": "door"}, "3", at=NOW - 30 * DAY)
    counter.join(door, counter.old)
    new = counter.filed({**NEW, "phone": "+1 404 555 0147", "email": "x@else.example"}, "2")
    found = counter.match(new)
    assert found is not None
    assert found.other_id == door
    counter.join(new, counter.old)
    assert counter.match(new) is None


@pytest.mark.both_databases
def test_the_newest_match_replaces_the_one_stored_before(counter):
    counter.boycott(counter.old)
    new = counter.filed({**NEW, "device": OLD["device"]}, "2")
    first = counter.match(new)
    counter.filed({**NEW, "device": OLD["device"], "payment": OLD["payment"]}, "2")
    again = counter.match(new, at=NOW + DAY)
    assert (again.id, again.made_at) == (first.id, first.made_at)
    assert again.seen_at == NOW + DAY
    assert again.shared == ["device:2", "payment:2"]
    assert again.weight > first.weight


def test_a_pair_judged_not_the_same_is_never_matched_again(counter):
    counter.boycott(counter.old)
    new = counter.filed({**NEW, "device": OLD["device"]}, "2")
    ann = counter.staff("judge")
    counter.do(judgements.judge, ann, filer=new, other=counter.old, verdict="no", why="Rented.")
    assert counter.match(new) is None
    counter.do(judgements.judge, ann, filer=new, other=counter.old, verdict="unsure", why="Hm.")
    assert counter.match(new) is not None


def test_a_right_that_the_bound_account_filed_for_itself_is_enough(counter):
    counter.certify(counter.old)
    counter.boycott(counter.old)
    new = counter.filed(NEW, "1")
    found = counter.match(new, right_key=counter.key_of("1"))
    assert found is not None
    assert found.shared == ["right:2"]
    assert counter.match(new) is None


def test_a_right_that_an_agent_filed_binds_nobody(counter):
    agent = {**OLD, "reference": "agency", "name": "Harrow IP", "kind": "agent"}
    client = {"name": "Client Ltd"}
    counter.boycott(counter.filed(agent, "5", rights_holder=client))
    key = counter.key_of("5")
    client_itself = {**NEW, "name": "Client Ltd"}
    assert counter.match(counter.filed(client_itself, "5"), right_key=key) is None
    next_agent = {**NEW, "reference": "next", "name": "Bell IP", "kind": "agent"}
    new = counter.filed(next_agent, "5", rights_holder=client)
    assert counter.match(new, right_key=key) is None


def test_a_right_that_was_known_as_anothers_is_not_the_squatters(counter):
    brand = {**NEW, "reference": "brand"}
    counter.filed(brand, "7", at=NOW - 50 * DAY)
    counter.filed(OLD, "7", at=NOW - 20 * DAY)
    counter.boycott(counter.old)
    licensee = {**NEW, "reference": "third", "name": "Third Ltd", "email": "a@third.example",
                "phone": "+1 404 555 0147", "device": "d3", "payment": "p3"}  # fmt: skip
    new = counter.filed(licensee, "7")
    assert counter.match(new, right_key=counter.key_of("7")) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "matched"),
    [(Proof.STATED, Proof.STATED, False), (Proof.PAPER_SEEN, Proof.STATED, False),
     (Proof.STATED, Proof.PAPER_SEEN, True),
     (Proof.PAPER_SEEN, Proof.PAPER_SEEN, True), (Proof.PAPER_SEEN, Proof.IN_REGISTER, True)],
)  # fmt: skip
def test_who_has_proven_a_right_better_is_not_matched_by_it(counter, mine, theirs, matched):
    counter.boycott(counter.old)
    new = counter.filed(NEW, "1")
    counter.proven(new, mine)
    counter.proven(counter.old, theirs)
    assert (counter.match(new, right_key=counter.key_of("1")) is not None) is matched


def test_a_boycott_for_one_principal_counts_by_its_right_alone(counter):
    agent = {**OLD, "reference": "agency", "name": "Harrow IP", "kind": "agent"}
    agency = counter.filed(agent, "5", rights_holder={"name": "Client Ltd"})
    with counter.database.reading() as session:
        holder = session.scalars(select(RightsHolder.id)).one()
    counter.boycott(agency, holder_id=holder)
    counter.unflag()
    again = {**NEW, "kind": "agent", "device": OLD["device"]}
    new = counter.filed(again, "5", rights_holder={"name": "Client Ltd"})
    assert counter.match(new) is None
    assert counter.match(new, right_key=counter.key_of("1")) is None
    assert counter.match(new, right_key=counter.key_of("5")) is not None


def test_the_same_paper_and_a_copy_of_it_are_enough(counter):
    papers = [{"kind": "identity", "sha256": "a" * 64}, {"kind": "identity", "sha256": "b" * 64}]
    counter.filed(OLD, "1", documents=papers[:1])
    counter.boycott(counter.old)
    first = counter.filed(NEW, "2", documents=papers[:1])
    same, copy = counter.paper("a" * 64), None
    assert counter.match(first, document_ids=[same]).shared == ["paper:2"]
    second = counter.filed({**NEW, "reference": "second", "name": "Second Ltd"}, "3",
                           documents=papers[1:])  # fmt: skip
    copy = counter.paper("b" * 64)
    assert counter.match(second, document_ids=[copy]) is None
    with counter.database.transaction() as session:
        session.add_all(
            DocumentLook(document_id=each, alike_id=same, looked_at=NOW) for each in (same, copy)
        )
    assert counter.match(second, document_ids=[copy]).shared == ["near_paper:3"]


def test_a_paper_of_a_client_says_nothing_of_its_agent(counter):
    paper = [{"kind": "registration", "sha256": "a" * 64}]
    agent = {**OLD, "reference": "agency", "name": "Harrow IP", "kind": "agent"}
    counter.boycott(
        counter.filed(agent, "5", rights_holder={"name": "Client Ltd"}, documents=paper)
    )
    new = counter.filed({**NEW, "name": "Client Ltd"}, "5", documents=paper)
    assert counter.match(new, document_ids=[counter.paper("a" * 64)]) is None


def test_an_agency_and_its_client_share_what_the_agency_lends(counter):
    agent = {**OLD, "reference": "agency", "name": "Harrow IP", "kind": "agent"}
    counter.boycott(counter.filed(agent, "5", rights_holder={"name": "Client Ltd"}))
    lent = {kind: OLD[kind] for kind in ("email", "phone", "address", "ip")}
    stranger = {**NEW, "phone": OLD["phone"], "reference": "stranger", "name": "Stranger Ltd"}
    assert counter.match(counter.filed(stranger, "6")) is not None
    assert counter.match(counter.filed({**NEW, **lent, "name": "Client Ltd"}, "5")) is None
    by_its_device = {**NEW, "reference": "hand", "name": "Client Ltd", "device": OLD["device"]}
    assert counter.match(counter.filed(by_its_device, "5")) is not None


def test_clients_of_one_lawyer_are_not_one(counter):
    firm = {"email": "post@lawyers.example", "phone": "+1 212 555 0111"}
    bound = counter.filed({**OLD, "reference": "a", "name": "First Client Ltd", **firm}, "11")
    second = {**NEW, "reference": "b", "name": "Second Client Ltd", **firm}
    counter.filed(second, "12", at=NOW - 60 * DAY)
    counter.boycott(bound)
    third = {**NEW, **firm, "device": "d3", "payment": "p3"}
    assert counter.match(counter.filed(third, "13")) is None


def test_what_a_third_agency_shows_too_is_lent_by_it(counter):
    agency = {"reference": "agency", "name": "Harrow IP", "kind": "agent", "country": "US",
              "phone": OLD["phone"]}  # fmt: skip
    for number in ("31", "32", "33"):
        holder = {"name": f"Client {number}"}
        served = counter.filed(agency, number, at=NOW - 60 * DAY, rights_holder=holder)
    counter.boycott(counter.old)
    new = counter.filed({**NEW, "phone": OLD["phone"]}, "2")
    # Nothing has come of its complaints so far: it may be an invented firm.
    assert counter.match(new) is not None
    counter.down(served)
    assert counter.match(new) is None


def test_a_relative_at_a_line_that_the_house_shared_before_is_not_held(counter):
    home = {kind: OLD[kind] for kind in ("address", "ip", "phone")}
    elder = {**NEW, **home, "reference": "elder", "name": "Elder Goods Inc", "device": "d3",
             "payment": "p3"}  # fmt: skip
    counter.filed({**elder, "email": "elder@else.example"}, "3", at=NOW - 60 * DAY)
    counter.boycott(counter.old)
    assert counter.match(counter.filed({**NEW, **home}, "2")) is None
    # Who files from the boycotted one's device cannot be told from a return.
    assert counter.match(counter.filed({**NEW, **home, "device": OLD["device"]}, "2")) is not None


def test_a_neighbour_who_filed_before_is_not_held_for_a_telephone(counter):
    early = counter.filed({**NEW, "phone": OLD["phone"]}, "2", at=NOW - 35 * DAY)
    counter.boycott(counter.old)
    assert counter.match(early) is None


@pytest.mark.parametrize(("ahead", "matched"), [(1, False), (0, True), (-1, True)])
def test_before_is_before_the_warning(counter, ahead, matched):
    """Microseconds ahead of the warning: just before, at the same moment, just after."""
    boycott_id = counter.boycott(counter.old)
    counter.unflag()
    with counter.database.reading() as session:
        warned = session.get_one(Boycott, boycott_id).warned_at
    at = warned - timedelta(microseconds=ahead)
    early = counter.filed({**NEW, "phone": OLD["phone"]}, "2", at=at)
    assert (counter.match(early) is not None) is matched


def test_accounts_that_look_like_the_party_do_not_make_a_device_common(counter):
    crowd = counter.crowd("device", 40, filing=True, since=NOW - 60 * DAY)
    counter.boycott(counter.old)
    new = counter.filed({**NEW, "device": OLD["device"]}, "2")
    assert counter.match(new) is None
    likeness = {"other_id": counter.old, "weight": 5.0, "shared": ["device:2"], "made_at": NOW,
                "seen_at": NOW}  # fmt: skip
    with counter.database.transaction() as session:
        session.execute(insert(PartyMatch), [{"filer_id": each, **likeness} for each in crowd])
    assert counter.match(new) is not None
    ann = counter.staff("judge")
    for each in crowd:
        pair = {"filer": each, "other": counter.old}
        counter.do(judgements.judge, ann, **pair, verdict="no", why="A hall.")
    assert counter.match(new) is None


def test_the_same_name_and_words_are_enough_and_neither_is_alone(counter):
    words = (
        "The goods in this listing carry our mark without leave and deceive the buyers who trust "
        "in it, and we ask for them to be taken down at once and for good"
    )
    counter.filed(OLD, "1", statement=words)
    counter.boycott(counter.old)
    namesake = counter.filed({**NEW, "name": "BOLD BRANDS"}, "2", statement="Copied goods.")
    assert counter.match(namesake, text="Copied goods.") is None
    found = counter.match(namesake, text=words.replace("goods", "wares", 1))
    assert found is not None
    assert found.shared == ["text:2", "name:2"]
    other = counter.filed({**NEW, "reference": "other"}, "3", statement=words)
    assert counter.match(other, text=words) is None


def test_at_sign_up_identity_attributes_and_the_name_are_compared(counter):
    counter.boycott(counter.old)
    with counter.database.transaction() as session:
        work = working(session, SYSTEM, NOW)
        filer = people.add_filer(
            work, reference="fresh", name="Fresh Start", kind=FilerKind.RIGHTS_HOLDER
        )
        Registry(session, VAULT, source=LOCAL, now=NOW).identities(
            [Marks(filer.id, {"payment": OLD["payment"]}, NOW)]
        )
        found = matches.match(work, filer, Shown())
        assert found is not None
        assert found.shared == ["payment:2"]


# Bad input


SCRIPTS = ("Бренд Вело", "蓝木商贸有限公司", "ブランド株式会社", "علامة الوادي")


def test_a_name_in_four_scripts_is_compared_in_each(counter):
    for number, name in enumerate(SCRIPTS):
        reference = f"old-{number}"
        face = {**OLD, "reference": reference, "name": name, "device": f"d-{number}"}
        counter.boycott(counter.filed(face, f"2{number}"))
    for number, name in enumerate(SCRIPTS):
        face = {**NEW, "reference": f"new-{number}", "name": name, "device": f"n-{number}"}
        new = counter.filed({**face, "ip": OLD["ip"]}, f"3{number}")
        found = counter.match(new)
        assert found is not None
        assert found.other_id == counter.number(f"old-{number}")
        assert [each.split(":")[0] for each in found.shared] == ["ip", "name"]


def test_an_identity_shared_by_half_the_market_links_nobody(counter):
    counter.boycott(counter.old)
    for kind in ("ip", "phone", "device"):
        counter.crowd(kind, 300, filing=True, since=NOW - 60 * DAY)
    new = counter.filed({**NEW, **{kind: OLD[kind] for kind in ("ip", "phone", "device")}}, "2")
    assert counter.match(new) is None


def test_accounts_that_never_file_do_not_make_a_device_common(counter):
    counter.boycott(counter.old)
    counter.crowd("device", 100, filing=False)
    assert counter.match(counter.filed({**NEW, "device": OLD["device"]}, "2")) is not None


def test_an_identity_that_many_showed_after_the_first_links_nobody(counter):
    counter.boycott(counter.old)
    counter.crowd("device", 300, filing=True, since=NOW - 30 * DAY)
    assert counter.match(counter.filed({**NEW, "device": OLD["device"]}, "2")) is None


def test_ten_thousand_look_alikes_of_one_party_are_held_and_cost_no_more(counter):
    counter.boycott(counter.old)
    for kind in ("device", "payment", "phone"):
        counter.crowd(kind, 10_000, filing=True)
    face = {kind: OLD[kind] for kind in ("device", "payment", "phone")}
    for number in range(3):
        new = counter.filed({**NEW, **face, "reference": f"new-{number}"}, "2")
        assert counter.match(new) is not None
    assert counter.rows_read(new) < 650


def test_a_crowd_that_never_files_hides_nobody(counter):
    counter.boycott(counter.old)
    counter.crowd("device", 900, filing=False, since=NOW - 60 * DAY)
    assert counter.match(counter.filed({**NEW, "device": OLD["device"]}, "2")) is not None


def test_a_crowd_that_states_a_right_hides_nobody(counter):
    counter.certify(counter.old)
    counter.boycott(counter.old)
    with counter.database.transaction() as session:
        right = session.scalars(select(Right).where(Right.filer_id == counter.old)).one()
        key = right.key
    crowd = counter.crowd("device", 150, filing=False)
    with counter.database.transaction() as session:
        session.execute(
            insert(Right),
            [{"filer_id": each, "key": key, "digest": "d", "kind": right.kind,
              "number": right.number, "created_at": NOW, "proof": "stated"} for each in crowd],
        )  # fmt: skip
    new = counter.filed(NEW, "1")
    assert counter.match(new, right_key=key) is not None


def test_of_many_flagged_look_alikes_few_are_compared(counter):
    counter.boycott(counter.old)
    for filer_id in counter.crowd("device", 150, filing=True):
        counter.flag(filer_id)
    new = counter.filed({**NEW, "device": OLD["device"]}, "2")
    found = counter.match(new)
    assert found is not None
    with counter.database.reading() as session:
        assert len(session.scalars(select(PartyMatch)).all()) == 8

"""What a boycott stops: by its law a claim goes unread, needs more proof, or is in a lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import (
    Boycott,
    Claim,
    ClaimDocument,
    Complaint,
    Document,
    Filer,
    LedgerEntry,
    Letter,
    RegisterEntry,
    Upload,
)
from complaints.queries.cases import boycotts as asked
from complaints.queries.filing import complaints as complaint_queries
from complaints.queries.law.clocks import running
from complaints.queries.staff import queue
from complaints.queries.staff.queue import Filters
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, PersonRole, Scope
from complaints.rules.cases.grounds import Ground
from complaints.rules.kinds import DocumentUse, Proof
from complaints.rules.law.treatments import is_stopped, sharpness, treatment_of
from complaints.rules.policy.law_policy import LawPolicy
from complaints.services.authority import proof
from complaints.services.cases import boycotts, lanes
from complaints.services.decisions import claims
from complaints.services.filing import evidence, intake
from complaints.services.filing.intake import Accepted, Duplicate, NotProcessed
from complaints.storage.db import Database
from complaints.storage.links import SellerOf
from tests.noted import noted
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, MARK, STOPS_ALL, VAULT, Desk

CHINA, GERMANY = f"{ITEM}1", "https://www.amazon.de/dp/B000000001"
AMERICA, BRITAIN = "https://www.amazon.com/dp/B000000002", "https://www.amazon.co.uk/dp/B000000003"
MEXICO = "https://www.amazon.com.mx/dp/B000000004"
BOTH = [{"url": CHINA}, {"url": GERMANY}]
USUAL = LawPolicy().treatments()
# As a boycott of revision 0029 became: what passed is in the lane.
OLD = {"dmca": "lane", "ecl": "lane", "dsa": "not_processed", "house": "not_processed"}
MAIL = {"email": "acme@example.com"}
PAPER = {"kind": "evidence", "sha256": "a" * 64}
CERTIFICATE = {"kind": "registration", "sha256": "b" * 64}
IDENTITY = {"kind": "identity", "sha256": "c" * 64}


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


@pytest.mark.parametrize(
    ("policy", "ground", "differs"),
    [
        (LawPolicy(), Ground.MANIFESTLY_UNFOUNDED, {}),
        (LawPolicy(), Ground.ONE_HAND, {"dsa": "lane"}),
        (LawPolicy(), Ground.FORGED_PAPER, {"dsa": "lane"}),
        (LawPolicy(boycott_dsa=0), Ground.MANIFESTLY_UNFOUNDED, {"dsa": "lane"}),
        (LawPolicy(boycott_ecl=0), Ground.MANIFESTLY_UNFOUNDED, {"ecl": "lane"}),
        (LawPolicy(boycott_house=0), Ground.ONE_HAND, {"dsa": "lane", "house": "lane"}),
    ],
)
def test_policy_and_ground_choose_within_what_each_law_allows(
    policy: LawPolicy, ground: Ground, differs: Mapping[str, str]
) -> None:
    usual = {
        "dmca": "lane", "ecl": "raised_proof", "dsa": "not_processed", "house": "not_processed",
        "house_us": "lane", "house_gb": "lane",
    }  # fmt: skip
    assert policy.treatments(ground) == {**usual, **differs}


def test_our_own_rules_differ_by_country_and_an_old_boycott_stops_all() -> None:
    assert treatment_of(USUAL, "house", "US") == treatment_of(USUAL, "house", "GB") == "lane"
    assert is_stopped(USUAL, None, "MX")
    assert is_stopped(OLD, "house", "US")
    assert all(is_stopped(STOPS_ALL, code, "US") for code in STOPS_ALL)
    claims_of = [("dsa", "DE"), ("ecl", "CN"), ("dmca", "US")]
    assert sharpness(USUAL, claims_of) == [1, 1, 1]
    assert sharpness(STOPS_ALL, claims_of) > sharpness(USUAL, claims_of) > sharpness(OLD, claims_of)


@pytest.mark.parametrize(
    ("url", "basis", "regime", "treatment", "state", "clocks"),
    [
        (GERMANY, "counterfeit", "dsa", "not_processed", "not_processed", []),
        (MEXICO, "counterfeit", "house", "not_processed", "not_processed", []),
        (AMERICA, "counterfeit", "house", "lane", "received", ["lane"]),
        (BRITAIN, "counterfeit", "house", "lane", "received", ["lane"]),
        (CHINA, "counterfeit", "ecl", "raised_proof", "incomplete", []),
        (AMERICA, "copyright", "dmca", "lane", "received", ["lane"]),
    ],
)  # fmt: skip
def test_each_law_has_its_treatment(
    desk: Desk, url: str, basis: str, regime: str, treatment: str, state: str, clocks: list[str]
) -> None:
    acme = desk.filer()
    desk.boycott(acme.id, treatments=USUAL)
    right = {"kind": "copyright", "title": "A photo"} if basis == "copyright" else None
    given = {"right": right} if right else {}
    claim = desk.claim(acme, basis=basis, targets=[{"url": url}], contact=MAIL, **given)
    with desk.database.reading() as session:
        row = session.get_one(Claim, claim)
        assert (row.regime, row.treatment, row.state) == (regime, treatment, state)
        assert [clock.kind for clock in running(session, claim)] == clocks
        assert (row.decide_by is not None) is bool(clocks)


@pytest.mark.parametrize(
    ("delivered", "treatment"),
    [(("CA", "US"), "lane"), (("GB", "NO"), "lane"), (("CA", "NO"), "not_processed")],
)
def test_of_several_countries_one_in_which_notices_are_read_is_enough(
    desk: Desk, delivered: tuple[str, ...], treatment: str
) -> None:
    acme = desk.filer()
    desk.boycott(acme.id, treatments=USUAL)
    etsy = {"url": "https://www.etsy.com/listing/123456789", "delivers_to": list(delivered)}
    claim_id = desk.claim(acme, targets=[etsy])
    with desk.database.reading() as session:
        claim = session.get_one(Claim, claim_id)
        assert (claim.regime, claim.calendar or "", claim.treatment) == ("house", "", treatment)


def test_the_lane_lasts_five_working_days_unless_the_policy_says_otherwise(desk: Desk) -> None:
    """From Wednesday 1 July 2026; in the United States Friday the third is a day off."""
    acme = desk.filer()
    desk.boycott(acme.id, treatments=USUAL)
    ends = []
    for spot, days in enumerate((5, 1)):
        desk.policy(f"[law]\nlane_days = {days}\n")
        target = {"url": f"https://www.amazon.co.uk/dp/B00000001{spot}"}
        claim = desk.claim(acme, targets=[target], contact=MAIL)
        with desk.database.reading() as session:
            decide_by = session.get_one(Claim, claim).decide_by
            assert decide_by is not None
            ends.append((decide_by - timedelta(minutes=1)).date().isoformat())
    assert ends == ["2026-07-08", "2026-07-02"]


@pytest.mark.both_databases
def test_a_complaint_is_split_by_the_laws_of_its_claims(desk: Desk) -> None:
    acme = desk.filer()
    boycott = desk.boycott(acme.id, treatments=USUAL)
    targets = [*BOTH, {"url": AMERICA}]
    filed = desk.file(acme, targets=targets, contact=MAIL)
    assert isinstance(filed, Accepted)
    assert (filed.boycott.id, filed.kept) == (boycott, 1)
    assert [*filed.lacks.values()] == [("identity", "right", "difference")]
    with desk.database.reading() as session:
        rows = session.scalars(select(Claim).order_by(Claim.position)).all()
        assert [(row.regime, row.state) for row in rows] == [
            ("ecl", "incomplete"), ("dsa", "not_processed"), ("house", "received"),
        ]  # fmt: skip
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "filed")).one()
        assert [entry.facts[name] for name in ("boycott", "kept", "asked")] == [boycott, 1, 1]
        letter = session.scalars(select(Letter).where(Letter.kind == "complaint_received")).one()
        assert "Our staff look at 1 listing within some working days" in letter.body
        assert "We keep 1 listing and do not process it until then." in letter.body
        assert "We need more about 1 listing before we look at it." in letter.body
        assert "A document that shows who you are" in letter.body
        assert "differs from the real product" in letter.body
        shown = complaint_queries.complaint_detail(
            working(session, acme, desk.now), filed.complaint
        )
        assert shown.state == "open"
    # What is open is answered with its claim; what is stopped is kept again.
    assert isinstance(desk.file(acme, targets=[{"url": CHINA}]), Duplicate)
    assert isinstance(desk.file(acme, targets=[{"url": GERMANY}], contact=MAIL), NotProcessed)


def test_a_partners_filer_is_split_alike(desk: Desk) -> None:
    portal, filer = desk.partner(), {"reference": "s-1", "name": "Sam", **MAIL}
    first = desk.file(portal, filer=filer)
    desk.boycott(first.complaint.filer_id, treatments=USUAL)
    more = [{"url": f"{ITEM}2"}, {"url": GERMANY}]
    filed = desk.file(portal, filer=filer, targets=more)
    assert (type(filed), filed.kept, len(filed.lacks)) == (Accepted, 1, 1)


@pytest.mark.parametrize(
    ("papers", "lacks"),
    [
        ([], ("identity", "right", "difference")),
        ([IDENTITY], ("right", "difference")),
        ([CERTIFICATE], ("identity", "difference")),
        ([PAPER], ("identity", "right")),
        ([IDENTITY, CERTIFICATE], ("difference",)),
        ([IDENTITY, CERTIFICATE, PAPER], None),
    ],
)
def test_what_lacks_is_said_and_what_came_whole_waits_for_staff_at_once(
    desk: Desk, papers: list[dict[str, str]], lacks: tuple[str, ...] | None
) -> None:
    acme = desk.filer()
    desk.boycott(acme.id, treatments=USUAL)
    filed = desk.file(acme, documents=papers)
    claim = filed.outcomes[0].claim_id
    assert filed.lacks.get(claim) == lacks
    with desk.database.reading() as session:
        row = session.get_one(Claim, claim)
        kinds = [clock.kind for clock in running(session, claim)]
        # In the usual clock, and not in the lane's.
        assert (row.state, kinds) == (
            ("received", ["decide"]) if lacks is None else ("incomplete", [])
        )


def test_evidence_is_asked_for_each_listing(desk: Desk) -> None:
    """One paper for all of three listings names the difference of none; one for a listing does."""
    acme = desk.filer()
    desk.boycott(acme.id, treatments=USUAL)
    urls = [f"{ITEM}{number}" for number in (1, 2, 3)]
    own = {"kind": "evidence", "sha256": "d" * 64, "targets": [urls[1]]}
    papers = [IDENTITY, CERTIFICATE, PAPER, own]
    filed = desk.file(acme, targets=[{"url": url} for url in urls], documents=papers)
    one, two, three = (each.claim_id for each in filed.outcomes)
    assert filed.lacks == {one: ("difference",), three: ("difference",)}
    with desk.database.reading() as session:
        assert session.get_one(Claim, two).state == "received"


def put(desk: Desk, claim: int, acme: Any, use: DocumentUse) -> None:
    """Put a document of the filer to a claim, as its doors do."""
    with desk.database.transaction() as session:
        document = Document(
            sha256=f"{claim:032x}{str(use)[:4].encode().hex():>032}", created_at=desk.now
        )
        session.add(document)
        session.flush()
        upload = Upload(
            document_id=document.id, owner_kind="filer", owner_id=acme.id, filename="a.pdf",
            uploaded_at=desk.now,
        )  # fmt: skip
        session.add(upload)
        session.flush()
        row = ClaimDocument(claim_id=claim, upload_id=upload.id, use=str(use), passed_on=False)
        session.add(row)


@pytest.mark.both_databases
def test_what_lacks_comes_at_any_time_and_counts_for_all_claims_of_the_filer(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    desk.boycott(acme.id, treatments=USUAL)
    first = desk.claim(acme, documents=[PAPER])
    second = desk.claim(acme, targets=[{"url": f"{ITEM}2"}])
    later = desk.now + timedelta(days=25)
    put(desk, first, acme, DocumentUse.IDENTITY)
    with desk.database.reading() as session:
        row = session.get_one(Claim, first)
        seller = actors.seller(SellerOf(row.complaint_id, claim_id=row.id))
    with pytest.raises(Refusal) as refused:
        desk.do(claims.complete, seller, first, note="Its card.", at=later)
    assert refused.value.slug == "forbidden"
    desk.do(claims.complete, acme, first, note="My card.", at=later)
    assert state_of(desk, first) == "incomplete"
    put(desk, second, acme, DocumentUse.RIGHT)
    desk.do(claims.complete, acme, second, note="The certificate.", at=later)
    assert (state_of(desk, first), state_of(desk, second)) == ("received", "incomplete")
    put(desk, second, acme, DocumentUse.DIFFERENCE)
    desk.do(claims.complete, acme, second, note="The label is printed.", at=later)
    with desk.database.reading() as session:
        row = session.get_one(Claim, second)
        assert row.state == "received"
        assert row.decide_by is not None
        assert row.decide_by > later
    # A person compares the papers first: then it may take down.
    word: dict[str, Any] = {"decision": "take_down", "code": "shown"}
    with pytest.raises(Refusal) as refused:
        desk.do(claims.decide, rev, second, at=later, **word)
    assert refused.value.slug == "authority-unverified"
    desk.do(prove_right, rev, acme.id, at=later)
    desk.do(claims.decide, rev, second, at=later, **word)
    assert state_of(desk, second) == "removed"
    sent = [("claim", each, "filer") for each in (first, second, second)]
    assert noted(desk.database, "amend") == sent


def test_evidence_that_is_added_lets_what_waits_for_it_go_on(desk: Desk) -> None:
    acme = desk.filer()
    desk.boycott(acme.id, treatments=USUAL)
    filed = desk.file(acme, documents=[IDENTITY, CERTIFICATE])
    (claim,) = (each.claim_id for each in filed.outcomes)
    assert state_of(desk, claim) == "incomplete"
    desk.do(
        evidence.add_evidence, acme, filed.complaint.id, documents=[PAPER],
        note="The label is printed.", vault=VAULT,
    )  # fmt: skip
    assert state_of(desk, claim) == "received"


def test_a_corrected_right_that_the_register_shows_lets_what_waits_for_it_go_on(
    desk: Desk,
) -> None:
    acme = desk.filer()
    desk.boycott(acme.id, treatments=USUAL)
    filed = desk.file(acme, documents=[IDENTITY, PAPER], right={**MARK, "number": "87654321"})
    (claim,) = (each.claim_id for each in filed.outcomes)
    assert state_of(desk, claim) == "incomplete"
    with desk.database.transaction() as session:
        session.add(
            RegisterEntry(
                right_key="trademark|wo|1234567", office="WO", kind="trademark", number="1234567",
                holder="acme", folded_names=["acme"], read_at=desk.now,
            )
        )  # fmt: skip
    desk.do(
        intake.correct_right, acme, filed.complaint.right_id, right=MARK, reason="A slip.",
        vault=VAULT,
    )  # fmt: skip
    assert state_of(desk, claim) == "received"


def prove_right(work: Any, filer_id: int) -> None:
    from complaints.models import Right

    row = work.session.scalars(select(Right).where(Right.filer_id == filer_id)).one()
    proof.prove(work, row, Proof.PAPER_SEEN)


def state_of(desk: Desk, claim: int) -> str:
    with desk.database.reading() as session:
        state: str = session.get_one(Claim, claim).state
        return state


def test_a_paper_that_staff_compare_lets_what_waits_for_it_go_on(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    desk.boycott(acme.id, treatments=USUAL)
    claim = desk.claim(acme, documents=[PAPER])
    assert state_of(desk, claim) == "incomplete"
    desk.do(prove_right, rev, acme.id)
    assert state_of(desk, claim) == "received"


def test_a_boycott_that_is_over_asks_no_more(desk: Desk) -> None:
    acme, cem = desk.filer(), desk.staff("cem", PersonRole.SUPERVISOR)
    boycott = desk.boycott(acme.id, treatments=USUAL)
    claim = desk.claim(acme)
    desk.do(boycotts.lift, cem, boycott, reason="Our error.")
    with desk.database.reading() as session:
        row = session.get_one(Claim, claim)
        assert (row.state, row.treatment) == ("received", None)
        assert [clock.kind for clock in running(session, claim)] == ["decide"]


def test_what_staff_ask_in_the_lane_comes_back_into_it(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    desk.boycott(acme.id, treatments=USUAL)
    claim = desk.claim(acme, targets=[{"url": BRITAIN}], contact=MAIL)
    due = desk.now + timedelta(days=3)
    desk.do(claims.ask_filer, rev, claim, what="The extract.", answer_due=due)
    with desk.database.reading() as session:
        assert [clock.kind for clock in running(session, claim)] == ["complete"]
    desk.do(claims.complete, acme, claim, note="Here.")
    with desk.database.reading() as session:
        assert [clock.kind for clock in running(session, claim)] == ["lane"]


@pytest.mark.parametrize(
    ("basis", "url", "right", "heard"),
    [
        ("patent", BRITAIN, {"kind": "patent", "number": "GB2000001", "jurisdiction": "GB"}, True),
        ("counterfeit", BRITAIN, None, False),
        ("circumvention", AMERICA, {"kind": "copyright", "title": "The lock"}, False),
    ],
)
def test_in_the_lane_a_seller_is_heard_first_where_the_law_lets_it(
    desk: Desk, basis: str, url: str, right: dict[str, str] | None, heard: bool
) -> None:
    acme = desk.filer()
    desk.boycott(acme.id, treatments=USUAL)
    given = {"right": {**right, "status": "registered"}} if right else {}
    claim = desk.claim(acme, basis=basis, targets=[{"url": url}], contact=MAIL, **given)
    with desk.database.reading() as session:
        kinds = {clock.kind for clock in running(session, claim)}
    assert kinds == {"lane", *(["hear"] if heard else [])}


def test_the_sellers_of_a_work_in_the_lane_are_never_asked_first(desk: Desk) -> None:
    """Not either where the filer's standing would ask them: 17 U.S.C. 512(c)(1)(C)."""
    acme = desk.filer()
    desk.boycott(acme.id, treatments=USUAL)
    work = {"kind": "copyright", "title": "A photo"}
    targets = [{"url": AMERICA}]
    claim = desk.claim(acme, basis="copyright", targets=targets, right=work, contact=MAIL)
    from complaints.services.decisions.hearing import hear_sellers

    desk.do(hear_sellers, acme, [claim], whatever_basis=True)
    with desk.database.reading() as session:
        assert [clock.kind for clock in running(session, claim)] == ["lane"]


@pytest.mark.both_databases
def test_what_was_open_goes_to_the_lane_with_a_clock_of_its_own(desk: Desk) -> None:
    """Whatever its law: nothing of it goes unread, and no proof is asked. It comes where its clock
    puts it among honest complaints, not before them by its hold."""
    acme, bond, rev = desk.filer(), desk.filer("bond"), desk.staff("rev")
    old = desk.claim(acme, targets=[{"url": CHINA}])
    stopped = desk.claim(acme, targets=[{"url": GERMANY}], contact=MAIL)
    asked_for = desk.claim(acme, targets=[{"url": f"{ITEM}8"}])
    due = desk.now + timedelta(days=20)
    desk.do(claims.ask_filer, rev, asked_for, what="The extract.", answer_due=due)
    late = desk.now + timedelta(days=5)
    honest = desk.claim(bond, targets=[{"url": f"{ITEM}7"}])
    boycott = desk.boycott(acme.id, treatments=USUAL)

    def impose(work: Any) -> None:
        from complaints.services.cases import holds

        row = work.session.get_one(Boycott, boycott)
        holds.hold_open(work, [acme.id], row)
        assert lanes.give_lane(work, [acme.id], row) == 3

    desk.do(impose, rev, at=late)
    assert noted(desk.database, "to_the_lane") == [("filer", acme.id, "person")]
    with desk.database.reading() as session:
        for claim in (old, stopped):
            row = session.get_one(Claim, claim)
            assert (row.state, row.treatment) == ("received", "lane")
            (clock,) = running(session, claim)
            assert (clock.kind, clock.ends_at) == ("lane", row.decide_by)
            assert clock.ends_at > late + timedelta(days=5)
        assert session.get_one(Claim, honest).treatment is None
        work = working(session, rev, late + timedelta(hours=1))
        found = queue.find_waiting_cases(work, Filters(subject="complaint")).items
        first = session.get_one(Claim, honest).complaint_id
        assert [each.id == first for each in found] == [True, False, False]
        assert all("boycotted" in each.what for each in found[1:])
    desk.do(claims.complete, acme, asked_for, note="Here.", at=late)
    with desk.database.reading() as session:
        assert [clock.kind for clock in running(session, asked_for)] == ["lane"]


def test_a_key_that_decides_and_may_not_review_leaves_it_to_a_person(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    rule = replace(rev, scopes=frozenset({Scope.DECIDE, Scope.READ}))
    free = desk.claim(acme, targets=[{"url": CHINA}])
    desk.boycott(acme.id, treatments=USUAL)
    bound = desk.claim(acme, targets=[{"url": BRITAIN}], contact=MAIL)
    word: dict[str, Any] = {"decision": "reject", "code": "no-infringement"}
    desk.do(claims.decide, rule, free, **word)
    with pytest.raises(Refusal) as refused:
        desk.do(claims.decide, rule, bound, **word)
    assert refused.value.slug == "person-decides"
    desk.do(claims.decide, rev, bound, **word)


def test_the_boycott_that_is_sharpest_is_the_one_that_counts(desk: Desk) -> None:
    """One of the filer as a whole stops less than one for a principal from before."""
    agent = desk.filer("agent")
    first = desk.file(agent, rights_holder={"name": "Acme Inc"})
    holder_id = first.complaint.rights_holder_id
    desk.boycott(agent.id, treatments=USUAL)
    old = desk.boycott(agent.id, holder_id=holder_id)
    kept = desk.file(agent, rights_holder={"name": "Acme Inc"}, targets=[{"url": f"{ITEM}2"}])
    assert isinstance(kept, NotProcessed)
    assert kept.boycott.id == old


def test_only_what_was_stopped_counts_as_its_effect(desk: Desk) -> None:
    acme = desk.filer()
    boycott = desk.boycott(acme.id, treatments=USUAL)
    desk.file(acme, targets=BOTH, contact=MAIL)
    desk.file(acme, targets=[{"url": f"{ITEM}2"}])
    with desk.database.reading() as session:
        effect = asked.count_effects(session, [boycott])[boycott]
        assert (effect.complaints, effect.listings) == (1, 1)
        assert asked.count_kept(session, boycott) == 1


def test_what_is_kept_can_be_taken_up_where_no_boycott_stops_it_any_more(desk: Desk) -> None:
    """An old boycott stopped all; the one that follows it leaves China's law to a person."""
    acme, rev = desk.filer(), desk.staff("rev")
    old = desk.boycott(acme.id)
    targets = [*BOTH, {"url": f"{ITEM}2"}]
    china, germany, other = (
        one.claim_id for one in desk.file(acme, targets=targets, contact=MAIL).outcomes
    )
    with desk.database.transaction() as session:
        session.get_one(Boycott, old).state = "lifted"
    desk.boycott(acme.id, treatments=OLD)
    with pytest.raises(Refusal, match="still stops this claim"):
        desk.do(claims.take_up, rev, germany, reason="Old.")
    assert desk.do(claims.take_up, rev, china, reason="Old.").state == "received"
    done = desk.do(boycotts.take_up_kept, rev, old)
    assert (done.taken_up, done.still_kept) == (1, 1)
    with desk.database.reading() as session:
        assert session.get_one(Claim, other).decide_by is not None


def bound_twice(
    desk: Desk, acme: Any, treatments: Mapping[str, str], *, later: bool = False
) -> int:
    """Bind another account of the party beside the one that files; return that boycott."""
    other = desk.filer("other")
    with desk.database.transaction() as session:
        session.get_one(Filer, other.id).party_id = session.get_one(Filer, acme.id).party_id
    boycott = desk.boycott(other.id, treatments=treatments)
    if later:
        with desk.database.transaction() as session:
            row = session.get_one(Boycott, boycott)
            row.starts_at = desk.now + timedelta(minutes=1)
    return boycott


@pytest.mark.parametrize(
    ("still", "later", "treatment", "state", "clocks"),
    [
        # Asked for proof by both: nothing changes.
        (USUAL, False, "raised_proof", "incomplete", []),
        # What began after it was filed asks nothing of it: it was open then.
        (USUAL, True, "lane", "received", ["lane"]),
        (OLD, False, "lane", "received", ["lane"]),
        (STOPS_ALL, False, "lane", "received", ["lane"]),
        (None, False, None, "received", ["decide"]),
    ],
)
@pytest.mark.parametrize("end", ["lift", "expire"])
def test_a_boycott_that_ends_leaves_what_more_was_asked_of_to_what_still_binds(
    desk: Desk, still: Mapping[str, str] | None, later: bool, treatment: str | None, state: str,
    clocks: list[str], end: str,
) -> None:  # fmt: skip
    acme, cem, rev = desk.filer(), desk.staff("cem", PersonRole.SUPERVISOR), desk.staff("rev")
    boycott = desk.boycott(acme.id, treatments=USUAL)
    claim = desk.claim(acme)
    other = bound_twice(desk, acme, still, later=later) if still else None
    at = desk.now + timedelta(minutes=5)
    end_boycott(desk, cem, boycott, end, at)
    with desk.database.reading() as session:
        row = session.get_one(Claim, claim)
        assert (row.state, row.treatment) == (state, treatment)
        assert [clock.kind for clock in running(session, claim)] == clocks
        bound = asked.passing(session, [row.complaint_id], at)
        assert bound == ({row.complaint_id: other} if other else {})
        letter = session.scalars(
            select(Letter).where(Letter.kind.in_(("boycott_lifted", "boycott_expired")))
        ).one()
        # Nobody is told that all is as before while something else binds.
        is_free = "From now on we process your complaints again." in letter.body
        assert is_free is (other is None)
        assert ("Another decision about your account still holds." in letter.body) is not is_free
    rule = replace(rev, scopes=frozenset({Scope.DECIDE, Scope.READ}))
    if other and clocks:
        with pytest.raises(Refusal) as refused:
            word: dict[str, Any] = {"decision": "reject", "code": "no-infringement"}
            desk.do(claims.decide, rule, claim, at=at, **word)
        assert refused.value.slug == "person-decides"
    if other and not clocks:
        # What still asks for it ends too: then nobody does.
        end_boycott(desk, cem, other, "lift", at)
        assert state_of(desk, claim) == "received"


def end_boycott(desk: Desk, cem: Any, boycott: int, end: str, at: datetime) -> None:
    """End a boycott by staff, or by its term."""
    if end == "lift":
        desk.do(boycotts.lift, cem, boycott, reason="Our error.", at=at)
        return
    with desk.database.transaction() as session:
        row = session.get_one(Boycott, boycott)
        row.ends_at = at
    desk.do(boycotts.expire_due, SYSTEM, at=at)


@pytest.mark.parametrize("by_one", [True, False])
def test_what_is_taken_up_goes_to_the_lane_while_another_boycott_binds(
    desk: Desk, by_one: bool
) -> None:
    acme, cem, rev = desk.filer(), desk.staff("cem", PersonRole.SUPERVISOR), desk.staff("rev")
    boycott = desk.boycott(acme.id, treatments=USUAL)
    other = bound_twice(desk, acme, LawPolicy().treatments(Ground.ONE_HAND))
    kept = desk.file(acme, targets=[{"url": GERMANY}], contact=MAIL).outcomes[0].claim_id
    assert state_of(desk, kept) == "not_processed"
    desk.do(boycotts.lift, cem, boycott, reason="Our error.")
    if by_one:
        desk.do(claims.take_up, rev, kept, reason="Old.")
    else:
        assert desk.do(boycotts.take_up_kept, rev, boycott).taken_up == 1
    with desk.database.reading() as session:
        row = session.get_one(Claim, kept)
        assert (row.state, row.treatment, row.stopped) == ("received", "lane", True)
        assert [clock.kind for clock in running(session, kept)] == ["lane"]
        assert asked.passing(session, [row.complaint_id], desk.now) == {row.complaint_id: other}
        # It counts among what the boycott stopped, and was taken up.
        effect = asked.count_effects(session, [boycott])[boycott]
        assert (effect.claims, effect.taken_up) == (1, 1)


def test_what_is_taken_up_is_like_any_other_once_nothing_binds(desk: Desk) -> None:
    acme, cem, rev = desk.filer(), desk.staff("cem", PersonRole.SUPERVISOR), desk.staff("rev")
    boycott = desk.boycott(acme.id, treatments=USUAL)
    kept = desk.file(acme, targets=[{"url": GERMANY}], contact=MAIL).outcomes[0].claim_id
    desk.do(boycotts.lift, cem, boycott, reason="Our error.")
    desk.do(boycotts.take_up_kept, rev, boycott)
    with desk.database.reading() as session:
        row = session.get_one(Claim, kept)
        assert (row.treatment, row.stopped) == (None, True)
        assert [clock.kind for clock in running(session, kept)] == ["decide"]


@pytest.mark.parametrize(("end", "left_to"), [("lift", "other"), ("expire", "own")])
def test_what_another_boycott_keeps_is_decided_with_that_one(
    desk: Desk, end: str, left_to: str
) -> None:
    """Where its own was lifted nobody would take it up again; where the term is over, its appeal is
    open still, and covers it."""
    acme, cem, rev = desk.filer(), desk.staff("cem", PersonRole.SUPERVISOR), desk.staff("rev")
    boycott = desk.boycott(acme.id, treatments=USUAL)
    other = bound_twice(desk, acme, USUAL)
    kept = desk.file(acme, targets=[{"url": GERMANY}], contact=MAIL)
    assert isinstance(kept, NotProcessed)
    own = kept.boycott.id
    assert own in (boycott, other)
    still = ({boycott, other} - {own}).pop()
    at = desk.now + timedelta(minutes=5)
    end_boycott(desk, cem, own, end, at)
    assert desk.do(boycotts.take_up_kept, rev, own, at=at).still_kept == 1
    with desk.database.reading() as session:
        now_of = session.get_one(Complaint, kept.complaint.id).boycott_id
        assert now_of == {"other": still, "own": own}[left_to]


def test_in_the_lane_it_is_the_boycott_for_its_own_principal_that_counts(desk: Desk) -> None:
    """One for another principal asks for no person, and leads nowhere."""
    agent = desk.filer("agent")
    filed = desk.file(agent, rights_holder={"name": "Acme Inc"})
    elsewhere = desk.file(
        agent, rights_holder={"name": "Bolt Inc"}, targets=[{"url": f"{ITEM}2"}],
        right={"kind": "trademark", "number": "77", "jurisdiction": "CN", "status": "registered"},
    ).complaint  # fmt: skip
    desk.boycott(agent.id, treatments=USUAL, holder_id=elsewhere.rights_holder_id)
    with desk.database.transaction() as session:
        for row in session.scalars(select(Claim)):
            row.treatment = "lane"
    with desk.database.reading() as session:
        found = asked.passing(session, [filed.complaint.id, elsewhere.id], desk.now)
        assert list(found) == [elsewhere.id]

"""The dossier of a boycott's case, against a market counted by hand."""

from __future__ import annotations

import json
from copy import copy
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from abuse.words.findings import DETECTORS
from complaints.base.errors import Refusal
from complaints.kit import dossiers
from complaints.models import (
    Boycott,
    Claim,
    Complaint,
    Downtime,
    Event,
    EventClaim,
    Filer,
    Flag,
    ScanRun,
    Signal,
)
from complaints.queries.cases import boycott_dossiers
from complaints.rules import actors
from complaints.rules.cases.arms import OWN_FINDINGS, draw_claims
from complaints.rules.kinds import EventKind, Merit
from complaints.rules.policy.law_policy import LawPolicy
from complaints.schemas.cases.boycott_dossiers import CaseDossierOut
from complaints.services.decisions.claims import grade
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.cases.test_boycotts import (
    answered,
    cannot_wait,
    do,
    file,
    impose,
    make_case,
    put,
    warned,
)

DAY = timedelta(days=1)
WITHDREW = {
    "withdrawn_after_answer": 73, "answered": 86, "share": 0.85, "median_days": 2,
    "peer_share": 0.063, "p": 0.001,
}  # fmt: skip


@pytest.fixture
def case(database, now):
    return copy(staged(database, "boycott_dossiers: case", lambda: make_case(database, now)))


def happen(session, claim, at, kind, **harm):
    """Write an event that was applied to a claim."""
    event = Event(
        complaint_id=claim.complaint_id, at=at, recorded_at=at, kind=kind, all_targets=False,
        digest=f"{claim.id}-{kind}-{at}", **harm,
    )  # fmt: skip
    session.add(event)
    session.flush()
    session.add(EventClaim(event_id=event.id, claim_id=claim.id, applied=True))


def hold(session, claim, since, until=None):
    """Write from when to when a claim held its listing down."""
    held = {"claim_id": claim.id, "listing_id": claim.listing_id}
    session.add(Downtime(**held, since=since, until=until))


def read(case, actor, boycott_id, at=None):
    with case.database.reading() as session:
        work = working(session, actor, at or case.now)
        return boycott_dossiers.of_boycott(work, boycott_id)


def test_acts_claims_and_harms_are_counted_apart(case):
    """`abusive` files five complaints of one claim each: three of them manifestly unfounded. Here
    one of the three names two more listings, which were down for two days and for four. A second
    one was against the latter too, and held it within these four days."""
    with case.database.transaction() as session:
        market = Market(session, case.now, {"complaint": 50, "listing": 50})
        complaint = session.get_one(Complaint, 1)
        at = complaint.filed_at
        for days in (2, 4):
            claim = market.claim(
                complaint, market.listing(), state="reinstated", merit="manifestly_unfounded"
            )
            hold(session, claim, at, at + days * DAY)
            happen(session, claim, at + DAY, EventKind.COUNTER_NOTICE)
            told = {"harm_sales_lost": 100.0, "harm_currency": "USD"} if days == 4 else {}
            happen(session, claim, at + days * DAY, EventKind.REINSTATEMENT, **told)
        # Nobody graded the last one.
        session.get_one(Claim, 5).state = "removed"
        again = session.get_one(Claim, 2)
        again.listing_id = claim.listing_id
        hold(session, again, at + DAY, at + 3 * DAY)
    boycott_id = warned(case)
    shown = read(case, case.rev, boycott_id)
    number, gravity = shown.number, shown.gravity
    assert (number.all.complaints, number.all.claims, number.all.listings) == (5, 7, 6)
    graded = number.manifestly_unfounded
    assert (graded.complaints, graded.claims, graded.listings) == (3, 5, 4)
    # A share is of what a person graded: four complaints, six claims.
    assert (number.graded.complaints, number.graded.claims) == (4, 6)
    assert number.shares["complaints"] == pytest.approx(3 / 4)
    assert number.shares["claims"] == pytest.approx(5 / 6)
    low, high = number.interval
    assert low < 5 / 6 < high
    assert (number.graded_otherwise, number.ungraded) == (1, 1)
    # The letter said the same of claims.
    assert shown.detail.factors.manifestly_unfounded == 5
    assert (gravity.listing_days, gravity.taken_down, gravity.still_down) == (6.0, 2, 0)
    assert [(each.currency, each.amount) for each in gravity.sales_lost] == [("USD", 100.0)]
    assert (gravity.told_of, gravity.sold_30d, gravity.stores) == (1, None, None)
    assert shown.intention.stood == 2
    assert (shown.favour.takedowns_standing, shown.favour.founded) == (1, 0)
    assert shown.counted_with == "warn"


def test_a_listing_that_is_still_down_counts_to_the_day(case):
    with case.database.transaction() as session:
        claim = session.get_one(Claim, 1)
        claim.state, claim.listing_down = "removed", True
        hold(session, claim, case.now - 3 * DAY)
        session.get_one(Claim, 5).state = "removed"
    shown = read(case, case.rev, warned(case), at=case.now + DAY)
    assert (shown.gravity.listing_days, shown.gravity.still_down) == (4.0, 1)
    # It speaks for nobody: it is graded manifestly unfounded.
    assert shown.favour.takedowns_standing == 1


def test_the_filer_reads_its_own_version_and_no_other_filer_any(case):
    boycott_id = answered(case)
    file(case, case.now + DAY)
    urgent = cannot_wait(case, boycott_id)
    impose(case, boycott_id, at=case.now + 2 * DAY, **urgent)
    now = case.now + 2 * DAY
    whole, own = (
        read(case, case.rev, boycott_id, at=now),
        read(case, case.filer, boycott_id, at=now),
    )
    assert [each.part for each in whole.parts] == [
        "proposer", "warner", "urger", "imposer",
    ]  # fmt: skip
    assert (whole.why, whole.urgent_reason) == ("It went on.", "A sale.")
    # It decided: the letter said it too.
    assert (own.why, own.urgent_reason) == ("It went on.", "A sale.")
    # The same parts for both: persons as letters, the same person the same letter.
    assert [(each.part, each.label, each.name) for each in own.parts] == [
        ("proposer", "A", None), ("warner", "A", None), ("urger", "A", None),
        ("imposer", "B", None),
    ]  # fmt: skip
    assert [each.label for each in whole.parts] == ["A", "A", "A", "B"]
    assert (own.precedents, own.mitigating) == (whole.precedents, whole.mitigating)
    assert (own.intention.demands, whole.withheld) == (None, ())
    assert list(own.withheld) == ["staff", "others", "sellers", "methods"]
    assert own.treatments == LawPolicy().treatments()
    text = json.dumps(CaseDossierOut().dump(own))
    assert not any(f'"{name}"' in text for name in ("ann", "ben"))
    with pytest.raises(Refusal, match="boycott"):
        read(case, actors.filer(case.bond), boycott_id)


def test_comparable_cases_got_what_they_got(case):
    """A case of another party of the same level, basis and half to twice the number is listed;
    one of a third of the number is not."""
    put(case, "[boycott]\nwarn_manifest = 1\n")
    for name, manifest in (("dune", 6), ("echo", 7), ("fern", 1)):
        with case.database.transaction() as session:
            market = Market(
                session, case.now, {"complaint": 10 * ord(name[0]), "listing": 10 * ord(name[0])}
            )
            filer = market.filer(name)
            market.abusive(filer, manifest=manifest)
            other = market.confirmed_flag(filer, case.ann).id
        flag, case.flag = case.flag, other
        boycott_id = warned(case)
        case.flag = flag
        with case.database.transaction() as session:
            from complaints.services.cases import boycotts

            boycotts.drop(working(session, case.ann, case.now), boycott_id, why="Mended.")
    alike = read(case, case.rev, warned(case)).precedents
    assert (alike.least, alike.most, alike.basis) == (2, 6, "counterfeit")
    assert [(x.manifestly_unfounded, x.state, x.term_days) for x in alike.cases] == [
        (6, "dropped", None)
    ]


def sign(case, *detectors):
    """Let the flag rest on these findings."""
    with case.database.transaction() as session:
        flag = session.get_one(Flag, case.flag)
        for detector, family in detectors:
            session.add(
                Signal(flag_id=flag.id, scan_run_id=flag.scan_run_id, detector=detector,
                       family=family, strength=0.9, log_odds=2.0, score_without=0.1,
                       numbers=WITHDREW)
            )  # fmt: skip


def test_the_deciding_figure_stands_in_both_and_what_others_did_is_named_by_its_kind(case):
    sign(case, ("withdrawn_when_answered", "outcomes"), ("shared_hands", "structure"))
    with case.database.transaction() as session:
        session.execute(update(ScanRun).values(shapes="c" * 64))
    boycott_id = warned(case)
    whole, own = read(case, case.rev, boycott_id), read(case, case.filer, boycott_id)
    assert {each.detector for each in whole.intention.signs} == {
        "withdrawn_when_answered", "shared_hands",
    }  # fmt: skip
    (mine,) = own.intention.signs
    assert (mine.detector, mine.numbers["share"], mine.numbers["peer_share"]) == (
        "withdrawn_when_answered", 0.85, 0.063,
    )  # fmt: skip
    assert (mine.score_without, own.intention.withheld, whole.intention.withheld) == (
        None, ("structure",), (),
    )  # fmt: skip
    assert own.intention.shapes == whole.intention.shapes == "c" * 64


def test_each_finding_is_the_filers_to_read_or_withheld():
    others = {
        "campaign", "lockstep", "dense_block", "shared_hands", "ring_record", "right_record",
        "victim_record", "rival", "impostor", "demands", "contested_listings",
    }  # fmt: skip
    assert set(DETECTORS) == OWN_FINDINGS | others
    assert not OWN_FINDINGS & others


def test_each_graded_claim_has_its_reason_listing_and_evidence(case):
    boycott_id = warned(case)
    do(case, grade, case.rev, 1, merit=Merit.MANIFESTLY_UNFOUNDED, reason="Genuine goods.")
    for reader in (case.rev, case.filer):
        shown = read(case, reader, boycott_id).graded
        assert [each.merit for each in shown] == ["manifestly_unfounded"] * 3 + ["unfounded"]
        first = next(each for each in shown if each.claim_id == 1)
        assert (str(first.reason), first.listing, first.is_answered, first.papers) == (
            "Genuine goods.", "L-1", False, (),
        )  # fmt: skip


def test_a_filer_reads_no_graded_claim_of_another_account_of_its_party(case):
    with case.database.transaction() as session:
        acme, bond = session.get_one(Filer, case.acme), session.get_one(Filer, case.bond)
        bond.party_id = acme.party_id
    file(case, case.now - DAY, filer_id=case.bond)
    with case.database.reading() as session:
        theirs = session.scalars(select(Claim.id).where(Claim.filer_id == case.bond)).all()
    boycott_id = warned(case)
    all_of_it, own = (read(case, each, boycott_id).graded for each in (case.rev, case.filer))
    of_others = [each.claim_id for each in all_of_it if each.claim_id in theirs]
    assert len(of_others) == 1
    assert not {each.claim_id for each in own} & {*theirs}
    assert len(own) == len(all_of_it) - 1


def test_a_sample_of_the_rest_is_drawn_at_the_proposal_and_graded_apart(case):
    """Four closed claims that nobody graded; an open one, and one that is kept, are not drawn."""
    for day in (60, 61, 62, 63):
        file(case, case.now - day * DAY, merit=None)
    file(case, case.now - DAY, state="received", merit=None)
    put(case, "[boycott]\nsample_claims = 3\n")
    boycott_id = warned(case)
    drawn = read(case, case.filer, boycott_id).drawn
    assert (drawn.size, drawn.graded, drawn.share, drawn.interval) == (3, 0, None, None)
    with case.database.reading() as session:
        row = session.get_one(Boycott, boycott_id)
        closed = session.scalars(
            select(Claim.id).where(Claim.merit.is_(None), Claim.state == "rejected")
        ).all()
        assert len(closed) == 4
        # Anybody with the number draws the same.
        assert row.sample == draw_claims(closed, proposal=row.proposal, size=3)
    do(case, grade, case.rev, drawn.left[0], merit=Merit.FOUNDED, reason="Right.")
    graded = read(case, case.filer, boycott_id).drawn
    assert (graded.graded, graded.share, graded.left) == (1, 0.0, drawn.left[1:])


def test_milder_means_are_stated(case):
    boycott_id = answered(case)
    file(case, case.now + DAY)
    impose(case, boycott_id, at=case.now + 2 * DAY, milder=" A warning was not enough. ")
    shown = read(case, case.filer, boycott_id, at=case.now + 2 * DAY).milder
    assert (shown.words, shown.earlier_warnings, shown.for_one_principal) == (
        "A warning was not enough.", 0, False,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_printed_as_one_tagged_document(case, language):
    boycott_id = answered(case)
    file(case, case.now + DAY)
    at = case.now + 2 * DAY
    impose(case, boycott_id, at=at, milder="A warning was not enough.")
    for reader in (case.filer, case.rev):
        pdf = dossiers.dossier(read(case, reader, boycott_id, at=at), language=language)
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        # What the letters state is in it: the decision, what led to it, and the redress.
        stated = {
            "en": ("It went on.", "Since then you have filed 1", "Go to court, at any time."),
            "zh": ("It went on.", "之后您提交的投诉中", "向法院起诉"),
        }[language]
        assert [part for part in stated if part not in text] == []
    assert pdf.startswith(b"%PDF")
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf

"""Statements of reasons: one to each side for whatever restricts or refuses, with all they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.base.errors import Refusal
from complaints.models import Claim, Clock, Event, Letter, StatementClaim, StatementOfReasons
from complaints.queries.decisions import reasons as asked
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, Actor, Scope
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.decisions.reasons import BY_CODE, FILED_AGAIN
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import Side
from complaints.rules.law.regimes import ClockKind
from complaints.services.decisions import appeals, claims, reasons, taking_up
from complaints.services.law import clocks
from complaints.services.mailing import outbox
from complaints.words.letters import read_in
from tests.services.decisions.desk import CODES, ITEM, VAULT, Desk
from tests.services.decisions.test_claims import make_answer

DAY = timedelta(days=1)
MAIL = {"email": "law@acme.example"}
SONG = {"kind": "copyright", "title": "Sunrise", "jurisdiction": "US"}
MARK = {"kind": "trademark", "number": "1234567", "jurisdiction": "DE", "title": "ACME"}
ETSY, GERMAN, BRITISH = (
    "https://www.etsy.com/listing/987654321/tee", "https://www.amazon.de/dp/B000000001",
    "https://www.amazon.co.uk/dp/B000000001",
)  # fmt: skip


class Case:
    """One claim of acme's against a listing of a known store."""

    def __init__(
        self, desk: Desk, acme: Actor | None = None, url: str = f"{ITEM}1", **notice: Any
    ) -> None:
        self.desk, self.now = desk, desk.now
        self.acme = acme or desk.filer()
        self.rev, self.ann = desk.staff("rev"), desk.staff("ann")
        self.sid = desk.staff("sid")
        self.file(url, **notice)

    def file(self, url: str, **notice: Any) -> None:
        """File the claim that the case is about from now on."""
        target = {"url": url, "store_id": "s9"}
        filed = self.desk.file(self.acme, targets=[target], contact=MAIL, **notice)
        (outcome,) = filed.outcomes
        self.id, self.complaint = outcome.claim_id, filed.complaint.id

    def do(self, verb: Any, actor: Actor, *given: Any, **options: Any) -> Any:
        """Take a step, each a second after the one before."""
        self.now += timedelta(seconds=1)
        return self.desk.do(verb, actor, *given, at=self.now, **options)

    def decide(self, decision: str, **options: Any) -> None:
        said = {"code": CODES[decision], **options}
        self.do(claims.decide, self.rev, self.id, decision=decision, **said)

    def counter(self) -> None:
        answer = make_answer()
        self.do(claims.counter, self.sid, [self.id], answer, vault=VAULT)

    def appeal(self, side: Side, decision: str) -> None:
        filed = self.do(appeals.file, self.sid, self.id, side=side, grounds="You missed a page.")
        self.do(appeals.decide, self.ann, filed.id, decision=decision, code=CODES[decision])

    def rows(self) -> Sequence[StatementOfReasons]:
        with self.desk.database.reading() as session:
            return session.scalars(select(StatementOfReasons).order_by(StatementOfReasons.id)).all()

    def of(self, side: Side) -> StatementOfReasons:
        """Return the newest statement to a side."""
        return [row for row in self.rows() if row.side == side][-1]


@pytest.fixture
def desk(database, now) -> Desk:
    return Desk(database, now)


def take_down(case: Case) -> None:
    case.decide("take_down")


def reject(case: Case) -> None:
    case.decide("reject")


def stand(case: Case) -> None:
    # Under our own rules: a law's clock would bring the listing back.
    case.file(BRITISH)
    take_down(case)
    case.counter()
    case.decide("stand")


def reinstate(case: Case) -> None:
    take_down(case)
    case.counter()
    case.decide("reinstate")


def restore(case: Case) -> None:
    take_down(case)
    case.counter()
    case.now += 60 * DAY
    case.do(claims.ring_due, SYSTEM)


def lapse(case: Case) -> None:
    due = case.now + DAY
    case.do(claims.ask_filer, case.rev, case.id, what="The certificate.", answer_due=due)
    case.now += 2 * DAY
    case.do(claims.ring_due, SYSTEM)


def overturn_a_takedown(case: Case) -> None:
    take_down(case)
    case.appeal(Side.SELLER, "overturn")


def overturn_a_rejection(case: Case) -> None:
    reject(case)
    case.appeal(Side.FILER, "overturn")


def put_right(case: Case) -> None:
    take_down(case)
    assert case.acme.filer_id is not None
    case.desk.boycott(case.acme.filer_id)
    case.do(claims.put_right, case.ann, case.acme.filer_id, [case.id], code="reviewed-again")


def gone(case: Case) -> None:
    case.do(claims.gone, case.rev, case.id, note="Deleted by its seller.")


def discard(case: Case) -> None:
    case.do(claims.discard, case.rev, case.id, reason="Filed again.")


# A way to each step after which a listing is restricted or a request refused; what it does, and
# to whom it is said.
BOTH, FILER = ["filer", "seller"], ["filer"]
WALKS: dict[tuple[str, str], tuple[Callable[[Case], None], str, list[str]]] = {
    ("take_down", "removed"): (take_down, "removed", BOTH),
    ("reject", "rejected"): (reject, "none", BOTH),
    ("stand", "removed"): (stand, "stays_removed", BOTH),
    ("reinstate", "reinstated"): (reinstate, "restored", BOTH),
    ("restore", "reinstated"): (restore, "restored", BOTH),
    ("overturn", "reinstated"): (overturn_a_takedown, "restored", BOTH),
    ("overturn", "removed"): (overturn_a_rejection, "removed", BOTH),
    ("put_right", "reinstated"): (put_right, "restored", BOTH),
    ("gone", "moot"): (gone, "none", FILER),
    ("lapse", "closed"): (lapse, "none", FILER),
    ("discard", "closed"): (discard, "none", FILER),
}
RESTRICTING = {"removed", "rejected", "reinstated", "moot", "closed"}


def test_every_step_that_restricts_or_refuses_is_walked() -> None:
    steps = {(step.event, step.target) for step in CLAIM.steps if step.target in RESTRICTING}
    assert steps == set(WALKS)


@pytest.mark.parametrize("step", WALKS, ids="-".join)
def test_no_restriction_and_no_refusal_is_without_a_statement(
    desk: Desk, step: tuple[str, str]
) -> None:
    walk, restriction, sides = WALKS[step]
    acme = desk.filer()
    if step[0] == "discard":
        assert acme.filer_id is not None
        desk.boycott(acme.filer_id)
    case = Case(desk, acme)
    walk(case)
    with desk.database.reading() as session:
        event = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        stated = session.scalars(
            select(StatementOfReasons).where(StatementOfReasons.event_id == event.id)
        ).all()
        assert [row.side for row in stated] == sides
        about = [row.id for row in stated]
        of = session.scalars(
            select(StatementClaim.claim_id).where(StatementClaim.statement_id.in_(about))
        )
        assert set(of) == {case.id}
        for row in stated:
            decision = "reinstate" if step[0] == "put_right" else step[0]
            assert (row.decision, row.restriction) == (decision, restriction)
            assert sha256(row.text.encode()).hexdigest() == row.sha256
            letter = session.get_one(Letter, row.letter_id)
            # The letter says the same, with its link where it is the seller's.
            assert all(part in letter.body for part in row.text.split("\n\n") if part != "———")
            assert ("[/link]" in letter.body, "[/link]" in row.text) == (
                row.side == "seller",
                False,
            )


@pytest.mark.both_databases
def test_what_a_boycott_keeps_back_is_stated_without_a_letter(desk: Desk) -> None:
    acme = desk.filer()
    assert acme.filer_id is not None
    desk.boycott(acme.filer_id)
    desk.claim(acme)
    with desk.database.reading() as session:
        (row,) = session.scalars(select(StatementOfReasons))
        assert session.scalars(select(Letter.id)).all() == []
    assert (row.side, row.decision, row.letter_id) == ("filer", "not_processed", None)
    assert row.automated_decision
    assert "暂不处理" in row.text
    assert row.ends_at == desk.now + 30 * DAY
    assert "It lasts until Friday 31 July 2026, 09:00 UTC." in row.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_closed_as_a_boycott_ends_is_stated_without_a_letter(desk: Desk) -> None:
    acme = desk.filer()
    assert acme.filer_id is not None
    boycott_id = desk.boycott(acme.filer_id)
    desk.do(_discard, desk.staff("rev"), desk.claim(acme), boycott_id)
    with desk.database.reading() as session:
        rows = session.scalars(select(StatementOfReasons).order_by(StatementOfReasons.id)).all()
    assert [(row.decision, row.letter_id) for row in rows] == [
        ("not_processed", None), ("discard", None),
    ]  # fmt: skip
    assert "The same claim was filed again and is open." in rows[1].text


def _discard(work: Any, claim_id: int, boycott_id: int) -> None:
    claim = work.session.get_one(Claim, claim_id)
    taking_up.discard(work, claim, boycott_id, str(FILED_AGAIN))


# What the seller reads of each law: where it holds, the ground, how it came, and by when to appeal.
LAWS = [
    pytest.param(
        ETSY, {"basis": "copyright", "right": SONG}, "dmca", [], "17 U.S.C. 512(c)(1)(C)",
        ["copyright law. We find", "every place where it is offered", "17 U.S.C. 512(c)",
         "Art. 16 of the Digital Services Act", "Send a counter-notice (17 U.S.C. 512(g))",
         "Appeal by the end of Friday 1 January 2027 (", "Art. 21"],
        ["著作权法", "反通知", "第512(c)条", "2027年1月1日", "庭外争议解决机构"],
        id="dmca and dsa",
    ),
    pytest.param(
        f"{ITEM}1", {}, "ecl", ["CN"], "E-Commerce Law Art. 42",
        ["trade mark law (China)", "This applies in: China", "Art. 42 of the E-Commerce Law",
         "Send a declaration that you do not infringe"],
        ["商标法（中国）", "适用范围：中国", "第四十二条", "不存在侵权行为的声明"], id="ecl",
    ),
    pytest.param(
        GERMAN, {"right": MARK}, "dsa", ["DE"], "DSA Art. 16",
        ["trade mark law (Germany)", "This applies in: Germany", "Art. 16 of the Digital Services",
         "Answer the complaint by the end of Wednesday 15 July 2026", "Art. 21"],
        ["适用范围：德国", "第16条", "庭外争议解决机构"], id="dsa",
    ),
    pytest.param(
        BRITISH, {"right": MARK, "basis": "unauthorised_channel"}, "house", ["GB"], "our rules",
        ["our rules for selling here, not on a law", "This applies in: United Kingdom",
         "This came to us by a complaint"],
        ["本平台的销售规则", "适用范围：英国"], id="house",
    ),
]  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("url", "notice", "regime", "places", "basis", "said", "chinese"), LAWS)
def test_a_seller_reads_all_that_article_17_asks_for(
    desk: Desk, url: str, notice: dict[str, Any], regime: str, places: list[str], basis: str,
    said: list[str], chinese: list[str],
) -> None:  # fmt: skip
    case = Case(desk, url=url, **notice)
    is_named = notice.get("basis") != "unauthorised_channel"
    if not is_named:
        # The seller is heard before anything is taken down.
        case.now += 15 * DAY
    code = "shown" if is_named else "channel-closed"
    case.decide("take_down", code=code, note="The logo is copied.")
    row = case.of(Side.SELLER)
    # (a) restriction, territory, duration
    assert (row.restriction, row.territory) == ("removed", places)
    assert (row.starts_at, row.ends_at) == (case.now, None)
    # (b) facts, source, who notified
    assert (row.source, row.notifier_named) == ("notice", is_named)
    assert row.facts["notifier"] == ("acme" if is_named else None)
    assert row.facts["listings"][0]["url"].startswith("https://")
    # (c) automation
    assert (row.automated_detection, row.automated_decision) == (False, False)
    # (d), (e) ground and explanation
    assert (row.regime, row.basis) == (regime, basis)
    assert row.facts["ground"] == ("law" if is_named else "terms")
    assert (row.reason, row.words) == (code, "The logo is copied.")
    # (f) redress
    assert {"answer", "internal_complaint", "court"} <= {way["way"] for way in row.redress}
    english, translated = (read_in("", row.text, row.language, each).body for each in ("en", "zh"))
    assert row.text.startswith(translated if regime == "ecl" else english)
    always = ["off sale", str(BY_CODE[code].words), "The logo is copied.", "A person decided this",
              "until the complaint is withdrawn", "It costs nothing", "Go to court"]  # fmt: skip
    assert [part for part in (*always, *said) if part not in english] == []
    assert [part for part in ("您可以", "法院", *chinese) if part not in translated] == []
    assert ("acme" in row.text) is is_named
    assert "/api/" not in row.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_while_a_laws_clock_runs_a_restriction_ends_with_it(desk: Desk) -> None:
    case = Case(desk)
    assert case.do(_tell_with_clock, case.rev, case.id) == case.of(Side.SELLER).ends_at
    assert (
        "It lasts until the end of Thursday 16 July 2026 (Beijing time), unless"
        in case.of(Side.SELLER).text
    )


def _tell_with_clock(work: Any, claim_id: int) -> datetime:
    clock = clocks.start(work, work.session.get_one(Claim, claim_id), ClockKind.WAIT)
    assert clock is not None
    _tell(work, claim_id)
    return clock.ends_at


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_filer_reads_why_not_and_where_to_go_on(desk: Desk) -> None:
    case = Case(desk, url=GERMAN, right=MARK)
    case.decide("reject", code="no-evidence")
    row = case.of(Side.FILER)
    assert (row.reason, row.notifier_named) == ("no-evidence", False)
    for part in (
        "we rejected the complaint about this listing", "shows no evidence, though we asked",
        "Your complaint of 1 July 2026", "do not find that the right is infringed",
        "We dealt with it as a notice",
        "Appeal by the end of Monday 4 January 2027 (Central European time)", f"https://hands.example/claims/{case.id}",
        "驳回了针对以下商品的投诉",
    ):  # fmt: skip
        assert part in row.text, part
    until = {way["way"]: way["until"] for way in row.redress}
    assert until == {"internal_complaint": "2027-01-04", "dispute_body": None, "court": None}
    assert "You do not have to do anything" in case.of(Side.SELLER).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_note_for_one_side_is_read_by_that_side_alone(desk: Desk) -> None:
    case = Case(desk)
    case.do(_tell, case.rev, case.id, note="Your shop is new.", note_to=Side.SELLER)
    assert "Your shop is new." in case.of(Side.SELLER).text
    assert "Your shop is new." not in case.of(Side.FILER).text
    assert (case.of(Side.SELLER).words, case.of(Side.FILER).words) == ("Your shop is new.", None)


def _tell(work: Any, claim_id: int, **more: Any) -> None:
    claim = work.session.get_one(Claim, claim_id)
    reasons.state_reasons(work, [claim], Decision.TAKE_DOWN, code="shown", **more)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_decided_is_said_as_it_is(desk: Desk) -> None:
    case = Case(desk)
    case.do(_tell, SYSTEM, case.id)
    assert case.of(Side.SELLER).automated_decision
    assert "No person decided this" in case.of(Side.SELLER).text
    rule = replace(case.rev, scopes=frozenset({Scope.DECIDE, Scope.READ}))
    case.do(_tell, rule, case.id)
    assert "No person decided this" in case.of(Side.SELLER).text
    # A person's decision that the clock carries out is a person's.
    case.do(_tell, SYSTEM, case.id, automated_decision=False)
    assert "A person decided this" in case.of(Side.SELLER).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_staff_let_follow_late_is_the_clock_s_all_the_same(desk: Desk) -> None:
    case = Case(desk)
    take_down(case)
    case.counter()
    with desk.database.transaction() as session:
        clock = session.scalars(select(Clock).where(Clock.kind == "wait")).one()
        clock.state = "overdue"
    case.do(claims.carry_out_end, case.rev, clock.id, reason="It was over before.")
    row = case.of(Side.SELLER)
    assert (row.decision, row.automated_decision) == ("restore", True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_listing_that_another_complaint_holds_does_not_come_back(desk: Desk) -> None:
    other = desk.filer("other")
    held = desk.file(
        other, right={**MARK, "jurisdiction": "CN", "number": "7654321"}, basis="trademark"
    ).outcomes[0]
    case = Case(desk)
    case.do(claims.decide, case.rev, held.claim_id, decision="take_down", code="shown")
    reinstate(case)
    seller, filer = case.of(Side.SELLER), case.of(Side.FILER)
    (listing,) = seller.facts["listings"]
    # Whose store it is nobody knows, so that the seller may be another one's.
    assert (listing["held_by_others"], listing["held_by"]) == (True, [])
    assert "The listing stays off sale because of another complaint." in seller.text
    # Whose complaint it is, is not the filer's to know.
    assert "The listing stays off sale for a reason other than this complaint." in filer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_claims_under_different_laws_are_stated_apart(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    filed = desk.file(acme, right=MARK, targets=[{"url": GERMAN}, {"url": BRITISH}], contact=MAIL)
    many = claims.decide_complaint
    desk.do(many, rev, filed.complaint.id, decision="reject", code="no-right")
    with desk.database.reading() as session:
        rows = session.scalars(select(StatementOfReasons).where(StatementOfReasons.side == "filer"))
        assert {row.regime: row.territory for row in rows} == {"dsa": ["DE"], "house": ["GB"]}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_side_reads_its_own(desk: Desk) -> None:
    case = Case(desk)
    take_down(case)
    ids = {row.side: row.id for row in case.rows()}
    with desk.database.reading() as session:
        claim = session.get_one(Claim, case.id)
        seller = actors.seller(outbox.seller_of(claim))
    readers = {
        case.acme: ["filer"], seller: ["seller"], case.rev: ["filer", "seller"],
        desk.filer("other"): [], desk.marketplace(): ["seller"],
        desk.marketplace("elsewhere", "etsy"): [],
    }  # fmt: skip
    for reader, sides in readers.items():
        assert desk.do(_sides, reader, case.id) == sides
        for side, statement_id in ids.items():
            if side in sides:
                assert (
                    desk.do(asked.get_statement, reader, statement_id).statement.id == statement_id
                )
            else:
                with pytest.raises(Refusal, match="statement"):
                    desk.do(asked.get_statement, reader, statement_id)


def _sides(work: Any, claim_id: int) -> list[str]:
    return [view.statement.side for view in asked.statements_of_claims(work, [claim_id])]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_decided_at_once_under_two_laws_comes_in_one_letter(desk: Desk) -> None:
    shop = [{"url": f"{ITEM}{n}", "store_id": "s1"} for n in (1, 2, 3)]
    filed = desk.file(desk.filer(), targets=shop)
    of_house = filed.outcomes[1].claim_id
    with desk.database.transaction() as session:
        session.execute(update(Claim).where(Claim.id == of_house).values(regime="house"))
    desk.do(
        claims.decide_complaint, desk.staff("rev"), filed.complaint.id, decision="take_down",
        code="shown",
    )  # fmt: skip
    with desk.database.reading() as session:
        rows = session.scalars(select(StatementOfReasons).order_by(StatementOfReasons.id)).all()
        letters = {row.id: row for row in session.scalars(select(Letter))}
    for side in (Side.FILER, Side.SELLER):
        stated = [row for row in rows if row.side == side]
        assert [row.regime for row in stated] == ["ecl", "house"]
        (letter_id,) = {row.letter_id for row in stated}
        body = read_in("", letters[letter_id].body, letters[letter_id].language, "en").body
        assert "2 decisions about listings" in letters[letter_id].subject
        assert [f"Decision {n} of 2" in body for n in (1, 2)] == [True, True]
        first, second = body.partition("Decision 2 of 2")[::2]
        assert (first.count(ITEM), second.count(f"- {ITEM}")) == (2, 1)
        if side is Side.SELLER:
            # Each has its own way to answer, and its own clock.
            assert "Send a declaration that you do not infringe" in first
            assert "- Answer the complaint by" in second
            assert letters[letter_id].body.count("[/link]") == 2

"""Whether a right holds where a listing is offered: told, kept with a sign, decided by a person."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Check, Claim, LedgerEntry, Letter, Listing, Right, StatementOfReasons
from complaints.queries.authority import rights as right_queries
from complaints.queries.authority import territories as reaches
from complaints.queries.sellers.orders import OrderView, find_waiting
from complaints.rules.actors import Actor, Scope
from complaints.rules.authority.territories import Cover, OutsideGround
from complaints.rules.filing.targets import TargetPlace
from complaints.rules.kinds import Side
from complaints.services.authority import rights, territories
from complaints.services.decisions import appeals, claims
from complaints.work import UnitOfWork
from tests.services.decisions.desk import VAULT, Desk

MAIL = {"email": "law@acme.example"}
GERMAN = "https://www.amazon.de/dp/B000000001"
ETSY = "https://www.etsy.com/listing/987654321/tee"
CHINESE = {"kind": "trademark", "number": "7654321", "jurisdiction": "CN", "title": "ACME"}
WORK = {"kind": "copyright", "title": "Sunrise", "jurisdiction": "DE"}
WHY = "Well known in Germany: a court said so in 2024."


@pytest.fixture
def desk(database, now) -> Desk:
    return Desk(database, now)


def file(desk: Desk, right: dict[str, Any], *targets: dict[str, Any], **notice: Any) -> Any:
    """File a complaint of a new account; return its answer."""
    number = len(targets) + id(right) % 7
    return desk.file(
        desk.filer(f"acme-{number}"),
        right=right,
        targets=[*targets],
        contact=MAIL,
        **{"basis": right["kind"], **notice},
    )


def rule_of(desk: Desk) -> Actor:
    """Return a key that decides and may not review."""
    return replace(desk.staff("rule"), scopes=frozenset({Scope.DECIDE, Scope.READ}))


def reach(desk: Desk, filed: Any) -> Any:
    (outcome,) = filed.outcomes
    with desk.database.reading() as session:
        return reaches.reaches_of(session, [outcome.claim_id])[outcome.claim_id]


def law(desk: Desk, filed: Any) -> tuple[str | None, list[str] | None]:
    with desk.database.reading() as session:
        claim = session.get_one(Claim, filed.outcomes[0].claim_id)
        return claim.regime, claim.adding


def checks(desk: Desk, filed: Any) -> list[tuple[str, list[str], dict[str, Any]]]:
    with desk.database.reading() as session:
        rows = session.scalars(select(Check).where(Check.complaint_id == filed.complaint.id))
        return [(row.kind, row.signs, row.numbers) for row in rows]


def statements(desk: Desk) -> list[StatementOfReasons]:
    with desk.database.reading() as session:
        return list(session.scalars(select(StatementOfReasons).order_by(StatementOfReasons.id)))


def decide(desk: Desk, actor: Actor, filed: Any, decision: str, **given: Any) -> None:
    (outcome,) = filed.outcomes
    desk.do(claims.decide, actor, outcome.claim_id, decision=decision, **given)


def test_a_chinese_mark_is_taken_down_in_germany_by_a_person_who_says_why(desk: Desk) -> None:
    filed = file(desk, CHINESE, {"url": GERMAN})
    assert checks(desk, filed) == [("territory", ["outside"], {"claims_outside": 1})]
    rev = desk.staff("rev")
    for silent in ({}, {"note": WHY, "note_to": Side.FILER}):
        with pytest.raises(Refusal, match="why the listing is to be down there"):
            decide(desk, rev, filed, "take_down", code="shown", **silent)
    decide(desk, rev, filed, "take_down", code="shown", note=WHY)
    filer, seller = statements(desk)
    assert (filer.territory, seller.territory) == (["DE"], ["DE"])
    for part in (WHY, "trade mark law (Germany)", "This applies in: Germany",
                 "the right is not registered where the listing is offered"):  # fmt: skip
        assert part in seller.text
    assert "China)" not in seller.text


def test_a_rules_key_decides_nothing_outside_the_territory_and_a_person_may_reject(
    desk: Desk,
) -> None:
    filed = file(desk, CHINESE, {"url": GERMAN})
    rule = rule_of(desk)
    for decision, code in (("take_down", "shown"), ("reject", "other-territory")):
        with pytest.raises(Refusal, match="a person decides it, with reasons") as refused:
            decide(desk, rule, filed, decision, code=code, note=WHY)
        assert refused.value.slug == "person-decides"
    decide(desk, desk.staff("rev"), filed, "reject", code="other-territory")
    filer, _seller = statements(desk)
    assert "does not apply in the countries" in filer.text


def test_an_appeal_that_takes_down_outside_the_territory_says_why(desk: Desk) -> None:
    filed = file(desk, CHINESE, {"url": GERMAN})
    decide(desk, desk.staff("rev"), filed, "reject", code="other-territory")
    claim_id, sid = filed.outcomes[0].claim_id, desk.staff("sid")
    appeal = desk.do(appeals.file, sid, claim_id, side=Side.FILER, grounds="It is well known.")
    said: dict[str, Any] = {"decision": "overturn", "code": "new-evidence"}
    ann = desk.staff("ann")
    with pytest.raises(Refusal, match="why the listing is to be down there"):
        desk.do(appeals.decide, ann, appeal.id, **said)
    desk.do(appeals.decide, ann, appeal.id, **said, note=WHY)
    assert WHY in statements(desk)[-1].text


def test_a_takedown_outside_the_territory_that_stays_after_an_appeal_says_why(desk: Desk) -> None:
    filed = file(desk, CHINESE, {"url": GERMAN})
    decide(desk, desk.staff("rev"), filed, "take_down", code="shown", note=WHY)
    claim_id, sid = filed.outcomes[0].claim_id, desk.staff("sid")
    appeal = desk.do(appeals.file, sid, claim_id, side=Side.SELLER, grounds="Not registered here.")
    said: dict[str, Any] = {"decision": "uphold", "code": "nothing-new"}
    ann = desk.staff("ann")
    quiet: tuple[dict[str, Any], ...] = ({}, {"note": WHY, "note_to": Side.FILER})
    for silent in quiet:
        with pytest.raises(Refusal, match="why the listing is to be down there"):
            desk.do(appeals.decide, ann, appeal.id, **said, **silent)
    desk.do(appeals.decide, ann, appeal.id, **said, note=WHY)
    assert WHY in statements(desk)[-1].text


def test_a_seller_wins_outside_the_territory_without_more_words(desk: Desk) -> None:
    filed = file(desk, CHINESE, {"url": GERMAN})
    decide(desk, desk.staff("rev"), filed, "take_down", code="shown", note=WHY)
    claim_id, sid = filed.outcomes[0].claim_id, desk.staff("sid")
    appeal = desk.do(appeals.file, sid, claim_id, side=Side.SELLER, grounds="Not registered here.")
    won: dict[str, Any] = {"decision": "overturn", "code": "other-territory"}
    assert desk.do(appeals.decide, desk.staff("ann"), appeal.id, **won).state == "overturned"


def test_within_its_territory_nothing_is_asked(desk: Desk) -> None:
    filed = file(desk, {**CHINESE, "jurisdiction": "DE"}, {"url": GERMAN})
    assert checks(desk, filed) == []
    decide(desk, rule_of(desk), filed, "take_down", code="shown")
    assert statements(desk)[0].territory == ["DE"]


# A right, and whether it holds on amazon.de (Germany), amazon.fr, amazon.co.uk and amazon.eg.
RIGHTS = [
    ("trademark", "EU", None, "in in out out"),
    ("trademark", "BX", None, "out out out out"),
    ("patent", "EP", ["DE"], "in out out out"),
    ("patent", "EP", None, "unknown unknown unknown out"),
    ("patent", "OA", None, "out out out out"),
    ("trademark", "WO", ["EU", "GB"], "in in in out"),
    ("trademark", "WO", ["CN"], "out out out out"),
    ("trademark", "WO", None, "unknown unknown unknown unknown"),
    ("copyright", "CN", None, "in in in in"),
    ("copyright", None, None, "in in in in"),
    ("trademark", None, None, "unknown unknown unknown unknown"),
]
WORDS = {"in": Cover.WHOLE, "out": Cover.OUTSIDE, "unknown": Cover.UNKNOWN}


@pytest.mark.parametrize(("kind", "place", "named", "said"), RIGHTS)
def test_each_right_in_and_out(
    desk: Desk, kind: str, place: str | None, named: list[str] | None, said: str
) -> None:
    right = {"kind": kind, "number": "7654321", "title": "ACME", "jurisdiction": place}
    owner = desk.filer()
    for number, (site, word) in enumerate(
        zip(("de", "fr", "co.uk", "eg"), said.split(), strict=True)
    ):
        filed = desk.file(
            owner, right={**right, "number": f"765432{number}", "territories": named},
            targets=[{"url": f"https://www.amazon.{site}/dp/B000000001"}], contact=MAIL, basis=kind,
        )  # fmt: skip
        assert (site, reach(desk, filed).cover) == (site, WORDS[word])


# By the site, then by where it is delivered.
SITES = [
    ("https://www.ebay.de/itm/123456789012", None, ("dsa", []), ("DE",)),
    ("https://www.ebay.com/itm/123456789012", None, ("dmca", []), ("US",)),
    ("https://www.ebay.com/itm/123456789012", ["DE"], ("dmca", ["dsa"]), ("DE", "US")),
    ("https://www.ebay.co.uk/itm/123456789012", None, ("house", []), ("GB",)),
    ("https://de.aliexpress.com/item/1005001.html", None, ("dsa", []), ("DE",)),
    ("https://www.aliexpress.com/item/1005001.html", None, ("dmca", ["dsa"]), ()),
    ("https://www.aliexpress.com/item/1005001.html", ["DE"], ("dsa", []), ("DE",)),
    ("https://www.etsy.com/uk/listing/987654321/tee", None, ("house", []), ("GB",)),
    (ETSY, ["US"], ("dmca", []), ("US",)),
    (ETSY, None, ("dmca", ["dsa"]), ()),
    ("https://www.temu.com/de/tee-g-601099.html", None, ("dsa", []), ("DE",)),
]


@pytest.mark.parametrize(("url", "delivered", "regimes", "offered"), SITES)
def test_a_german_work_is_under_the_law_of_the_site(
    desk: Desk, url: str, delivered: list[str] | None, regimes: Any, offered: tuple[str, ...]
) -> None:
    filed = file(desk, WORK, {"url": url, "delivers_to": delivered})
    assert law(desk, filed) == regimes
    assert reach(desk, filed).offered == offered
    assert reach(desk, filed).cover is Cover.WHOLE


def test_a_decision_holds_in_the_covered_one_of_two_territories(desk: Desk) -> None:
    filed = file(
        desk, {**CHINESE, "jurisdiction": "FR"}, {"url": ETSY, "delivers_to": ["DE", "FR"]}
    )
    assert reach(desk, filed).cover is Cover.PART
    assert checks(desk, filed) == []
    decide(desk, desk.staff("rev"), filed, "take_down", code="shown")
    _filer, seller = statements(desk)
    assert seller.territory == ["FR"]
    assert "This applies in: France." in seller.text


@pytest.mark.parametrize(
    ("slug", "url"),
    [("amazon.de", GERMAN), ("temu", "https://www.temu.com/tee-g-601099.html")],
)
def test_a_filers_word_on_delivery_brings_no_right_into_its_territory(
    desk: Desk, slug: str, url: str
) -> None:
    filed = file(desk, CHINESE, {"url": url, "delivers_to": ["CN"]})
    assert reach(desk, filed).cover is Cover.OUTSIDE
    assert [kind for kind, _signs, _numbers in checks(desk, filed)] == ["territory"]
    with pytest.raises(Refusal) as refused:
        decide(desk, rule_of(desk), filed, "take_down", code="shown", note=WHY)
    assert refused.value.slug == "person-decides"
    place = TargetPlace(slug, "another", address=url, delivers_to=("CN",))
    with desk.database.reading() as session:
        right = session.get_one(Right, filed.complaint.right_id)
        (before,) = reaches.reaches_at(session, right, [place])
    assert before.cover is Cover.OUTSIDE
    # The platform's word counts.
    with desk.database.transaction() as session:
        claim = session.get_one(Claim, filed.outcomes[0].claim_id)
        session.get_one(Listing, claim.listing_id).delivers_to = ["CN"]
    assert reach(desk, filed).cover is not Cover.OUTSIDE


def test_a_chinese_mark_holds_nowhere_that_temu_sells(desk: Desk) -> None:
    url = "https://www.temu.com/tee-g-601099.html"
    assert reach(desk, file(desk, CHINESE, {"url": url})).cover is Cover.OUTSIDE


def test_what_rests_on_our_terms_has_no_territory(desk: Desk) -> None:
    filed = file(desk, CHINESE, {"url": GERMAN}, basis="unauthorised_channel")
    assert (reach(desk, filed).cover, checks(desk, filed)) == (Cover.WHOLE, [])


MADRID = {**CHINESE, "jurisdiction": "WO"}


def register(desk: Desk, owner: Actor, right: dict[str, Any], **options: Any) -> int:
    given: dict[str, Any] = {"rights_holder": None, "filer": None, "vault": VAULT, **options}
    return int(desk.do(rights.register, owner, right=right, **given).id)


def namings(desk: Desk, right_id: int) -> list[tuple[Any, ...]]:
    with desk.database.reading() as session:
        return [
            (str(each.by), each.before, each.after, each.why)
            for each in reaches.namings_of(session, right_id)
        ]


def test_while_nobody_has_said_where_a_right_applies_a_person_decides(desk: Desk) -> None:
    owner, rule = desk.filer(), rule_of(desk)
    right_id = register(desk, owner, MADRID)
    mine: dict[str, Any] = {"right_id": right_id, "right": None, "contact": MAIL}
    one, two = (desk.file(owner, targets=[{"url": f"{GERMAN[:-1]}{n}"}], **mine) for n in range(2))
    for decision, code in (("take_down", "shown"), ("reject", "no-infringement")):
        with pytest.raises(Refusal, match="Nobody has said in which countries") as refused:
            decide(desk, rule, one, decision, code=code)
        assert refused.value.slug == "person-decides"
    decide(desk, desk.staff("rev"), one, "take_down", code="shown")
    desk.do(territories.name_territories, owner, right_id, ["DE"])
    decide(desk, rule, two, "take_down", code="shown")


@pytest.mark.both_databases
def test_its_filer_corrects_where_a_right_applies_and_open_claims_are_checked_anew(
    desk: Desk,
) -> None:
    owner, other = desk.filer(), desk.filer("other")
    right_id = register(desk, owner, MADRID)
    with pytest.raises(Refusal, match="no such right"):
        desk.do(territories.name_territories, other, right_id, ["DE"])
    desk.do(territories.name_territories, owner, right_id, ["CN"])
    mine: dict[str, Any] = {"right_id": right_id, "right": None, "contact": MAIL}
    filed = desk.file(owner, targets=[{"url": GERMAN}], **mine)
    assert checks(desk, filed) == [("territory", ["outside"], {"claims_outside": 1})]
    assert desk.do(territories.name_territories, owner, right_id, ["FR", "DE"]).outside == 0
    assert checks(desk, filed) == []
    assert desk.do(territories.name_territories, owner, right_id, ["DE", "FR"]).outside == 0
    assert desk.do(territories.name_territories, owner, right_id, ["US"]).outside == 1
    assert checks(desk, filed) == [("territory", ["outside"], {"claims_outside": 1})]
    assert namings(desk, right_id) == [
        ("filer", None, ["CN"], None), ("filer", ["CN"], ["DE", "FR"], None),
        ("filer", ["DE", "FR"], ["US"], None),
    ]  # fmt: skip


def test_the_sign_counts_what_is_outside_now_and_is_no_twin(desk: Desk) -> None:
    owner = desk.filer()
    right_id = register(desk, owner, {**MADRID, "territories": ["FR"]})
    french = {"url": "https://www.amazon.fr/dp/B000000001"}
    filed = desk.file(
        owner, right_id=right_id, right=None, contact=MAIL, targets=[{"url": GERMAN}, french]
    )
    assert checks(desk, filed)[0][2] == {"claims_outside": 1}
    desk.do(territories.name_territories, owner, right_id, ["CN"])
    assert checks(desk, filed) == [("territory", ["outside"], {"claims_outside": 2})]


def test_a_right_of_which_a_part_was_assigned_keeps_what_was_decided(desk: Desk) -> None:
    owner, platform = desk.filer(), desk.marketplace("etsy-runs", "etsy")
    right_id = register(desk, owner, {**MADRID, "territories": ["DE", "FR"]})
    mine: dict[str, Any] = {"right_id": right_id, "right": None, "contact": MAIL}
    decided, open_ = (
        desk.file(owner, targets=[{"url": ETSY.replace("987", f"98{n}")}], **mine) for n in range(2)
    )
    decide(desk, desk.staff("rev"), decided, "take_down", code="shown")
    later = desk.now + timedelta(days=1)
    with pytest.raises(Refusal, match="Write why this changes") as refused:
        desk.do(territories.name_territories, owner, right_id, ["FR"], at=later)
    assert [each.pointer for each in refused.value.fields] == ["/reason"]
    why = "The German part was assigned to Bolt."
    desk.do(territories.name_territories, owner, right_id, ["FR"], reason=why, at=later)
    assert namings(desk, right_id) == [("filer", ["DE", "FR"], ["FR"], why)]
    assert reach(desk, open_).holds == ("FR",)
    assert statements(desk)[0].territory == ["DE", "FR"]
    (order,) = desk.do(orders, platform.on_sellers_side())
    assert order.order.territory == ["DE", "FR"]
    decide(desk, desk.staff("ann"), open_, "take_down", code="shown")
    assert statements(desk)[-1].territory == ["FR"]


def orders(work: UnitOfWork) -> list[OrderView]:
    return list(find_waiting(work, limit=10))


@pytest.mark.both_databases
def test_staff_correct_it_with_a_reason_that_the_filer_reads(desk: Desk) -> None:
    owner, rev = desk.filer(), desk.staff("rev")
    right_id = register(desk, owner, {**MADRID, "territories": ["DE"]})
    filed = desk.file(owner, right_id=right_id, right=None, contact=MAIL, targets=[{"url": GERMAN}])
    with pytest.raises(Refusal, match="Write why this changes"):
        desk.do(territories.name_territories, rev, right_id, ["FR"])
    why = "WIPO's extract of 1 December designates France alone."
    assert desk.do(territories.name_territories, rev, right_id, ["FR"], reason=why).outside == 1
    assert checks(desk, filed) == [("territory", ["outside"], {"claims_outside": 1})]
    with desk.database.reading() as session:
        letters = session.scalars(select(Letter).where(Letter.kind == "territories_corrected"))
        (letter,) = letters
    assert letter.filer_id == owner.filer_id
    for part in (why, "applies: France.", "Before, it said: Germany.", "1 listing is offered"):
        assert part in letter.body
    with pytest.raises(Refusal, match="Our staff have compared") as refused:
        desk.do(territories.name_territories, owner, right_id, ["DE"], reason="No.")
    assert refused.value.slug == "wrong-state"
    desk.do(territories.name_territories, rev, right_id, ["DE"], reason="A later designation.")
    assert [each[0] for each in namings(desk, right_id)] == ["staff", "staff"]


def test_to_state_a_right_once_more_undoes_no_correction_of_staff(desk: Desk) -> None:
    owner, rev = desk.filer(), desk.staff("rev")
    first = register(desk, owner, {**MADRID, "territories": ["DE"]})
    second = register(desk, owner, {**MADRID, "territories": ["DE", "US"]})
    filed = desk.file(owner, right_id=second, right=None, contact=MAIL, targets=[{"url": GERMAN}])
    why = "WIPO's extract designates France alone."
    named = desk.do(territories.name_territories, rev, first, ["FR"], reason=why)
    assert named.outside == 1, "in whichever statement of it"
    assert checks(desk, filed) == [("territory", ["outside"], {"claims_outside": 1})]
    with pytest.raises(Refusal, match="Our staff have compared"):
        desk.do(territories.name_territories, owner, second, ["DE"], reason="No.")
    for facts in ({"territories": ["DE", "GB"]}, {"territories": ["DE"], "title": "Coat"}):
        again = {**MADRID, **facts}
        third = register(desk, owner, again)
        filed = desk.file(
            owner, right=again, contact=MAIL, targets=[{"url": f"{GERMAN[:-1]}{third}"}]
        )
        assert reach(desk, filed).cover == "outside"
        assert namings(desk, third)[-1][0] == "staff"
    # Another account states its own: nobody has corrected that.
    other = register(desk, desk.filer("other"), {**MADRID, "territories": ["DE"]})
    assert namings(desk, other) == []


def test_a_country_that_the_office_cannot_give_is_refused_and_says_nothing(desk: Desk) -> None:
    owner = desk.filer()
    patent = {**CHINESE, "kind": "patent", "jurisdiction": "EP", "territories": ["US"]}
    right_id = register(desk, owner, patent)
    with desk.database.reading() as session:
        assert right_queries.view(session, session.get_one(Right, right_id)).holds_in is None
    with pytest.raises(Refusal, match="cannot apply there"):
        desk.do(territories.name_territories, owner, right_id, ["DE", "US"])
    desk.do(territories.name_territories, owner, right_id, ["DE"])


def test_a_partner_says_it_for_accounts_that_it_files_for_and_no_others(desk: Desk) -> None:
    portal, stranger, owner = desk.partner(), desk.partner("other"), desk.filer()
    named = {"reference": "a1", "name": "A", "kind": "rights_holder", "email": "a@a.example"}
    right_id = register(desk, portal, MADRID, filer=named)
    others = register(desk, owner, MADRID)
    desk.do(territories.name_territories, portal, right_id, ["DE"])
    assert namings(desk, right_id) == [("partner", None, ["DE"], None)]
    cut = replace(portal, only_filers=frozenset({"b2"}))
    for actor, number in ((stranger, right_id), (portal, others), (cut, right_id)):
        with pytest.raises(Refusal, match="no such right"):
            desk.do(territories.name_territories, actor, number, ["FR"])
    with pytest.raises(Refusal):
        desk.do(territories.name_territories, portal.on_sellers_side(), right_id, ["FR"])


def test_what_the_office_says_of_where_a_right_applies_nobody_corrects(desk: Desk) -> None:
    owner = desk.filer()
    right_id = register(desk, owner, CHINESE)
    for actor in (owner, desk.staff("rev")):
        with pytest.raises(Refusal, match="The office of this right") as refused:
            desk.do(territories.name_territories, actor, right_id, ["DE"], reason="Wrong.")
        assert refused.value.slug == "wrong-state"


@pytest.mark.both_databases
def test_of_many_who_state_a_ground_at_once_each_knows_the_one_before(desk: Desk) -> None:
    owner = desk.filer()
    filed = desk.file(owner, right=CHINESE, targets=[{"url": GERMAN}], contact=MAIL)
    together = threading.Barrier(6)

    def state(number: int) -> None:
        together.wait()
        ground = list(OutsideGround)[number % 3]
        desk.do(territories.state_ground, owner, filed.complaint.id, ground=ground, words="So.")

    threads = [threading.Thread(target=state, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with desk.database.reading() as session:
        said = select(LedgerEntry.facts).where(LedgerEntry.verb == "stated_ground")
        facts = session.scalars(said.order_by(LedgerEntry.id)).all()
    grounds = [None, *(each["ground"] for each in facts)]
    assert [each["before"] for each in facts] == grounds[:-1]
    assert len(facts) == 6


@pytest.mark.parametrize(("place", "named"), [("EP", ["US"]), ("CN", ["DE"])])
def test_a_right_holds_nowhere_that_its_office_cannot_give(
    desk: Desk, place: str, named: list[str]
) -> None:
    right = {**CHINESE, "kind": "patent", "jurisdiction": place}
    options: dict[str, Any] = {"right": right, "rights_holder": None, "filer": None, "vault": VAULT}
    owner = desk.filer()
    right_id = desk.do(rights.register, owner, **options).id
    with pytest.raises(Refusal):
        desk.do(territories.name_territories, owner, right_id, named)


def test_naming_its_countries_makes_another_statement_of_the_same_right(desk: Desk) -> None:
    owner = desk.filer()
    madrid = {**CHINESE, "jurisdiction": "WO"}
    options: dict[str, Any] = {"rights_holder": None, "filer": None, "vault": VAULT}
    bare = desk.do(rights.register, owner, right=madrid, **options)
    named = desk.do(rights.register, owner, right={**madrid, "territories": ["DE"]}, **options)
    again = desk.do(rights.register, owner, right={**madrid, "territories": None}, **options)
    assert (bare.id, bare.key) == (again.id, named.key)
    assert named.id != bare.id


def test_the_filer_says_why_it_binds_there_at_once_or_later(desk: Desk) -> None:
    said = {"ground": "well_known", "words": WHY}
    owner = desk.filer()
    filed = desk.file(
        owner, right=CHINESE, targets=[{"url": GERMAN}], contact=MAIL, territory_ground=said
    )
    assert (filed.complaint.outside_ground, filed.complaint.outside_words) == ("well_known", WHY)
    later: dict[str, Any] = {
        "ground": OutsideGround.BAD_FAITH_IMPORT,
        "words": "Its agent brought it in.",
    }
    with pytest.raises(Refusal, match="Only the account that filed"):
        desk.do(territories.state_ground, desk.staff("rev"), filed.complaint.id, **later)
    stranger = replace(desk.filer("other"))
    with pytest.raises(Refusal):
        desk.do(territories.state_ground, stranger, filed.complaint.id, **later)
    row = desk.do(
        territories.state_ground,
        owner,
        filed.complaint.id,
        **later,
        at=desk.now + timedelta(days=1),
    )
    assert (row.outside_ground, row.outside_words) == ("bad_faith_import", later["words"])
    with desk.database.reading() as session:
        entry = session.scalars(
            select(LedgerEntry).where(LedgerEntry.verb == "stated_ground")
        ).one()
    assert (entry.subject_id, entry.why) == (row.id, later["words"])
    assert entry.facts == {"ground": "bad_faith_import", "before": "well_known"}

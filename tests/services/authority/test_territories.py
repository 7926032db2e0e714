"""Whether a right holds where a listing is offered: told, kept with a sign, decided by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Check, Claim, LedgerEntry, Listing, Right, StatementOfReasons
from complaints.queries.authority import territories as reaches
from complaints.rules.actors import Actor, Scope
from complaints.rules.authority.territories import Cover, OutsideGround
from complaints.rules.filing.targets import TargetPlace
from complaints.rules.kinds import Side
from complaints.services.authority import rights, territories
from complaints.services.decisions import appeals, claims
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


@pytest.mark.both_databases
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


@pytest.mark.both_databases
def test_where_a_right_holds_is_asked_and_named_once(desk: Desk) -> None:
    owner, other = desk.filer(), desk.filer("other")
    madrid = {**CHINESE, "jurisdiction": "WO"}
    options: dict[str, Any] = {"rights_holder": None, "filer": None, "vault": VAULT}
    right_id = desk.do(rights.register, owner, right=madrid, **options).id
    with pytest.raises(Refusal, match="no such right"):
        desk.do(territories.name_territories, other, right_id, ["DE"])
    with pytest.raises(Refusal, match="Only the account") as refused:
        desk.do(territories.name_territories, desk.staff("rev"), right_id, ["DE"])
    assert refused.value.slug == "forbidden"
    desk.do(territories.name_territories, owner, right_id, ["FR", "DE"])
    with pytest.raises(Refusal, match="We know where"):
        desk.do(territories.name_territories, owner, right_id, ["US"])
    with desk.database.reading() as session:
        assert session.get_one(Right, right_id).territories == ["DE", "FR"]
        said = select(LedgerEntry.facts).where(LedgerEntry.verb == "named_territories")
        assert session.scalars(said).all() == [{"territories": ["DE", "FR"]}]


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

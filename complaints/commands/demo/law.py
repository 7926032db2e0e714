"""Files a case under each law, each at a day on which its law has something to say.

Days are counted back from the day on which the demo is made, by the calendars of the laws, so that
it is as good on a holiday. `CASES` says what there is; each run of `demo` prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

import click

from complaints.commands.demo import papers as demo_papers
from complaints.commands.demo.flaggers import FLAGGER
from complaints.commands.demo.today import signed
from complaints.models import Claim
from complaints.queries.decisions import claims
from complaints.queries.logins import accounts
from complaints.queries.logins import people as people_queries
from complaints.queries.sellers import counter_notices
from complaints.rules import actors
from complaints.rules.actors import ActorKind, PersonRole
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import Side
from complaints.rules.law.calendars import Calendar, Length, Unit, last_day
from complaints.rules.law.clocks import end_of, length_of, rule_of
from complaints.rules.law.proceedings import Forum
from complaints.rules.law.regimes import ClockKind, RegimeCode
from complaints.rules.policy.law_policy import LawPolicy
from complaints.rules.sellers.demands import DemandChannel, Demanded
from complaints.rules.sellers.made_up_answers import made_up_answer
from complaints.rules.sellers.traders import Identity, TraderLack
from complaints.services.decisions import appeals
from complaints.services.decisions import claims as verbs
from complaints.services.filing import intake
from complaints.services.filing.intake import Accepted, Notice
from complaints.services.law import countries, proceedings
from complaints.services.sellers import traders
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from complaints.work import UnitOfWork

DAY: Final = timedelta(days=1)
# Business days from today on which the first case's listing comes back.
BACK_IN: Final = Length(2, Unit.WORKING_DAYS)
BRAND, OTHER_BRAND = "demo-brand@example.com", "old-brand@example.com"
HOLDERS = {BRAND: "Demo Brand Ltd", OTHER_BRAND: "Old Brand Ltd", FLAGGER: "Demo Agency"}
SONG = {"kind": "copyright", "title": "Paper Boats", "first_published_on": date(2019, 3, 4)}
SHEET = {
    "work": "artwork", "published_at": "https://paper-boats.example/1", "allowed": "considered",
    "published_on": "2019-03-04", "copied": "The print shows our drawing, line by line.",
}  # fmt: skip
ANSWERS = {
    "trademark": {"used_where": "goods", "confusion": "The box says DEMO BRAND.", "goods": "same",
                  "descriptive": "no"},
    "circumvention": {"measure": "The lock of our cartridges.", "how": "A chip opens it."},
    "other": {"law": "Our title is protected.", "what": "The title of the page."},
}  # fmt: skip


CODES = {"copyright": "copied", "circumvention": "circumvents", "other": "against-terms"}
# What stores in Germany show of their traders; the last one lacks half of it.
HANDEL = Identity(
    "Spreeufer Handel GmbH", "Schillingstraße 12, 10179 Berlin", "post@spreeufer.example",
    "+49 30 5550 1042", "Handelsregister Berlin-Charlottenburg", "HRB 204417 B", date(2025, 2, 17),
)  # fmt: skip
OUTLET = Identity(
    "Jörn Petersen, Hafen Outlet", "Am Sandtorkai 30, 20457 Hamburg", "hallo@hafen.example",
    "+49 40 5550 771", certified_on=date(2025, 6, 3),
)  # fmt: skip
LADEN = Identity("Kiez Laden", "Berlin", phone="n/a", register="Handelsregister Berlin")


def mark(number: str, country: str) -> dict[str, Any]:
    """Return the demo brand's mark in one country."""
    return {"kind": "trademark", "number": number, "jurisdiction": country, "title": "DEMO BRAND",
            "classes": [9, 21], "status": "registered", "applied_on": date(2019, 3, 4),
            "registered_on": date(2020, 2, 7)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its reference, what the reader sees there, what it is about, how it went on.

    `went_on` gets the story once the complaint is filed; `filed` is how many days ago that was.
    """

    reference: str
    shows: str
    url: str
    seller: str
    right: dict[str, Any]
    went_on: Callable[[Story], None]
    filed: int
    email: str = BRAND
    basis: str = "trademark"


@dataclass(frozen=True, slots=True)
class Story:
    """The claim of a case, and who does what to it on which day."""

    context: Context
    work: UnitOfWork
    claim: Claim

    def ago(self, days: int) -> UnitOfWork:
        """Return Ann's work so many days ago."""
        return self.work.at(self.work.now - days * DAY)

    def take_down(self, at: datetime) -> None:
        basis = claims.complaint_of(self.work.session, self.claim).basis
        code = CODES.get(basis, "mark-used")
        verbs.decide(self.work.at(at), self.claim.id, decision="take_down", code=code)

    def counter(self, at: datetime) -> None:
        """Answer for the seller, and sign what the claim's law asks for."""
        required = counter_notices.requirements_of(
            self.work, self.claim.complaint_id, [self.claim.id]
        )
        answer = made_up_answer([text.code for text in required.texts])
        work = self.as_seller(0).at(at)
        verbs.counter(work, [self.claim.id], answer, vault=self.context.vault)

    def show_trader(self, trader: Identity) -> None:
        """State what the store shows of its trader, as its marketplace's catalogue does."""
        assert self.claim.store_id is not None
        catalogue = self.ago(2).by(actors.SYSTEM)
        traders.store_traders(catalogue, {self.claim.store_id}, {self.claim.store_id: trader})

    def staff(self, days_ago: int, handle: str, role: PersonRole) -> UnitOfWork:
        """Return a colleague's work so many days ago."""
        person = people_queries.find_owner(self.work.session, ActorKind.PERSON, handle)
        assert person is not None
        return self.ago(days_ago).by(actors.person(person, role))

    def as_seller(self, days_ago: int) -> UnitOfWork:
        seller = actors.seller(SellerOf(self.claim.complaint_id, self.claim.store_id))
        return self.ago(days_ago).by(seller)

    def as_filer(self, days_ago: int) -> UnitOfWork:
        return self.ago(days_ago).by(actors.filer(self.claim.filer_id))


def answered_on(today: datetime, policy: LawPolicy) -> datetime:
    """Return when a counter-notice came by which US law brings a listing back in two business
    days."""
    rule, calendar = rule_of(RegimeCode.DMCA, ClockKind.RESTORE), Calendar("US")
    back = calendar.begins(last_day(calendar.day_of(today), BACK_IN, calendar))
    came = today
    while end_of(rule, length_of(rule, policy), calendar, came).at > back:
        came -= DAY
    return came


def _comes_back(story: Story) -> None:
    came = answered_on(story.work.now, story.work.policy.law)
    story.take_down(came - DAY)
    story.counter(came)


def _is_in_court(story: Story) -> None:
    story.take_down(story.ago(8).now)
    story.counter(story.ago(6).now)
    proceedings.note_proceeding(
        story.as_filer(1), [story.claim.id], side=Side.FILER, forum=Forum.COURT, restrains=True,
        name="US District Court, Southern District of New York", reference="1:26-cv-04417",
        said="We ask the court to stop this seller. The papers follow.",
    )  # fmt: skip


def _is_at_a_notary(story: Story) -> None:
    story.take_down(story.ago(12).now)
    story.counter(story.ago(10).now)
    why = "Our register extract is with a notary in Bonn, to be legalised."
    verbs.await_papers(story.as_filer(4), story.claim.id, why=why)


def _can_be_appealed(story: Story) -> None:
    story.show_trader(HANDEL)
    story.take_down(story.ago(20).now)


def _is_of_a_seller_in_the_union(story: Story) -> None:
    assert story.claim.store_id is not None
    countries.state_store(story.ago(5), story.claim.store_id, "PT")
    story.take_down(story.ago(3).now)


def _waits(story: Story) -> None:
    """Nobody has looked at it yet."""
    story.show_trader(OUTLET)


def _was_asked(story: Story) -> None:
    asked = story.ago(2)
    verbs.ask_filer(
        asked, story.claim.id, what="A picture of the mark on the goods that you mean.",
        answer_due=asked.now + 7 * DAY,
    )  # fmt: skip


def _was_appealed(story: Story) -> None:
    story.take_down(story.ago(16).now)
    appeals.file(
        story.as_seller(2), story.claim.id, side=Side.SELLER,
        grounds="These are the maker's own goods: we sent the invoice to the platform in May.",
    )  # fmt: skip


def _was_asked_for_money(story: Story) -> None:
    story.show_trader(LADEN)
    verbs.report_trader(story.as_filer(2), story.claim.id, says=TraderLack.WRONG)
    verbs.report_demand(
        story.as_seller(1), [story.claim.id],
        statement="Somebody wrote to our shop that the complaint goes away for 300 euros.",
        asked_for=Demanded.MONEY, words="300 and we forget it. Answer by Friday.",
        asked_on=story.ago(2).now.date(), channel=DemandChannel.CHAT,
    )  # fmt: skip


def _is_held_twice(story: Story) -> None:
    story.take_down(story.ago(2).now)


def _was_not_disputed(story: Story) -> None:
    story.take_down(story.ago(75).now)


PRICE: Final = "24.90"
FOR_SALE: Final = timedelta(days=60)  # before the complaint
CURRENCIES: Final = {
    "www.amazon.com": "USD", "www.amazon.com.mx": "MXN", "www.amazon.de": "EUR",
    "item.taobao.com": "CNY", "www.etsy.com": "EUR", "www.amazon.co.uk": "GBP",
}  # fmt: skip
AMAZON, MEXICO = "https://www.amazon.com/dp/B0DEM0512", "https://www.amazon.com.mx/dp/B0DEM0TW0X"
CASES: Final = (
    Case("CH-DEMO-US-BACK", "US copyright, countered: the listing comes back in two business days",
         f"{AMAZON}1", "Canal Street Prints", SONG, _comes_back, 30),
    Case("CH-DEMO-US-SUIT", "US copyright, countered: a suit was told, its paper is missing",
         f"{AMAZON}2", "Hudson Posters", SONG, _is_in_court, 9),
    Case("CH-DEMO-CN-NOTARY", "China, countered: the time stands still, papers are at a notary",
         "https://item.taobao.com/item.htm?id=905120043", "河畔文具店", mark("58214477", "CN"),
         _is_at_a_notary, 14),
    Case("CH-DEMO-EU-APPEAL", "EU, taken down: the seller can appeal for six months",
         "https://www.amazon.de/dp/B0DEM00DSA", "Spreeufer Handel", mark("018214477", "EU"),
         _can_be_appealed, 24),
    Case("CH-DEMO-EU-JUDGE", "EU, taken down: the seller has appealed, somebody judges it",
         "https://www.amazon.de/dp/B0DEM0APPL", "Spreeufer Handel", mark("018214477", "EU"),
         _was_appealed, 20),
    Case("CH-DEMO-DEMAND", "EU, waits for a decision: the seller was asked for money",
         "https://www.amazon.de/dp/B0DEM0M0NY", "Kiez Laden", mark("018214478", "EU"),
         _was_asked_for_money, 3, OTHER_BRAND),
    Case("CH-DEMO-FLAGGER", "EU, of a trusted flagger: it stands first in the queue",
         "https://www.amazon.de/dp/B0DEM0FLAG", "Hafen Outlet", mark("018214479", "EU"),
         _waits, 0, FLAGGER),
    Case("CH-DEMO-EU-SELLER", "US copyright and EU: a seller in Portugal can counter and appeal",
         "https://www.etsy.com/listing/905120043/paper-boats", "Lisboa Paper Goods", SONG,
         _is_of_a_seller_in_the_union, 6),
    Case("CH-DEMO-UK-ASKED", "our own rules: the filer was asked for a picture",
         "https://www.amazon.co.uk/dp/B0DEM00UKX", "Thames Trading", mark("UK00003214477", "GB"),
         _was_asked, 4),
    Case("CH-DEMO-STRIKE-1", "US copyright, undisputed: its store is one strike from suspension",
         f"{AMAZON}3", "Pier Nine Prints", SONG, _was_not_disputed, 90),
    Case("CH-DEMO-STRIKE-2", "the other strike of that store", f"{AMAZON}4", "Pier Nine Prints",
         SONG, _was_not_disputed, 80),
    Case("CH-DEMO-TWICE-1", "two complaints hold one listing: withdraw one, it stays down",
         MEXICO, "Tienda Azul", mark("2214477", "MX"), _is_held_twice, 5),
    Case("CH-DEMO-TWICE-2", "the other of the two, of old-brand@example.com",
         MEXICO, "Tienda Azul", mark("2214478", "MX"), _is_held_twice, 4, OTHER_BRAND),
)  # fmt: skip


def file_cases(context: Context, now: datetime, cases: Sequence[Case]) -> None:
    """File the cases, and let each go on to where it is today."""
    with context.database.transaction() as session:
        ann = people_queries.find_owner(session, ActorKind.PERSON, "ann")
        assert ann is not None
        work = UnitOfWork(session, actors.person(ann, PersonRole.REVIEWER), now, context.links)
        for case in cases:
            account = accounts.find_account(session, case.email)
            assert account is not None
            assert account.filer_id is not None
            filer = work.by(actors.filer(account.filer_id)).at(work.now - case.filed * DAY)
            filed = intake.submit(
                filer, _notice(context, filer, case), vault=context.vault, reference=case.reference
            )
            assert isinstance(filed, Accepted)
            claim = session.get_one(Claim, filed.outcomes[0].claim_id)
            case.went_on(Story(context, work, claim))


def print_cases(cases: Sequence[Case]) -> None:
    """Print a line for each case."""
    click.echo(f"A case under each law; its filer is {BRAND}, staff look for its reference:")
    click.echo("".join(f"  {case.reference:<18} {case.shows}\n" for case in cases))


def _notice(context: Context, filer: UnitOfWork, case: Case) -> Notice:
    holder = HOLDERS[case.email]
    shown = demo_papers.Shown(
        mark=case.right["title"], title=f"{case.right['title']}, new in box", store=case.seller,
        price=PRICE, lines=("In stock.", "Ships from our own store."),
    )  # fmt: skip
    marketplace = urlsplit(case.url).hostname or ""
    return Notice(
        basis="copyright" if case.right is SONG else case.basis,
        right=case.right,
        facts={"statement": "This listing uses our right without permission. We looked at it."},
        channel="form",
        answers=SHEET if case.right is SONG else ANSWERS[case.basis],
        declaration=signed("Demo Owner"),
        shown={"email": case.email},
        documents=[
            demo_papers.certificate(context, filer, case.right, holder),
            demo_papers.evidence(context, filer, case.right["title"], case.reference),
        ],
        targets=[
            Target(
                case.url,
                store_id=case.seller,
                store_name=case.seller,
                title=shown.title,
                price=Decimal(shown.price),
                currency=CURRENCIES[marketplace],
                listed_on=(filer.now - FOR_SALE).date(),
                seen=demo_papers.draw_page(context, filer, shown, case.reference),
            )
        ],
    )

"""Letters about what becomes of a seller's answer: what it lacks, and who gets a copy of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.words import Fact, Message
from complaints.words import message as _
from complaints.words.days import at
from complaints.words.letters import Letter, Paragraph
from complaints.words.letters.pages import read_on, some

# What an answer is asked for, by what it lacks.
ASKED_FOR = {
    "identity": _(
        "Show who you are: your own name or your firm’s, and the registration number of your "
        "business in China or a document that shows it, such as the business licence or an "
        "identity card."
    ),
    "evidence": _(
        "Show why you do not infringe: a document, such as an invoice, a licence or a certificate; "
        "or two numbers that can be looked up, of an order, an invoice, a licence or a register."
    ),
}


@dataclass(frozen=True, slots=True)
class CopyText:
    """What the copy of a counter-notice says. `contact` is the place of the seller's name, postal
    address and telephone number, which are put in as the letter goes out."""

    ground: Message
    statement: str
    document: str
    declared: Sequence[str]
    signed_at: datetime
    contact: str

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The copy, under a heading of its own."""
        facts: dict[str, Fact] = {"ground": self.ground, "statement": self.statement}
        parts: list[Paragraph] = [
            _(
                "Copy of the counter-notice (17 U.S.C. 512(g)(2)(B)), signed on %(at)s:",
                at=at(self.signed_at),
            ),
            _("%(ground)s\n%(statement)s", **facts),
        ]
        if self.document:
            parts.append(_("Document named: %(document)s", document=self.document))
        parts.append(_("Declared:\n%(declared)s", declared="\n".join(self.declared)))
        parts.append(
            _(
                "Name, postal address and telephone number of who answered:\n%(contact)s",
                contact=self.contact,
            )
        )
        parts.append(
            _(
                "You get these only for this dispute. Do not use them for anything else. "
                "Pass them on only to your lawyer and a court."
            )
        )
        return tuple(parts)


def incomplete(reference: str, lacks: Sequence[str], *, is_down: bool) -> Letter:
    """Ask a seller for what its answer lacks, which is kept meanwhile. Where no listing `is_down`,
    no law brings one back."""
    means = _(
        "Our staff can read your answer now. If your listing is taken off sale because of "
        "this complaint, answer again and add this. By law the listing comes back after 15 "
        "days, and they begin only with such an answer."
    )
    by_when = _("There is no deadline, but our staff may decide before you send it.")
    if is_down:
        means = _(
            "Our staff can read your answer now. By law your listing comes back after 15 "
            "days. These 15 days begin only once we have this."
        )
        by_when = _("There is no deadline, but the 15 days do not begin before you send it.")
    return Letter(
        _("Complaint %(reference)s: your answer is not complete", reference=reference),
        (_("We have your answer, and keep it."),),
        why=(
            _(
                "The E-Commerce Law of China (Art. 43) and the Civil Code (Art. 1196) ask "
                "for two things: who you really are, and preliminary evidence."
            ),
        ),
        means=(means,),
        can=tuple(ASKED_FOR[lack] for lack in lacks),
        by_when=(by_when,),
    )


def copy_announced(reference: str, *, days: int) -> Letter:
    """Tell a seller who was promised otherwise that a copy of its answer goes to the complainant,
    and until when it can take the answer back."""
    return Letter(
        _(
            "Complaint %(reference)s: a copy of your answer goes to the complainant",
            reference=reference,
        ),
        (
            _(
                "When you answered, we wrote that your postal address and your telephone number "
                "stay with us. That was wrong: US law has the complainant get a copy of a "
                "counter-notice as it was signed, with your name, your postal address and your "
                "telephone number. Your email address is not in it."
            ),
        ),
        why=(_("17 U.S.C. 512(g)(2)(B) and (3)(D) say so."),),
        means=(
            _("If you do nothing, the complainant gets the copy, and the law’s deadline runs on."),
            _(
                "If you take the answer back as a counter-notice, the complainant gets no address "
                "and no telephone number. Your listing then does not come back by itself: our "
                "staff decide on what you wrote."
            ),
        ),
        can=(
            _("Take the answer back, or leave it as it is. You can do so on the page below."),
            _(
                "A lawyer can tell you whether the lawyer’s own address is enough. To give "
                "another one, take this answer back and write to us."
            ),
        ),
        by_when=(
            _(
                "You have %(days)s days, counted from the day on which this letter went out. "
                "Your other deadlines do not change.",
                days=str(days),
            ),
        ),
    )


def copied(claims: Sequence[tuple[int, str]], copy: CopyText, *, page: str) -> Letter:
    """Give a filer the copy of a counter-notice that it has read without the seller's contact."""
    return Letter(
        _(
            "Copy of the seller's answer (no. %(claims)s)",
            claims=some([str(number) for number, _url in claims]),
        ),
        (
            _(
                "You have read the seller's answer about %(listings)s. This is its copy, with the "
                "seller's name, postal address and telephone number.",
                listings=some([url for _number, url in claims]),
            ),
            *copy.paragraphs,
        ),
        why=(_("17 U.S.C. 512(g)(2)(B) gives you this copy."),),
        means=(_("The deadlines that run for you do not change."),),
        can=(_("If your complaint was a mistake, withdraw it."),),
        where=(read_on(page),),
    )


def taken_back(claims: Sequence[tuple[int, str]], *, page: str) -> Letter:
    """Tell a filer that the seller took its answer back as a counter-notice."""
    return Letter(
        _(
            "The seller took its counter-notice back (no. %(claims)s)",
            claims=some([str(number) for number, _url in claims]),
        ),
        (
            _(
                "The seller no longer wants its answer about %(listings)s to be a counter-notice "
                "under 17 U.S.C. 512(g).",
                listings=some([url for _number, url in claims]),
            ),
        ),
        means=(
            _(
                "The listing does not come back by itself. Our staff decide with what both of you "
                "have written."
            ),
        ),
        can=(_("You can reply to the seller."),),
        where=(read_on(page),),
    )

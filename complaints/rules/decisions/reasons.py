"""The reasons of decisions, by code: which decision and which basis each fits, and its words.

    BY_CODE["licensed"].fits("reject", Basis.TRADEMARK)

A decision carries a code of this table; both sides read the code's sentence, and what staff write
beside it goes to whom they say. The English sentence is stored with the event, for the interchange
format; letters and pages go by the code. Reasons of other steps (a boycott's end, what people state
themselves) are sentences without a code.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.rules.kinds import Basis, Merit, Side
from complaints.words import Message
from complaints.words import message as _
from complaints.words.forms import misfit
from complaints.words.grounds import GROUNDS
from complaints.words.labels import label, verbatim


class LawOrTerms(StrEnum):
    """What a decision rests on: a law, or our own terms."""

    LAW = "law"
    TERMS = "terms"


ALL: Final = frozenset(Basis)
# Where a right of intellectual property is said to be infringed.
OF_A_RIGHT: Final = ALL - {Basis.UNAUTHORISED_CHANNEL}
MARKS: Final = frozenset({Basis.COUNTERFEIT, Basis.TRADEMARK})
IN_A_REGISTER: Final = MARKS | {Basis.PATENT, Basis.DESIGN}
CHANNEL: Final = frozenset({Basis.UNAUTHORISED_CHANNEL})
COPYRIGHT: Final = frozenset({Basis.COPYRIGHT})
DECISIONS: Final = ("take_down", "reject", "stand", "reinstate")
_DOWN, _NO = ("take_down", "stand"), ("reject", "reinstate")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `words` are what the seller and everybody else read, `to_filer` what the filer
    does where that differs. `merit` is the grade that usually goes with it. What is not `by_hand`
    only a clock says."""

    code: str
    decisions: tuple[str, ...]
    words: Message
    bases: frozenset[Basis] = ALL
    merit: Merit | None = None
    ground: LawOrTerms = LawOrTerms.LAW
    to_filer: Message | None = None
    by_hand: bool = True

    def fits(self, decision: str, basis: Basis) -> bool:
        return decision in self.decisions and basis in self.bases

    def said_to(self, side: Side | None) -> Message:
        """Return its words to one side, or those of the record (None)."""
        return self.to_filer if side is Side.FILER and self.to_filer else self.words


REASONS: Final = (
    Reason("shown", _DOWN, _("It has been shown that the right "
"exists and that this listing infringes it."),
           OF_A_RIGHT),
    Reason("counterfeit", _DOWN,
           _("The goods carry the mark and do not come from its owner: they are counterfeit."),
           frozenset({Basis.COUNTERFEIT})),
    Reason("test-buy", _DOWN, _("A test purchase shows that the goods are not genuine."), MARKS),
    Reason("mark-used", _DOWN,
           _("The listing uses the mark, or one like it, for such goods without permission."),
           MARKS),
    Reason("altered", _DOWN,
           _("The goods are the owner's, but the goods, their packaging or their codes "
"were altered."),
           MARKS),
    Reason("not-for-this-market", _DOWN,
           _("The goods are the owner's, but were never sold with its consent where the "
"right applies."), IN_A_REGISTER),
    Reason("protected-unregistered", _DOWN,
           _("The right is protected where the goods are offered, though it is not registered "
             "there."), IN_A_REGISTER),
    Reason("copied", _DOWN,
           _("The listing shows or offers the protected work without permission."), COPYRIGHT),
    Reason("features-used", _DOWN,
           _("The goods have all features of the patent, and its owner has not agreed."),
           frozenset({Basis.PATENT})),
    Reason("same-impression", _DOWN,
           _("The goods make the same overall impression as the protected design."),
           frozenset({Basis.DESIGN})),
    Reason("circumvents", _DOWN,
           _("What is offered is made to get round a technical protection."),
           frozenset({Basis.CIRCUMVENTION})),
    Reason("channel-closed", _DOWN,
           _("The seller agreed not to sell these goods here, and the agreement binds it."),
           CHANNEL, ground=LawOrTerms.TERMS),
    Reason("against-terms", _DOWN, _("Our terms do not allow this listing."),
           frozenset({Basis.UNAUTHORISED_CHANNEL, Basis.OTHER}), ground=LawOrTerms.TERMS),
    Reason("seller-silent", ("take_down",),
           _("The complaint proves what it says. We asked the seller, who did not answer.")),
    Reason("answer-not-enough", _DOWN,
           _("The seller's answer does not disprove the evidence in the complaint.")),
    Reason("in-court", ("stand",),
           _("The filer went to court or to the authority; the listing stays down until that "
             "ends.")),

    Reason("no-infringement", _NO, _("The listing does not show what the complaint says."),
           merit=Merit.UNFOUNDED,
           to_filer=_("The listing does not show what your complaint says.")),
    Reason("genuine", _NO,
           _("The goods are genuine, and this right does not control how they are resold."), MARKS,
           Merit.UNFOUNDED),
    Reason("sold-before", _NO,
           _("These goods were first sold with the owner's consent, so they may be resold."),
           OF_A_RIGHT - {Basis.CIRCUMVENTION}, Merit.UNFOUNDED),
    Reason("licensed", _NO, _("The seller showed that it has permission."),
           merit=Merit.UNFOUNDED),
    Reason("earlier-use", _NO, _("The seller showed its own earlier right or use."),
           IN_A_REGISTER | COPYRIGHT | {Basis.OTHER}, Merit.UNFOUNDED),
    Reason("own-work", _NO, _("The seller showed that the work is its own."), COPYRIGHT,
           Merit.UNFOUNDED),
    Reason("lawful-use", _NO, _("The law allows this use of the work without permission."),
           COPYRIGHT, Merit.UNFOUNDED),
    Reason("mark-describes", _NO,
           _("The listing names the mark only to say what the goods are or fit."), MARKS,
           Merit.UNFOUNDED),
    Reason("features-lacking", _NO, _("The goods lack a feature of the patent."),
           frozenset({Basis.PATENT}), Merit.UNFOUNDED),
    Reason("other-impression", _NO,
           _("The goods make a different overall impression from the protected design."),
           frozenset({Basis.DESIGN}), Merit.UNFOUNDED),
    Reason("known-before", _NO, _("What the right claims was known before it was applied for."),
           frozenset({Basis.PATENT, Basis.DESIGN}), Merit.UNFOUNDED),
    Reason("other-purpose", _NO,
           _("What is offered has a lawful purpose of its own and is not made to get round a "
             "protection."), frozenset({Basis.CIRCUMVENTION}), Merit.UNFOUNDED),
    Reason("channel-open", _NO,
           _("This seller is not bound to the complainant's sales channels and may sell "
"genuine goods here."),
           CHANNEL, Merit.UNFOUNDED, LawOrTerms.TERMS,
           _("This seller is not bound to your sales channels and may sell genuine goods here.")),
    Reason("within-terms", _NO, _("Our terms allow this listing."),
           frozenset({Basis.UNAUTHORISED_CHANNEL, Basis.OTHER}), Merit.UNFOUNDED, LawOrTerms.TERMS),
    Reason("not-covered", _NO, _("The right does not cover these goods, this place or this day."),
           OF_A_RIGHT, Merit.UNFOUNDED),
    Reason("other-territory", _NO,
           _("The right does not apply in the countries in which the goods are offered."),
           IN_A_REGISTER, Merit.UNFOUNDED),
    Reason("not-in-force", _NO,
           _("The right was not in force: it had ended, or was only applied for."),
           IN_A_REGISTER | COPYRIGHT, Merit.UNFOUNDED),
    Reason("no-evidence", _NO, _("The complaint shows no evidence, though we asked for it."),
           merit=Merit.UNFOUNDED,
           to_filer=_("Your complaint shows no evidence, though we asked you for it.")),
    Reason("not-authorized", _NO,
           _("The complainant did not show that it may act for the rights holder."),
           merit=Merit.UNFOUNDED,
           to_filer=_("You did not show that you may act for the rights holder.")),
    Reason("wrong-listing", _NO,
           _("The complaint describes different goods from those at the address that it gives."),
           merit=Merit.UNFOUNDED,
           to_filer=_("Your complaint describes different goods from those at the address that it "
"gives.")),
    Reason("false-paper", _NO, _("A document in the complaint is forged, or "
"does not say what the complaint says it "
"does."),
           merit=Merit.MANIFESTLY_UNFOUNDED),
    Reason("no-right", _NO, _("The right does not exist, has ended, "
"or does not belong to the complainant."),
           merit=Merit.MANIFESTLY_UNFOUNDED,
           to_filer=_("The right does not exist, has ended, or is not yours.")),
    Reason("same-again", _NO,
           _("We decided the same complaint before, and nothing new has been shown."),
           merit=Merit.MANIFESTLY_UNFOUNDED),
    Reason("answer-convinces", _NO, _("The seller's answer convinces us "
"that the complaint is wrong."),
           merit=Merit.UNFOUNDED,
           to_filer=_("The seller's answer convinces us that your complaint is wrong.")),
    Reason("filer-silent", _NO,
           _("We asked the complainant about the seller's answer and got no reply."),
           to_filer=_("We asked you about the seller's answer and got no reply.")),
    Reason("settled", _NO, _("The two sides have settled.")),
    Reason("restored-by-law", ("reinstate",),
           _("The time that the law gives the complainant to go to court is over, and we were not "
             "told of any suit."),
           to_filer=_("The time that the law gives you to go to court is over, and you told us of "
                      "no suit."), by_hand=False),

    Reason("reviewed-again", ("put_right",),
           _("We looked at the earlier complaints of the complainant again, and found nothing that "
             "keeps this listing off sale."),
           to_filer=_("We looked at your earlier complaints again, and found nothing that keeps "
                      "this listing off sale.")),

    Reason("court-order", DECISIONS, _("A court or an authority has decided so.")),
    Reason("dispute-body", DECISIONS,
           _("An out-of-court dispute settlement body has decided so, and we follow it.")),

    Reason("nothing-new", ("uphold",), _("The appeal shows nothing that changes the decision.")),
    Reason("weighed-wrongly", ("overturn",),
           _("The first decision weighed the facts or the rules wrongly.")),
    Reason("new-evidence", ("overturn",),
           _("The appeal shows evidence that we did not have for the first decision.")),
)  # fmt: skip
BY_CODE: Final = {reason.code: reason for reason in REASONS}
# What a person decides with where a document is forged.
FORGED: Final = "false-paper"
# By which a law's clock decides.
RESTORED_BY_LAW: Final = "restored-by-law"
# What a person may decide with.
BY_HAND: Final = tuple(reason.code for reason in REASONS if reason.by_hand)
# What an appeal's decision makes of the claim, where its side appealed.
ON_APPEAL: Final = {
    (Side.FILER, "overturn"): "take_down",
    (Side.FILER, "uphold"): "reject",
    (Side.SELLER, "overturn"): "reinstate",
    (Side.SELLER, "uphold"): "stand",
}

TERM_OVER = _("The term is over.")
WARNING_HEEDED = _("Nothing new happened after the warning.")
FILED_AGAIN = _("The same claim was filed again and is open.")
NOTHING_LEFT = _("There is nothing left to decide.")
NOT_SENT = _("What was asked for did not come in time.")
KEPT_BACK = _("Because of a decision about the account, its complaints are not processed for now.")
_OWN = {
    str(each): each
    for each in (
        *(reason.words for reason in REASONS),
        *(words.short for words in GROUNDS.values()),
        TERM_OVER,
        WARNING_HEEDED,
        FILED_AGAIN,
        NOTHING_LEFT,
        NOT_SENT,
        KEPT_BACK,
    )
}


def fitting(decisions: Collection[str], basis: Basis) -> list[Reason]:
    """Return the reasons that people can give for one of these decisions on this basis."""
    return [
        reason
        for reason in REASONS
        if reason.by_hand and any(reason.fits(decision, basis) for decision in decisions)
    ]


def require_fits(code: str, decisions: Collection[str], basis: Basis) -> Reason:
    """Return the reason of a code that a person gave for a decision; an appeal's is two: uphold or
    overturn, and what that makes of the claim.

    Refuses with: invalid-request, for a code that does not fit; its error names those that do.
    """
    can = fitting(decisions, basis)
    for reason in can:
        if reason.code == code:
            return reason
    codes = [reason.code for reason in can]
    raise invalid("/reason", Code.DOES_NOT_FIT, misfit(label("basis", basis), codes), allowed=codes)


def ground_of(reason: Reason, basis: Basis) -> LawOrTerms:
    """Return what a decision with this reason rests on: who sells through which channel is a matter
    of our terms alone."""
    return LawOrTerms.TERMS if basis in CHANNEL else reason.ground


def in_words(stored: str, code: str | None = None, side: Side | None = None) -> Message:
    """Return a stored reason as a message: by its code to one side where it has one, else where it
    is one of the house's, otherwise as it was written."""
    reason = BY_CODE.get(code or "")
    if reason is not None:
        return reason.said_to(side)
    return _OWN.get(stored) or verbatim(stored)


def require_text(pointer: str, text: str, what: Message) -> str:
    """Return `text` stripped of blanks. Refuses with: invalid-request, where nothing is left."""
    text = text.strip()
    if not text:
        raise invalid(pointer, Code.REQUIRED, what)
    return text

"""What is asked about genuine goods outside the channel, and where the law gives no right.

Exhaustion: Art. 15 EUTMR; first sale: 17 U.S.C. 109 and the case law on genuine goods.
"""

from __future__ import annotations

from complaints.rules.filing.questions.asking import Choice, Question, QuestionSet
from complaints.words import message as _

UNAUTHORISED_CHANNEL = QuestionSet(
    _("Genuine goods outside the channel"),
    _("The goods are genuine, but you did not choose this seller."),
    (
        Question(
            "first_sold",
            _("Who first sold these goods, and where?"),
            "choice",
            required=True,
            choices=(
                Choice(
                    "here",
                    _("We, or somebody with our consent, in the market of the listing"),
                    _(
                        "The law gives you no right here: once you have sold goods in a "
                        "market, or somebody has with your consent, anybody may resell "
                        "them. We reject such a complaint unless the goods were changed."
                    ),
                ),
                Choice("elsewhere", _("We, in another market; they were imported from there")),
                Choice("never", _("Nobody with our consent: stolen, test or reject goods")),
                Choice("unknown", _("We do not know")),
            ),
        ),
        Question(
            "closed",
            _("Why may this seller not sell your goods?"),
            "long",
            _("Name the contract or the law that binds this seller, and since when."),
            required=True,
            shows_it=True,
        ),
        Question(
            "changed",
            _("Were the goods changed?"),
            "choice",
            required=True,
            choices=(
                Choice("no", _("No")),
                Choice("repackaged", _("Repackaged or relabelled")),
                Choice("altered", _("Altered, used or damaged, and sold as new")),
                Choice("expired", _("Expired, or without what the law requires")),
            ),
        ),
    ),
    _(
        "Under most laws a contract with your distributors binds them, but not a "
        "stranger who bought the goods. A low price, or a seller whom you did not "
        "choose, is not an infringement. If you report genuine goods as counterfeits to "
        "keep prices up, you may have to pay damages, and we may stop processing your "
        "complaints."
    ),
)

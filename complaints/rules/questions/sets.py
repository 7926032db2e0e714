"""The questions of each basis, by the law that they come from.

Sources: what notices must hold by DSA Art. 16(2)(a), 17 U.S.C. 512(c)(3)(A)(ii) and the Chinese
Supreme Court's opinions on platform cases (a comparison for patents); exhaustion by Art. 15 EUTMR,
and first sale by 17 U.S.C. 109 and the case law on genuine goods.
"""

from __future__ import annotations

from complaints.rules.kinds import Basis
from complaints.rules.questions.asking import Choice, Question, QuestionSet
from complaints.rules.wording import marked as _

YES_NO = (Choice("yes", _("Yes")), Choice("no", _("No")))

COUNTERFEIT = QuestionSet(
    _("Counterfeit"),
    _("The goods carry your mark or your design, and you did not make them."),
    (
        Question(
            "how_known",
            _("How do you know that the goods are counterfeit?"),
            "choice",
            required=True,
            choices=(
                Choice("test_purchase", _("We bought one and looked at it")),
                Choice("picture", _("The listing’s pictures show it")),
                Choice("description", _("The listing’s words show it")),
                Choice(
                    "price",
                    _("Only the price is too low"),
                    _(
                        "A low price alone does not show a counterfeit: genuine goods are sold off "
                        "cheaply too. Staff will ask what else there is."
                    ),
                ),
            ),
        ),
        Question(
            "order_number",
            _("Order number of the test purchase"),
            required=True,
            when=("how_known", "test_purchase"),
        ),
        Question(
            "bought_on",
            _("When did you buy it?"),
            "date",
            required=True,
            when=("how_known", "test_purchase"),
        ),
        Question(
            "differences",
            _("What tells these goods from genuine ones?"),
            "long",
            _("For example the label, the stitching, the serial number. Say where to look."),
            required=True,
        ),
        Question(
            "sold_by_you",
            _("Do you, or somebody with your permission, sell this product?"),
            "choice",
            choices=(*YES_NO, Choice("formerly", _("Not any more"))),
        ),
    ),
    _(
        "Goods that you made, or that were made with your consent, are no counterfeits, whoever "
        "sells them and at whatever price. For those choose “Genuine goods outside the channel”."
    ),
)

TRADEMARK = QuestionSet(
    _("Trade mark"),
    _("Your mark is used for goods that are not yours, without being copied goods."),
    (
        Question(
            "used_where",
            _("Where is your mark used?"),
            "choice",
            required=True,
            choices=(
                Choice("goods", _("On the goods or their packaging")),
                Choice("title", _("In the listing’s title or words")),
                Choice("pictures", _("In the listing’s pictures")),
                Choice("store_name", _("In the store’s name")),
            ),
        ),
        Question(
            "confusion",
            _("What is used, and why do buyers take it for yours?"),
            "long",
            _("Quote the sign as it is used."),
            required=True,
        ),
        Question(
            "goods",
            _("Is the mark registered for such goods?"),
            "choice",
            required=True,
            choices=(
                Choice("same", _("Yes, for these goods")),
                Choice("similar", _("For similar goods")),
                Choice(
                    "other",
                    _("For other goods"),
                    _(
                        "A mark protects the goods that it is registered for and similar ones. "
                        "Beyond them only a mark with a reputation does: say in what you write "
                        "why yours has one."
                    ),
                ),
            ),
        ),
        Question(
            "descriptive",
            _("Does the listing name your mark only to say what the goods fit or replace?"),
            "choice",
            _("As in “case for …” or “compatible with …”."),
            required=True,
            choices=(
                Choice("no", _("No")),
                Choice(
                    "yes",
                    _("Yes"),
                    _(
                        "To name a mark in order to say what goods fit is allowed where it is "
                        "honest. Such a complaint is usually rejected."
                    ),
                ),
            ),
        ),
    ),
)

COPYRIGHT = QuestionSet(
    _("Copyright"),
    _("A picture, a text or another work of yours is copied."),
    (
        Question(
            "work",
            _("What kind of work is it?"),
            "choice",
            required=True,
            choices=(
                Choice("photo", _("A photograph")),
                Choice("text", _("A text")),
                Choice("artwork", _("Artwork or a pattern")),
                Choice("film", _("A film or a recording")),
                Choice("software", _("Software")),
                Choice("other", _("Another work")),
            ),
        ),
        Question(
            "published_at",
            _("Where was the work first published?"),
            hint=_("A web address, a catalogue, a book: where somebody else can look."),
            required=True,
        ),
        Question("published_on", _("When was it first published?"), "date", required=True),
        Question("author", _("Who made it?"), hint=_("And how did it come to you, if not by you.")),
        Question(
            "copied",
            _("What of it is copied, and where in the listing is it?"),
            "long",
            required=True,
        ),
        Question(
            "allowed",
            _("Have you considered whether this use is allowed without your permission?"),
            "choice",
            _("For example as a quotation, a parody or fair use."),
            required=True,
            choices=(
                Choice("considered", _("Yes, and it is not allowed")),
                Choice(
                    "not_considered",
                    _("No"),
                    _(
                        "A notice under the law of the United States must rest on the good faith "
                        "belief that the use is not allowed; who did not consider it has none."
                    ),
                ),
            ),
        ),
    ),
)

CIRCUMVENTION = QuestionSet(
    _("Circumvention"),
    _("The goods get around a technical protection of your work."),
    (
        Question("measure", _("Which technical measure protects the work?"), "long", required=True),
        Question("how", _("How do the goods get around it?"), "long", required=True),
    ),
)

DESIGN = QuestionSet(
    _("Design"),
    _("The goods look like your registered design."),
    (
        Question(
            "features",
            _("Which features of your design do the goods show?"),
            "long",
            _("Name the figures of the registration that you compare with."),
            required=True,
        ),
        Question(
            "on_sale_since",
            _("Since when have such goods been on sale, as far as you know?"),
            "date",
        ),
        Question(
            "examined",
            _("Was the design examined before it was registered?"),
            "choice",
            required=True,
            choices=(
                Choice("examined", _("Yes, or there is an evaluation report")),
                Choice(
                    "not_examined",
                    _("No"),
                    _(
                        "An unexamined right can be null. In China the platform may ask for an "
                        "evaluation report of the office; attach it if you have one."
                    ),
                ),
                Choice("unknown", _("I do not know")),
            ),
        ),
    ),
)

PATENT = QuestionSet(
    _("Patent"),
    _("The goods do what your patent claims."),
    (
        Question(
            "claim_number",
            _("Which claim of the patent?"),
            hint=_("One number, for example 1."),
            required=True,
        ),
        Question(
            "comparison",
            _("Show each feature of that claim in the product"),
            "long",
            _("One line a feature. Attach a drawing or a claim chart as evidence if you have one."),
            required=True,
        ),
        Question(
            "examined",
            _("Was the patent examined before it was granted?"),
            "choice",
            required=True,
            choices=(
                Choice("examined", _("Yes")),
                Choice(
                    "not_examined",
                    _("No: a utility model or a short-term patent"),
                    _(
                        "An unexamined right can be null. In China the platform may ask for an "
                        "evaluation report of the office; attach it if you have one."
                    ),
                ),
            ),
        ),
        Question(
            "challenged",
            _("Is its validity under attack?"),
            "choice",
            required=True,
            choices=(
                Choice("no", _("No")),
                Choice("yes", _("Yes, a case is pending")),
                Choice(
                    "lost",
                    _("It was declared invalid, and we appealed"),
                    _("A right that was declared invalid carries no complaint while it is so."),
                ),
            ),
        ),
    ),
)

UNAUTHORISED_CHANNEL = QuestionSet(
    _("Genuine goods outside the channel"),
    _("The goods are yours, and the seller is not one whom you chose."),
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
                        "The law gives no right here: once goods are sold in a market by you or "
                        "with your consent, your right in them is exhausted and anybody may resell "
                        "them. Such a complaint is rejected unless the goods were changed."
                    ),
                ),
                Choice("elsewhere", _("We, in another market; they were imported from there")),
                Choice("never", _("Nobody with our consent: stolen, test or reject goods")),
                Choice("unknown", _("We do not know")),
            ),
        ),
        Question(
            "closed",
            _("How is your channel closed?"),
            "long",
            _("The contract or the law on which you rely against this seller, and since when."),
            required=True,
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
                Choice("expired", _("Expired, or without what the law asks for")),
            ),
        ),
    ),
    _(
        "In most laws a contract with your distributors binds them, not a stranger who bought the "
        "goods. A price below yours, or a seller whom you did not choose, infringes nothing. Who "
        "reports genuine goods as counterfeits to keep prices up risks damages and a boycott."
    ),
)

OTHER = QuestionSet(
    _("Another right"),
    _("Something else that the law protects."),
    (
        Question("law", _("Which law gives you this right?"), required=True),
        Question("what", _("What infringes it, and where is it in the listing?"), "long",
                 required=True),
    ),
)  # fmt: skip

SETS: dict[Basis, QuestionSet] = {
    Basis.COUNTERFEIT: COUNTERFEIT,
    Basis.TRADEMARK: TRADEMARK,
    Basis.COPYRIGHT: COPYRIGHT,
    Basis.DESIGN: DESIGN,
    Basis.PATENT: PATENT,
    Basis.UNAUTHORISED_CHANNEL: UNAUTHORISED_CHANNEL,
    Basis.CIRCUMVENTION: CIRCUMVENTION,
    Basis.OTHER: OTHER,
}


def of(basis: str) -> QuestionSet:
    """Return the questions of a basis."""
    return SETS[Basis(basis)]

"""What is asked about counterfeits and about the use of a trade mark."""

from __future__ import annotations

from complaints.rules.filing.questions.asking import Choice, Question, QuestionSet
from complaints.rules.readers import Readers
from complaints.words import message as _

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
            hint=_(
                "The number would show the seller who bought the goods. Do not write it in "
                "any other field."
            ),
            required=True,
            when=("how_known", "test_purchase"),
            readers=Readers.STAFF,
        ),
        Question(
            "bought_on",
            _("When did you buy it?"),
            "date",
            required=True,
            when=("how_known", "test_purchase"),
            readers=Readers.STAFF,
        ),
        Question(
            "differences",
            _("What tells these goods from genuine ones?"),
            "long",
            _("For example the label, the stitching, the serial number. Say where to look."),
            required=True,
            shows_it=True,
        ),
        Question(
            "sold_by_you",
            _("Do you, or somebody with your permission, sell this product?"),
            "choice",
            choices=(*YES_NO, Choice("formerly", _("Not any more"))),
        ),
    ),
    _(
        "Goods that you made, or that were made with your consent, are not counterfeits, "
        "whoever sells them and at whatever price. For those choose “Genuine goods "
        "outside the channel”."
    ),
)

TRADEMARK = QuestionSet(
    _("Trade mark"),
    _("Somebody uses your mark without permission, but the goods are not copies of yours."),
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
            _("What sign is used, and why do buyers think that it is yours?"),
            "long",
            _("Quote the sign as it is used."),
            required=True,
            shows_it=True,
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
                        "A mark protects the goods that it is registered for and similar "
                        "ones. Beyond them only a mark with a reputation is protected: "
                        "say in your answer why yours has one."
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
                        "A seller may name your mark to say honestly what the goods fit. "
                        "We usually reject such a complaint."
                    ),
                ),
            ),
        ),
    ),
)

"""What is asked about patents and designs.

Source: the Chinese Supreme Court's opinions on platform cases (a comparison, a report).
"""

from __future__ import annotations

from complaints.rules.filing.questions.asking import Choice, Question, QuestionSet
from complaints.words import message as _

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
            shows_it=True,
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
                        "A right that was not examined may turn out to be invalid. In "
                        "China the platform may ask for an evaluation report from the "
                        "office; attach it if you have one."
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
            _(
                "Write one line for each feature. Attach a drawing or a claim chart as "
                "evidence if you have one."
            ),
            required=True,
            shows_it=True,
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
                        "A right that was not examined may turn out to be invalid. In "
                        "China the platform may ask for an evaluation report from the "
                        "office; attach it if you have one."
                    ),
                ),
            ),
        ),
        Question(
            "challenged",
            _("Is anybody challenging its validity?"),
            "choice",
            required=True,
            choices=(
                Choice("no", _("No")),
                Choice("yes", _("Yes, a case is pending")),
                Choice(
                    "lost",
                    _("It was declared invalid, and we appealed"),
                    _("You cannot file a complaint about a right that was declared invalid."),
                ),
            ),
        ),
    ),
)

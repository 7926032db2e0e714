"""Which questions are asked about which accusation."""

from __future__ import annotations

from complaints.rules.filing.questions.asking import Question, QuestionSet
from complaints.rules.filing.questions.channels import UNAUTHORISED_CHANNEL
from complaints.rules.filing.questions.inventions import DESIGN, PATENT
from complaints.rules.filing.questions.marks import COUNTERFEIT, TRADEMARK
from complaints.rules.filing.questions.works import CIRCUMVENTION, COPYRIGHT
from complaints.rules.kinds import Basis
from complaints.words import message as _

OTHER = QuestionSet(
    _("Another right"),
    _("Something else that the law protects."),
    (
        Question("law", _("Which law gives you this right?"), required=True),
        Question("what", _("What infringes it, and where is it in the listing?"), "long",
                 required=True, shows_it=True),
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


def questions_of(basis: str) -> QuestionSet:
    """Return the questions of a basis."""
    return SETS[Basis(basis)]

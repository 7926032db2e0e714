"""What is asked about copied works, and about getting around their protection.

Source: 17 U.S.C. 512(c)(3)(A).
"""

from __future__ import annotations

from complaints.rules.filing.questions.asking import Choice, Question, QuestionSet
from complaints.words import message as _

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
        Question(
            "author",
            _("Who made it?"),
            hint=_("If you did not make it, say also how the rights came to you."),
        ),
        Question(
            "copied",
            _("Which part of the work is copied, and where is it in the listing?"),
            "long",
            required=True,
            shows_it=True,
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
                        "A notice under US law must say in good faith that the use is "
                        "not allowed. You cannot say so without having considered it."
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
        Question("how", _("How do the goods get around it?"), "long", required=True, shows_it=True),
    ),
)

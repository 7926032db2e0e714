"""Letters to sellers about a complaint that changed before it was decided."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.words import Fact, Message, counted
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.pages import some


def evidence_added(
    reference: str,
    listings: Sequence[str],
    *,
    note: str,
    shown: int,
    kept: int,
    due: Message,
) -> Letter:
    """Tell a seller that the complainant has added evidence: `shown` documents that it can read,
    and `kept` ones that staff alone read; it can answer, once more, until `due`."""
    documents = []
    if shown:
        documents.append(
            counted(
                "You can read %(num)s new document on the page that the link below leads to.",
                "You can read %(num)s new documents on the page that the link below leads to.",
                shown,
            )
        )
    if kept:
        documents.append(
            counted(
                "%(num)s new document is for our staff alone, for example because it shows who "
                "bought something.",
                "%(num)s new documents are for our staff alone, for example because they show who "
                "bought something.",
                kept,
            )
        )
    return Letter(
        _("New evidence in complaint %(reference)s about your listing", reference=reference),
        (
            _(
                "The complainant has added evidence to its complaint about %(listings)s "
                "(complaint %(reference)s).",
                reference=reference,
                listings=some(listings),
            ),
        ),
        why=(_("The complainant says: %(statement)s", statement=note), *documents),
        means=(_("We have not decided yet. You get the time to answer again."),),
        can=(_("If the new evidence is wrong, say why, and send documents that show it."),),
        by_when=(_answer_by(due),),
    )


def _answer_by(due: Message) -> Message:
    return _(
        "Answer by %(due)s. If you do not answer, we decide based on what we have by then.", due=due
    )


def right_corrected(
    reference: str, listings: Sequence[str], *, before: Fact, after: Fact, due: Message
) -> Letter:
    """Tell a seller that the complainant has corrected the right that it complains by, and until
    when it can answer now."""
    return Letter(
        _("Correction in complaint %(reference)s about your listing", reference=reference),
        (
            _(
                "The complainant has corrected what it said about its right, in its complaint "
                "about %(listings)s (complaint %(reference)s).",
                reference=reference,
                listings=some(listings),
            ),
        ),
        why=(_("It said: %(before)s. It says now: %(after)s.", before=before, after=after),),
        means=(_("We have not decided yet. You get the time to answer again."),),
        can=(_("If this changes your answer, tell us how, and send documents that show it."),),
        by_when=(_answer_by(due),),
    )

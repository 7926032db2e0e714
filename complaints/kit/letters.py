"""Hands out a letter or a statement of reasons as PDF, on the pages of both sides and of staff."""

from __future__ import annotations

from complaints.http import uploads
from complaints.kit import printing
from complaints.kit.pages import Answer, PageCall
from complaints.queries.decisions import reasons
from complaints.queries.mailing import letters
from complaints.storage.links import mask
from complaints.words import LANGUAGES


def letter_pdf(call: PageCall, letter_id: int) -> Answer:
    """Return the PDF of a letter that the reader may see, the links in it masked.

    Refuses with: not-found.
    """
    letter = letters.get_letter(call.work, letter_id)
    pdf = printing.letter(letter, mask(letter.body), test=call.context.config.test)
    return uploads.answer_pdf(pdf, f"letter-{letter.id}.pdf", LANGUAGES)


def statement_pdf(call: PageCall, statement_id: int) -> Answer:
    """Return the PDF of a statement that the reader may see. Refuses with: not-found."""
    view = reasons.get_statement(call.work, statement_id)
    pdf = printing.print_statement(view.statement, test=call.context.config.test)
    return uploads.answer_pdf(pdf, f"statement-{statement_id}.pdf", LANGUAGES)

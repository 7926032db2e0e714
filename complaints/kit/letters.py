"""Hands out a letter as PDF, on the pages of both sides and of staff."""

from __future__ import annotations

from complaints.http import uploads
from complaints.kit import printing
from complaints.kit.pages import Answer, PageCall
from complaints.queries.mailing import letters
from complaints.storage.links import mask
from complaints.words import LANGUAGES


def letter_pdf(call: PageCall, letter_id: int) -> Answer:
    """Return the PDF of a letter that the reader may see, the links in it masked.

    Refuses with: not-found.
    """
    letter = letters.get_letter(call.work, letter_id)
    pdf = printing.letter(letter, mask(letter.body))
    return uploads.answer_pdf(pdf, f"letter-{letter.id}.pdf", LANGUAGES)

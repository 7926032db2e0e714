"""Checks a notice's answers and signature against what is required, and keeps what was signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from complaints.errors import FieldError
from complaints.models import ComplaintDeclaration
from complaints.rules import questions
from complaints.rules.kinds import Basis
from complaints.rules.regimes import governing, notice_texts
from complaints.rules.signed_texts import SignedText
from complaints.services.intake.notices import Notice
from complaints.services.registry import Aim
from complaints.words import message as _

TABLE: Any = ComplaintDeclaration.__table__
NOT_SIGNED = _("Read the declarations and sign them with your name.")
NOT_AGREED = _("Agree to each of the declarations: a complaint rests on them.")


def check_statements(notice: Notice, aims: Sequence[Aim], now: datetime) -> Iterator[FieldError]:
    """Yield what is wrong with answers and declarations.

    A notice sent with a key may leave them out; one that is `complete` needs both.
    """
    if notice.answers is not None or notice.complete:
        yield from questions.check(notice.basis, notice.answers or {}, "/answers", now=now)
    signed = notice.declaration
    if signed is None:
        if notice.complete:
            yield FieldError("/declaration", NOT_SIGNED)
        return
    missing = {text.code for text in _needed(notice, aims)} - set(signed["agreed"])
    if missing:
        yield FieldError("/declaration/agreed", NOT_AGREED)


def signed_rows(
    notice: Notice, aims: Sequence[Aim], complaint_id: int, now: datetime
) -> list[dict[str, Any]]:
    """Return the rows of the signed declarations, in the wording that was shown."""
    signed = notice.declaration
    if signed is None:
        return []
    return [
        {
            "complaint_id": complaint_id,
            "code": text.code,
            "version": text.version,
            "language": text.read_in(signed["language"]),
            "wording": text.text(signed["language"]),
            "signed_by": signed["signed_by"],
            "signed_at": now,
        }
        for text in _needed(notice, aims)
    ]


def _needed(notice: Notice, aims: Sequence[Aim]) -> list[SignedText]:
    places = {aim.marketplace for aim in aims}
    return notice_texts(governing(basis=Basis(notice.basis), marketplace=each) for each in places)

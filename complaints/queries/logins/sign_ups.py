"""The sign-up that a link in a letter names."""

from __future__ import annotations

from sqlalchemy import select

from complaints.models import SignUp
from complaints.work import UnitOfWork


def find_sign_up(work: UnitOfWork, token: str) -> SignUp | None:
    """Return the sign-up of the link in a letter; None where the link is forged or too old."""
    number = work.links.read_sign_up(token)
    return work.session.scalar(select(SignUp).where(SignUp.id == number))

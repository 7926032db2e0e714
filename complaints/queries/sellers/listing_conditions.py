"""How a listing stands, as conditions and columns of statements about listings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, literal, select
from sqlalchemy.orm import aliased

from complaints.models import Claim, Confirmation, Listing


def is_held() -> ColumnElement[bool]:
    """Return the condition for listings that are to be down: some claim holds them."""
    holder = aliased(Claim)
    return exists(select(literal(1)).where(holder.listing_id == Listing.id, holder.listing_down))


def confirmed_down() -> ScalarSelect[bool]:
    """Return the column that says what was said last of the statement's listing: down or not."""
    return last_said("is_down")


def last_said(column: str) -> ScalarSelect[Any]:
    """Return the column of what was said last of a listing of the statement around."""
    said = aliased(Confirmation)
    return (
        select(getattr(said, column))
        .where(said.listing_id == Listing.id)
        .order_by(said.at.desc(), said.id.desc())
        .limit(1)
        .correlate(Listing)
        .scalar_subquery()
    )

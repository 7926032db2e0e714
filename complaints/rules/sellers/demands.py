"""Enumerations for a seller's report that somebody asked for money or a favour for a withdrawal."""

from __future__ import annotations

from enum import StrEnum


class Demanded(StrEnum):
    """What was asked for."""

    MONEY = "money"
    LICENCE_FEE = "licence_fee"
    PRICE = "price"
    STOP_SELLING = "stop_selling"
    BUY_FROM_US = "buy_from_us"
    OTHER = "other"


class DemandChannel(StrEnum):
    """By which way it was asked."""

    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"
    MARKETPLACE = "marketplace"
    LETTER = "letter"
    IN_PERSON = "in_person"
    OTHER = "other"

"""Who reads what a form asks for: said beside each field before it is filled, kept by every door.

A field is named by its form and its own name, as `counter.statement`. What a question of a basis
asks (`rules/filing/questions`) carries its readers itself. Files go to staff alone, unless their
sender chooses otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from complaints.rules.kinds import Side
from complaints.words import Message
from complaints.words import message as _


class Readers(StrEnum):
    """Who reads a field besides the person who fills it in."""

    STAFF = "staff"
    OTHER_SIDE = "other_side"
    SEALED = "sealed"
    COPIED = "copied"


_STAFF_ALONE = _("Only our staff read this.")
SENTENCES: Mapping[Side, Mapping[Readers, Message]] = {
    Side.SELLER: {
        Readers.STAFF: _STAFF_ALONE,
        Readers.OTHER_SIDE: _("Our staff and the complainant read this."),
        Readers.SEALED: _(
            "The complainant does not see this. It is stored encrypted; our staff open it only for "
            "a reason that is recorded."
        ),
        Readers.COPIED: _(
            "The complainant gets this with the copy of your answer, as US law says. It is stored "
            "encrypted; our staff open it only for a reason that is recorded."
        ),
    },
    Side.FILER: {
        Readers.STAFF: _STAFF_ALONE,
        Readers.OTHER_SIDE: _("Our staff and the seller read this."),
        Readers.SEALED: _(
            "The seller does not see this. It is stored encrypted; our staff open it only for a "
            "reason that is recorded."
        ),
        Readers.COPIED: _("The seller gets this with a copy, as the law says."),
    },
}

# Which side fills in a form.
FORMS: Mapping[str, Side] = {
    "counter": Side.SELLER,
    # A counter-notice under 17 U.S.C. 512(g), of which the complainant gets a copy.
    "copied_counter": Side.SELLER,
    "rejoinder": Side.SELLER,
    "seller_appeal": Side.SELLER,
    "demand": Side.SELLER,
    "seller_suit": Side.SELLER,
    "complaint": Side.FILER,
    "reply": Side.FILER,
    "filer_appeal": Side.FILER,
    "filer_suit": Side.FILER,
}


def _by(readers: Readers, form: str, names: Collection[str]) -> dict[str, Readers]:
    return {f"{form}.{name}": readers for name in names}


_OF_SUIT = ("forum", "name", "restrains", "reference", "begun_on", "result", "ended_on")
FIELDS: Mapping[str, Readers] = {
    **_by(
        Readers.OTHER_SIDE,
        "counter",
        (
            "ground",
            "statement",
            "party",
            "reference",
            "dated_on",
            "facts",
            "seller.name",
            "contact",
        ),
    ),
    **_by(
        Readers.SEALED,
        "counter",
        ("seller.email", "seller.phone", "seller.address", "seller.registration"),
    ),
    **_by(Readers.COPIED, "copied_counter", ("seller.phone", "seller.address")),
    **_by(Readers.OTHER_SIDE, "rejoinder", ("statement",)),
    # A seller does not read why its complainant appeals; it would argue about another's case.
    **_by(Readers.OTHER_SIDE, "seller_appeal", ("grounds",)),
    **_by(Readers.STAFF, "filer_appeal", ("grounds",)),
    **_by(
        Readers.STAFF,
        "demand",
        ("asked_for", "statement", "words", "asked_on", "channel", "files"),
    ),
    **_by(Readers.OTHER_SIDE, "seller_suit", _OF_SUIT),
    **_by(Readers.OTHER_SIDE, "filer_suit", _OF_SUIT),
    **_by(Readers.STAFF, "seller_suit", ("note", "files")),
    **_by(Readers.STAFF, "filer_suit", ("note", "files")),
    **_by(Readers.STAFF, "seller_appeal", ("files",)),
    **_by(Readers.STAFF, "filer_appeal", ("files",)),
    **_by(Readers.OTHER_SIDE, "complaint", ("statement", "reference", "right", "email")),
    **_by(Readers.STAFF, "complaint", ("signed_by", "files")),
    **_by(Readers.OTHER_SIDE, "reply", ("statement",)),
}


def sentence(side: Side, readers: Readers) -> Message:
    """Return what somebody of this side is told who will read a field."""
    return SENTENCES[side][readers]


def who_reads(field: str) -> Message:
    """Return what is said beside a field of a form, as `counter.statement`."""
    return sentence(FORMS[field.partition(".")[0]], FIELDS[field])

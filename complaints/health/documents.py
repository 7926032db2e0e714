"""Can documents be kept and read, and is their place the one of this database?

A folder that was not mounted is an empty one: it answers, takes what comes and has nothing of what
came before. So the place is marked with the name of the database. One of before there were marks
gets its own once a stored document is found in it.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from complaints.base.errors import Refusal
from complaints.health import disk
from complaints.health.check import Found, bad, well
from complaints.queries.filing import documents
from complaints.queries.upkeep import installations
from complaints.rules.upkeep.health import State
from complaints.storage.context import Context
from complaints.words import message as _

# So many of the newest documents are looked for in a place without a mark.
TRIED = 20


class Place(Enum):
    """Whose documents are in the place."""

    OURS = auto()
    # Without a mark: there is no document yet, or one that is stored was found.
    UNMARKED = auto()
    MISSING = auto()
    ANOTHERS = auto()


def reachable(context: Context, _now: datetime) -> Found:
    """Ask the folder or the bucket for a document that is not there."""
    place = context.archive.place
    if not place.startswith("s3://"):
        seen = disk.look_at(Path(place))
        if seen.state is State.BAD:
            return seen
        if not Path(place).exists():
            return well(
                _(
                    "There is no folder %(place)s: the check of the documents' place says whether "
                    "documents are missed there.",
                    place=place,
                )
            )
    try:
        context.archive.require_reachable()
    except Refusal:
        return bad(
            _(
                "The store of documents does not answer: see whether the folder or bucket "
                "that CLEANHANDS_DOCUMENTS names can be reached; the log says what it answered."
            )
        )
    return well(_("The folder or bucket of the documents can be reached."))


def in_place(context: Context, _now: datetime) -> Found:
    """Look whether the place is the one of this database."""
    try:
        place = find_place(context)
    except Refusal:
        return well(_("The place of the documents was not asked: see the check of the documents."))
    if place is Place.MISSING:
        return bad(
            _(
                "The documents are not in %(place)s: it is not there, or another one. Mount the "
                "folder, or let CLEANHANDS_DOCUMENTS name the place where they are. If they are "
                "lost, run `cleanhands documents take-place`.",
                place=context.archive.place,
            )
        )
    if place is Place.ANOTHERS:
        return bad(
            _(
                "The documents in %(place)s are those of another database: let "
                "CLEANHANDS_DOCUMENTS name the place of this one's.",
                place=context.archive.place,
            )
        )
    return well(_("The place of the documents is this database's."))


def find_place(context: Context) -> Place:
    """Look whose documents are in the place; it stays as it is. Refuses with: unavailable."""
    owner = context.archive.find_owner()
    with context.database.reading() as session:
        if owner == installations.name_of_database(session):
            return Place.OURS
        newest = () if owner else documents.newest_stored(session, limit=TRIED)
    if owner is not None:
        return Place.ANOTHERS
    if not newest or any(_is_stored(context, each) for each in newest):
        return Place.UNMARKED
    return Place.MISSING


def require_place(context: Context) -> None:
    """Mark a place that is this database's and has no mark yet.

    Refuses with: unavailable, also where it is another's, or the documents are not there;
    disk-full.
    """
    place = find_place(context)
    if place in (Place.MISSING, Place.ANOTHERS):
        raise Refusal(
            "unavailable",
            _(
                "The place where documents are kept is not there just now, so none is stored or "
                "shown. Tell the operator, and send the file again once it is back."
            ),
        )
    if place is Place.UNMARKED:
        take_place(context)


def take_place(context: Context) -> None:
    """Mark the place as this database's. Refuses with: unavailable; disk-full."""
    with context.database.reading() as session:
        owner = installations.name_of_database(session)
    context.archive.mark(owner)


def _is_stored(context: Context, sha256: str) -> bool:
    """Say whether a document is there and opens, or is under a key that is not here."""
    try:
        key = context.archive.key_of(sha256)
        if key not in context.vault.names:
            return key is not None
        context.archive.read(sha256)
    except FileNotFoundError:
        return False
    except Refusal as refusal:
        if refusal.slug == "unavailable":
            raise
        return False
    return True

"""`documents`: the place where they are, and stored pictures that hold place and camera."""

from __future__ import annotations

import hashlib
import io
import struct

import click

from complaints.base.errors import Refusal
from complaints.commands.context import OPERATOR, pass_context
from complaints.health import documents as places
from complaints.health.documents import Place
from complaints.papers import metadata, pictures
from complaints.queries.filing import stored_pictures
from complaints.queries.filing.stored_pictures import StoredPicture
from complaints.services.filing import stripping
from complaints.services.upkeep import ledger
from complaints.storage.context import Context
from complaints.work import begin_work

_AT_ONCE = 100


@click.group("documents")
def documents_group() -> None:
    """Documents that were sent.

    Example: cleanhands documents strip
    """


@documents_group.command("take-place")
@click.option("--yes", is_flag=True, help="Take it without being asked.")
@pass_context
def take_place(context: Context, yes: bool) -> None:
    """Say that documents are kept in the place that CLEANHANDS_DOCUMENTS names from now on, though
    those that were stored before are not there.

    Only where they are lost for good: else mount or name the right place, and the service goes on
    by itself.

    Example: cleanhands documents take-place
    """
    place = places.find_place(context)
    if place is Place.OURS:
        click.echo(f"{context.archive.place} is the place of the documents already.")
        return
    if place is Place.ANOTHERS:
        raise click.ClickException(
            f"The documents in {context.archive.place} are those of another database."
        )
    if not yes:
        click.confirm(f"Keep documents in {context.archive.place} from now on?", abort=True)
    places.take_place(context)
    with begin_work(context, OPERATOR) as work:
        ledger.record(work, "took_place_of_documents", "installation", 1)
    click.echo(f"Documents are kept in {context.archive.place} from now on.")


@documents_group.command("strip")
@click.option("--after", default=0, show_default=True, type=click.IntRange(0, 2_147_483_647),
              help="Begin after this document: the number that a run said last.")  # fmt: skip
@pass_context
def strip(context: Context, after: int) -> None:
    """Take out of stored pictures what they say of place, camera and person.

    Each picture is a step of its own: stop it at any time and begin again. A second run finds
    nothing more. The service goes on meanwhile; the bytes as sent go with the next sweep.

    Example: cleanhands documents strip
    """
    looked = changed = unread = 0
    place = after
    while some := _next(context, place):
        for picture in some:
            done = _strip(context, picture)
            looked, changed, unread = looked + 1, changed + (done is True), unread + (done is None)
            place = picture.document_id
        click.echo(f"{looked:,} pictures looked at, up to document {place}", err=True)
    if changed:
        with begin_work(context, OPERATOR) as work:
            ledger.record(work, "stripped_pictures", "installation", 1, count=changed)
    click.echo(f"Pictures looked at: {looked:,}. Place and camera taken out of: {changed:,}.")
    if unread:
        click.echo(f"{unread:,} could not be read and stay as they are: see `cleanhands doctor`.")


def _next(context: Context, after: int) -> list[StoredPicture]:
    with context.database.reading() as session:
        return list(stored_pictures.next_pictures(session, after, limit=_AT_ONCE))


def _strip(context: Context, picture: StoredPicture) -> bool | None:
    """Strip one picture; return whether it held anything, None where it could not be read."""
    try:
        data = context.archive.read(picture.sha256)
        kept = metadata.stripped(data, picture.media_type)
        if kept == data:
            return False
        pictures.inspect(io.BytesIO(kept))
    except (FileNotFoundError, Refusal, struct.error, IndexError):
        return None
    sha256 = hashlib.sha256(kept).hexdigest()
    # The bytes are there before a row names them.
    context.archive.put(io.BytesIO(kept), sha256)
    with begin_work(context, OPERATOR) as work:
        return stripping.replace(
            work, picture.document_id, was=picture.sha256, sha256=sha256, size=len(kept)
        )

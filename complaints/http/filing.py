"""Files a complaint for a door: from its body, or from a draft, in the door's transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import marshmallow

from complaints.http import parsing, rate_limits
from complaints.http.buckets import Bucket
from complaints.rules.actors import Actor
from complaints.schemas.filing.complaints import ComplaintIn
from complaints.schemas.filing.drafts import complaint_of
from complaints.services.filing import drafts, intake
from complaints.services.filing.intake import Accepted, Duplicate, Notice, NotProcessed
from complaints.storage.context import Context
from complaints.work import UnitOfWork

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

NOTHING: Mapping[str, Any] = MappingProxyType({})

Filed = Accepted | Duplicate | NotProcessed
# One for all: to make it costs as much as to load a complaint by it.
_COMPLAINT = ComplaintIn()


def count_complaint(actor: Actor, sent: Mapping[str, Any] | None) -> None:
    """Count the one complaint of a request, for the filer that it names, and have the answer tell
    what is left. Refuses with: rate-limited."""
    buckets = buckets_of_complaint(actor, sent)
    rate_limits.show_limits(buckets)
    rate_limits.limiter().take(buckets)


def buckets_of_complaint(actor: Actor, sent: Mapping[str, Any] | None) -> Sequence[Bucket]:
    """Return by what a complaint is counted; None is a draft, which is the account's own."""
    filer = sent.get("filer") if sent is not None else None
    return rate_limits.of_filing(actor, filer["reference"] if filer is not None else None)


def read_complaint(sent: bytes, chosen: Mapping[str, Any] = NOTHING) -> dict[str, Any]:
    """Return the members of a complaint that came as JSON, among others; `chosen` are members that
    hold for all of them, where it says nothing else.

    Refuses with: malformed; too-large; invalid-request, with an error for each wrong field.
    """
    document = parsing.parse_json(sent)
    parsing.require_storable_text(document)
    return _loaded({**chosen, **document} if isinstance(document, dict) else document)


def _loaded(document: Any) -> dict[str, Any]:
    try:
        members: dict[str, Any] = _COMPLAINT.load(document)
    except marshmallow.ValidationError as error:
        parsing.refuse_fields(error, _COMPLAINT)
    return members


def file_notice(work: UnitOfWork, notice: Notice, *, context: Context) -> Filed:
    """File a notice under its own reference, or under a new one. Refuses as intake does."""
    return intake.submit(
        work,
        notice,
        vault=context.vault,
        reference="CH-" + "".join(secrets.choice(BASE32) for _ in range(10)),
    )


def file_draft(
    work: UnitOfWork,
    draft_id: int,
    *,
    context: Context,
    channel: str,
    shown: Mapping[str, Any] | None = None,
) -> Filed:
    """File a draft, and delete it; it is kept where every target had an open claim before.

    `shown` are identity attributes of the account at a form (email, ip). Refuses with: not-found;
    invalid-request, with an error for each wrong field; as intake does.
    """
    draft = drafts.lock_draft(work, draft_id)
    notice = Notice.of(_loaded(complaint_of(draft.data)))
    shown = {**(notice.shown or {}), **(shown or {})} or None
    notice = replace(notice, channel=channel, complete=True, shown=shown)
    filed = file_notice(work, notice, context=context)
    if not isinstance(filed, Duplicate):
        drafts.delete(work, draft_id)
    return filed

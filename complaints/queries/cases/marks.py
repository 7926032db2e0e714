"""How what two accounts share is known at each end: holds and joinings say what they rest on.

Reads kinds and origins, never values. Must not judge: `abuse.linking.matching` weighs what is
shared, whoever said it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from abuse.identity.origins import Origin, at_moment
from complaints.models import FilerIdentity
from complaints.rules.kinds import IdentityKind

# Two accounts, the one that is compared first.
Pair = tuple[int, int]
_MINE, _THEIRS = aliased(FilerIdentity), aliased(FilerIdentity)


@dataclass(frozen=True, slots=True)
class BothEnds:
    """How a mark that two accounts share is known of the one and of the other."""

    filer: Origin
    other: Origin


@dataclass(frozen=True, slots=True)
class Shared:
    """A kind of thing that two accounts share, and how many accounts show it, these two too.
    `known` is None where it is no mark of an account, as a document, or not shown by just these
    two."""

    kind: str
    accounts: int
    known: BothEnds | None = None


def shared_of(shared: Sequence[str], known: Mapping[str, BothEnds]) -> list[Shared]:
    """Return what a match keeps as `device:2`, as kinds and counts, with how each is known."""
    split = (each.partition(":") for each in shared)
    return [Shared(kind, int(count or 2), known.get(kind)) for kind, _colon, count in split]


def is_only_typed(shared: Sequence[Shared]) -> bool:
    """Say whether all that two accounts share was only typed in at one end at least: a stranger can
    have typed it to be taken for the other, or the other to harm it."""
    ends = [each.known for each in shared]
    return bool(ends) and all(
        known is not None and Origin.TYPED in (known.filer, known.other) for known in ends
    )


def known_at_both_ends(
    session: Session, pairs: Mapping[Pair, datetime]
) -> dict[Pair, dict[str, BothEnds]]:
    """Return by pair how each kind that both show was known at a moment; of several values of one
    kind, how the best was."""
    ends: dict[Pair, dict[str, BothEnds]] = {pair: {} for pair in pairs}
    statement = (
        select(_MINE, _THEIRS)
        .join(_THEIRS, _THEIRS.kind == _MINE.kind)
        .where(
            _MINE.filer_id.in_({one for one, _ in pairs}),
            _THEIRS.filer_id.in_({other for _, other in pairs}),
            or_(
                _THEIRS.digest == _MINE.digest,
                and_(_MINE.kind == IdentityKind.EMAIL, _THEIRS.domain == _MINE.domain),
            ),
        )
    )
    for mine, theirs in session.execute(statement).tuples():
        pair = mine.filer_id, theirs.filer_id
        if pair not in pairs or max(mine.first_seen, theirs.first_seen) > pairs[pair]:
            continue
        both = BothEnds(_known(mine, pairs[pair]), _known(theirs, pairs[pair]))
        for kind in _kinds(mine, theirs):
            ends[pair][kind] = _best([both, *filter(None, [ends[pair].get(kind)])])
    return ends


def _kinds(mine: FilerIdentity, theirs: FilerIdentity) -> Sequence[str]:
    """Return what a shared attribute is called: a mailbox of one's own and a firm's have two names,
    and two mailboxes of one domain share that alone."""
    if mine.kind != IdentityKind.EMAIL:
        return (mine.kind,)
    return ("domain",) if mine.digest != theirs.digest else ("email", "free_email", "domain")


def _known(mark: FilerIdentity, moment: datetime) -> Origin:
    how = Origin(mark.origin), mark.known_since
    return at_moment(mark.kind, how, mark.first_seen, moment)[0]


def _best(known: Iterable[BothEnds]) -> BothEnds:
    """Return the best of them: a chain is as strong as its weaker end."""
    return max(known, key=lambda each: sorted((each.filer.rank, each.other.rank)))

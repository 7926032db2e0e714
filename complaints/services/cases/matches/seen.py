"""What an account and its filing show, who else shows it, and two parties that are compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.models import Filer
from complaints.queries.cases.matches import Showing, Statement

# Of many bound and flagged parties that show the same, so many are compared.
_COMPARED = 8
# What nobody else knows; all other values are public, and anybody can type them in.
_PRIVATE = frozenset({"device", "payment"})
Value = tuple[str, Hashable]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a filing shows beside the account's identity attributes.

    `right_key` is the right's key where it has a number, `holder_id` whose the right is said to be,
    `unnamed` that an agent does not tell for whom. `document_ids` are the papers of the stored
    complaint, `text` its statement.
    """

    right_key: str | None = None
    document_ids: Collection[int] = ()
    text: str | None = None
    holder_id: int | None = None
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Who shows what the account shows, since when which of these parties are bound or flagged,
    whose right is their word alone, who states the right at all, and the filing itself."""

    showing: Sequence[Showing]
    troubled: Mapping[int, datetime]
    stated: Collection[int]
    statements: Sequence[Statement]
    shown: Shown


@dataclass(frozen=True, slots=True)
class Two:
    """The account and one party that it is compared with: `since` is when the party came to be
    bound or flagged, `aside` are parties that make nothing common, as they are bound or flagged or
    look like the party themselves."""

    filer: Filer
    party_id: int
    since: datetime
    aside: frozenset[int]

    def there_before(self, who: Iterable[Showing]) -> set[int]:
        """Return the parties of these who showed it, and had filed, before."""
        return {
            each.party_id for each in who if each.since is not None and each.since < self.since
        } - {self.party_id, *self.aside}


def likeliest(seen: Seen, filer: Filer) -> list[int]:
    """Return the bound and flagged parties that show the most of the same, at most `_COMPARED`."""
    values: Counter[int] = Counter()
    for party_id, *_value in {(each.party_id, each.kind, each.value) for each in seen.showing}:
        if party_id in seen.troubled and party_id != filer.party_id:
            values[party_id] += 1
    return sorted(values, key=lambda party_id: (-values[party_id], party_id))[:_COMPARED]


def values_of(
    showing: Iterable[Showing], filer: Filer, party_id: int, since: datetime
) -> dict[Value, list[Showing]]:
    """Return who shows each value that another account of the party shows, the account's own party
    too; without what the party may have taken from this account or typed in to harm it."""
    by_value: defaultdict[Value, list[Showing]] = defaultdict(list)
    for each in showing:
        by_value[each.kind, each.value].append(each)
    return {
        value: who
        for value, who in by_value.items()
        if any(each.party_id == party_id for each in who)
        and not _is_planted(value[0], who, filer.party_id, party_id, since)
    }


def _is_planted(
    kind: str, who: Iterable[Showing], mine: int, party_id: int, since: datetime
) -> bool:
    """Say whether the party first showed a value when this account had long shown it, or once the
    party was in trouble. Of what nobody else can know, both must be so.

    An account that began after the trouble and was joined to the party shows what is its own.
    """
    theirs = [each for each in who if each.party_id == party_id]
    first = min((each.seen for each in theirs if each.seen is not None), default=None)
    if first is None:
        return False
    known = any(
        each.since is not None and each.since < first for each in who if each.party_id == mine
    )
    late = first > since and all(each.filed is not None and each.filed <= since for each in theirs)
    return known and late if kind in _PRIVATE else known or late

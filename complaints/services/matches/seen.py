"""What an account and its filing show, who else shows it, and two parties that are compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.models import Filer
from complaints.queries.matches import Showing

# Of many bound and flagged parties that show the same, so many are compared.
_COMPARED = 8
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
    whose right is their word alone, and the filing itself."""

    showing: Sequence[Showing]
    troubled: Mapping[int, datetime]
    stated: Collection[int]
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
    showing: Iterable[Showing], filer: Filer, party_id: int
) -> dict[Value, list[Showing]]:
    """Return who shows each value that another account of the party shows, the account's own party
    too."""
    by_value: defaultdict[Value, list[Showing]] = defaultdict(list)
    for each in showing:
        by_value[each.kind, each.value].append(each)
    return {
        value: who for value, who in by_value.items() if any(w.party_id == party_id for w in who)
    }

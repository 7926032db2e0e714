"""The map of a ring's stores as a picture, with the same as a table beside it."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.console.findings.pictures import Chart
from complaints.http.languages import say_here
from complaints.kit.matrix import matrix
from complaints.models import Filer, Store
from complaints.queries.findings.store_maps import StoreMap
from complaints.words import Message, counted
from complaints.words import message as _


def store_chart(title: Message, filers: Sequence[Filer], shown: StoreMap) -> Chart | None:
    """Return who complained of which store, and how often; None where no store is known."""
    if not shown.stores:
        return None
    row_of = {filer.id: place for place, filer in enumerate(filers)}
    column_of = {store.id: place for place, store in enumerate(shown.stores)}
    names = [_named(store) for store in shown.stores]
    numbers = {
        (row_of[filer], column_of[store]): (
            number,
            f"{filers[row_of[filer]].name} – {names[column_of[store]]}: {_claims(number)}",
        )
        for (filer, store), number in shown.claims.items()
        if filer in row_of
    }
    text = say_here(title)
    return Chart(
        text,
        matrix(text, [filer.name for filer in filers], names, numbers),
        "matrix",
        [say_here(_("Store")), say_here(_("Accounts")), say_here(_("Claims"))],
        [[f"{place + 1}. {name}", *_totals(place, numbers)] for place, name in enumerate(names)],
        [],
    )


def _named(store: Store) -> str:
    return store.name or store.reference


def _claims(number: int) -> str:
    return say_here(counted("%(num)s claim", "%(num)s claims", number))


def _totals(column: int, numbers: dict[tuple[int, int], tuple[int, str]]) -> tuple[int, int]:
    here = [number for (_row, place), (number, _said) in numbers.items() if place == column]
    return len(here), sum(here)

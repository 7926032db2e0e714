"""The map of a ring's stores as a picture, with the same as a table beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from complaints.console.findings.pictures import Chart
from complaints.http.languages import say_here
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


_LEFT, _TOP, _STEP, _FOOT = 190, 8, 22, 8
_LONGEST = 26


def matrix(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    numbers: Mapping[tuple[int, int], tuple[int, str]],
) -> Markup:
    """Return the drawing. `numbers` are by (row, column), each with what is said of it; a column is
    named by its number, beside the table that names it."""
    most = max((number for number, _said in numbers.values()), default=1)
    width, height = _LEFT + _STEP * len(columns) + 8, _TOP + _STEP * (len(rows) + 1) + _FOOT
    parts = [
        Markup('<text class="ch-svg__label" x="{}" y="{}" text-anchor="middle">{}</text>').format(
            _LEFT + _STEP * (place + 0.5), _TOP + 12, place + 1
        )
        for place in range(len(columns))
    ]
    for place, name in enumerate(rows):
        y = _TOP + _STEP * (place + 1.5)
        parts.append(
            Markup(
                '<line class="ch-svg__grid" x1="{}" x2="{}" y1="{y:.1f}" y2="{y:.1f}"/>'
                '<text class="ch-svg__label" x="{}" y="{:.1f}" text-anchor="end">{}</text>'
            ).format(_LEFT, width - 8, _LEFT - 8, y + 4, _cut(name), y=y)
        )
    parts += [
        Markup(
            '<circle class="ch-svg__red" cx="{:.1f}" cy="{:.1f}" r="{:.1f}">'
            "<title>{}</title></circle>"
        ).format(
            _LEFT + _STEP * (column + 0.5), _TOP + _STEP * (row + 1.5),
            2.5 + 7 * math.sqrt(number / most), said,
        )
        for (row, column), (number, said) in sorted(numbers.items())
    ]  # fmt: skip
    return Markup(
        '<svg class="ch-svg" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(width, height, title, Markup("").join(parts))


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"

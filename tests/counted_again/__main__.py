"""Prints a year's figures, as exported and as counted again."""

from __future__ import annotations

import sys

import click
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.rules.law.transparency import year
from complaints.storage.context import Context
from tests.counted_again.counting import count_again
from tests.counted_again.exported import read_export
from tests.counted_again.ways import written


@click.command()
@click.option("--year", "number", type=int, required=True, help="A calendar year, in UTC.")
def main(number: int) -> None:
    """Print each figure of a year, as exported and as counted again."""
    context = Context.from_environment()
    with context.database.snapshot() as connection, Session(connection) as session:
        period = year(number, now=utcnow())
        exported, again = read_export(session, period), count_again(session, period)
    wrong = 0
    for place, value in exported.items():
        second = written(again.get(place))
        wrong += value != second
        if value not in ("", "0") or value != second:
            sign = "=" if value == second else "≠"
            name = f"{place[1].strip()}: {place[2].strip()}"
            click.echo(f"{value:>8} {sign} {second:>8}  {name}")
    click.echo(f"{period.written}: {len(exported)} figures, {wrong} differ.")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()

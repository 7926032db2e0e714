"""`backtest`: replay the record month by month under the policy in force, and a draft beside it.

It reads and prints; it opens no flag and stores nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from abuse.backtest.months import BacktestError, Month
from complaints.base.clock import utcnow
from complaints.commands.context import pass_context
from complaints.queries.law.treatments import find_countries, treating_by
from complaints.rules.policy import policies
from complaints.rules.policy.policies import Policies
from complaints.storage.context import Context
from complaints.words import ENGLISH, LANGUAGES, catalogue
from complaints.work.policy import in_force

if TYPE_CHECKING:
    from abuse.policy import Policy
    from abuse.record.history import History

FILE = click.Path(exists=True, dir_okay=False)


class MonthType(click.ParamType[Month]):
    """A month, or the month of a day."""

    name = "month"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Month:
        try:
            return Month.of(str(value))
        except ValueError as error:
            self.fail(f"{error}.")


@click.command()
@click.option("--from", "first", type=MonthType(), required=True, help="The first month.")
@click.option("--to", "last", type=MonthType(), required=True, help="The last month.")
@click.option(
    "--policy",
    "draft",
    metavar="FILE",
    type=FILE,
    help="A draft in TOML, shown beside the policy in force.",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=ENGLISH,
    show_default=True,
    help="Of the text and the picture.",
)
@click.option(
    "--picture", metavar="FILE", type=click.Path(dir_okay=False), help="Write the months as SVG."
)
@click.option("--mask", is_flag=True, help="Stable pseudonyms instead of names and references.")
@click.option(
    "--truth", metavar="FILE", type=FILE, help="Of a made market: who really is what, as JSON."
)
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help="Show N filers a policy (table)."
)
@pass_context
def backtest(
    context: Context,
    first: Month,
    last: Month,
    draft: str | None,
    form: str,
    language: str,
    picture: str | None,
    mask: bool,
    truth: str | None,
    limit: int | None,
) -> None:
    """Replay the record month by month, using only what was known in each.

    Tells whom the policy would have warned and boycotted when, what that would have spared sellers,
    and whom it would have wronged. The result goes to standard output, all else to standard error.

    Example: cleanhands backtest --from 2025-07 --to 2026-06 --policy draft.toml
    """
    # The detector's libraries take a second to load: not for --help, nor for wrong use.
    from abuse.backtest import replay, text
    from abuse.backtest.picture import picture as draw
    from abuse.market.truths import TruthError, innocents

    with context.database.reading() as session:
        both = {"in force": in_force(session)}
        countries = find_countries(session)
    if draft:
        both["draft"] = policies.load_policies(draft)
    by_name = {name: _scan_policy(each) for name, each in both.items()}
    treats = {name: treating_by(each.law, countries) for name, each in both.items()}
    try:
        history = _history(context)
        innocent = innocents(truth, history.filers) if truth else None
        with _progress_bar() as progress:
            result = replay.backtest(
                history,
                first,
                last,
                by_name,
                innocent=innocent,
                treats=treats,
                progress=progress,
            )
    except (BacktestError, TruthError) as error:
        raise click.ClickException(str(error)) from error
    if form == "json":
        click.echo(json.dumps(result.as_json(mask), ensure_ascii=False, indent=1))
    else:
        click.echo(text.as_table(result, mask=mask, limit=limit, language=catalogue(language)))
    if picture:
        Path(picture).write_text(draw(result, catalogue(language)), encoding="utf-8")


def _scan_policy(both: Policies) -> Policy:
    """Return the scan's policy with the ladder's answer time and its longest term."""
    return replace(
        both.scan,
        backtest_warning_days=both.boycott.answer_days,
        backtest_term_days=both.boycott.max_term,
    )


def _history(context: Context) -> History:
    from abuse.record.history import History
    from complaints.queries.findings import claim_table

    with context.database.snapshot() as connection:
        return History(claim_table.rows(connection, as_of=utcnow()))


@contextmanager
def _progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """Yield the function that shows on a terminal how many months were scanned; else None."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="replaying", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield progress

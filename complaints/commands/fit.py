"""`fit`: refit the shapes of the score to what people said of filers, and test on later labels.

It reads and prints, and writes a file where one is named; it puts no policy into force.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from abuse.fitting.labels import FitError, Label
from complaints.base.clock import utcnow
from complaints.commands.context import pass_context
from complaints.commands.scan import Moment
from complaints.queries.findings import fit_labels
from complaints.rules.policy.policies import Policies
from complaints.storage.context import Context
from complaints.words import ENGLISH, LANGUAGES, catalogue
from complaints.work.policy import in_force


@click.command()
@click.option("--since", type=Moment(), help="Leave out labels given up to then.")
@click.option("--until", type=Moment(), help="Read nothing after it. Default: now.")
@click.option(
    "--cut",
    type=Moment(),
    help="Fit to labels up to it, test on later ones. Default: two thirds of the labels.",
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write the policy with the refitted shapes, for a draft of the policy.",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=ENGLISH,
    show_default=True,
    help="Of the table, and of the comments in the file.",
)
@pass_context
def fit(
    context: Context,
    since: datetime | None,
    until: datetime | None,
    cut: datetime | None,
    out: str | None,
    form: str,
    language: str,
) -> None:
    """Refit the score to decided flags, judged samples, decided appeals and graded claims.

    Says how well scores fit later labels before and after; refuses where labels are too few or from
    one person. The result goes to standard output, all else to standard error.

    Example: cleanhands fit --out policy.toml
    """
    # The detector's libraries take a second to load: not for --help, nor for wrong use.
    from abuse.fitting import fit as fitting
    from abuse.fitting.text import as_policy, as_table
    from abuse.record.history import History
    from complaints.queries.findings import claim_table

    until = until or utcnow()
    policies, labels = _asked(context, since, until)
    with context.database.snapshot() as connection:
        history = History(claim_table.rows(connection, as_of=until))
    try:
        result = fitting.fit(history, labels, policies.scan, cut=cut)
    except FitError as error:
        raise click.ClickException(catalogue(language).say(error.message)) from error
    if form == "json":
        click.echo(json.dumps(result.as_json(), indent=1))
    else:
        click.echo(as_table(result, catalogue(language)))
    if out:
        text = as_policy(result, others=_others(policies), language=catalogue(language))
        Path(out).write_text(text, encoding="utf-8")


def _asked(
    context: Context, since: datetime | None, until: datetime
) -> tuple[Policies, list[Label]]:
    with context.database.reading() as session:
        policies = in_force(session)
        return policies, fit_labels.find_fit_labels(
            session, least_graded=policies.scan.manifest_clean,
            least_manifest=policies.boycott.min_manifest, since=since, until=until,
        )  # fmt: skip


def _others(policies: Policies) -> dict[str, dict[str, int]]:
    """Return what the policy's tables beside the scan's set differently from the defaults."""
    plain = Policies()
    pairs = {
        "boycott": (asdict(policies.boycott), asdict(plain.boycott)),
        "law": (asdict(policies.law), asdict(plain.law)),
        "sample": (asdict(policies.sample), asdict(plain.sample)),
    }
    return {
        table: {name: value for name, value in values.items() if value != defaults[name]}
        for table, (values, defaults) in pairs.items()
    }

"""`marketplace`: where marketplaces sell, and where stores' owners are; by both goes the law."""

from __future__ import annotations

import click

from abuse.identity.names import visible
from complaints.commands.context import ID, OPERATOR, pass_context
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.queries.sellers import marketplaces
from complaints.schemas.law.countries import MarketplacesOut
from complaints.services.law import countries
from complaints.storage.context import Context
from complaints.work import begin_reading, begin_work

NONE = "-"
COUNTRY = click.option(
    "--country", required=True, metavar="CODE",
    help="Two letters, as GB; of a marketplace also EU or worldwide. A minus (-) takes it back.",
)  # fmt: skip


@click.group("marketplace")
def marketplace_group() -> None:
    """Where marketplaces sell: the law of a complaint goes by it.

    Example: cleanhands marketplace state shop.example --country MX
    """


@marketplace_group.command("list")
@FORMAT
@pass_context
def list_marketplaces(context: Context, written: str) -> None:
    """List the marketplaces that complaints name, with the countries of their buyers.

    Example: cleanhands marketplace list
    """
    with begin_reading(context, OPERATOR) as work:
        shown = [marketplaces.with_countries(row) for row in marketplaces.find_marketplaces(work)]
    if written == JSON:
        echo_json(MarketplacesOut, {"items": shown})
        return
    for each in shown:
        known = ", ".join(each["known"]) or "unknown: our own rules lead"
        stated = "as our record has it" if each["known"] else "not stated"
        how = "stated" if each["country"] else stated
        click.echo(f"{visible(each['slug'])}\t{known}\t{how}")


@marketplace_group.command("state")
@click.argument("slug")
@COUNTRY
@pass_context
def state_country(context: Context, slug: str, country: str) -> None:
    """State where the buyers of the marketplace SLUG are. Complaints that are filed keep their form
    and their clocks.

    Example: cleanhands marketplace state shop.example --country MX
    """
    with begin_work(context, OPERATOR) as work:
        countries.state_marketplace(work, slug, _country(country))
    click.echo("Complaints that are filed from now on are under the law of this country.")


@marketplace_group.command("store")
@click.argument("number", type=ID)
@COUNTRY
@pass_context
def state_store(context: Context, number: int, country: str) -> None:
    """State in which country the owner of the store with the id NUMBER is established. Laws that
    protect such a seller join the claims that go on.

    Example: cleanhands marketplace store 7 --country DE
    """
    with begin_work(context, OPERATOR) as work:
        countries.state_store(work, number, _country(country))
    click.echo("The store's country is stated.")


def _country(text: str) -> str | None:
    return None if text == NONE else text

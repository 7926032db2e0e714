"""Honest holders who look like impostors, rivals or failures: new, small, shopkeeping, refused."""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.made import Truth
from abuse.market.stage import Stage


def changed_agency(stage: Stage, number: int) -> None:
    """A holder whose new agency files on the old numbers, from an account of the same day."""
    draw = stage.draw("changed_agency", number)
    people = stage.people
    principal = people.principal(kinds=("trademark", "copyright"))
    old = people.agent([principal, people.principal()])
    new = people.agent([principal])
    change = draw.uniform(120, calendar.DAYS - 120)
    for account in (old, new):
        stage.docket.tell(account, Truth(innocent_kind="changed_agency"))
    # Half the brands have filed themselves before.
    if draw.chance(0.5):
        own = people.rights_holder(principal)
        stage.docket.tell(own, Truth(innocent_kind="changed_agency"))
        count = stage.traits.volume(draw, 6, 12)
        stage.enforce(draw, own, count, 0, change / 2, error=draw.uniform(0.0, 0.07))
    count = stage.traits.volume(draw, 14, 30)
    stage.enforce(draw, old, count, 0, change, error=draw.uniform(0.02, 0.08))
    count, last = stage.traits.volume(draw, 8, 24), calendar.DAYS - 1.0
    stage.enforce(draw, new, count, change + 2, last, error=draw.uniform(0.0, 0.07), fresh=True)


def small_brand(stage: Stage, number: int) -> None:
    """A brand of a few people that writes from a free mailbox."""
    draw = stage.draw("small_brand", number)
    for _ in range(draw.between(3, 6)):
        account = stage.people.rights_holder(stage.people.principal())
        account.shown["email"] = stage.people.names.free_mail()
        account.shown.pop("website", None)
        stage.docket.tell(account, Truth(innocent_kind="small_brand"))
        first = draw.uniform(0, calendar.DAYS - 150)
        stage.enforce(
            draw,
            account,
            draw.heavy(1, 12, 0.8),
            first,
            first + 140,
            error=draw.uniform(0.0, 0.12),
            fresh=draw.chance(0.7),
        )


def own_shop(stage: Stage, number: int) -> None:
    """A brand that keeps a shop and files against the copies in its own trade, and only those."""
    draw = stage.draw("own_shop", number)
    account = stage.people.rights_holder(stage.people.principal(kinds=("trademark", "design")))
    stage.keep_shop(draw, account)
    stage.docket.tell(account, Truth(innocent_kind="own_shop"))
    count = stage.traits.volume(draw, 15, 40)
    stage.enforce(draw, account, count, 0, calendar.DAYS - 1, error=draw.uniform(0.0, 0.05))


def patent_field(stage: Stage, number: int) -> None:
    """A patent's owner in a field where most claims are refused, right or not."""
    draw = stage.draw("patent_field", number)
    account = stage.people.rights_holder(stage.people.principal(kinds=("patent",)))
    stage.docket.tell(account, Truth(innocent_kind="patent_field"))
    count = stage.traits.volume(draw, 15, 40)
    stage.enforce(draw, account, count, 0, calendar.DAYS - 1, error=draw.uniform(0.02, 0.1))

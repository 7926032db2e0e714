"""The impostor: a new account in the name of a holder, or of its agent, whom everybody knows.

After the mailboxes that looked like those of a brand's own agent, and filers who posed as famous
brands. It gives the holder's name and the right's true number; the papers are copies of its own.
"""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.conduct import Claim, Conduct
from abuse.market.draw import Draw
from abuse.market.made import Truth
from abuse.market.parties import Account, Principal
from abuse.market.stage import Stage

PATTERN = "impostor"
LEAST = 3


def plant(stage: Stage, number: int, room: int) -> None:
    draw = stage.draw(PATTERN, number)
    model, first = _model(stage, draw)
    principal = draw.pick(model.principals)
    account = _pose(stage, draw, model, principal)
    account.registered = first - draw.uniform(0.004, 0.3)
    hidden = stage.traits.hide(draw) if draw.chance(0.4) else 0.0
    stage.docket.tell(account, Truth(pattern=PATTERN, camouflaged=hidden > 0.2))
    conduct = Conduct(bad_faith=True, regret=0.0, drop=0.5, paid=0.08, demand=0.05, polish=1.4)
    span = draw.uniform(3, 60)
    victims = stage.shops(
        draw, principal.category, first, draw.between(2, 5), best=True, until=first + span
    )
    count = min(room, draw.between(2, 9))
    later = [calendar.office_hour(draw, first + draw.uniform(1, span)) for _ in range(count - 1)]
    for day in [first, *later]:
        right = draw.pick(principal.rights)
        if draw.chance(hidden):
            stage.pursue(draw, account, principal, day, valid=True, conduct=conduct, most=2)
            continue
        goods = stage.on_sale(draw, draw.pick(victims), day, draw.between(1, 5))
        claims = [Claim(listing, valid=False) for listing in goods]
        stage.docket.file(account, principal, right, claims, day, conduct)


def _model(stage: Stage, draw: Draw) -> tuple[Account, float]:
    """Whom to pose as, likelier one who has filed much by then, and the day to begin."""
    last = calendar.DAYS - 70
    choices = [(pair, float(len(pair[1]))) for pair in stage.known if pair[1][2] < last - 5]
    model, days = draw.weighted(choices)
    return model, calendar.office_hour(draw, draw.uniform(days[2] + 3, last))


def _pose(stage: Stage, draw: Draw, model: Account, principal: Principal) -> Account:
    """An account that calls itself the holder, or the holder's agent."""
    people = stage.people
    if model.kind == "agent" and draw.chance(0.45):
        account = people.agent([principal], model.country)
        account.name, account.nameless = model.name, draw.chance(0.4)
        known = model.shown["email"].partition("@")[2]
    else:
        account = people.rights_holder(principal)
        known = account.shown["email"].partition("@")[2]
        if model.kind == "rights_holder":
            known = model.shown["email"].partition("@")[2]
    account.papers = {}
    account.shown.pop("website", None)
    if draw.chance(0.35):
        account.shown["email"] = people.names.free_mail()
        return account
    near = people.names.lookalike(known)
    local = draw.pick(("legal", "ip", "notices", "brandprotection", "takedown"))
    account.shown["email"] = f"{local}@{near}"
    if draw.chance(0.3):
        account.shown["website"] = f"https://www.{near}/"
    return account

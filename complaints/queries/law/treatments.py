"""How a boycott under a policy would treat claims by their basis and marketplace, for a replay."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Marketplace
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import governing
from complaints.rules.law.treatments import treatment_of
from complaints.rules.policy.law_policy import LawPolicy


def find_countries(session: Session) -> dict[str, str | None]:
    """Return the country of each marketplace, by its slug, as the platform stated it."""
    rows = session.execute(select(Marketplace.slug, Marketplace.country))
    return dict(rows.tuples().all())


def treating_by(policy: LawPolicy, countries: dict[str, str | None]) -> Callable[[str, str], str]:
    """Return the function that gives the treatment of a basis on a marketplace. A seller's own
    country is not known to a replay."""
    treatments = policy.treatments()

    def treat(basis: str, marketplace: str) -> str:
        law = governing(
            basis=Basis(basis), marketplace=marketplace, country=countries.get(marketplace)
        )
        return str(treatment_of(treatments, law.leading.code, law.read_in))

    return treat

"""Collects complaints and the truth about their filers, and writes them out as lines."""

from __future__ import annotations

from typing import Any

from abuse.market import calendar
from abuse.market.conduct import Claim, Conduct
from abuse.market.draw import Draw
from abuse.market.fate import Event, follow
from abuse.market.made import Truth
from abuse.market.parties import Account, Principal
from abuse.market.rights import Right
from abuse.market.traits import Traits

# How often a complaint tells what the platform knows of a target.
_TOLD = {
    "store_name": 0.9,
    "operator": 0.8,
    "title": 0.95,
    "listed_on": 0.93,
    "price": 0.95,
    "sales_30d": 0.85,
}
_BASES = {
    "trademark": (("counterfeit", 58.0), ("trademark", 39.0), ("unauthorised_channel", 3.0)),
    "copyright": (("copyright", 1.0),),
    "patent": (("patent", 1.0),),
    "design": (("design", 1.0),),
}


class Docket:
    """All complaints of a market."""

    def __init__(self, seed: int, traits: Traits) -> None:
        self.draw, self.traits = Draw(seed, "docket"), traits
        self.truth: dict[str, Truth] = {}
        # How many of the complaints are an abuser's.
        self.abusive = 0
        self._filed: list[tuple[str, int, dict[str, Any]]] = []

    def __len__(self) -> int:
        return len(self._filed)

    def tell(self, account: Account, truth: Truth) -> None:
        """Say what an account really is."""
        self.truth[account.reference] = truth

    def file(
        self,
        account: Account,
        principal: Principal,
        right: Right,
        claims: list[Claim],
        at: float,
        conduct: Conduct,
        *,
        basis: str = "",
        evidence: str = "",
    ) -> None:
        """File one complaint `at` a day; `evidence` is a paper used again and again."""
        draw = self.draw
        if self.truth.setdefault(account.reference, Truth()).pattern:
            self.abusive += 1
        filed = calendar.text(at)
        line: dict[str, Any] = {"reference": "", "filed_at": filed, "filer": account.as_json(draw)}
        if account.kind == "agent":
            line["rights_holder"] = account.client(principal)
            line["authorization"] = account.authorization(principal)
        line["right"] = right.as_json(calendar.moment(at).date())
        line["basis"] = basis or draw.weighted(_BASES[right.kind])
        line["statement"] = account.wording.statement(right.kind, principal.name, right.title)
        line["documents"] = self._documents(account, principal, right, evidence)
        line["targets"] = [self._target(claim) for claim in claims]
        line["events"] = self._events(claims, line["basis"], conduct, at)
        line["channel"] = account.channel
        self._filed.append((filed, len(self._filed), line))

    def _documents(
        self, account: Account, principal: Principal, right: Right, evidence: str
    ) -> list[dict[str, str]]:
        copies = principal.papers if account.papers is None else account.papers
        papers = {"registration": self._paper(copies, right)}
        if account.kind == "agent":
            papers["authorization"] = self._paper(principal.papers, account)
        if self.draw.chance(0.5):
            papers["identity"] = account.identity_paper
        papers["evidence"] = evidence or self.draw.sha256()
        return [
            {"kind": kind, "sha256": sha, "filename": f"{kind}.pdf"} for kind, sha in papers.items()
        ]

    def _paper(self, papers: dict[str, str], of: Right | Account) -> str:
        """A paper that stays the same each time it is shown."""
        name = of.reference if isinstance(of, Account) else of.number or of.title
        if name not in papers:
            papers[name] = self.draw.sha256()
        return papers[name]

    def _target(self, claim: Claim) -> dict[str, Any]:
        facts = claim.listing.facts()
        target = {k: v for k, v in facts.items() if self.draw.chance(_TOLD.get(k, 1.0))}
        if "price" not in target:
            del target["currency"]
        if claim.gone:
            target["status_at_filing"] = "gone"
        elif self.draw.chance(0.6):
            target["status_at_filing"] = "live"
        return target

    def _events(
        self, claims: list[Claim], basis: str, conduct: Conduct, at: float
    ) -> list[dict[str, Any]]:
        """Each claim's events; what befell several listings at once is one event."""
        draw = self.draw
        decided = at + draw.delay(self.traits.days_to_decide)
        if draw.chance(self.traits.late):
            decided += draw.uniform(20, 140)
        joint: dict[str, tuple[float, dict[str, Any], list[str]]] = {}
        for claim in claims:
            for when, event in follow(draw, self.traits, claim, basis, conduct, at, decided):
                mark = f"{when:.9f} {sorted(event.items(), key=str)}"
                ids = joint.setdefault(mark, (when, event, []))[2]
                ids.append(claim.listing.listing_id)
        events: list[tuple[Event, list[str]]] = [((w, e), ids) for w, e, ids in joint.values()]
        events.sort(key=lambda pair: pair[0][0])
        return [
            {"at": calendar.text(when), **event}
            | ({} if len(ids) == len(claims) else {"listing_ids": ids})
            for (when, event), ids in events
        ]

    def lines(self) -> list[dict[str, Any]]:
        """All complaints in filing order, numbered in it."""
        ordered = sorted(self._filed, key=lambda entry: entry[:2])
        return [
            line | {"reference": f"C-{filed[:4]}-{number:06d}"}
            for number, (filed, _, line) in enumerate(ordered, 1)
        ]

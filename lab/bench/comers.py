"""Accounts that come to a made market: boycotted filers with one thing of the old, and the honest.

Each newcomer is a filer of another market of the same maker, so it looks as accounts there look;
what it shares with an account of this market is given to it here, and nothing else.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from abuse.market.made import Market

Line = dict[str, Any]
REUSED = ("device", "payment", "phone", "paper", "near paper", "own right")
# What a firm shows for its clients; half the firms file from their own desk.
LENT = ("email", "phone", "ip", "address")
HALF = 0.5
NOBODYS_LINE = "family at a line that nobody else showed (not a bar)"


@dataclass
class Account:
    """A filer of a market, as all its complaints together show it."""

    filer: Line
    lines: list[Line] = field(default_factory=list)

    @property
    def reference(self) -> str:
        reference: str = self.filer["reference"]
        return reference

    @property
    def is_agent(self) -> bool:
        return any("rights_holder" in line for line in self.lines)

    def papers(self, kind: str) -> list[str]:
        return [
            paper["sha256"]
            for line in self.lines
            for paper in line.get("documents", ())
            if paper["kind"] == kind
        ]


@dataclass(frozen=True)
class Comer:
    """A first complaint of a new account, as the contract's line. `copy_of` is a paper of the old
    account of which the line shows a copy (`copied`)."""

    kind: str
    line: Line
    copy_of: str | None = None


def accounts_of(market: Market) -> dict[str, Account]:
    """Return the filers of a market by reference."""
    accounts: dict[str, Account] = {}
    for line in market.lines:
        account = accounts.setdefault(line["filer"]["reference"], Account({}))
        account.filer = {**account.filer, **line["filer"]}
        account.lines.append(line)
    return accounts


class Strangers:
    """Newcomers who have nothing in common with the market."""

    def __init__(self, market: Market, seed: int) -> None:
        self.random = random.Random(f"comers {seed}")
        honest = [
            each
            for reference, each in sorted(accounts_of(market).items())
            if market.truth[reference].pattern is None
        ]
        self.all = honest
        self.alone = [
            each for each in honest if not each.is_agent and _lives_alone(market, each.reference)
        ]
        self.agents = [each for each in honest if each.is_agent]
        self.number = 0

    def one(self, among: list[Account] | None = None) -> Line:
        """Return the first complaint of an account that files for itself."""
        account = self.random.choice(self.alone if among is None else among)
        return self.line(account)

    def line(self, account: Account) -> Line:
        """Return a complaint of an account, under a reference and a telephone of its own."""
        self.number += 1
        line = deepcopy(account.lines[0])
        filer = {**account.filer, "reference": f"new-{self.number}"}
        for kind in ("device", "payment"):
            if kind in filer:
                filer[kind] = f"{filer[kind]}-{self.number}"
        # Names and fictitious ranges are drawn alike in each market, so two markets share some:
        # what is one account's alone in the world is made so here.
        if "phone" in filer:
            filer["phone"] = f"+86 139{self.random.randrange(10**8):08d}"
        if "email" in filer:
            local, domain = filer["email"].split("@")
            filer["email"] = f"{local}{self.number}.{self.random.randrange(10**8)}@{domain}"
        if "website" in filer:
            filer["website"] = filer["website"].replace("://www.", f"://shop{self.number}-")
        if "rights_holder" in line:
            line.setdefault("authorization", {"reference": f"POA-{self.number}"})
        for paper in line.setdefault("documents", []):
            paper["sha256"] = f"{self.random.getrandbits(256):064x}"
        return {**line, "filer": filer}


def _lives_alone(market: Market, reference: str) -> bool:
    return market.truth[reference].innocent_kind is None


def returners(strangers: Strangers, old: Account, stolen: bool) -> Iterator[Comer]:
    """Yield the boycotted account's return with each thing that it can bring, and with several.

    `stolen` says that the right it filed by had been filed by others before.
    """
    given = [kind for kind in REUSED if _bring(strangers.one(), old, kind) is not None]
    if stolen and "own right" in given:
        given.remove("own right")
        yield _bring_all(strangers, old, ["own right"], "another's number (not a bar)")
    for kind in given:
        yield _bring_all(strangers, old, [kind], kind)
    if len(given) > 1:
        some = strangers.random.sample(given, strangers.random.randint(2, min(3, len(given))))
        yield _bring_all(strangers, old, some, "several")


def agents_returning(strangers: Strangers, old: Account) -> Iterator[Comer]:
    """Yield a boycotted agent's return with what speaks of its client, from a desk, a mailbox and a
    domain that nobody knows: under another name, and under its own."""
    permitted = [
        line
        for line in old.lines
        if "rights_holder" in line
        and line["right"].get("number")
        and (line.get("authorization") or {}).get("reference")
    ]
    if not permitted or not strangers.agents:
        return
    said = permitted[-1]
    shared = {name: said[name] for name in ("right", "basis", "rights_holder", "authorization")}
    for kind, named in (
        ("client, number and power of attorney", {}),
        ("name, client, number and power of attorney", {"name": old.filer["name"]}),
    ):
        agent = strangers.line(strangers.random.choice(strangers.agents))
        filer = {**agent["filer"], **named}
        yield Comer(f"returned with {kind}", {**agent, **shared, "filer": filer})
    agent = strangers.line(strangers.random.choice(strangers.agents))
    unproven = {**shared, "authorization": {"reference": f"OTHER-{strangers.number}"}}
    yield Comer("another agent of the same client", {**agent, **unproven})


def copied_from_a_register(strangers: Strangers, old: Account) -> Iterator[Comer]:
    """Yield a brand whose name and postal address the boycotted one had copied from a register."""
    if "address" in old.filer:
        own = strangers.one()
        shown = {"name": old.filer["name"], "address": old.filer["address"]}
        yield Comer("brand whose entry was copied", {**own, "filer": {**own["filer"], **shown}})


def stolen_numbers(market: Market) -> set[str]:
    """Return the filers by reference whose last numbered right somebody else filed by first."""
    first: dict[str, str] = {}
    newest: dict[str, str] = {}
    for line in market.lines:
        number, filer = line["right"].get("number"), line["filer"]["reference"]
        if number:
            first.setdefault(number, filer)
            newest[filer] = number
    return {filer for filer, number in newest.items() if first[number] != filer}


def _bring_all(strangers: Strangers, old: Account, kinds: list[str], name: str) -> Comer:
    line: Line = strangers.one()
    copied = None
    for kind in kinds:
        brought = _bring(line, old, kind)
        assert brought is not None
        line, copy_of = brought
        copied = copied or copy_of
    return Comer(f"returned with {name}", line, copied)


def _bring(line: Line, old: Account, kind: str) -> tuple[Line, str | None] | None:
    """Return the complaint with one thing of the old account; None where it has none."""
    if kind in ("device", "payment", "phone"):
        shown = old.filer.get(kind)
        return None if shown is None else ({**line, "filer": {**line["filer"], kind: shown}}, None)
    if kind == "own right":
        numbered = [each["right"] for each in old.lines if each["right"].get("number")]
        if old.is_agent or not numbered:
            return None
        right = numbered[-1]
        of_its_kind = next(each for each in reversed(old.lines) if each["right"] == right)
        return {**line, "right": right, "basis": of_its_kind["basis"]}, None
    papers = old.papers("identity")
    if not papers:
        return None
    if kind == "paper":
        paper = {"kind": "identity", "sha256": papers[0], "filename": "identity.pdf"}
        return {**line, "documents": [*line["documents"], paper]}, None
    mine = {"kind": "identity", "sha256": copied(papers[0]), "filename": "photo.jpg"}
    return {**line, "documents": [*line["documents"], mine]}, papers[0]


def copied(paper: str) -> str:
    """Return the SHA-256 of a photograph of a paper."""
    return paper[::-1]


def clients_of(strangers: Strangers, agency: Account, known: Collection[str]) -> Iterator[Comer]:
    """Yield the own account of each client that has none (whose name is not `known`), and its new
    agent: both file by the right that the boycotted agency filed, with its certificate; half the
    clients show what the agency lent them."""
    seen = set(known)
    for line in agency.lines:
        holder = line.get("rights_holder")
        if holder is None or holder["name"] in seen:
            continue
        seen.add(holder["name"])
        papers = [each for each in line.get("documents", ()) if each["kind"] == "registration"]
        shared = {"right": line["right"], "basis": line["basis"]}
        own = strangers.one()
        shown = LENT[:2] if strangers.random.random() < HALF else ()
        lent = {kind: agency.filer[kind] for kind in shown if kind in agency.filer}
        named = {"name": holder["name"], "kind": "rights_holder", **lent}
        yield Comer(
            "client of a boycotted agency",
            {**own, **shared, "filer": {**own["filer"], **named},
             "documents": [*own["documents"], *papers]},
        )  # fmt: skip
        if strangers.agents:
            agent = strangers.line(strangers.random.choice(strangers.agents))
            yield Comer(
                "such a client's new agent",
                {**agent, **shared, "rights_holder": {"name": holder["name"]},
                 "documents": [*agent["documents"], *papers]},
            )  # fmt: skip


def clients_of_a_lawyer(strangers: Strangers, client: Account, number: int) -> Iterator[Comer]:
    """Yield new clients of the lawyer that a boycotted client shows: its mailbox, line, words."""
    shown = LENT if strangers.random.random() < HALF else LENT[:2]
    lent = {kind: client.filer[kind] for kind in shown if kind in client.filer}
    for _ in range(number):
        own = strangers.one()
        yield Comer(
            "one lawyer's client",
            {**own, "filer": {**own["filer"], **lent}, "statement": client.lines[0]["statement"]},
        )


def relatives(
    strangers: Strangers, old: Account, number: int, *, line_of_all: bool
) -> Iterator[Comer]:
    """Yield people of a boycotted filer's household: its address, mostly its network, sometimes its
    landline, with devices and payment accounts of their own. `line_of_all` says that a relative
    showed the landline before; where nobody has, a return with a telephone looks so."""
    for _ in range(number):
        own = strangers.one()
        shown = _household(strangers, old)
        kind = "family"
        if "phone" in shown:
            kind = "family at a line of several" if line_of_all else NOBODYS_LINE
        yield Comer(kind, {**own, "filer": {**own["filer"], **shown}})


def elder(strangers: Strangers, old: Account) -> Line:
    """Return a complaint of one who shares the old account's place and line, from before."""
    own = strangers.one()
    shown = {kind: old.filer[kind] for kind in ("address", "ip", "phone") if kind in old.filer}
    return {**own, "filer": {**own["filer"], **shown}}


def relatives_at_one_device(strangers: Strangers, old: Account) -> Iterator[Comer]:
    """Yield people of the household who file from the boycotted one's device: a return looks so."""
    if "device" in old.filer:
        own = strangers.one()
        shared = {**_household(strangers, old), "device": old.filer["device"]}
        yield Comer(
            "family at one device (not a bar)", {**own, "filer": {**own["filer"], **shared}}
        )


def _household(strangers: Strangers, old: Account) -> Line:
    likely = {"address": 1.0, "ip": 0.8, "phone": 0.5}
    return {
        kind: old.filer[kind]
        for kind, share in likely.items()
        if kind in old.filer and strangers.random.random() < share
    }


def tenants(strangers: Strangers, old: Account, number: int) -> Iterator[Comer]:
    """Yield traders of a boycotted one's hall: its network, sometimes the hall's telephone, a room
    of their own."""
    for _ in range(number):
        own = strangers.one()
        shared = {"ip": old.filer["ip"]}
        if "phone" in old.filer and strangers.random.random() < 0.3:
            shared["phone"] = old.filer["phone"]
        yield Comer("market-hall tenant", {**own, "filer": {**own["filer"], **shared}})


def grouped(accounts: Iterable[Account], by: Callable[[Account], Any]) -> list[list[Account]]:
    """Return the accounts in groups that show the same, those that show nothing left out."""
    groups: defaultdict[Any, list[Account]] = defaultdict(list)
    for account in accounts:
        if by(account) is not None:
            groups[by(account)].append(account)
    return [groups[key] for key in sorted(groups)]

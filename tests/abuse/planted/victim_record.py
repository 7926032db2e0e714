"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def hunt(name: str, accounts: int, lost: int, each: int, store: str) -> Lines:
    """So many accounts with a few claims at one store, of each of which so many are lost."""
    lines = []
    for a in range(accounts):
        for c in range(each):
            day = a * 8 + c * 30
            end = event("rejection" if c < lost else "takedown", day + 2)
            lines.append(line(f"{name}-{a}-{c}", f"{name}-{a}", day, end, store=store))
    return lines


def market() -> Lines:
    lines = honest(filers=60)
    lines += hunt("guilty", 6, 2, 2, "victim")
    # Honest small filers hunt a popular seller of copies, and one is refused there.
    lines += hunt("innocent-hunter", 9, 0, 2, "copies")
    lines += hunt("innocent-unlucky", 1, 2, 2, "copies")
    # Three meet by chance; and whoever files much has a record of its own.
    lines += hunt("innocent-three", 3, 1, 1, "dealer")
    lines += hunt("innocent-large", 1, 2, 12, "victim")
    # One that errs at the victim, and is right elsewhere.
    lines += hunt("innocent-erring", 1, 1, 1, "victim")
    for c in range(4):
        won = event("takedown", 60 + c * 20)
        lines.append(line(f"E{c}", "innocent-erring-0", 58 + c * 20, won))
    return lines


STRICTER = {"victim_small": 1, "victim_accounts": 8, "detectors.victim_record._CHANCE": 1e-9}
SILENCED = {"victim_accounts": 1000}
TURNS = (
    {"threshold": "victim_accounts", "at": lambda n: n["lost"], "filer": "guilty-0"},
    {"threshold": "victim_small", "at": 2, "needs": "most", "filer": "guilty-0"},
    {
        "threshold": "detectors.victim_record._CHANCE", "at": lambda n: n["p_usual"],
        "needs": "under", "filer": "guilty-0", "rough": 1e-2,
    },
)  # fmt: skip
NULL = {"over_dispersion", "p", "peer_share", "usual"}

"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def agency(name: str, clients: dict[str, tuple[int, int]]) -> Lines:
    """An agency with so many claims lost, of so many, for each of its clients."""
    lines = []
    for number, (client, (lost, of)) in enumerate(clients.items()):
        holder = {"name": client, "reference": f"C-{number}"}
        for c in range(of):
            day = c * 9 + number
            end = event("rejection" if c < lost else "takedown", day + 2)
            lines.append(
                line(
                    f"{name}-{number}-{c}", name, day, end, rights_holder=holder,
                    filer_more={"kind": "agent"}, right_more={"number": client},
                )
            )  # fmt: skip
    return lines


def market() -> Lines:
    lines = honest(filers=60)
    good = {"Alder": (1, 12), "Birch": (0, 12), "Cedar": (1, 12)}
    lines += agency("guilty", {**good, "Dogwood": (10, 12)})
    # One client, however bad, is the account's own record; so are clients that are all alike.
    lines += agency("innocent-alone", {"Elm": (10, 12)})
    lines += agency("innocent-alike", {"Fir": (8, 12), "Gum": (9, 12), "Hazel": (9, 12)})
    # Too few complaints, and a share that is no most.
    lines += agency("innocent-few", {**good, "Ivy": (3, 3)})
    lines += agency("innocent-some", {**good, "Juniper": (5, 12)})
    # The client has an account too, with its own claims.
    own = {"name": "Dogwood"}
    lines.append(line("D0", "innocent-client", 5, event("takedown", 8), filer_more=own))
    return lines


STRICTER = {"client_min_complaints": 11, "client_share": 0.9}
SILENCED = {"client_min_complaints": 1000}
TURNS = (
    {"threshold": "client_min_complaints", "at": lambda n: n["complaints"]},
    {"threshold": "client_share", "at": lambda n: n["bad"] / n["claims"]},
)
NULL = {"over_dispersion", "p", "peer_share"}

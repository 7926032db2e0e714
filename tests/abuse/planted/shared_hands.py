"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    hand = {"phone": "+8613811112222", "device": "dev-77"}
    office = {"address": "1 Tower Road, Floor 9", "ip": "203.0.113.7"}
    for m in range(4):
        # Nobody is to blame for being copied: the first of them is not told of.
        name = f"guilty-{m - 1}" if m else "first"
        lines.append(line(f"G{m}", name, m, event("rejection", m + 1), filer_more=hand))
        lines.append(line(f"O{m}", f"innocent-{m}", m, event("takedown", m), filer_more=office))
    agent = {"kind": "agent", "phone": "+442079460000", "email": "ip@firm.example"}
    for c in range(4):
        holder = {"name": f"Innocent-Client-{c}"}
        lines.append(line(f"A{c}", "innocent-agency", c, filer_more=agent, rights_holder=holder))
        contact = {"phone": agent["phone"], "email": agent["email"]}
        lines.append(line(f"C{c}", f"innocent-client-{c}", c, filer_more=contact))
    return lines


STRICTER = {"linking.identifiers.LINK": 9.0, "identifiers_common": 4}
SILENCED = {"identifiers_min_kinds": 1000}
NULL = {"among", "needed", "rarity_weight"}

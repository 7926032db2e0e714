"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    hand = {"phone": "+8613811112222", "device": "dev-77"}
    office = {"address": "1 Tower Road, Floor 9", "ip": "203.0.113.7"}
    for m in range(4):
        lines.append(line(f"G{m}", f"guilty-{m}", m, event("rejection", m + 1), filer_more=hand))
        lines.append(line(f"O{m}", f"innocent-{m}", m, event("takedown", m), filer_more=office))
    agent = {"kind": "agent", "phone": "+442079460000", "email": "ip@firm.example"}
    for c in range(4):
        holder = {"name": f"Innocent-Client-{c}"}
        lines.append(line(f"A{c}", "innocent-agency", c, filer_more=agent, rights_holder=holder))
        contact = {"phone": agent["phone"], "email": agent["email"]}
        lines.append(line(f"C{c}", f"innocent-client-{c}", c, filer_more=contact))
    return lines


STRICTER = {"identifiers_min_weight": 9.0, "identifiers_common": 4}
SILENCED = {"identifiers_min_weight": 1000.0}
NULL = {"among", "needed", "rarity_weight"}
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty-0': {'ceiling': None,
              'complaints': ['G0'],
              'family': 'structure',
              'log_odds': 1.6,
              'numbers': {'accounts': 4,
                          'among': 43,
                          'device_shared_by': 4,
                          'kinds': 2,
                          'needed': 6.0,
                          'phone_shared_by': 4,
                          'rarity_weight': 10.0},
              'partners': ['guilty-1', 'guilty-2', 'guilty-3'],
              'strength': 0.5},
 'guilty-1': {'ceiling': None,
              'complaints': ['G1'],
              'family': 'structure',
              'log_odds': 1.6,
              'numbers': {'accounts': 4,
                          'among': 43,
                          'device_shared_by': 4,
                          'kinds': 2,
                          'needed': 6.0,
                          'phone_shared_by': 4,
                          'rarity_weight': 10.0},
              'partners': ['guilty-0', 'guilty-2', 'guilty-3'],
              'strength': 0.5},
 'guilty-2': {'ceiling': None,
              'complaints': ['G2'],
              'family': 'structure',
              'log_odds': 1.6,
              'numbers': {'accounts': 4,
                          'among': 43,
                          'device_shared_by': 4,
                          'kinds': 2,
                          'needed': 6.0,
                          'phone_shared_by': 4,
                          'rarity_weight': 10.0},
              'partners': ['guilty-0', 'guilty-1', 'guilty-3'],
              'strength': 0.5},
 'guilty-3': {'ceiling': None,
              'complaints': ['G3'],
              'family': 'structure',
              'log_odds': 1.6,
              'numbers': {'accounts': 4,
                          'among': 43,
                          'device_shared_by': 4,
                          'kinds': 2,
                          'needed': 6.0,
                          'phone_shared_by': 4,
                          'rarity_weight': 10.0},
              'partners': ['guilty-0', 'guilty-1', 'guilty-2'],
              'strength': 0.5}}

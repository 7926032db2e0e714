"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, honest, line

HAND = {"phone": "+8613811112222", "device": "dev-77"}


def market() -> Lines:
    lines = honest()
    for c in range(10):
        hot = {"sales_30d": 900 + c, "category": "lamps", "listed_on": "2023-01-01"}
        runs = {"operates": ["lamp-palace"]}
        lines.append(line(f"G{c}", "guilty", c, filer_more=runs, target_more=hot))
        # Came later with the marks of an account that runs the shop; nobody confirmed them.
        lines.append(line(f"H{c}", "guilty-hand", 20 + c, filer_more=HAND, target_more=hot))
        # A brand with a shop in the trade, whose targets opened last month and sell little.
        fresh = {"sales_30d": 30 + c, "category": "lamps", "listed_on": "2025-12-20"}
        brand = {"operates": ["lamp-hall"]}
        lines.append(line(f"B{c}", "innocent-brand", c, filer_more=brand, target_more=fresh))
        # Runs a store too, but hits many trades.
        spread = {"sales_30d": 5, "category": f"trade-{c}"}
        other = {"operates": ["corner-shop"]}
        lines.append(line(f"I{c}", "innocent", c, filer_more=other, target_more=spread))
    lines.append(line("P0", "shopkeeper", 3, filer_more={**HAND, "operates": ["lamp-palace"]}))
    lamp = {"sales_30d": 3, "category": "lamps"}
    for number, shop in enumerate(("lamp-palace", "lamp-hall")):
        lines.append(line(f"L{number}", "honest-1", 4, store=shop, target_more=lamp))
    return lines


STRICTER = {"rival_min_claims": 9, "rival_share": 0.9}
SILENCED = {"rival_min_claims": 1000}
NULL = {"established_days", "sales_rank", "sales_z"}

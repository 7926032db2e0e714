"""Small markets with one abuser planted for each detector, and an innocent who looks like it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.abuse.makers import event, honest, line

Lines = list[dict[str, Any]]


def unfounded_share() -> Lines:
    lines = honest()
    for c in range(12):
        kind = "rejection" if c % 4 else "takedown"
        lines.append(line(f"G{c}", "guilty", c * 9, event(kind, c * 9 + 2)))
    for c in range(300):
        # A large agency: more refusals in number than the guilty, the peers' share.
        kind = "rejection" if c % 14 == 0 else "takedown"
        lines.append(line(f"I{c}", "innocent", c, event(kind, c + 2)))
    for c in range(2):
        lines.append(line(f"U{c}", "innocent-unlucky", c, event("rejection", c + 2)))
    return lines


def graded_manifest() -> Lines:
    lines = honest()
    for c in range(10):
        # All are refused as often, and graded as often; the grades differ.
        for f in range(6):
            grade = "unfounded" if c % 3 else "founded"
            lines.append(line(f"I{f}-{c}", f"innocent-{f}", c * 9,
                              event("rejection", c * 9 + 2, merit=grade)))  # fmt: skip
        grade = "unfounded" if c % 3 else "manifestly_unfounded"
        lines.append(line(f"G{c}", "guilty", c * 9, event("rejection", c * 9 + 2, merit=grade)))
        bad = event("rejection", 3, merit="manifestly_unfounded")
        # As many of one kind, but all in one complaint.
        lines.append(line(f"B{c}", "innocent-once", 1, bad, listing=f"once-{c}"))
    once = [entry for entry in lines if entry["filer"]["reference"] == "innocent-once"]
    for entry in once[1:]:
        once[0]["targets"] += entry["targets"]
        lines.remove(entry)
    return lines


def withdrawn_when_answered() -> Lines:
    lines = honest(answered=0.4)
    for c in range(20):
        day = c * 9
        after = event("withdrawal", day + 6) if c % 5 else event("reinstatement", day + 9)
        events = [event("takedown", day + 2), event("counter_notice", day + 5), after]
        lines.append(line(f"G{c}", "guilty", day, *events))
    for c in range(20):
        # Withdraws as often, but on its own, before anybody answered.
        kind = "withdrawal" if c % 5 else "takedown"
        lines.append(line(f"I{c}", "innocent", c * 9, event(kind, c * 9 + 2)))
    return lines


def only_when_answered() -> Lines:
    lines = honest(answered=0.4)
    for c in range(24):
        day = c * 9
        guilty, innocent = [event("takedown", day + 2)], [event("takedown", day + 2)]
        if c % 2:
            answer = event("counter_notice", day + 5)
            guilty += [answer, event("withdrawal", day + 6)]
            # Drops as many when answered, and as many unasked.
            innocent += [answer, event("withdrawal", day + 6)]
        elif c % 4:
            innocent.append(event("withdrawal", day + 6))
        lines.append(line(f"G{c}", "guilty", day, *guilty))
        lines.append(line(f"I{c}", "innocent", day, *innocent))
    return lines


def bursts() -> Lines:
    lines = honest(filers=30, each=20)
    for c in range(12):
        lines.append(line(f"G{c}", "guilty", c * 15, event("takedown", c * 15 + 2)))
        lines.append(line(f"I{c}", "innocent", c * 15, event("takedown", c * 15 + 2)))
    for c in range(30):
        lines.append(line(f"GB{c}", "guilty", 200 + c * 0.1, event("takedown", 210)))
    for c in range(12):
        lines.append(line(f"IB{c}", "innocent", 180 + c * 9, event("takedown", 300)))
    return lines


def refiled() -> Lines:
    lines = honest()
    for c in range(12):
        day, listing = c * 9, f"G-listing-{c % 3}"
        lines.append(line(f"G{c}", "guilty", day, event("rejection", day + 2), listing=listing))
        # Each of its refusals is on another listing.
        lines.append(line(f"I{c}", "innocent", day, event("rejection", day + 2)))
    return lines


def demands() -> Lines:
    lines = honest()
    for c in range(10):
        day = c * 9
        events = [event("takedown", day + 1), event("demand_report", day + 3)]
        events.append(event("withdrawal", day + 5))
        lines.append(line(f"G{c}", "guilty", day, *events, store=f"victim-{c % 4}"))
        spiteful = [event("takedown", day + 1)] + [event("demand_report", day + 3)] * (c < 3)
        # All reports come from one store.
        lines.append(line(f"I{c}", "innocent", day, *spiteful, store="spite"))
    return lines


def shotgun() -> Lines:
    lines = honest()
    for c in range(40):
        minute = c // 20 * 30 + c / 2880
        gone = {"status_at_filing": "gone" if c % 3 == 0 else "live", "category": f"any-{c % 9}"}
        lines.append(line(f"G{c}", "guilty", minute, target_more=gone, statement="Remove this."))
        # As fast and in the same words, but the listings are there and of one kind.
        lines.append(
            line(f"I{c}", "innocent", minute, event("takedown", minute + 3), statement="Copies.")
        )
    return lines


def lockstep() -> Lines:
    lines = honest(filers=60)
    for c in range(9):
        for m in range(4):
            day = c * 30 + m * 1.3
            store = f"shop-{c * 20}"
            lines.append(
                line(f"G{m}-{c}", f"guilty-{m}", day, event("rejection", day), store=store)
            )
        # The same stores, months apart.
        day = (c * 30 + 150) % 270
        store = f"shop-{c * 20}"
        lines.append(line(f"I{c}", "innocent", day, event("takedown", day + 1), store=store))
    return lines


def dense_block() -> Lines:
    lines = honest(filers=60)
    for f in range(6):
        for c in range(10):
            if (f + c) % 3:
                # Months apart, and most of what could be: too slow for lockstep.
                day = (c * 23 + f * 41) % 280 + f / 10
                bad, good = event("rejection", day + 3), event("takedown", day + 3)
                lines.append(line(f"G{f}-{c}", f"guilty-{f}", day, bad, store=f"prey-{c}"))
                # Victims of the same copiers, as dense, and right.
                day += 0.05
                lines.append(line(f"V{f}-{c}", f"innocent-{f}", day, good, store=f"copier-{c}"))
    return lines


def campaign() -> Lines:
    lines = honest(filers=60)
    for c in range(12):
        for f in range(6):
            # Two weeks apart from one to the next: too slow for lockstep.
            day = c * 20 + (f * 5 + c * 11) % 30
            if (f + c) % 3:
                bad, good = event("rejection", day + 3), event("takedown", day + 3)
                lines.append(line(f"G{f}-{c}", f"guilty-{f}", day, bad, store=f"prey-{c}"))
                # Victims of the same copiers, as slow, and right.
                lines.append(line(f"V{f}-{c}", f"innocent-{f}", day, good, store=f"copier-{c}"))
            # Wrong as often, each at stores of its own.
            lines.append(line(f"C{f}-{c}", f"innocent-careless-{f}", day, event("rejection", day)))
    return lines


def established_targets() -> Lines:
    old, new = {"listed_on": "2023-01-01"}, {"listed_on": "2025-12-20"}
    lines = []
    for f in range(60):
        for c in range(12):
            # Copies are new; who errs, once in twelve, errs about what has long been sold.
            kind, target = ("takedown", new) if c else ("rejection", old)
            day = (c * 25 + f * 5) % 300
            lines.append(
                line(f"H{f}-{c}", f"honest-{f}", day, event(kind, day + 2), target_more=target)
            )
    for c in range(12):
        # Nothing is decided yet: only the targets speak.
        lines.append(line(f"G{c}", "guilty", 300 + c, target_more=old))
        lines.append(line(f"I{c}", "innocent", 300 + c, target_more=new))
    for c in range(2):
        lines.append(line(f"U{c}", "innocent-few", 300 + c, target_more=old))
    return lines


def shared_hands() -> Lines:
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


def young_right() -> Lines:
    lines = honest()
    for c in range(10):
        old = {"listed_on": "2024-01-01"}
        young, early = {"applied_on": "2025-11-01"}, {"applied_on": "2012-11-01"}
        lines.append(line(f"G{c}", "guilty", c, right_more=young, target_more=old))
        for f in range(5):
            lines.append(line(f"I{f}-{c}", f"innocent-{f}", c, right_more=early, target_more=old))
    return lines


def rival() -> Lines:
    lines = honest()
    for c in range(10):
        hot = {"sales_30d": 900 + c, "category": "lamps", "listed_on": "2023-01-01"}
        runs = {"operates": ["lamp-palace"]}
        lines.append(line(f"G{c}", "guilty", c, filer_more=runs, target_more=hot))
        # A brand with a shop in the trade, whose targets opened last month and sell little.
        fresh = {"sales_30d": 30 + c, "category": "lamps", "listed_on": "2025-12-20"}
        brand = {"operates": ["lamp-hall"]}
        lines.append(line(f"B{c}", "innocent-brand", c, filer_more=brand, target_more=fresh))
        # Runs a store too, but hits many trades.
        spread = {"sales_30d": 5, "category": f"trade-{c}"}
        other = {"operates": ["corner-shop"]}
        lines.append(line(f"I{c}", "innocent", c, filer_more=other, target_more=spread))
    lamp = {"sales_30d": 3, "category": "lamps"}
    for number, shop in enumerate(("lamp-palace", "lamp-hall")):
        lines.append(line(f"L{number}", "honest-1", 4, store=shop, target_more=lamp))
    return lines


def impostor() -> Lines:
    lines = honest()
    maker = {"name": "Velora GmbH", "kind": "rights_holder", "email": "ip@velora.example"}
    agent = {"name": "Harrow IP", "kind": "agent", "email": "notices@harrow.test"}
    holder, mark = {"name": "Velora GmbH"}, {"number": "TM-77"}
    paper = [{"kind": "authorization", "sha256": "a" * 64}]
    for c in range(12):
        won = event("takedown", c * 9 + 2)
        lines.append(line(f"V{c}", "maker", c * 9, won, filer_more=maker, right_more=mark))
        lines.append(line(f"A{c}", "agency", c * 9, won, filer_more=agent, right_more=mark,
                          rights_holder=holder, documents=paper))  # fmt: skip
    faces = {
        "guilty-word": {"name": "Velora GmbH", "email": "legal@velora-ip.example"},
        "guilty-letters": {"name": "Velora", "kind": "rights_holder", "email": "a@vel0ra.example"},
        "guilty-mail": {"name": "Velora Ltd", "kind": "rights_holder", "email": "velora@gmail.com"},
        "guilty-number": {"name": "Tormund Works", "email": "me@tormund.test"},
        "innocent-subsidiary": {"name": "Velora GmbH", "email": "hk@asia.velora.example"},
        "innocent-namesake": {"name": "Velara", "email": "office@velara.example"},
        "innocent-person": {"name": "Alma Juniper", "kind": "individual", "email": "al@gmail.com"},
    }
    for name, face in faces.items():
        number = {"number": "TM-77" if "guilty" in name or "sub" in name else f"TM-{name}"}
        lines.append(line(f"N-{name}", name, 200, filer_more=face, right_more=number))
    # A new agency, with its paper and a domain of its own.
    new = {"name": "Bell & Finch", "kind": "agent", "email": "ip@bellfinch.test"}
    lines.append(line("N-agency", "innocent-agency", 210, filer_more=new, right_more=mark,
                      rights_holder=holder, documents=paper))  # fmt: skip
    # The holder's second account, no newer than the first, writes from elsewhere.
    old = {"name": "Velora GmbH", "email": "eu@gmail.com", "registered_at": "2024-01-01T00:00:00Z"}
    lines.append(line("N-old", "innocent-old", 210, filer_more=old, right_more=mark))
    return lines


PLANTED: dict[str, Callable[[], Lines]] = {
    make.__name__: make
    for make in (
        unfounded_share, graded_manifest, withdrawn_when_answered, only_when_answered, bursts,
        refiled, demands, shotgun, established_targets, lockstep, campaign, dense_block,
        shared_hands, young_right, rival, impostor,
    )
}  # fmt: skip

"""Turns of single detectors that the common contract does not reach."""

from __future__ import annotations

from typing import Any

import pytest

from abuse import Policy, scan
from abuse.detectors import demands, only_when_answered, rival, young_right
from abuse.record.view import View
from tests.abuse.makers import event, honest, line, table

Lines = list[dict[str, Any]]


def references(view: View, findings: list[Any]) -> set[str]:
    names = view.table.filers["reference"].to_pylist()
    return {names[finding.filer] for finding in findings}


def seller(aims_at: list[int], since: str = "2024-01-01", **own: Any) -> Lines:
    """A filer with a shop, aiming at lamps that sell so well, among lamps of all ranks."""
    lines = honest()
    for c in range(20):
        lamp = {"sales_30d": 10 * c, "category": "lamps"}
        lines.append(line(f"R{c}", f"honest-{c}", c, target_more=lamp, listing=f"lamp-{c}"))
    for c, spot in enumerate(aims_at):
        lamp = {"sales_30d": 10 * spot, "category": "lamps", "listed_on": since}
        lines.append(line(f"G{c}", "seller", c, listing=f"lamp-{spot}", target_more=lamp,
                          filer_more={"operates": ["own-shop"]}))  # fmt: skip
    if own:
        lines.append(line("X", "honest-1", 3, store="own-shop", target_more=own))
    return lines


def rivals(lines: Lines) -> set[str]:
    view = View(table(lines))
    return references(view, rival.detect(view, Policy()))


def test_a_shop_whose_trade_nobody_knows_needs_an_aim_at_best_sellers() -> None:
    assert rivals(seller(list(range(12, 20)))) == {"seller"}
    assert rivals(seller(list(range(2, 18, 2)))) == set()
    # Known to sell shoes it is none. What it aims at decides, not that it sells lamps.
    assert rivals(seller(list(range(12, 20)), category="shoes")) == set()
    assert rivals(seller(list(range(2, 18, 2)), category="lamps")) == set()


def test_a_brand_with_a_shop_that_hits_young_stores_is_no_rival() -> None:
    assert rivals(seller(list(range(12, 20)), category="lamps")) == {"seller"}
    assert rivals(seller(list(range(12, 20)), "2025-11-20", category="lamps")) == set()


def test_a_shop_without_a_trade_has_that_of_its_operators_other_shops() -> None:
    for category, expected in (("lamps", {"seller"}), ("shoes", set())):
        lines = seller(list(range(12, 20)), category=None, operator="op-1")
        del lines[-1]["targets"][0]["category"]
        other = {"category": category, "operator": "op-1"}
        lines.append(line("Y", "honest-2", 5, store="other-shop", target_more=other))
        assert rivals(lines) == expected


def test_a_brand_with_a_shop_that_gives_way_to_every_answer_is_not_put_up_for_boycott() -> None:
    lines = honest(60, 12, answered=0.4)
    for c in range(60):
        day, events = c * 4, [event("takedown", c * 4 + 2)]
        if c % 5 == 0:
            events += [event("counter_notice", day + 5), event("withdrawal", day + 6)]
        shop = {"operates": ["brand-shop"]}
        lines.append(line(f"B{c}", "brand", day, *events, filer_more=shop))
    lines.append(line("X", "honest-1", 3, store="brand-shop"))
    filer = next(f for f in scan(table(lines)).filers if f.reference == "brand")
    assert {s.detector for s in filer.signals} >= {"withdrawn_when_answered", "only_when_answered"}
    assert filer.level in ("watch", "warning")


def test_grades_without_a_manifestly_unfounded_one_speak_for_the_filer() -> None:
    def score(grade: str | None) -> tuple[float, str]:
        lines = honest()
        for c in range(16):
            merit = {"merit": grade} if grade and c < 8 else {}
            lines.append(line(f"G{c}", "graded", c, event("rejection", c + 2, **merit)))
        filer = next(f for f in scan(table(lines)).filers if f.reference == "graded")
        return filer.score, " ".join(str(each.message) for each in filer.speaks_for)

    plain, unfounded = score(None), score("unfounded")
    assert unfounded[0] < plain[0] < score("manifestly_unfounded")[0]
    assert "none was manifestly unfounded" in unfounded[1]
    assert "manifestly" not in plain[1]


def young_rights(kind: str, *trades: tuple[str, list[int]]) -> tuple[int, float]:
    """Unrelated trades and weight of a filer whose young rights have these goods and classes."""
    lines = honest()
    for c in range(12):
        category, classes = trades[c % len(trades)]
        right = {"number": f"TM-{c % len(trades)}", "classes": classes, "applied_on": "2025-11-01"}
        goods = {"listed_on": "2024-01-01", "category": category}
        filer = {"kind": kind}
        lines.append(
            line(f"Y{c}", "young", c, filer_more=filer, right_more=right, target_more=goods)
        )
    (finding,) = young_right.detect(View(table(lines)), Policy())
    return int(finding.numbers["unrelated_trades"]), finding.log_odds


def test_young_marks_in_unrelated_trades_weigh_more_than_in_one() -> None:
    one, alone = young_rights("individual", ("shoes", [25]), ("hats", [25]), ("shoes", [18]))
    many, spread = young_rights("individual", ("shoes", [25]), ("lamps", [11]), ("toys", [28]))
    assert (one, many) == (1, 3)
    assert spread == pytest.approx(alone + 2 * young_right._TRADE)
    # An agent's clients have nothing in common either.
    assert young_rights("agent", ("shoes", [25]), ("lamps", [11]), ("toys", [28])) == (1, alone)


def pressing(reports: int, stores: int, *, answered: bool = False) -> Lines:
    """Hits so many stores three times each and lets go soon after every takedown."""
    lines = honest()
    for c in range(3 * stores):
        day = c * 9
        events = [event("takedown", day + 1)]
        events += [event("counter_notice", day + 2)] * answered
        events += [event("demand_report", day + 3)] * (c < reports)
        events.append(event("withdrawal", day + 4))
        lines.append(line(f"G{c}", "presser", day, *events, store=f"victim-{c % stores}"))
    return lines


def test_one_report_counts_beside_sellers_let_go_again_and_again() -> None:
    def found(lines: Lines) -> set[str]:
        view = View(table(lines))
        return references(view, demands.detect(view, Policy()))

    assert found(pressing(1, 3)) == {"presser"}
    assert found(pressing(0, 3)) == set()
    assert found(pressing(1, 1)) == set()
    # A drop after an answer is another detector's fact.
    assert found(pressing(1, 3, answered=True)) == set()


def test_what_seller_after_seller_reports_is_warned_of_without_an_answer() -> None:
    lines = honest(60, 12)
    for c in range(24):
        day = c * 10
        events = [event("takedown", day + 1), event("demand_report", day + 3)]
        events.append(event("withdrawal", day + 6))
        lines.append(line(f"P{c}", "presser", day, *events, store=f"victim-{c % 8}"))
    filer = next(f for f in scan(table(lines)).filers if f.reference == "presser")
    assert filer.level == "warning"


def test_refusals_inside_complaints_that_half_hold_are_seen() -> None:
    lines = honest(60, 12)
    for c in range(12):
        entry = line(f"M{c}", "half", c * 20)
        target = entry["targets"][0]
        entry["targets"] = [
            {**target, "listing_id": f"m{c}-{i}", "store_id": f"s{c}-{i}"} for i in range(20)
        ]
        entry["events"] = [
            event(("rejection", "takedown")[i % 2], c * 20 + 2, listing_ids=[f"m{c}-{i}"])
            for i in range(20)
        ]
        lines.append(entry)
    filer = next(f for f in scan(table(lines)).filers if f.reference == "half")
    assert {signal.detector for signal in filer.signals} == {"unfounded_share"}
    assert 0.3 < filer.signals[0].numbers["share"] < 0.6


def test_drops_after_answers_alone_are_warned_of_and_no_more() -> None:
    lines = honest(60, 12, answered=0.4)
    for c in range(40):
        day, events = c * 5, [event("takedown", c * 5 + 2)]
        if c % 2:
            events += [event("counter_notice", day + 5), event("withdrawal", day + 6)]
        lines.append(line(f"G{c}", "dropper", day, *events))
    view = View(table(lines))
    assert "dropper" in references(view, only_when_answered.detect(view, Policy()))

    def dropper() -> tuple[str, set[str]]:
        filer = next(f for f in scan(table(lines)).filers if f.reference == "dropper")
        return filer.level, {signal.detector for signal in filer.signals}

    drops = {"withdrawn_when_answered", "only_when_answered", "unfounded_share"}
    assert dropper() == ("warning", drops)
    # People's grades of the withdrawn claims are facts of their own.
    for entry in lines[-39::2]:
        grade = {"merit": "manifestly_unfounded"}
        entry["events"].append(event("grading", 290, **grade))
    level, detectors = dropper()
    assert "graded_manifest" in detectors
    assert level == "boycott_review"

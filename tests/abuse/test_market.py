"""Markets of the demo's maker: valid, fictional, and abusive where their truth says so."""

from __future__ import annotations

import ipaddress
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from abuse.market import Market, Truth, make_market
from abuse.market.draw import Draw
from abuse.market.planting import PATTERNS
from abuse.market.traits import Traits, usual_size
from complaints.rules.filing.listing_urls import recognise

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = DOCS / "contract" / "complaint.schema.json"
LAST = datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)
LOOKALIKES = {
    "large_agency", "unlucky", "careless", "young_brand", "festival_campaign", "new_client",
    "brand_and_agency", "same_hunt", "coalition", "shared_line", "one_lawyer", "market_hall",
    "changed_agency", "small_brand", "own_shop", "patent_field",
}  # fmt: skip
# Kept for fiction by the regulators; 120 is assigned to no Chinese network.
FICTIONAL = re.compile(
    r"\+86 120 \d{4} \d{4}|\+1 \d{3} 555 01\d\d"
    r"|\+44 (20 7946 0|1\d1 496 0|11\d 496 0|191 498 0|7700 900 )\d{3}"
    r"|\+49 (30 23125|69 90009|40 66969|221 4710|89 99998) \d{3}"
    r"|\+33 (1 99 00|2 61 91|3 53 01|4 65 71|5 36 49) \d{4}"
)


@pytest.fixture(scope="module")
def market() -> Market:
    return make_market(7, complaints=1200)


@pytest.fixture(scope="module")
def small_markets() -> list[Market]:
    """Many, for what differs from seed to seed."""
    seeds = (5, 8, 10, 13, 27, 28, 29, 33)
    return [make_market(seed, complaints=800) for seed in seeds]


@pytest.fixture(scope="module")
def markets() -> list[Market]:
    """Several of the usual size, for what only shows in numbers."""
    return [make_market(seed, complaints=3000) for seed in (21, 22, 23)]


def when(text: str) -> datetime:
    return datetime.fromisoformat(text)


def of(market: Market, pattern: str) -> list[dict[str, Any]]:
    """The lines of a pattern's filers."""
    truth = market.truth
    return [line for line in market.lines if truth[line["filer"]["reference"]].pattern == pattern]


def claims(line: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each target of a line with the events that befell it."""
    for target in line["targets"]:
        mine = target["listing_id"]
        yield target, [e for e in line["events"] if mine in e.get("listing_ids", [mine])]


def test_every_line_is_valid_interchange(market: Market) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    problems = [e.message for line in market.lines for e in validator.iter_errors(line)]
    assert problems == []


def test_has_exactly_the_size_asked_for(market: Market, markets: list[Market]) -> None:
    assert len(market.lines) == 1200
    assert [len(m.lines) for m in markets] == [3000, 3000, 3000]


def test_size_is_drawn_from_the_seed_where_nobody_says() -> None:
    sizes = [usual_size(seed) for seed in range(1, 51)]
    assert min(sizes) >= 1500
    assert max(sizes) <= 6000
    assert max(sizes) > 2.5 * min(sizes)
    assert len(make_market(7).lines) == usual_size(7)


def test_abusers_file_the_share_that_the_market_draws(
    markets: list[Market], small_markets: list[Market]
) -> None:
    shares = []
    for market in markets + small_markets:
        filers = (line["filer"]["reference"] for line in market.lines)
        shares.append(sum(market.truth[f].pattern is not None for f in filers) / len(market.lines))
        budget = Traits.of(market.seed, len(market.lines)).abuse
        assert budget - 0.01 < shares[-1] < budget + 0.001
    assert 0.05 <= min(shares) < 0.1
    assert 0.2 < max(shares) <= 0.25


def test_draws_are_the_same_on_every_machine() -> None:
    """Pinned: PCG64's stream is fixed, and so is what we make of it."""
    draw = Draw(7, "pinned", 1)
    assert [draw.between(1, 1_000_000) for _ in range(4)] == [432006, 526019, 733115, 690588]


def test_seeds_differ(markets: list[Market]) -> None:
    first, second = (m.lines[0]["filer"]["reference"] for m in markets[:2])
    assert first != second
    abuse = [sum(t.pattern is not None for t in m.truth.values()) for m in markets]
    assert len(set(abuse)) > 1


def test_truth_names_each_filer_once(market: Market) -> None:
    assert {line["filer"]["reference"] for line in market.lines} == set(market.truth)


def test_truth_has_every_pattern_and_lookalike(markets: list[Market]) -> None:
    truths = [truth for market in markets for truth in market.truth.values()]
    assert {t.pattern for t in truths} == {None, *PATTERNS}
    assert {t.innocent_kind for t in truths} == {None, *LOOKALIKES}
    assert not [t for t in truths if t.pattern and t.innocent_kind]
    assert {t.pattern for t in truths if t.ring} == {"ring"}
    assert all(t.ring for t in truths if t.pattern == "ring")
    assert not [t for t in truths if (t.slow or t.hidden or t.crowded) and not t.ring]
    assert not [t for t in truths if t.camouflaged and not t.pattern]


def test_references_follow_filing_order(market: Market) -> None:
    references = [line["reference"] for line in market.lines]
    filed = [line["filed_at"] for line in market.lines]
    assert len(set(references)) == len(references)
    assert filed == sorted(filed)


def test_nothing_happens_after_the_end_or_before_filing(markets: list[Market]) -> None:
    for line in (line for market in markets for line in market.lines):
        times = [when(event["at"]) for event in line["events"]]
        assert times == sorted(times), line["reference"]
        assert all(when(line["filed_at"]) <= at <= LAST for at in times), line["reference"]
        assert datetime(2025, 1, 1, tzinfo=UTC) <= when(line["filed_at"]) <= LAST


def test_dates_make_sense_on_the_day_of_filing(markets: list[Market]) -> None:
    for line in (line for market in markets for line in market.lines):
        today = when(line["filed_at"]).date()
        right = line["right"]
        known = [right[name] for name in right if name.endswith("_on")]
        known += [target["listed_on"] for target in line["targets"] if "listed_on" in target]
        assert all(date.fromisoformat(day) <= today for day in known), line["reference"]
        if {"applied_on", "registered_on"} <= right.keys():
            assert right["applied_on"] < right["registered_on"]
        assert when(line["filer"]["registered_at"]) <= when(line["filed_at"]), line["reference"]


def test_events_name_targets_of_their_own_complaint(markets: list[Market]) -> None:
    for line in (line for market in markets for line in market.lines):
        own = {target["listing_id"] for target in line["targets"]}
        assert len(own) == len(line["targets"])
        assert all(set(event.get("listing_ids", own)) <= own for event in line["events"])


def test_targets_agree_with_the_catalogue(market: Market) -> None:
    feed = {(row["marketplace"], row["listing_id"]): row for row in market.listings}
    assert len(feed) == len(market.listings)
    for line in market.lines:
        for target in line["targets"]:
            row = feed[target["marketplace"], target["listing_id"]]
            told = {name: value for name, value in target.items() if name != "status_at_filing"}
            assert told.items() <= row.items()


def test_urls_are_recognised_as_the_listings_they_name(market: Market) -> None:
    """What a pasted address says and what the market says must be one listing."""
    for row in market.listings:
        found = recognise(row["url"])
        assert (found.marketplace, found.listing_id) == (row["marketplace"], row["listing_id"])
        assert found.store_id in (None, row["store_id"])


def test_nobody_real_can_be_reached(market: Market) -> None:
    for line in market.lines:
        filer = line["filer"]
        assert filer["email"].endswith((".example", ".test"))
        site = filer.get("website", "https://none.example/")
        assert site.rstrip("/").endswith((".example", ".test"))
        phone = filer.get("phone", "+1 202 555 0100")
        assert FICTIONAL.fullmatch(phone), phone
        assert not ipaddress.ip_address(filer.get("ip", "198.18.0.1")).is_global


def test_honest_strangers_share_no_telephone_or_mailbox(market: Market) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for line in market.lines:
        truth = market.truth[line["filer"]["reference"]]
        if truth.pattern is None and truth.innocent_kind is None:
            for name in ("email", "phone", "device"):
                if name in line["filer"]:
                    seen[line["filer"][name]].add(line["filer"]["reference"])
    assert [value for value, filers in seen.items() if len(filers) > 1] == []


def test_withdrawing_agency_drops_most_of_what_is_answered(markets: list[Market]) -> None:
    answered = dropped = 0
    for market in markets:
        for line in of(market, "withdrawing_agency"):
            for _, events in claims(line):
                kinds = [event["kind"] for event in events]
                answered += "counter_notice" in kinds
                dropped += "counter_notice" in kinds and "withdrawal" in kinds
    assert answered > 60
    assert dropped / answered > 0.6


def rings(market: Market) -> dict[str, tuple[Truth, list[dict[str, Any]]]]:
    """What is true of each ring, and its lines."""
    found: dict[str, tuple[Truth, list[dict[str, Any]]]] = {}
    for line in of(market, "ring"):
        truth = market.truth[line["filer"]["reference"]]
        found.setdefault(truth.ring or "", (truth, []))[1].append(line)
    return found


def test_ring_strikes_the_same_stores_in_the_same_days_or_weeks(markets: list[Market]) -> None:
    for truth, lines in (ring for market in markets for ring in rings(market).values()):
        hits: dict[str, dict[str, datetime]] = defaultdict(dict)
        for line in lines:
            for store in {target["store_id"] for target in line["targets"]}:
                hits[store][line["filer"]["reference"]] = when(line["filed_at"])
        assert 5 <= len({line["filer"]["reference"] for line in lines}) <= 40
        joint = [sorted(times.values()) for times in hits.values() if len(times) > 2]
        spans = sorted((times[-1] - times[0]).days for times in joint)
        assert len(joint) >= 4
        # Half, because a camouflaged member may come upon a victim's neighbour by itself.
        middle = spans[len(spans) // 2]
        assert 8 <= middle <= 43 if truth.slow else middle <= 7


def test_rings_differ_in_what_they_share(small_markets: list[Market]) -> None:
    seen: Counter[str] = Counter()
    for truth, lines in (ring for market in small_markets for ring in rings(market).values()):
        accounts = {line["filer"]["reference"]: line for line in lines}.values()
        for name in ("phone", "device", "payment", "email"):
            values = Counter(line["filer"].get(name) for line in accounts)
            del values[None]
            assert not (truth.hidden and values and max(values.values()) > 1)
        traits = ("slow", "hidden", "crowded", "camouflaged")
        seen.update(trait for trait in traits if getattr(truth, trait))
        seen["rings"] += 1
    assert all(0 < seen[name] < seen["rings"] for name in ("slow", "hidden", "camouflaged"))


def test_a_crowded_ring_sits_behind_the_line_of_honest_traders(
    small_markets: list[Market],
) -> None:
    crowded = 0
    for market in small_markets:
        traders = {
            line["filer"].get("ip")
            for line in market.lines
            if market.truth[line["filer"]["reference"]].innocent_kind == "market_hall"
        }
        for truth, lines in rings(market).values():
            if truth.crowded:
                crowded += 1
                assert traders & {line["filer"].get("ip") for line in lines} - {None}
    assert crowded


def test_camouflaged_abusers_have_many_well_founded_complaints(markets: list[Market]) -> None:
    """A shop of copies does not last, so the stores of the catalogue tell which claims are true."""
    kept: dict[bool, list[float]] = defaultdict(list)
    for market in markets:
        lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in of(market, "competitor") + of(market, "extortion"):
            lines[line["filer"]["reference"]].append(line)
        for filer, own in lines.items():
            stores = Counter(line["targets"][0]["store_id"] for line in own)
            rest = sum(count for _, count in stores.items() if count == 1) / stores.total()
            kept[market.truth[filer].camouflaged].append(rest)
    assert sum(kept[True]) / len(kept[True]) > sum(kept[False]) / len(kept[False])


def test_impostor_takes_a_known_number_under_a_new_mailbox(markets: list[Market]) -> None:
    found = 0
    for market in markets:
        by_right: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in market.lines:
            if number := line["right"].get("number"):
                by_right[number].append(line)
        for line in {x["filer"]["reference"]: x for x in of(market, "impostor")}.values():
            filer = line["filer"]
            others = [
                other
                for other in by_right[line["right"].get("number", "")]
                if market.truth[other["filer"]["reference"]].pattern is None
            ]
            if others:
                found += 1
                mails = {other["filer"]["email"].partition("@")[2] for other in others}
                assert filer["email"].partition("@")[2] not in mails
                papers = {d["sha256"] for d in line["documents"] if d["kind"] == "registration"}
                assert not papers & {d["sha256"] for other in others for d in other["documents"]}
        first: dict[str, dict[str, Any]] = {}
        for line in of(market, "impostor"):
            first.setdefault(line["filer"]["reference"], line)
        for line in first.values():
            age = when(line["filed_at"]) - when(line["filer"]["registered_at"])
            assert age.total_seconds() < 86400
    assert found >= 3


def test_a_new_agency_files_on_the_old_numbers(markets: list[Market]) -> None:
    for market in markets:
        numbers: dict[str, set[str]] = defaultdict(set)
        ages = []
        for line in market.lines:
            filer = line["filer"]
            if market.truth[filer["reference"]].innocent_kind == "changed_agency":
                if number := line["right"].get("number"):
                    numbers[number].add(filer["reference"])
                ages.append(when(line["filed_at"]) - when(filer["registered_at"]))
        assert max(len(filers) for filers in numbers.values()) >= 2
        assert min(ages).total_seconds() < 86400


def test_victims_of_the_same_copiers_meet_at_shops_and_not_at_listings(
    markets: list[Market],
) -> None:
    for market in markets:
        at: dict[str, dict[str, set[str]]] = {"store_id": {}, "listing_id": {}}
        for line in market.lines:
            filer = line["filer"]["reference"]
            if market.truth[filer].innocent_kind == "coalition":
                for target in line["targets"]:
                    for place, filers in at.items():
                        filers.setdefault(target[place], set()).add(filer)
        shops, listings = ([len(filers) for filers in of.values()] for of in at.values())
        assert sum(count >= 3 for count in shops) >= 3
        assert sum(count >= 2 for count in listings) < 0.1 * len(listings)
        assert max(listings) <= 2


def test_competitor_runs_a_shop_in_the_trade_it_attacks(markets: list[Market]) -> None:
    for market in markets:
        shops = {row["store_id"]: row["category"] for row in market.listings}
        trades: dict[str, Counter[str]] = defaultdict(Counter)
        own = {}
        for line in of(market, "competitor"):
            filer = line["filer"]
            # Not of every filer is it known that it keeps a shop.
            if "operates" in filer:
                own[filer["reference"]] = shops[filer["operates"][0]]
            trades[filer["reference"]].update(t["category"] for t in line["targets"])
        assert own
        assert all(trades[filer].most_common(1)[0][0] == trade for filer, trade in own.items())


def test_squatters_rights_are_younger_than_their_targets(markets: list[Market]) -> None:
    for market in markets:
        younger = [
            target["listed_on"] < line["right"]["applied_on"]
            for line in of(market, "squatter")
            for target in line["targets"]
            if "listed_on" in target and "applied_on" in line["right"]
        ]
        assert sum(younger) / len(younger) > 0.45


def test_shotgun_shoots_fast_with_one_text_at_dead_pages(markets: list[Market]) -> None:
    for market in markets:
        lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in of(market, "shotgun"):
            lines[line["filer"]["reference"]].append(line)
        for own in lines.values():
            times = [when(line["filed_at"]) for line in own]
            gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
            assert sum(gap < 90 for gap in gaps) / len(gaps) > 0.8
            gone = [t.get("status_at_filing") == "gone" for line in own for t in line["targets"]]
            assert sum(gone) / len(gone) > 0.12


def test_extortioner_presses_few_shops_which_complain_of_demands(markets: list[Market]) -> None:
    kinds: Counter[str] = Counter()
    stores: dict[str, Counter[str]] = defaultdict(Counter)
    for market in markets:
        for line in of(market, "extortion"):
            for target, events in claims(line):
                kinds.update({event["kind"] for event in events} | {"claim"})
                stores[line["filer"]["reference"]][target["store_id"]] += 1
    assert kinds["withdrawal"] / kinds["claim"] > 0.12
    assert kinds["demand_report"] / kinds["claim"] > 0.03
    for counts in stores.values():
        often = sum(count for _, count in counts.most_common(5))
        assert often / counts.total() > 0.6


def test_honest_base_rates_follow_the_kind_of_right(markets: list[Market]) -> None:
    decided: dict[str, Counter[str]] = defaultdict(Counter)
    for market in markets:
        for line in market.lines:
            truth = market.truth[line["filer"]["reference"]]
            if truth.pattern is None and truth.innocent_kind is None:
                for _, events in claims(line):
                    if events and events[0]["kind"] in ("takedown", "rejection"):
                        decided[line["right"]["kind"]][events[0]["kind"]] += 1
    rate = {kind: seen["takedown"] / seen.total() for kind, seen in decided.items()}
    assert rate == pytest.approx(
        {"trademark": 0.7, "design": 0.7, "copyright": 0.52, "patent": 0.32}, abs=0.13
    )
    assert rate["patent"] < rate["copyright"] < rate["design"]


def test_honest_volumes_have_a_heavy_tail(markets: list[Market]) -> None:
    for market in markets:
        counts = Counter(
            line["filer"]["reference"]
            for line in market.lines
            if market.truth[line["filer"]["reference"]].pattern is None
        )
        sizes = sorted(counts.values())
        assert sizes[len(sizes) // 2] <= 4
        assert sizes[-1] > 100


def test_markets_differ_in_grades_and_gaps(small_markets: list[Market]) -> None:
    graded, silent = [], []
    for market in small_markets:
        events = [event for line in market.lines for event in line["events"]]
        adverse = [e for e in events if e["kind"] in ("rejection", "reinstatement")]
        graded.append(sum("merit" in event for event in adverse) / len(adverse))
        silent.append(sum(not line["events"] for line in market.lines) / len(market.lines))
    assert min(graded) < 0.2 < 0.45 < max(graded) < 0.7
    assert min(silent) < 0.15 < 0.25 < max(silent) < 0.5


def test_grades_are_noisy_on_both_sides(markets: list[Market]) -> None:
    """An honest error may be called manifest, and most malice is not."""
    grades: dict[bool, Counter[str]] = defaultdict(Counter)
    for market in markets:
        for line in market.lines:
            abusive = market.truth[line["filer"]["reference"]].pattern is not None
            grades[abusive].update(e["merit"] for e in line["events"] if "merit" in e)
    of_honest, of_abusive = (
        grades[side]["manifestly_unfounded"] / grades[side].total() for side in (False, True)
    )
    assert 0 < of_honest < 0.08
    assert 0.15 < of_abusive < 0.65


def test_unanswered_false_claims_often_stay_down_but_never_most_of_them() -> None:
    for seed in range(1, 51):
        assert 0.2 <= Traits.of(seed, 3000).false_takedown <= 0.6


def test_false_claims_are_taken_down_in_part(markets: list[Market]) -> None:
    down = decided = 0
    for market in markets:
        for line in of(market, "squatter"):
            for _, events in claims(line):
                kinds = [event["kind"] for event in events]
                if "counter_notice" not in kinds and kinds[:1] in (["takedown"], ["rejection"]):
                    decided += 1
                    down += kinds[0] == "takedown"
    assert 0.1 < down / decided < 0.6


def test_careless_filer_stands_by_its_claims(markets: list[Market]) -> None:
    kinds: Counter[str] = Counter()
    for market in markets:
        for line in market.lines:
            if market.truth[line["filer"]["reference"]].innocent_kind == "careless":
                kinds.update(event["kind"] for event in line["events"])
    assert kinds["withdrawal"] <= 0.2 * kinds.total()
    assert kinds["rejection"] + kinds["reinstatement"] > 0.25 * kinds.total()


@pytest.mark.parametrize(
    ("seed", "complaints", "why"), [(-1, None, "not negative"), (7, 799, "at least 800 complaints")]
)
def test_refuses_a_market_without_room(seed: int, complaints: int | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        make_market(seed, complaints=complaints)


def test_documentation_tells_of_every_pattern_and_lookalike() -> None:
    page = (DOCS / "evaluation.md").read_text(encoding="utf-8")
    assert [name for name in (*PATTERNS, *LOOKALIKES) if f"| `{name}` |" not in page] == []

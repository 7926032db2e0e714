"""Young rights: when a right begins, whose rights are younger than the goods, what that weighs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.detectors import young_right
from abuse.findings import Finding
from abuse.outcomes.peers import Record
from abuse.record.view import View
from tests.abuse.makers import Lines, honest, line, table
from tests.abuse.outcomes.records import evidence, record

EVERY = {
    "priority_on": "2020-01-01", "applied_on": "2021-01-01", "registered_on": "2022-01-01",
    "first_published_on": "2023-01-01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "left_out", "begins", "registered"),
    [
        ("trademark", "", "2020-01-01", "NaT"),
        ("patent", "", "2020-01-01", "NaT"),
        ("design", "", "2020-01-01", "NaT"),
        ("copyright", "", "2023-01-01", "NaT"),
        ("trade_secret", "", "NaT", "NaT"),
        ("trademark", "priority_on", "2021-01-01", "NaT"),
        ("patent", "priority_on", "2021-01-01", "NaT"),
        ("trademark", "priority_on applied_on", "NaT", "2022-01-01"),
        ("design", "priority_on applied_on", "NaT", "2022-01-01"),
        ("copyright", "first_published_on", "NaT", "NaT"),
        ("trade_secret", "priority_on applied_on", "NaT", "NaT"),
    ],
)
def test_when_a_right_begins(kind: str, left_out: str, begins: str, registered: str) -> None:
    dates = {name: day for name, day in EVERY.items() if name not in left_out.split()}
    view = View(table([line("A", "f", 1, right_more={"kind": kind, **dates})]))
    assert [str(one) for (one,) in young_right.right_dates(view)] == [begins, registered]


def test_each_right_has_the_dates_of_its_kind() -> None:
    kinds = ("trademark", "copyright", "patent", "trade_secret")
    rights = [{"kind": kind, **EVERY} for kind in kinds]
    view = View(table([line(f"C{n}", "f", n, right_more=one) for n, one in enumerate(rights)]))
    begin, registered = young_right.right_dates(view)
    assert begin.astype(str).tolist() == ["2020-01-01", "2023-01-01", "2020-01-01", "NaT"]
    assert np.isnat(registered).all()


def claims(
    filer: str, count: int, young: int, *, own: str = "applied_on", listed: bool = True
) -> Lines:
    """So many claims, of which some rest on a right that is two years younger than the goods."""
    return [
        line(f"{filer}{n}", filer, n,
             right_more={"number": f"TM-{filer}-{n < young}",
                         own: "2025-01-01" if n < young else "2012-01-01"},
             target_more={"listed_on": "2023-01-01"} if listed else {})
        for n in range(count)
    ]  # fmt: skip


def found(*lines: Lines, **policy: Any) -> dict[str, list[Finding]]:
    view = View(table([one for some in lines for one in some]))
    names = view.table.filers["reference"].to_pylist()
    told: dict[str, list[Finding]] = {}
    for finding in young_right.detect(view, Policy(**policy)):
        told.setdefault(names[finding.filer], []).append(finding)
    return told


def peers(young: int = 0) -> Lines:
    return [one for n in range(20) for one in claims(f"peer{n}", 10, young)]


def test_it_is_against_peers_of_whom_few_do_so() -> None:
    assert set(found(peers(), claims("f", 8, 5))) == {"f"}
    # Where half of everybody's rights are young, nobody stands out.
    assert found(peers(5), claims("f", 8, 5)) == {}
    assert found(peers(), claims("f", 8, 3)) == {}
    assert found(peers(), claims("f", 8, 5, listed=False)) == {}
    assert found(peers()) == {}
    # Claims of which either day is not known do not count, on either side.
    unlisted, undated = claims("f", 6, 0, listed=False), claims("f", 6, 0, own="expires_on")
    for number, one in enumerate(unlisted + undated):
        one["reference"] = f"more{number}"
    (told,) = found(peers(), claims("f", 5, 5), unlisted, undated)["f"]
    assert (told.numbers["younger"], told.numbers["claims"]) == (5, 5)


def test_where_only_the_registration_is_known_it_is_said_once_and_weakly() -> None:
    registered = [one for n in range(20) for one in claims(f"r{n}", 10, 0, own="registered_on")]
    told = found(
        peers(), registered, claims("late", 8, 8, own="registered_on"),
        claims("both", 8, 8, own="registered_on"),
        [{**one, "reference": f"{one['reference']}x"} for one in claims("both", 8, 8)],
        claims("strong", 8, 8),
    )  # fmt: skip
    assert set(told) == {"late", "both", "strong"}
    assert all(len(some) == 1 for some in told.values())
    weak = {name: some[0].numbers["registration_only"] for name, some in told.items()}
    assert weak == {"late": 1, "both": 0, "strong": 0}
    assert [told[name][0].ceiling for name in ("late", "both", "strong")] == ["watch", None, None]
    assert told["late"][0].log_odds == 0.9
    assert told["strong"][0].log_odds > 0.9


def tell(
    rec: Record, *, stores: int = 3, trades: int = 1, kind: str = "individual", weak: bool = False,
    **policy: Any,
) -> Finding:  # fmt: skip
    """What is said of five claims, three of them on rights 60, 400 and 91 days too young."""
    goods = (("shoes", 25), ("lamps", 11), ("toys", 28))
    begins = ("2024-03-01", "2025-02-04", "2024-04-01", "2012-01-01", "2012-01-01")
    lines = []
    for n, day in enumerate(begins):
        category, number = goods[n % max(trades, 1)]
        right: dict[str, Any] = {"number": f"TM{n}", "applied_on": day}
        target: dict[str, Any] = {"listed_on": "2024-01-01"}
        if trades:
            right, target = {**right, "classes": [number]}, {**target, "category": category}
        lines.append(line(f"C{n}", "f", n, filer_more={"kind": kind}, store=f"s{n % stores}",
                          right_more=right, target_more=target))  # fmt: skip
        if not trades:
            del lines[-1]["targets"][0]["category"]
    view = View(table(lines))
    date = young_right.right_dates(view)[0][view.complaint]
    younger = date > np.datetime64("2024-02-01")
    given = Policy(**policy)
    return young_right._finding(view, given, rec, 0, younger, date, weak)


def test_what_young_rights_weigh() -> None:
    rec = record(3, 5, 0.02, 0.05)
    alone = evidence(3, 5, 0.02, 0.05)
    assert tell(rec).log_odds == pytest.approx(alone)
    # Each further trade with nothing in common adds its weight; of no trade nothing is known.
    assert tell(rec, trades=2).log_odds == pytest.approx(alone + 0.4)
    assert tell(rec, trades=3).log_odds == pytest.approx(alone + 0.8)
    assert tell(rec, trades=0).log_odds == pytest.approx(alone)
    assert tell(rec, trades=0).numbers["unrelated_trades"] == 0
    assert tell(rec, trades=3, kind="agent").log_odds == pytest.approx(alone)
    # All at one store: half.
    assert tell(rec, stores=1).log_odds == pytest.approx(alone / 2)
    assert tell(rec, stores=2).log_odds == pytest.approx(alone)
    # Where only the registration is known 0.9 at most, and half of it at one store.
    assert tell(rec, weak=True).log_odds == 0.9
    assert tell(rec, weak=True, stores=1).log_odds == 0.45
    weaker = record(3, 5, 0.25, 0.05)
    assert 0 < tell(weaker, weak=True).log_odds == tell(weaker).log_odds < 0.9


def test_young_rights_are_told_of_with_their_figures() -> None:
    told = tell(record(3, 7, 0.054321, 0.065432), trades=3)
    p = float(record(3, 7, 0.054321, 0.065432).p[0])
    assert told.numbers == {
        "younger": 3, "claims": 7, "share": 0.4286, "stores": 3, "rights": 3,
        "unrelated_trades": 3, "median_days": 91, "peer_share": 0.0543, "p": float(f"{p:.3g}"),
        "over_dispersion": 0.0654, "registration_only": 0,
    }  # fmt: skip
    assert told.strength == pytest.approx(3 / 7)
    # The youngest right first.
    assert told.complaints == (1, 2, 0)
    assert (told.detector, told.family, told.least) == ("young_right", "authority", 5)
    assert told.ceiling is None
    assert tell(record(3, 7, 0.05, 0.05), weak=True).numbers["registration_only"] == 1
    assert tell(record(3, 7, 0.05, 0.05), weak=True).ceiling == "watch"


def test_nothing_dated_says_nothing() -> None:
    assert found(honest(filers=5)) == {}

"""What people judged of a pair of filers is heeded, and without a judgement nothing changes."""

from __future__ import annotations

import pyarrow as pa

from abuse.findings import Link
from abuse.linking.identifiers import identifier_links, identifier_links_among
from abuse.linking.judged_links import is_judged
from abuse.policy import Policy
from abuse.record.collecting import read_lines
from abuse.record.columns import numbers
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.scanning import scan
from abuse.structure.rings import find_rings
from abuse.words import finding, say
from tests.abuse.makers import START
from tests.abuse.planted import PLANTED

POLICY = Policy()


def table(*judged: tuple[str, str, str]) -> ClaimTable:
    """The planted market of shared hands with judgements of pairs by reference."""
    rows = read_lines(PLANTED["shared_hands"]())
    keys = dict(zip(rows["filers"]["reference"], rows["filers"]["filer"], strict=True))
    pairs = {
        "a": [keys[a] for a, _, _ in judged],
        "b": [keys[b] for _, b, _ in judged],
        "verdict": [verdict for *_, verdict in judged],
    }
    as_of = ClaimTable.from_lines(PLANTED["shared_hands"]()).as_of
    return ClaimTable.from_rows(**rows, as_of=as_of, judged=pairs if judged else None)


def names(view: View, links: list[Link]) -> set[tuple[str, str]]:
    reference = view.table.filers["reference"].to_pylist()
    return {(reference[link.a], reference[link.b]) for link in links}


def found(judged: ClaimTable) -> list[dict[str, object]]:
    return scan(judged, POLICY).as_json()["filers"]


def test_without_judgements_nothing_changes() -> None:
    plain = ClaimTable.from_lines(PLANTED["shared_hands"]())
    assert table().digest == plain.digest
    assert found(table()) == found(plain)
    (a, b), *_ = sorted(names(View(plain), identifier_links(View(plain), POLICY)))
    unsure = table((a, b, "unsure"))
    assert found(unsure) == found(plain)
    assert unsure.digest != plain.digest


def test_a_no_takes_the_link_away_and_the_ring_with_it() -> None:
    view = View(table())
    linked = names(view, identifier_links(view, POLICY))
    assert linked
    judged = View(table(*((b, a, "no") for a, b in linked)))
    assert identifier_links(judged, POLICY) == []
    assert find_rings(judged, POLICY, identifier_links(judged, POLICY)) == []


def test_a_yes_binds_two_and_says_so_in_both_languages() -> None:
    strangers = sorted(
        {line["filer"]["reference"] for line in PLANTED["shared_hands"]()}
        - {
            name
            for pair in names(View(table()), identifier_links(View(table()), POLICY))
            for name in pair
        }
    )[:2]
    view = View(table((strangers[1], strangers[0], "yes")))
    (link,) = [k for k in identifier_links(view, POLICY) if is_judged(k)]
    assert names(view, [link]) == {tuple(strangers)}
    assert link.kinds == ("judged:2",)
    rings = find_rings(view, POLICY, [link])
    assert [ring.members for ring in rings] == [(link.a, link.b)]
    report = {f.reference: f for f in scan(view.table, POLICY).filers}
    (signal,) = [s for s in report[strangers[0]].signals if s.detector == "shared_hands"]
    assert say(signal.message).startswith(
        "A person judged that the same person or business is behind it and 1 other account."
    )
    assert say(signal.message, "zh").startswith(
        "经人工判定，它与另外 1 个账户背后是同一人或同一企业。"
    )
    # It is structure alone: no level, no word on how any claim ended.
    assert {s.family for s in report[strangers[0]].signals} == {"structure"}
    assert report[strangers[0]].level in ("none", "watch")


def test_a_yes_adds_to_what_is_shared() -> None:
    view = View(table())
    (first, *_) = identifier_links(view, POLICY)
    ((a, b),) = names(view, [first])
    judged = View(table((a, b, "yes")))
    (again, *_) = [k for k in identifier_links(judged, POLICY) if (k.a, k.b) == (first.a, first.b)]
    assert again.kinds == ("judged:2", *first.kinds)
    assert again.weight > first.weight
    numbers = {"judged_accounts": 2, "email_shared_by": 3, "accounts": 3, "among": 90}
    said = say(finding("shared_hands", numbers))
    assert said.startswith(
        "A person judged that the same person or business is behind it and 2 other acc"
    )
    assert "mail" in said


def test_leaving_one_value_out_keeps_what_people_said() -> None:
    view = View(table())
    ((a, b), *_) = sorted(names(view, identifier_links(view, POLICY)))
    judged = View(table((a, b, "yes")))
    members = numbers(judged.table.judged, "a"), numbers(judged.table.judged, "b")
    both = pa.concat_arrays([pa.array(side) for side in members]).to_numpy()
    assert any(map(is_judged, identifier_links_among(judged, POLICY, both, without=-1)))
    assert identifier_links_among(judged, POLICY, both[:1], without=-1) == []


def test_pairs_of_strangers_to_the_table_are_left_out() -> None:
    rows = read_lines(PLANTED["shared_hands"]())
    judged = ClaimTable.from_rows(
        **rows, as_of=START, judged={"a": [10**6, 1], "b": [10**6 + 1, 1], "verdict": ["no"] * 2}
    )
    assert judged.judged.num_rows == 0

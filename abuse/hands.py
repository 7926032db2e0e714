"""Links between filers that share identifiers, papers or words: one hand behind several accounts?

Evidence is weighted by rarity, and values that many hold, or that an established agency holds for
its clients, link no one. It proposes; nothing is merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from abuse.columns import numbers
from abuse.findings import Link
from abuse.policy import Policy
from abuse.principals import Principals, principals
from abuse.texts import groups
from abuse.view import Ints, View

# Kinds that are one fact count once: an office is an address and a network, a mailbox brings its
# domain. The second figure is how telling a shared value is against an equally rare phone.
KIND: dict[str, tuple[str, float]] = {
    "email": ("mail", 1.0), "website": ("mail", 0.7), "domain": ("mail", 0.5),
    "phone": ("phone", 1.0), "device": ("device", 1.0), "payment": ("payment", 1.0),
    "address": ("place", 0.8), "ip": ("place", 0.7), "ip_net": ("place", 0.4),
    "paper": ("paper", 0.9), "text": ("text", 0.8),
}  # fmt: skip
# One hand may hold more accounts than a common address may; these kinds bear three times as many.
_CLOSE = frozenset({"device", "payment", "phone", "email"})
_FREE_MAIL = frozenset(
    {
        "gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "qq.com",
        "163.com", "126.com", "foxmail.com", "sina.com", "proton.me", "protonmail.com", "gmx.com",
        "gmx.de", "mail.ru", "yandex.ru", "aol.com",
    }
)  # fmt: skip
_TEXTS_A_FILER = 5
_MOST_WEIGHT = 5.0
# A phone is as rare in a small market as in a large one: there are this many filers at least.
_WORLD = 1000


def hands(view: View, policy: Policy) -> list[Link]:
    """Pairs of filers with enough rarity-weighted evidence from enough kinds.

    Returns
    -------
    list of Link
        Ordered by pair; `weight` is a sum of ln(filers / (sharers - 1)) over kinds.

    References
    ----------
    Fellegi and Sunter (1969), J. Am. Statist. Ass. 64, 1183-1210: agreement on a rare value is
    worth the logarithm of how rare it is.
    """
    return view.once("hands", lambda: _hands(view, policy))


def _hands(view: View, policy: Policy) -> list[Link]:
    filer, value, kinds = _values(view, policy)
    if not len(filer):
        return []
    who = principals(view)
    filer, value, sharers = _telling(policy, who, filer, value, kinds)
    a, b, shared = _pairs(view, filer, value)
    evidence: dict[tuple[int, int], dict[str, tuple[float, str]]] = defaultdict(dict)
    for one, two, v in zip(a.tolist(), b.tolist(), shared.tolist(), strict=True):
        group, quality = KIND[kinds[v]]
        rarity = np.log(max(view.n_filers, _WORLD) / (sharers[v] - 1))
        weight = min(float(rarity), _MOST_WEIGHT) * quality
        best = evidence[one, two]
        best[group] = max(best.get(group, (0.0, "")), (weight, f"{kinds[v]}:{sharers[v]}"))
    links = []
    for (one, two), best in sorted(evidence.items()):
        total = sum(weight for weight, _ in best.values())
        if (
            len(best) >= policy.hands_min_kinds
            and total >= policy.hands_min_weight
            and not who.explains(one, two)
        ):
            said = tuple(what for _, what in sorted(best.values(), reverse=True))
            links.append(Link(one, two, "hands", total, said))
    return links


def _values(view: View, policy: Policy) -> tuple[Ints, Ints, list[str]]:
    """Distinct (filer, value code), and the kind of each value."""
    seen = view.table.identities
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    rows = zip(
        numbers(seen, "filer").tolist(), seen["kind"].to_pylist(), seen["value"].to_pylist(),
        seen["domain"].to_pylist(), strict=True,
    )  # fmt: skip
    for filer, kind, value, domain in rows:
        if kind in KIND:
            holders[kind, value].add(filer)
        if kind == "email" and domain and domain not in _FREE_MAIL:
            holders["domain", domain].add(filer)
    papers = view.table.documents
    case_filer = view.case_filer[numbers(papers, "complaint")]
    for filer, sha in zip(case_filer.tolist(), papers["sha256"].to_pylist(), strict=True):
        holders["paper", sha].add(filer)
    for group, filers in _text_groups(view, policy).items():
        holders["text", group] = filers
    # Sets and hashes have no order of their own: what is shared by whom decides.
    ordered = sorted((kind, sorted(filers)) for (kind, _), filers in holders.items())
    ordered = [(kind, filers) for kind, filers in ordered if len(filers) > 1]
    filer = np.array([f for _, filers in ordered for f in filers], np.int64)
    value = np.repeat(np.arange(len(ordered)), [len(filers) for _, filers in ordered])
    return filer, value.astype(np.int64), [kind for kind, _ in ordered]


def _text_groups(view: View, policy: Policy) -> dict[str, set[int]]:
    """Filers by group of near-identical statements; each filer's few most frequent ones count."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    texts = view.table.complaints.column("text").to_pylist()
    for filer, text in zip(view.case_filer.tolist(), texts, strict=True):
        if text:
            counts[filer][" ".join(text.split())] += 1
    users: dict[str, set[int]] = defaultdict(set)
    for filer, counter in counts.items():
        for text, _ in sorted(counter.items(), key=lambda item: (-item[1], item[0]))[
            :_TEXTS_A_FILER
        ]:
            users[text].add(filer)
    distinct = sorted(users)
    found: dict[str, set[int]] = defaultdict(set)
    member = groups(distinct, policy.hands_text_similarity, policy.hands_text_words)
    for text, group in zip(distinct, member.tolist(), strict=True):
        if group >= 0:
            found[distinct[group]] |= users[text]
    return found


def _telling(
    policy: Policy, who: Principals, filer: Ints, value: Ints, kinds: list[str]
) -> tuple[Ints, Ints, dict[int, int]]:
    """Leave out values that too many share, and clients who hold what their agency holds."""
    n = np.bincount(value, minlength=len(kinds))
    most = np.array(
        [policy.hands_common * (3 if kind in _CLOSE else 1) for kind in kinds], np.int64
    )
    established = np.array(who.established, bool)[filer]
    of_agency = np.bincount(value, weights=established, minlength=len(kinds)) > 0
    # Between two agencies a shared value still tells; between an agency's clients it does not.
    kept = (n[value] <= most[value]) & (~of_agency[value] | established)
    return filer[kept], value[kept], dict(enumerate(n.tolist()))


def _pairs(view: View, filer: Ints, value: Ints) -> tuple[Ints, Ints, Ints]:
    """Pairs of filers that share a value, as a self-join in the sweep's engine."""
    rows = view.frame(filer=filer, value=value)
    other = rows.view()
    joined = rows.join(other, [rows.value == other.value, rows.filer < other.filer])
    got = view.run(joined.select(a=rows.filer, b=other.filer, value=rows.value))
    order = np.lexsort((got["value"], got["b"], got["a"]))
    return got["a"][order], got["b"][order], got["value"][order]

"""Records of what accounts have in common, against the same counted one by one."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from abuse.outcomes.joint import joint_records
from abuse.outcomes.records import adverse_claims
from abuse.record.view import View
from tests.abuse.makers import event, honest, line, table


def test_only_keys_of_several_accounts_have_records_and_these_are_whole() -> None:
    lines = honest(20, 10)
    for n in range(40):
        what = event("rejection" if n % 3 else "takedown", 3 * n + 2)
        lines.append(line(f"F{n}", f"f-{n % 7}", 3 * n, what))
    view = View(table(lines))
    draw = np.random.default_rng(1)
    # Few bear the keys of the first kind, many those of the second; some complaints have none.
    keys = np.stack(
        [draw.integers(-1, 150, view.n_complaints), draw.integers(200, 203, view.n_complaints)]
    )
    bad = adverse_claims(view)
    ended = view.refused | view.upheld | (view.merit > 0) | bad
    count: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for claim in np.flatnonzero(ended).tolist():
        for key in keys[:, view.complaint[claim]].tolist():
            if key >= 0:
                count[key][int(view.filer[claim])][0] += 1
                count[key][int(view.filer[claim])][1] += int(bad[claim])
    shared = {key: of for key, of in count.items() if len(of) > 1}
    assert 0 < len(shared) < len(count)
    known = joint_records(view, keys)
    rows = list(zip(known.key.tolist(), known.filer.tolist(), strict=True))
    assert rows == [(key, filer) for key in sorted(shared) for filer in sorted(shared[key])]
    assert known.accounts.tolist() == [len(shared[key]) for key, _ in rows]
    for row, (key, filer) in enumerate(rows):
        own, every = shared[key][filer], np.sum(list(shared[key].values()), axis=0).tolist()
        assert [known.own.claims[row], known.own.bad[row]] == own
        assert [known.whole.claims[row], known.whole.bad[row]] == every
        assert known.others.bad[row] == every[1] - own[1]
        mine = known.complaint[known.row == row]
        assert ((keys[:, mine] == key).any(axis=0) & (view.complaint_filer[mine] == filer)).all()


def test_nothing_in_common_leaves_no_record() -> None:
    view = View(table(honest(3, 4)))
    for keys in (np.full((2, view.n_complaints), -1), np.arange(view.n_complaints)[None]):
        assert not len(joint_records(view, keys).key)

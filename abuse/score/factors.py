"""The four factors of Article 23(3) of the Digital Services Act, kept apart.

Number, share, gravity, intention: figures for a person who decides. Nothing is inferred: what no
person graded is counted as ungraded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from abuse.arrays import Floats
from abuse.findings import Finding
from abuse.record.view import MERIT, View


def four_factors(view: View, filer: int, findings: Sequence[Finding]) -> dict[str, Any]:
    """The factors of one filer, from all its claims up to the scan's date."""
    mine = view.claims_by_filer[filer]
    merit = view.merit[mine]
    graded = {name: int((merit == code).sum()) for name, code in MERIT.items() if name}
    n_graded = sum(graded.values())
    manifest = graded["manifestly_unfounded"]
    claims = len(mine)
    return {
        "number": {
            "manifestly_unfounded": manifest,
            "graded_otherwise": n_graded - manifest,
            "unfounded": graded["unfounded"],
            "founded": graded["founded"],
            "ungraded": claims - n_graded,
            "claims": claims,
            "refused": int(view.refused[mine].sum()),
            "withdrawn_after_answer": int(view.withdrawn_after_answer[mine].sum()),
        },
        "share": {
            "of_claims": round(manifest / claims, 4) if claims else 0.0,
            "of_graded": round(manifest / n_graded, 4) if n_graded else None,
        },
        "gravity": _gravity(view, mine),
        "intention": [f.detector for f in findings if f.family in ("conduct", "authority")],
    }


def _reported(view: View) -> tuple[Floats, Floats]:
    """Days offline and sales lost of each claim, as its seller reported them."""
    claims = view.table.claims
    return claims["days_offline"].to_numpy(), claims["sales_lost"].to_numpy()


def _gravity(view: View, mine: np.ndarray[Any, np.dtype[np.int64]]) -> dict[str, Any]:
    """How much went down wrongly: claims that ended against the filer after a takedown."""
    wrong = mine[view.refused[mine] | view.graded_bad[mine] | view.withdrawn_after_answer[mine]]
    down = wrong[~np.isnat(view.removed_at[wrong])]
    back = np.fmin(view.reinstated_at[down], view.withdrawn_at[down])
    days = (back - view.removed_at[down]).astype("m8[s]").astype(np.int64) / 86400
    days = days[~np.isnat(back)]
    offline, sales_lost = view.once("reported_losses", lambda: _reported(view))
    reported, lost = offline[wrong].sum(), sales_lost[wrong].sum()
    stores = view.store[wrong]
    return {
        "listings": len(np.unique(view.listing[wrong])),
        "stores": len(np.unique(stores[stores >= 0])),
        "listings_taken_down": len(down),
        "days_offline": round(float(max(days[days > 0].sum(), reported)), 2),
        "sales_lost_reported": round(float(lost), 2),
        "sales_30d": int(view.sales[wrong].clip(min=0).sum()),
    }

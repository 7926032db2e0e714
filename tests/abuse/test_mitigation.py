"""What speaks for a filer."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from abuse.policy import Policy
from abuse.record.view import View
from abuse.score.mitigation import mitigating_factors
from tests.abuse.makers import honest, line, table


def test_complaints_of_which_nothing_was_processed_say_nothing() -> None:
    whole = table([*honest(5, 3), line("K-1", "kept", 4)])
    filer = whole.filers["reference"].to_pylist().index("kept")
    processed = whole.claims.filter(pc.not_equal(whole.claims["filer"], pa.scalar(filer)))
    view = View(replace(whole, claims=processed))
    assert not len(view.claims_by_filer[filer])
    assert mitigating_factors(view, Policy(), [filer]) == []

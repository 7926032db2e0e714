"""The columns that a scan reads, named: `table` builds them, `digest` hashes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa

from abuse.record.columns import coerce
from abuse.record.judgements import judged_pairs


@dataclass(frozen=True, eq=False)
class ClaimColumns:
    """Columns of filers, complaints, claims with their outcomes, identities, papers and stores run.

    In `complaints` the column ``filer`` is a position in `filers`; in `claims`, ``filer`` and
    ``complaint`` are positions likewise. The column ``key`` keeps the integer key that the rows
    came with. `judged` holds pairs of positions and people's verdicts on them
    (`abuse.linking.judged_links`). `denials` holds who said, without proof, that the filer of a
    complaint may not file so (`abuse.linking.proofs`).
    """

    filers: pa.Table
    complaints: pa.Table
    claims: pa.Table
    identities: pa.Table
    documents: pa.Table
    operates: pa.Table
    as_of: datetime
    judged: pa.Table = field(default_factory=lambda: judged_pairs(None, np.empty(0, np.int64)))
    denials: pa.Table = field(default_factory=lambda: coerce("denials", {}))

"""How sure a level is however often one looks: an e-value against honest filers, and its bound.

A scan is made every night, and each is one more chance to be warned by accident. A Bayes factor
against what honest filers do does not grow by looking: whoever is honest sees it reach 1 / a with a
chance of at most a, over all nights together. Levels that have consequences ask for that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from abuse.findings import Finding
from abuse.policy import Policy

# Sums that are the bound itself but for how they were rounded reach it.
_NEAR: Final = 1e-9


def log_e_value(findings: Sequence[Finding], mitigation: float = 0.0) -> float:
    """Return the log of the e-value of some findings, and of what speaks for the filer (<= 0).

    Notes
    -----
    The strongest of each family, and the families multiplied: that is an e-value where families
    are independent for honest filers, and where the strongest is the one that one would have
    chosen before; the choice among the k of a family costs a factor of k at most. How the claims of
    others in a group ended is other claims than the filer's own, so the two multiply too.

    References
    ----------
    Ville (1939), Etude critique de la notion de collectif; Shafer (2021), Testing by betting,
    J. R. Statist. Soc. A 184; Ramdas, Grunwald, Vovk and Shafer (2023), Game-theoretic statistics
    and safe anytime-valid inference, Statist. Sci. 38.

    Examples
    --------
    >>> log_e_value([])
    0.0
    """
    strongest: dict[tuple[str, bool], float] = {}
    for finding in findings:
        what = finding.family, finding.family == "outcomes" and bool(finding.partners)
        strongest[what] = max(strongest.get(what, 0.0), finding.log_odds)
    return sum(strongest.values(), 0.0) + mitigation


def short_of(log_e: float, policy: Policy) -> list[str]:
    """Return the levels for which a log e-value is not enough: each asks for a share of its own.

    Examples
    --------
    >>> short_of(6.0, Policy(false_warning=0.01, false_review=0.001))
    ['boycott_review']
    """
    shares = {"warning": policy.false_warning, "boycott_review": policy.false_review}
    return [level for level, share in shares.items() if log_e < -math.log(share) - _NEAR]

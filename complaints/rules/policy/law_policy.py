"""What the policy sets within the law: `[law]`, days and minutes, and switches of 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.rules.cases.grounds import Ground
from complaints.rules.law.regimes import REGIMES, Regime, RegimeCode
from complaints.rules.law.treatments import HOUSE_PARTS, Treatment
from complaints.rules.sellers.strikes import StrikeScale


@dataclass(frozen=True, slots=True)
class LawPolicy:
    """`restore_day` is a business day after the counter-notice; the other lengths are days and
    minutes. A switch is 1 where it holds."""

    # 17 U.S.C. 512(g)(2)(C) allows the 10th to the 14th.
    restore_day: int = 11
    # Rounds of answers after a counter-notice under our own rules; 0: none.
    reply_days: int = 0
    rejoin_days: int = 0
    # A decision on a page takes effect after so long. One by a key does at once.
    pending_minutes: int = 5
    # So many won appeals of sellers against one party put its takedowns into a restore queue; 0:
    # none do.
    restore_appeals: int = 3
    # Strikes of a seller: from how many on it is warned, suspended and closed, and for how long one
    # counts.
    strikes_warn: int = 2
    strikes_suspend: int = 3
    strikes_close: int = 6
    strike_days: int = 365
    # What our own rules ask of a notice; a statute's are not ours to relax.
    notice_signed: int = 1
    notice_contact: int = 1
    # Whether a boycott treats notices as each law usually lets it; 0: they go to the lane.
    boycott_dsa: int = 1
    boycott_ecl: int = 1
    boycott_house: int = 1
    # By when a person decides what goes to the lane, in working days.
    lane_days: int = 5
    # Who has been right so long is decided sooner: claims decided at least (0: nobody is), percent
    # of them founded at least, days since the first complaint at least.
    trusted_claims: int = 30
    trusted_founded: int = 90
    trusted_days: int = 365
    # By so many days a trusted filer's complaints, and those of a trusted flagger (DSA Art. 22), go
    # before what is due on the same day.
    trusted_ahead: int = 3
    flagger_ahead: int = 30
    # DSA Art. 19 and 29: of a micro or small firm Art. 20 to 28 ask nothing.
    small_firm: int = 0

    @property
    def scale(self) -> StrikeScale:
        """The scale of strikes; a later step never takes less than one before it."""
        suspend = max(self.strikes_warn, self.strikes_suspend)
        close = max(suspend, self.strikes_close)
        return StrikeScale(self.strikes_warn, suspend, close, self.strike_days)

    def treatments(self, ground: Ground = Ground.MANIFESTLY_UNFOUNDED) -> dict[str, str]:
        """Return how a boycott on this ground treats claims that is imposed under this policy, by
        the code of the regime that leads them; of our own rules also by the country whose notices
        are always read.

        DSA Art. 23(2) speaks of manifestly unfounded notices alone: on another ground none of them
        goes unread under it.
        """
        chosen = {each.code: self._chosen(each) for each in REGIMES}
        if ground is not Ground.MANIFESTLY_UNFOUNDED:
            chosen[RegimeCode.DSA] = Treatment.LANE
        return {
            **{str(code): str(treatment) for code, treatment in chosen.items()},
            **dict.fromkeys(HOUSE_PARTS, str(Treatment.LANE)),
        }

    def _chosen(self, regime: Regime) -> Treatment:
        switches = {
            RegimeCode.DSA: self.boycott_dsa,
            RegimeCode.ECL: self.boycott_ecl,
            RegimeCode.HOUSE: self.boycott_house,
        }
        return regime.treatments[0] if switches.get(regime.code, 1) else Treatment.LANE

"""What the policy sets within the law: `[law]`, days and minutes, and switches of 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.rules.law.regimes import REGIMES, RegimeCode


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
    # What our own rules ask of a notice; a statute's are not ours to relax.
    notice_signed: int = 1
    notice_contact: int = 1
    # Whether a boycott stops notices under laws that know no suspension.
    boycott_dmca: int = 0
    boycott_ecl: int = 0
    # DSA Art. 19 and 29: of a micro or small firm Art. 20 to 28 ask nothing.
    small_firm: int = 0

    def boycott_stops(self, code: RegimeCode, *, suspends: bool) -> bool:
        """Say whether a boycott stops a claim that this regime leads."""
        switches = {RegimeCode.DMCA: self.boycott_dmca, RegimeCode.ECL: self.boycott_ecl}
        return suspends or bool(switches.get(code, 0))

    @property
    def stopped(self) -> list[str]:
        """The codes of the regimes whose claims a boycott stops that is imposed under this
        policy."""
        return [
            str(each.code)
            for each in REGIMES
            if self.boycott_stops(each.code, suspends=each.suspends)
        ]

"""States the reasons of decisions, to the filer and to the sellers, with the letters that say them.

    reasons.state_reasons(work, claims, Decision.TAKE_DOWN, code="shown", note=None, event=event)

Ground: whatever restricts a listing or refuses a request calls it in the same transaction, after
the claims were moved. Sources: DSA Art. 17, and 16(5) and (6).
"""

from complaints.services.decisions.reasons.stating import state_reasons

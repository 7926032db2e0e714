"""The published terms of a policy: its clauses with its numbers, and until when it held."""

from __future__ import annotations

from datetime import timedelta

from complaints.rules.cases.case_appeals import GROUND_TIME
from complaints.rules.logins.accounts import NOTIFIER_SESSION
from complaints.rules.logins.notice_requests import A_MINUTE, OF_A_MAILBOX
from complaints.rules.policy.policies import Policies
from complaints.storage.links import NOTICE_LASTS
from complaints.words.terms import Clause, TermNumbers, find_clauses


def clauses_of(policy: Policies) -> tuple[Clause, ...]:
    """Return the clauses of the terms, with the numbers of this policy."""
    ladder, law = policy.boycott, policy.law
    return find_clauses(
        TermNumbers(
            warn_manifest=ladder.warn_manifest,
            min_manifest=ladder.min_manifest,
            min_after_warning=ladder.min_after_warning,
            window=ladder.window,
            answer_days=ladder.answer_days,
            bounce_days=ladder.bounce_days,
            post_days=ladder.post_days,
            min_term=ladder.min_term,
            max_term=ladder.max_term,
            heed_days=ladder.heed_days,
            hold_days=ladder.hold_days,
            ground_days=GROUND_TIME.days,
            lane_days=law.lane_days,
            restore_appeals=law.restore_appeals,
            trusted_claims=law.trusted_claims,
            trusted_founded=law.trusted_founded,
            trusted_days=law.trusted_days,
            trusted_ahead=law.trusted_ahead,
            flagger_ahead=law.flagger_ahead,
            strikes_warn=law.scale.warn,
            strikes_suspend=law.scale.suspend,
            strikes_close=law.scale.close,
            strike_days=law.scale.days,
            notice_letters=A_MINUTE,
            notice_letters_each=OF_A_MAILBOX.most,
            notice_hours=NOTIFIER_SESSION // timedelta(hours=1),
            notice_days=NOTICE_LASTS.days,
            treatments=law.treatments(),
        )
    )

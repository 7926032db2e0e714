"""Intake of a complaint: checks it, stops it where a boycott binds, stores it claim by claim.

    match intake.submit(work, notice, vault=vault, reference="CH-…"):
        case Accepted() | Duplicate() | NotProcessed(): ...

All three are answers that the door commits; a Refusal stores nothing.
"""

from complaints.services.filing.intake.correcting import Corrected, Stays, correct_right
from complaints.services.filing.intake.dry_runs import DryRun, try_out
from complaints.services.filing.intake.notices import (
    Accepted,
    Duplicate,
    Notice,
    NotProcessed,
    Outcome,
)
from complaints.services.filing.intake.permission import permission_problems
from complaints.services.filing.intake.recognising import Seen, recognise_targets
from complaints.services.filing.intake.setting_aside import set_aside
from complaints.services.filing.intake.submission import submit

__all__ = [
    "Accepted",
    "Corrected",
    "DryRun",
    "Duplicate",
    "NotProcessed",
    "Notice",
    "Outcome",
    "Seen",
    "Stays",
    "correct_right",
    "permission_problems",
    "recognise_targets",
    "set_aside",
    "submit",
    "try_out",
]

"""The demo's log-ins: one for each role, all with one public password.

They exist only in a demo, whose sign-in page shows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from complaints.rules.actors import PersonRole
from complaints.rules.kinds import FilerKind
from complaints.rules.logins.accounts import AccountRole

PASSWORD = "demo-password"  # noqa: S105 - printed at each start, for made-up data


@dataclass(frozen=True, slots=True)
class Login:
    """A log-in of the demo, of a member of staff or of a filer.

    `flagged` takes the busiest filer of the made-up market, one that is flagged or one that is
    not, so that its pages show a record.
    """

    reference: str
    name: str
    does: str
    owner: PersonRole | FilerKind
    flagged: bool | None = None

    @property
    def email(self) -> str:
        return f"{self.reference}@example.com"

    @property
    def is_staff(self) -> bool:
        return isinstance(self.owner, PersonRole)

    @property
    def role(self) -> AccountRole:
        return AccountRole(self.owner) if self.is_staff else AccountRole.FILER


FLAGGED = Login(
    "flagged", "Flagged Ltd", "brand owner that is flagged", FilerKind.RIGHTS_HOLDER, True
)
LOGINS = (
    Login("demo-brand", "Demo Brand Ltd", "brand owner: files complaints", FilerKind.RIGHTS_HOLDER),
    Login("demo-agency", "Demo Agency", "agency: files for brand owners", FilerKind.AGENT),
    Login(
        "old-brand", "Old Brand Ltd", "brand owner with a record", FilerKind.RIGHTS_HOLDER, False
    ),
    FLAGGED,
    Login("ann", "Ann", "reviewer", PersonRole.REVIEWER),
    Login("bo", "Bo", "reviewer", PersonRole.REVIEWER),
    Login("chen", "Chen", "supervisor", PersonRole.SUPERVISOR),
    Login("dee", "Dee", "supervisor", PersonRole.SUPERVISOR),
    Login("ada", "Ada", "administrator", PersonRole.ADMINISTRATOR),
)

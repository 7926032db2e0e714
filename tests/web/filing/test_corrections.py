"""What a filer reads after it corrected a right."""

from __future__ import annotations

from complaints.models import Right
from complaints.services.filing import intake
from complaints.web.rights import corrected_message
from complaints.words import say


def test_what_stays_as_it_was_after_a_correction_is_said_with_its_reason() -> None:
    left: dict[intake.Stays, int] = {"decided": 2, "stopped": 1, "complained": 3}
    said = corrected_message(intake.Corrected(Right(), 4, left, papers_stay=True))
    assert say(said) == (
        "You have corrected the right. Open complaints that now use the corrected right: 4. "
        "Complaints that stay as they are: 2 in which something is already decided or closed, 1 "
        "that we would not process under the corrected right and 3 on a listing about which you "
        "already complain under the corrected right. The documents that you sent as proof stay "
        "with the right as you stated it before. If they show the corrected right, send them again "
        "here."
    )
    assert "2 件已有决定或已部分结束" in say(said, "zh")

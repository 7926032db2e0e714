"""What the console asks before a step in a case that cannot be undone (`kit/confirming.py`).

Each function takes what its view takes, and says what will happen; the letters that would go out
stand below it on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import request, url_for

from complaints.console.cases import ring_dossier, steps
from complaints.kit.confirming import Question
from complaints.kit.pages import PageCall
from complaints.queries.authority import alarms
from complaints.queries.cases import boycotts, flags, joinings, rings, suspensions
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.filing import complaints
from complaints.queries.law import buyer_notices, official_orders, threats
from complaints.queries.law import clocks as clock_queries
from complaints.queries.law import proceedings as proceeding_queries
from complaints.rules.acts import Act
from complaints.rules.cases.flags import FLAG
from complaints.rules.cases.joinings import DECIDE_JOINING, JOINING
from complaints.rules.cases.suspensions import SUSPENSION
from complaints.words import Fact, Listed, Message, counted
from complaints.words import message as _
from complaints.words.labels import verbatim

# By step: the title, what happens, the button.
Texts = Mapping[str, tuple[Message, Message, Message]]
_CLAIM: Texts = {
    "withdraw": (
        _("Withdraw this claim for the filer"),
        _("The claim is closed. If it alone keeps the listing off sale, the listing comes back."),
        _("Withdraw the claim"),
    ),
    "gone": (
        _("Close this claim because the listing is gone"),
        _("The claim is closed without a decision."),
        _("Close the claim"),
    ),
    "take_up": (
        _("Process this claim in spite of the boycott"),
        _("From then on the claim waits for a decision, like any other."),
        _("Process the claim"),
    ),
    "discard": (
        _("Discard this claim"),
        _("The claim is closed without being processed."),
        _("Discard the claim"),
    ),
}
_CLOCK: Texts = {
    "carry_out": (
        _("Do what follows when this deadline ends"),
        _("What would have followed when the deadline ended is done now."),
        _("Carry it out"),
    ),
    "leave": (
        _("Leave the claim as it is"),
        _("The deadline is over, and nothing follows from it."),
        _("Leave it as it is"),
    ),
}
_PROCEEDING: Texts = {
    "carry_out": (
        _("Carry out this result"),
        _("We do what the result says about the listings, and tell both sides."),
        _("Carry out the result"),
    ),
    "decline": (
        _("Decline this result"),
        _("We do not follow the result. Both sides read your reasons."),
        _("Decline the result"),
    ),
}
_OFFICIAL_ORDER: Texts = {
    "answer": (
        _("Note what the authority was told"),
        _(
            "Whoever the order is about gets a letter now, unless it was told before or the "
            "authority asked for a later day."
        ),
        _("Note the answer"),
    ),
    "tell": (
        _("Tell of this order"),
        _("Whoever the order is about gets a letter with its reasons."),
        _("Send the letter"),
    ),
    "void": (
        _("Void this order"),
        _("It counts nowhere from then on, and nobody is told of it."),
        _("Void it"),
    ),
}
_BUYER_NOTICE: Texts = {
    "told": (
        _("Note what the marketplace did"),
        _("It counts as told from then on."),
        _("Note it"),
    ),
    "publish": (
        _("Make it public"),
        _("Anybody can read what was sold, who sold it and what a buyer can do."),
        _("Make it public"),
    ),
    "void": (
        _("Void this notice to buyers"),
        _("It leaves the public page. What the marketplace told buyers it has to correct itself."),
        _("Void it"),
    ),
}
_THREAT: Texts = {
    "told": (
        _("Note that an authority was told of the suspicion"),
        _("It counts as told from then on, and can be voided no more."),
        _("Note it"),
    ),
    "void": (
        _("Void this suspicion"),
        _("It counts nowhere, and nobody is reminded to tell an authority."),
        _("Void it"),
    ),
}


def claim(call: PageCall, claim_id: int, step: str) -> Question | None:
    """Ask before a claim is closed, or processed in spite of a boycott."""
    return _about_claim(call, claim_id, _CLAIM.get(step))


def clock(call: PageCall, clock_id: int, step: str) -> Question | None:
    """Ask before a deadline that is over is dealt with."""
    claim_id = clock_queries.claim_of(call.session, clock_id)
    return _about_claim(call, claim_id, _CLOCK.get(step)) if claim_id is not None else None


def _about_claim(
    call: PageCall, claim_id: int, texts: tuple[Message, Message, Message] | None
) -> Question | None:
    if texts is None:
        return None
    view = claim_queries.get_claim(call.work, claim_id)
    of = complaints.get_complaint(call.work, view.claim.complaint_id)
    listing = _(
        "Complaint %(reference)s, listing %(url)s",
        reference=of.reference,
        url=view.place.listing.url,
    )
    keep = url_for("claim_pages.show_claim", claim_id=claim_id)
    return Question(texts[0], [listing, texts[1]], texts[2], keep)


def ask_release(call: PageCall, complaint_id: int) -> Question:
    """Ask before a complaint that is held goes on."""
    return Question(
        _(
            "Let complaint %(reference)s continue",
            reference=complaints.get_complaint(call.work, complaint_id).reference,
        ),
        [
            _("From then on its listings can be taken down."),
            _("You say that somebody has checked who files it."),
        ],
        _("Let it continue"),
        url_for("complaint_pages.show_complaint", complaint_id=complaint_id),
    )


def proceeding(call: PageCall, proceeding_id: int, step: str) -> Question | None:
    """Ask before the result of a lawsuit or a dispute is carried out or declined."""
    if step not in _PROCEEDING:
        return None
    title, says, button = _PROCEEDING[step]
    view = proceeding_queries.get_proceeding(call.work, proceeding_id)
    about = counted(
        "It is about %(num)s listing.", "It is about %(num)s listings.", len(view.claim_ids)
    )
    keep = url_for("proceeding_pages.show_proceeding", proceeding_id=proceeding_id)
    return Question(title, [about, says], button, keep)


def official_order(call: PageCall, official_order_id: int, step: str) -> Question | None:
    """Ask before the answer to an authority is noted, a letter about its order goes, or its entry
    is voided."""
    if step not in _OFFICIAL_ORDER:
        return None
    title, says, button = _OFFICIAL_ORDER[step]
    view = official_orders.get_order(call.work, official_order_id)
    about = _(
        "Order %(number)s of %(authority)s", number=view.row.reference, authority=view.row.authority
    )
    keep = url_for("official_order_pages.show_order", official_order_id=official_order_id)
    return Question(title, [about, says], button, keep)


def buyer_notice(call: PageCall, buyer_notice_id: int, step: str) -> Question | None:
    """Ask before it is noted that buyers were told, or a notice is made public or voided."""
    if step not in _BUYER_NOTICE:
        return None
    title, says, button = _BUYER_NOTICE[step]
    view = buyer_notices.get_buyer_notice(call.work, buyer_notice_id)
    keep = url_for("buyer_notice_pages.show_notice", buyer_notice_id=buyer_notice_id)
    return Question(title, [verbatim(view.row.product), says], button, keep)


def threat(call: PageCall, threat_id: int, step: str) -> Question | None:
    """Ask before it is noted that an authority was told of a suspicion, or the entry is voided."""
    if step not in _THREAT:
        return None
    title, says, button = _THREAT[step]
    view = threats.get_threat(call.work, threat_id)
    about = _("Suspicion %(number)s, complaint %(reference)s",
              number=str(view.row.id), reference=view.complaint)  # fmt: skip
    keep = url_for("threat_pages.show_threat", threat_id=threat_id)
    return Question(title, [about, says], button, keep)


def denial(call: PageCall, alarm_id: int) -> Question:
    """Ask before a denial is settled for one side."""
    view = alarms.get_alarm(call.work, alarm_id)
    says = _("Nothing changes for the filer. We do not act on this denial again.")
    if request.form.get("settlement.settled_for") == "denier":
        says = counted(
            "We ask the filer to prove its authority for %(num)s complaint, and take nothing "
            "down on it until that is verified.",
            "We ask the filer to prove its authority for %(num)s complaints, and take "
            "nothing down on them until that is verified.",
            view.complaints,
        )
    return Question(
        _("Settle denial %(number)s", number=str(alarm_id)),
        [says],
        _("Settle the denial"),
        url_for("denials.show_denial", alarm_id=alarm_id),
    )


def flag(call: PageCall, flag_id: int, step: str) -> Question | None:
    """Ask before a flag is dismissed or confirmed."""
    name = flags.get_flag(call.work, flag_id).filer.name
    keep = url_for("flag_pages.show_flag", flag_id=flag_id)
    return _question(steps.acts_by_page(FLAG)[step], [], keep, name=name)


def _question(act: Act, about: list[Message], keep: str, **facts: Fact) -> Question | None:
    """Return the question of a step's record; None where the record has none."""
    if act.asked is None or act.title is None or act.effect is None:
        return None
    return Question(replace(act.title, facts=facts), [*about, act.effect], act.asked, keep)


def ask_ring(call: PageCall, ring_id: int) -> Question | None:
    """Ask before the ticked accounts' flags are dismissed or confirmed; none ticked is refused."""
    ticked = ring_dossier.ticked_now()
    members = rings.get_ring(call.work, ring_id).members
    names = [each.filer.name for each in members if each.filer.id in ticked]
    if not names:
        return None
    about = _("Accounts: %(names)s", names=Listed(names, "and"))
    keep = ring_dossier.place_of_steps(ring_id, ticked)
    if request.path.endswith("/confirm"):
        return Question(
            counted("Confirm %(num)s flag", "Confirm %(num)s flags", len(names)),
            [
                about,
                _(
                    "You confirm that these accounts abuse the complaint system. Boycotts can then "
                    "be proposed."
                ),
            ],
            counted("Confirm %(num)s flag", "Confirm %(num)s flags", len(names)),
            keep,
        )
    return Question(
        counted("Dismiss %(num)s flag", "Dismiss %(num)s flags", len(names)),
        [
            about,
            _("Nothing follows for them. The facts of these flags alone never open them again."),
        ],
        counted("Dismiss %(num)s flag", "Dismiss %(num)s flags", len(names)),
        keep,
    )


def ask_kept(call: PageCall, boycott_id: int) -> Question:
    """Ask before the claims that a boycott kept are processed, or closed."""
    case = boycotts.boycott_detail(call.work, boycott_id)
    discards = request.path.endswith("/discard")
    about = counted(
        "%(num)s claim of %(name)s is kept unprocessed.",
        "%(num)s claims of %(name)s are kept unprocessed.",
        case.kept,
        name=case.filer.name,
    )
    says = _("From then on they wait for a decision, like any other claims.")
    if discards:
        says = _("They are closed, and are never processed.")
    return Question(
        _("Discard the kept claims") if discards else _("Process the kept claims"),
        [about, says],
        _("Discard them") if discards else _("Process them"),
        url_for("boycott_pages.show_boycott", boycott_id=boycott_id),
    )


def ask_joining(call: PageCall, joining_id: int, step: str) -> Question | None:
    """Ask before two accounts are counted together or separated, or their appeal decided."""
    detail = joinings.joining_detail(call.work, joining_id)
    names = [each.name for each in (detail.account, detail.other) if each is not None]
    about = _("%(one)s and %(other)s", one=names[0], other=names[-1])
    keep = url_for("joining_pages.show_joining", joining_id=joining_id)
    return _question(steps.acts_by_page(JOINING)[step], [about], keep)


def ask_suspension(call: PageCall, suspension_id: int, step: str) -> Question | None:
    """Ask before a seller is warned, its store is shut or opened, or its appeal decided."""
    detail = suspensions.suspension_detail(call.work, suspension_id)
    about = _("%(store)s on %(marketplace)s", store=detail.name, marketplace=detail.marketplace)
    keep = url_for("suspension_pages.show_suspension", suspension_id=suspension_id)
    return _question(steps.acts_by_page(SUSPENSION)[step], [about], keep)


def counsels(call: PageCall, **case: int) -> Question | None:
    """Ask before counsel decides an appeal."""
    return _question(DECIDE_JOINING, [], url_for("appeal_pages.show_appeals"))

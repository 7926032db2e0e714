"""How long the rows of each table are kept: what ends them, after how long, or why nothing does.

`docs/operations.md` shows the same list. What ends is deleted by the job ``prune``
(`complaints/jobs/pruning.py`); what a row must be to have ended is in
`queries/upkeep/retention.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

WEEK: Final = timedelta(days=7)
MONTH: Final = timedelta(days=30)
QUARTER: Final = timedelta(days=90)
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Kept:
    """Tables whose rows are kept alike.

    `until` says what ends a row, `after` how long after it the row goes; both are None where
    nothing ends it. `why` is the reason for either.
    """

    tables: tuple[str, ...]
    why: str
    until: str | None = None
    after: timedelta | None = None


# In the order in which the job works through them.
ENDS: Final = (
    Kept(
        ("attempt",),
        "counted to slow down who guesses; hashes only",
        "the end of its window",
        timedelta(),
    ),
    Kept(("lease",), "who had a case in hand does not take it again at once", "its end", WEEK),
    Kept(("assignment",), "who was to do a case that is long closed", "it was made", YEAR),
    Kept(
        ("replay",),
        "a client repeats a request within days; a complaint's reference tells for good",
        "the request",
        WEEK,
    ),
    Kept(("form_key",), "a form sent twice acts once", "the form was sent", WEEK),
    Kept(("job",), "to see what failed; recurring jobs are not done and stay", "its end", WEEK),
    Kept(("draft",), "typed and never filed", "90 days in which nobody touched it", timedelta()),
    Kept(
        ("import_row", "complaint_import"),
        "a file of complaints, and what became of its rows; a complaint that is filed is a row of "
        "its own, and its words here are gone at once",
        "its end, or the day on which it was sent where it has none",
        MONTH,
    ),
    Kept(("link_code",), "a code that is over opens nothing", "the code's end", MONTH),
    Kept(("register_code",), "a code that is over proves nothing", "the code's end", MONTH),
    Kept(
        ("upload",),
        "a paper that was put to no complaint, claim or right and shows no listing, by whoever has "
        "no draft; the others stay with their case",
        "it was sent last",
        QUARTER,
    ),
    Kept(
        ("account",),
        "opened by an operator and never used: nobody has shown that the address is theirs. Its "
        "filer and party go too where nothing else names them. A confirmed account stays",
        "it was opened",
        MONTH,
    ),
    Kept(
        ("sign_up",),
        "somebody asked for an account: once it is made it has a row of its own. Its letters go "
        "with it",
        "it was asked for last",
        MONTH,
    ),
    Kept(
        ("notice_request",),
        "somebody asked for the link to file a notice without an account; its link is good for two "
        "days. Who opened it is a filer from then on",
        "it was asked for",
        WEEK,
    ),
    Kept(
        ("account_session",),
        "who was signed in, where a log-in turns out to be stolen. Logs of the kind are to be "
        "kept for six months in China, and nowhere for ever",
        "the last moment at which it was good",
        YEAR,
    ),
    Kept(
        ("account_letter",),
        "which letters about a log-in or a register went, as long as the session's. The text goes "
        "a week after it was sent. One with the code of a letter's link stays with its case",
        "it was written",
        YEAR,
    ),
    Kept(
        ("scan_run",),
        "the ledger says that it ran. The newest stays, and each that a flag, a finding or a "
        "figure names",
        "its end",
        YEAR,
    ),
    Kept(
        ("webhook_delivery",),
        "what a receiver answered, while somebody may look for what did not arrive",
        "it arrived or was given up",
        MONTH,
    ),
    Kept(
        ("outward_event",),
        "whoever follows from outside reads it within days; the newest stays, and so does the case",
        "it happened",
        QUARTER,
    ),
    Kept(("policy_draft",), "tried out; a policy in force is a row of its own", "its replay", YEAR),
    Kept(("clock_jump",), "what was put off for it is long done", "it was settled", YEAR),
    Kept(
        ("threat",),
        "a suspicion of a crime, by words about anybody: kept while an authority may ask what it "
        "was told. One of which none was told stays",
        "an authority was told of it, or it was voided",
        YEAR,
    ),
)

STAYS: Final = (
    Kept(
        (
            "complaint", "complaint_declaration", "complaint_document", "complaint_document_claim",
            "complaint_identity", "claim", "claim_document", "event", "event_claim",
            "intake_check", "counter_notice", "demand_report", "note", "case_question", "clock",
            "proceeding", "proceeding_claim", "downtime", "confirmation", "marketplace_order",
            "order_claim", "statement_of_reasons", "statement_claim",
        ),
        "the case: what was filed, answered and decided is what appeals, dossiers and "
        "scans rest on",
    ),
    Kept(
        ("official_order",),
        "what an authority ordered, and when it was answered: yearly reports count it, and whoever "
        "it is about can challenge it; a few rows",
    ),
    Kept(
        ("buyer_notice",),
        "what buyers were told of an illegal product, how many, and what anybody could read of it; "
        "a few rows",
    ),
    Kept(
        ("letter", "delivery", "letter_report", "secret_link"),
        "what the parties were told, how it reached them, and who took it out by hand and so takes "
        "part in the case. A delivery of a letter about a log-in goes with it",
    ),
    Kept(
        (
            "flag", "flag_answer", "signal", "signal_complaint", "boycott", "boycott_claim",
            "stand_by", "appeal", "joining", "link_judgement", "party_match", "alarm", "ring",
            "ring_member", "suspension", "suspension_store", "suspension_claim",
        ),
        "what staff were shown, decided and gave as reasons; answers to alarms are permissions, or "
        "denials that scans read",
    ),
    Kept(("ledger", "ledger_seal"), "who did what, when and why; nothing may change it"),
    Kept(
        (
            "filer", "filer_identity", "filer_store", "party", "rights_holder", "right",
            "right_document", "authorization", "authorization_offer",
        ),
        "who files and by which right: each filing and each scan is compared with it",
    ),
    Kept(
        ("trusted_flagger",),
        "whose complaints went first, by whose word and until when: reports to coordinators and "
        "the figures of past years rest on it; a few rows",
    ),
    Kept(
        ("document", "document_content", "document_look", "document_key", "document_as_sent"),
        "the papers of cases, and by what a copy is known again. A paper goes with the last upload "
        "that names it, where no case does",
    ),
    Kept(
        (
            "person", "person_language", "saved_view", "default_view", "partner",
            "partner_marketplace", "api_key", "api_key_scope", "api_key_filer", "access_grant",
        ),
        "by whom and by which key something was done, and who let whom in; a few rows",
    ),
    Kept(("webhook",), "its account removes it"),
    Kept(
        ("passkey", "work_account"),
        "its owner or an administrator takes it off; goes with its account",
    ),
    Kept(
        ("marketplace", "marketplace_operator", "operator", "store", "listing", "seller_inbox"),
        "one row for each that there is, overwritten by newer reports; an inbox is removed by hand",
    ),
    Kept(
        ("trader",),
        "one row a store, what it shows buyers of who runs it, as its marketplace's catalogue "
        "says: overwritten by what that says next, and gone when it names another operator",
    ),
    Kept(
        ("listing_seen", "listing_seen_picture"),
        "what a listing's page showed, by which a claim was judged; the catalogue adds one where "
        "something changed",
    ),
    Kept(
        ("register_entry",),
        "one row for each right of an office's extract, overwritten by newer ones",
    ),
    Kept(
        ("standing", "peer_rate", "figure", "filer_link"),
        "the newest scan's alone: each scan replaces them",
    ),
    Kept(("flag_reading",), "one for each flag at most, the newest scan's"),
    Kept(
        ("sample", "sampled_filer"),
        "a draw a month: the estimate of what scans miss rests on all of them. Of whom a scan was "
        "unsure nothing stays but the chance of those who were drawn",
    ),
    Kept(
        ("pending_decision", "pending_claim"),
        "gone when the decision takes effect or is undone, some minutes later",
    ),
    Kept(
        ("search_entry",),
        "one for each complaint, listing, right, filer, store and operator: goes with it, in the "
        "same transaction",
    ),
    Kept(("policy",), "what was decided names the policy of its day"),
    Kept(
        ("installation", "known_key", "key_rotation"),
        "one row, one for each kind of key, and one for each change of a key: an old backup opens "
        "with an old key",
    ),
)  # fmt: skip

AFTER: Final = {
    table: kept.after for kept in ENDS for table in kept.tables if kept.after is not None
}

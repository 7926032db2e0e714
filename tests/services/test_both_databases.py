"""Each service has a story that `make test` tells on PostgreSQL too, not on SQLite alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaints import services

TESTS = Path(__file__).parents[1]
# By the test file whose tests that are marked `both_databases` go through the service.
STORIES = {
    "api/test_judgements.py": ["judgements", "verdicts"],
    "api/test_laws.py": ["countries"],
    "api/test_listings_seen.py": ["listings_seen"],
    "api/test_register_codes.py": ["register_codes"],
    "api/test_rights.py": ["rights"],
    "api/test_teamwork.py": ["assignments", "case_questions", "saved_views", "teamwork"],
    "attacks/test_demo_on_production.py": ["installations"],
    "attacks/test_denial_taken_back.py": ["denials"],
    "commands/test_documents.py": ["stripping"],
    "commands/test_secrets.py": ["rotations"],
    "importers/test_batches.py": ["registers"],
    "importers/test_listings.py": ["listings"],
    "importers/test_register.py": ["register_entries"],
    "jobs/test_mail_as_chosen.py": ["mail_choices", "outbox"],
    "jobs/test_pruning.py": ["retention"],
    "jobs/test_sealing.py": ["ledger", "seals"],
    "jobs/test_unproven.py": ["proof"],
    "jobs/test_watching.py": ["clock_jumps"],
    "jobs/test_which_letters_go.py": ["deliveries"],
    "queries/test_search.py": ["search_index"],
    "queries/test_search_words_of_cases.py": ["notes"],
    "services/test_appeal_terms.py": ["appeal_terms"],
    "services/test_appeals.py": ["appeals"],
    "services/test_approvals.py": ["access", "approvals", "grants", "handovers"],
    "services/test_attempts.py": ["attempts"],
    "services/test_authorizations.py": ["authorizations"],
    "services/test_boycott_steps.py": ["taking_up"],
    "services/test_boycotts.py": ["boycotts", "case_appeals"],
    "services/test_checks.py": ["checks"],
    "services/test_claims.py": ["claims"],
    "services/test_clocks.py": ["clocks", "laws"],
    "services/test_disclosures.py": ["disclosures", "filers"],
    "services/test_documents.py": ["documents", "likeness"],
    "services/test_downtimes.py": ["downtimes"],
    "services/test_drafts.py": ["drafts"],
    "services/test_flags.py": ["flags"],
    "services/test_histories.py": ["histories"],
    "services/test_holds.py": ["holds"],
    "services/test_inboxes.py": ["inboxes"],
    "services/test_intake.py": ["intake"],
    "services/test_intake_alarms.py": ["alarms"],
    "services/test_joinings.py": ["joinings"],
    "services/test_known_keys.py": ["known_keys"],
    "services/test_leases.py": ["leases"],
    "services/test_letters.py": ["letters"],
    "services/test_link_codes.py": ["link_codes"],
    "services/test_listing_states.py": ["confirmations"],
    "services/test_matches.py": ["matches"],
    "services/test_moves.py": ["move", "timeline"],
    "services/test_pending.py": ["pending", "taking_effect"],
    "services/test_people.py": ["account_letters", "accounts", "partners", "people", "sessions",
                                "sign_ups"],
    "services/test_policy_drafts.py": ["policies", "policy_drafts"],
    "services/test_proceedings.py": ["proceedings"],
    "services/test_readings.py": ["readings"],
    "services/test_reasons.py": ["reasons"],
    "services/test_recording.py": ["standings"],
    "services/test_registry.py": ["registry"],
    "services/test_rehearsals.py": ["rehearsals"],
    "services/test_replies.py": ["reaching"],
    "services/test_rings.py": ["rings"],
    "services/test_samples.py": ["samples"],
    "services/test_scans.py": ["scans"],
    "services/test_small_services.py": ["hearing"],
    "web/test_joined.py": ["secret_links"],
    "web/test_outbox.py": ["renewals"],
    "web/test_reply.py": ["receipts"],
}  # fmt: skip


def test_each_service_has_its_story() -> None:
    there = {each.stem for each in Path(services.__file__).parent.iterdir()} - {
        "__init__",
        "__pycache__",
    }
    told = [noun for nouns in STORIES.values() for noun in nouns]
    assert sorted(told) == sorted(there)


@pytest.mark.parametrize("file", STORIES)
def test_a_story_is_told_on_both_databases(file: str) -> None:
    assert "pytest.mark.both_databases" in (TESTS / file).read_text("utf-8")

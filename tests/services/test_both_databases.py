"""Each service has a story that `make test` tells on PostgreSQL too, not on SQLite alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drift.rooms import services

TESTS = Path(__file__).parents[1]
# By the test file whose tests that are marked `both_databases` go through the service.
STORIES = {
    "api/test_advancing.py": ["advancing"],
    "services/authority/test_flaggers.py": ["flaggers"],
    "attacks/test_instances.py": ["outbox_of_tests"],
    "api/test_events.py": ["events"],
    "api/test_feeds.py": ["feed_rows", "feeds"],
    "api/test_traders.py": ["traders"],
    "outward/test_webhooks.py": ["webhooks"],
    "api/test_imports.py": ["imports"],
    "api/test_judgements.py": ["judgements", "verdicts"],
    "api/test_laws.py": ["countries"],
    "api/test_letter_leases.py": ["letter_leases"],
    "api/test_listings_seen.py": ["listings_seen"],
    "api/test_register_codes.py": ["register_codes"],
    "api/test_rights.py": ["rights"],
    "api/test_absences.py": ["absences", "staff_letters"],
    "api/test_teamwork.py": ["assignments", "case_questions", "door_bars", "saved_views",
                             "teamwork"],
    "api/test_lives_of_keys.py": ["successors"],
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
    "services/authority/test_territories.py": ["territories"],
    "services/decisions/test_appeal_terms.py": ["appeal_terms"],
    "services/decisions/test_appeals.py": ["appeals"],
    "services/logins/test_approvals.py": ["access", "approvals", "grants", "handovers"],
    "services/logins/test_attempts.py": ["attempts"],
    "services/authority/test_authorizations.py": ["authorizations"],
    "services/cases/test_boycott_steps.py": ["case_steps", "taking_up"],
    "services/cases/test_boycotts.py": ["boycotts", "case_appeals"],
    "services/cases/test_treatments.py": ["lanes", "raised_proof"],
    "services/cases/test_warnings.py": ["arrivals", "warnings"],
    "services/filing/test_checks.py": ["checks"],
    "services/decisions/test_claims.py": ["claims"],
    "services/law/test_clocks.py": ["clocks", "laws"],
    "services/staff/test_disclosures.py": ["disclosures", "filers"],
    "services/filing/test_documents.py": ["documents", "likeness"],
    "services/sellers/test_copies.py": ["contacts"],
    "services/sellers/test_downtimes.py": ["downtimes"],
    "services/filing/test_drafts.py": ["drafts"],
    "services/filing/test_added_evidence.py": ["evidence"],
    "services/findings/test_stakes.py": ["stakes"],
    "services/cases/test_flag_answers.py": ["flag_answers"],
    "services/cases/test_flags.py": ["flags"],
    "services/filing/test_histories.py": ["histories"],
    "services/cases/test_holds.py": ["holds"],
    "services/mailing/test_inboxes.py": ["inboxes"],
    "services/filing/test_intake.py": ["intake"],
    "services/filing/test_intake_alarms.py": ["alarms"],
    "services/cases/test_joinings.py": ["bound", "joinings"],
    "services/upkeep/test_known_keys.py": ["known_keys"],
    "services/mailing/test_letters.py": ["letters"],
    "services/mailing/test_link_codes.py": ["link_codes"],
    "services/sellers/test_listing_states.py": ["confirmations"],
    "services/cases/test_matches.py": ["matches"],
    "services/test_moves.py": ["move", "timeline"],
    "services/decisions/test_pending.py": ["pending", "taking_effect"],
    "services/logins/test_people.py": ["account_letters", "accounts", "keys", "partners",
                                "people", "sessions", "sign_ups"],
    "services/policy/test_policy_drafts.py": ["policies", "policy_drafts"],
    "services/law/test_buyer_notices.py": ["buyer_notices"],
    "services/law/test_official_orders.py": ["official_orders"],
    "services/law/test_proceedings.py": ["proceedings"],
    "services/law/test_threats.py": ["threats"],
    "services/findings/test_readings.py": ["readings"],
    "services/decisions/test_reasons.py": ["reasons"],
    "services/authority/test_recording.py": ["standings"],
    "services/filing/test_registry.py": ["registry"],
    "services/decisions/test_rehearsals.py": ["rehearsals"],
    "services/sellers/test_orders.py": ["orders"],
    "services/sellers/test_replies.py": ["reaching"],
    "services/cases/test_rings.py": ["rings"],
    "services/cases/test_suspensions.py": ["suspensions"],
    "services/findings/test_samples.py": ["samples"],
    "services/findings/test_scans.py": ["scans"],
    "services/test_small_services.py": ["hearing"],
    "attacks/test_partners_whole_book.py": ["holders"],
    "services/staff/test_leases.py": ["leases"],
    "web/accounts/test_work_accounts.py": ["work_accounts"],
    "web/test_joined.py": ["secret_links"],
    "web/test_outbox.py": ["renewals"],
    "web/test_reply.py": ["receipts"],
}  # fmt: skip


def test_each_service_has_its_story() -> None:
    there = [name.rpartition(".")[2] for name in services()]
    told = [noun for nouns in STORIES.values() for noun in nouns]
    assert sorted(told) == sorted(there)


@pytest.mark.parametrize("file", STORIES)
def test_a_story_is_told_on_both_databases(file: str) -> None:
    assert "pytest.mark.both_databases" in (TESTS / file).read_text("utf-8")

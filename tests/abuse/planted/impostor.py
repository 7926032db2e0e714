"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    maker = {"name": "Velora GmbH", "kind": "rights_holder", "email": "ip@velora.example"}
    agent = {"name": "Harrow IP", "kind": "agent", "email": "notices@harrow.test"}
    holder, mark = {"name": "Velora GmbH"}, {"number": "TM-77"}
    paper = [{"kind": "authorization", "sha256": "a" * 64}]
    for c in range(12):
        won = event("takedown", c * 9 + 2)
        lines.append(line(f"V{c}", "maker", c * 9, won, filer_more=maker, right_more=mark))
        lines.append(line(f"A{c}", "agency", c * 9, won, filer_more=agent, right_more=mark,
                          rights_holder=holder, documents=paper))  # fmt: skip
    faces = {
        "guilty-word": {"name": "Velora GmbH", "email": "legal@velora-ip.example"},
        "guilty-letters": {"name": "Velora", "kind": "rights_holder", "email": "a@vel0ra.example"},
        "guilty-mail": {"name": "Velora Ltd", "kind": "rights_holder", "email": "velora@gmail.com"},
        "guilty-number": {"name": "Tormund Works", "email": "me@tormund.test"},
        "innocent-subsidiary": {"name": "Velora GmbH", "email": "hk@asia.velora.example"},
        "innocent-namesake": {"name": "Velara", "email": "office@velara.example"},
        "innocent-person": {"name": "Alma Juniper", "kind": "individual", "email": "al@gmail.com"},
    }
    for name, face in faces.items():
        number = {"number": "TM-77" if "guilty" in name or "sub" in name else f"TM-{name}"}
        lines.append(line(f"N-{name}", name, 200, filer_more=face, right_more=number))
    # A new agency, with its paper and a domain of its own.
    new = {"name": "Bell & Finch", "kind": "agent", "email": "ip@bellfinch.test"}
    lines.append(line("N-agency", "innocent-agency", 210, filer_more=new, right_more=mark,
                      rights_holder=holder, documents=paper))  # fmt: skip
    # The holder's second account, no newer than the first, writes from elsewhere.
    old = {"name": "Velora GmbH", "email": "eu@gmail.com", "registered_at": "2024-01-01T00:00:00Z"}
    lines.append(line("N-old", "innocent-old", 210, filer_more=old, right_more=mark))
    return lines


STRICTER = {
    "impostor_new_days": 1,
    "impostor_known_days": 150,
    "impostor_known_complaints": 20,
    "impostor_known_upheld": 20,
    "impostor_letters_per_slip": 9,
    "impostor_most_names": 1,
}
SILENCED = {"impostor_known_complaints": 1000}
NULL = {"known_complaints", "known_days", "known_refused", "known_upheld"}
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty-letters': {'ceiling': 'watch',
                    'complaints': ['N-guilty-letters'],
                    'family': 'authority',
                    'log_odds': 3.6,
                    'numbers': {'account_days': 0,
                                'complaints_for_it': 1,
                                'free_mail': 0,
                                'known_by': 'right',
                                'known_complaints': 24,
                                'known_days': 200,
                                'known_name': 1,
                                'known_refused': 0,
                                'known_upheld': 24,
                                'look_alike_domain': 1,
                                'name_against_number': 0,
                                'no_papers': 0,
                                'other_accounts': 2,
                                'resembles': 'letters'},
                    'partners': ['agency', 'maker'],
                    'strength': 0.9},
 'guilty-mail': {'ceiling': 'watch',
                 'complaints': ['N-guilty-mail'],
                 'family': 'authority',
                 'log_odds': 2.2,
                 'numbers': {'account_days': 0,
                             'complaints_for_it': 1,
                             'free_mail': 1,
                             'known_by': 'right',
                             'known_complaints': 24,
                             'known_days': 200,
                             'known_name': 0,
                             'known_refused': 0,
                             'known_upheld': 24,
                             'look_alike_domain': 0,
                             'name_against_number': 0,
                             'no_papers': 0,
                             'other_accounts': 2},
                 'partners': ['agency', 'maker'],
                 'strength': 0.55},
 'guilty-number': {'ceiling': 'watch',
                   'complaints': ['N-guilty-number'],
                   'family': 'authority',
                   'log_odds': 1.2,
                   'numbers': {'account_days': 0,
                               'complaints_for_it': 1,
                               'free_mail': 0,
                               'known_by': 'right',
                               'known_complaints': 24,
                               'known_days': 200,
                               'known_name': 0,
                               'known_refused': 0,
                               'known_upheld': 24,
                               'look_alike_domain': 0,
                               'name_against_number': 1,
                               'no_papers': 0,
                               'other_accounts': 2},
                   'partners': ['agency', 'maker'],
                   'strength': 0.3},
 'guilty-word': {'ceiling': 'watch',
                 'complaints': ['N-guilty-word'],
                 'family': 'authority',
                 'log_odds': 3.2,
                 'numbers': {'account_days': 0,
                             'complaints_for_it': 1,
                             'free_mail': 0,
                             'known_by': 'right',
                             'known_complaints': 24,
                             'known_days': 200,
                             'known_name': 1,
                             'known_refused': 0,
                             'known_upheld': 24,
                             'look_alike_domain': 1,
                             'name_against_number': 0,
                             'no_papers': 0,
                             'other_accounts': 2,
                             'resembles': 'word'},
                 'partners': ['agency', 'maker'],
                 'strength': 0.8}}

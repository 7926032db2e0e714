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

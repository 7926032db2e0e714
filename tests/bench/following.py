"""What it costs to follow many claims: by reading their list again, and by the events.

    python -m lab simulate --seed 77 --complaints 60000 --out market.jsonl --truth truth.json
    cleanhands migrate && cleanhands import complaints market.jsonl --source partner-1
    python -m tests.bench.following

On a database of its own, whose first partner keeps all filers. It withdraws a hundred claims.
"""

from __future__ import annotations

import sys
import time

from sqlalchemy import select

from complaints.app import create_app
from complaints.models import Claim
from complaints.queries.logins.people import find_owner
from complaints.rules.actors import SYSTEM, ActorKind
from complaints.services.logins import people
from complaints.storage.context import Context
from complaints.work import begin_work

PAGES, CHANGED = 30, 100


def main() -> None:
    context = Context.from_environment()
    with begin_work(context, SYSTEM) as work:
        partner = (
            find_owner(work.session, ActorKind.PARTNER, "vendor")
            or people.add_partner(work, slug="vendor", name="Vendor").id
        )
        key = people.issue_key(
            work, kind=ActorKind.PARTNER, owner_id=partner, label="bench", vault=context.vault
        ).secret
    client = create_app(context).test_client()
    headers = {"Authorization": f"Bearer {key}"}

    def read(what: str, path: str) -> dict[str, object]:
        began = time.process_time()
        answer = client.get(f"/api/v1{path}", headers=headers)
        took = time.process_time() - began
        sys.stdout.write(f"{what}: {len(answer.get_data()):,} bytes, {took:.3f} s\n")
        body: dict[str, object] = answer.get_json()
        return body

    here = read("the place to follow from", "/events?from_now=true")["next"]
    cursor = ""
    for page in range(PAGES):
        listed = read(f"page {page + 1} of 100 claims", f"/claims?limit=100{cursor}")
        if listed["next"] is None:
            break
        cursor = f"&cursor={listed['next']}"
    with context.database.reading() as session:
        waits = select(Claim.id).where(Claim.state == "received").order_by(Claim.id.desc())
        changed = session.scalars(waits.limit(CHANGED)).all()
    for claim_id in changed:
        client.post(f"/api/v1/claims/{claim_id}/withdraw", headers=headers, json={})
    after = read(f"{len(changed)} claims changed", f"/events?limit=500&after={here}")["next"]
    read("no news", f"/events?after={after}")


if __name__ == "__main__":
    main()

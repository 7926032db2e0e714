"""The ten tasks of docs/tasks.md by the client that openapi-python-client makes: `python tasks.py`.

It reads SITE (http://127.0.0.1:8000) and four keys, BRAND, PARTNER, PLATFORM and REVIEWER, from the
environment, and label.png from the folder that it is called in.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from cleanhands_client import AuthenticatedClient, models
from cleanhands_client.api.batches import batches_file
from cleanhands_client.api.boycotts import boycotts_list
from cleanhands_client.api.claims import claims_decide, claims_list, claims_read
from cleanhands_client.api.complaints import complaints_export, complaints_file, complaints_withdraw
from cleanhands_client.api.documents import documents_list, documents_send
from cleanhands_client.api.events import events_list
from cleanhands_client.api.replies import replies_counter
from cleanhands_client.api.rights import rights_read, rights_register
from cleanhands_client.types import UNSET, File, Unset

ITEM = "https://item.taobao.com/item.htm?id=61000000000"
Answer = TypeVar("Answer")


def signed_in(name: str) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=os.environ["SITE"], token=os.environ[name])


def need(answer: object, kind: type[Answer]) -> Answer:
    """Return the answer of a success; any other is a problem, and ends the program."""
    if not isinstance(answer, kind):
        raise SystemExit(f"refused: {answer}")
    return answer


brand, partner, platform, reviewer = map(signed_in, ["BRAND", "PARTNER", "PLATFORM", "REVIEWER"])

# 1. Register a right
mark = models.RightIn(
    kind="trademark",
    number="7654321",
    jurisdiction="CN",
    title="LUMEN",
    registered_on=date(2015, 3, 1),
    status="registered",
    classes=[25],
)
right = need(rights_register.sync(client=brand, body=mark), models.RightOut)
found = need(rights_read.sync(right.id, client=brand), models.RightOut)
print(found.kind, found.title)

# 2. Send a document
label = File(BytesIO(Path("label.png").read_bytes()), "label.png", "image/png")
sent = documents_send.sync(client=brand, body=models.DocumentsSendBody(file=label))
picture = need(sent, models.DocumentOut).sha256
print(need(documents_list.sync(client=brand), models.DocumentsOut).items[0].filename)

# 3. File a complaint
SHOWN = {"how_known": "picture", "differences": "The label is printed, ours is woven."}


def complaint(reference: str, *items: int) -> models.ComplaintIn:
    signature = models.DeclarationIn(signed_by="Ann Lee", language="en", agreed=["truth", "ecl-42"])
    return models.ComplaintIn(
        reference=reference,
        right_id=right.id,
        basis="counterfeit",
        answers=models.ComplaintInAnswers.from_dict(SHOWN),
        declaration=signature,
        documents=[models.ComplaintPaperIn(kind="evidence", sha256=picture, pass_on=True)],
        targets=[models.TargetIn(url=f"{ITEM}{item}") for item in items],
    )


filing = complaints_file.sync(
    client=brand, body=complaint("lumen-1", 1, 2), idempotency_key="lumen-1"
)
filed = need(filing, models.FiledOut)
print(filed.state, len(filed.targets))

# 4. File a batch
several = [complaint("lumen-3", 3), complaint("lumen-4", 4), complaint("lumen-5")]
done = need(
    batches_file.sync(client=brand, body=models.BatchIn(complaints=several)), models.BatchOut
)
print([done.filed, done.refused, [each.status for each in done.items]])

# 5. File for a named filer
WORK = {
    "work": "photo",
    "published_at": "https://sam.example.org/sunrise",
    "published_on": "2019-05-01",
    "copied": "The whole picture.",
    "allowed": "considered",
}
for_sam = models.ComplaintIn(
    reference="sam-1",
    filer=models.FilerOfPlatformIn(
        reference="u-42", name="Sam Li", kind="individual", email="sam@example.org"
    ),
    right=models.RightFacts(kind="copyright", title="Sunrise", first_published_on=date(2019, 5, 1)),
    basis="copyright",
    answers=models.ComplaintInAnswers.from_dict(WORK),
    declaration=models.DeclarationIn(signed_by="Sam Li", language="en", agreed=["truth", "ecl-42"]),
    targets=[models.TargetIn(url=f"{ITEM}6")],
)
sams = need(
    complaints_file.sync(client=partner, body=for_sam, idempotency_key="sam-1"), models.FiledOut
)
print(sams.reference, sams.state)

# 6. Read claims page by page
claims: list[models.ClaimOut] = []
cursor: str | Unset | None = UNSET
while cursor is not None:
    asked = claims_list.sync(client=brand, limit=3, cursor=cursor)
    page = need(asked, models.ClaimsOut)
    claims += page.items
    cursor = page.next_
table = need(complaints_export.sync(client=brand), str)
print(f"{len(claims)} claims, {len(table.splitlines())} lines")

# 7. Decide as staff
claim, other = (each.claim_id for each in filed.targets)
seen = need(claims_read.sync(claim, client=reviewer), models.WholeClaimOut)
decision = models.DecisionIn(decision="take_down", reason="shown")
decided = claims_decide.sync(claim, client=reviewer, body=decision, if_match=f'"{seen.version}"')
print(need(decided, models.WholeClaimOut).state)

# 8. Answer for the seller
counter = models.CounterIn(
    ground="genuine",
    statement="Bought from the maker, see the invoice.",
    reference="Invoice 7",
    facts=[
        models.FactIn(kind="invoice", number="2026-000714"),
        models.FactIn(kind="order", number="88-20260113"),
    ],
    seller=models.SellerIn(
        name="Mei Shop", email="seller@shop.example", registration="91990000MA00000008"
    ),
    declarations=["true", "art43"],
)
answered = replies_counter.sync(claim, client=platform, body=counter)
print(need(answered, models.WholeClaimOut).state)

# 9. Withdraw
error = models.WithdrawComplaintIn(reason="Our error.", claim_ids=[other])
assert filed.id is not None
need(complaints_withdraw.sync(filed.id, client=brand, body=error), models.WithdrawnOut)
print(need(claims_read.sync(other, client=brand), models.WholeClaimOut).state)

# 10. Follow events, and whom not to serve
events = need(
    events_list.sync(client=brand, type_=["complaint.filed", "claim.countered", "claim.withdrawn"]),
    models.EventsOut,
)
need(events_list.sync(client=brand, after=events.next_), models.EventsOut)
counted = sorted(Counter(each.type_ for each in events.items).items())
print(", ".join(f"{name} {number}" for name, number in counted))
(bound,) = need(boycotts_list.sync(client=platform), models.BoycottsOut).items
print(bound.filer.name, bound.treatments["ecl"])

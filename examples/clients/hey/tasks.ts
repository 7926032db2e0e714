// The ten tasks of docs/tasks.md by the client that @hey-api/openapi-ts makes.
// It reads SITE and four keys, BRAND, PARTNER, PLATFORM and REVIEWER, from the environment, and
// label.png from the folder that it is called in.

import { openAsBlob } from "node:fs";

import { createClient } from "./generated/client/index.js";
import {
  batchesFile, boycottsList, claimsDecide, claimsList, claimsRead, complaintsExport, complaintsFile,
  complaintsWithdraw, documentsList, documentsSend, eventsList, repliesCounter, rightsRead, rightsRegister,
  type ClaimOut, type ClaimsOut, type ComplaintIn,
} from "./generated/index.js";

const ITEM = "https://item.taobao.com/item.htm?id=61000000000";

function signedIn(name: string) {
  const client = createClient({ baseUrl: process.env.SITE, auth: () => process.env[name] });
  // What is no success is a problem, and ends the program.
  return { client, throwOnError: true } as const;
}

const [brand, partner, platform, reviewer] = ["BRAND", "PARTNER", "PLATFORM", "REVIEWER"].map(signedIn);

// 1. Register a right
const { data: right } = await rightsRegister({
  ...brand,
  body: {
    kind: "trademark", number: "7654321", jurisdiction: "CN", title: "LUMEN",
    registered_on: "2015-03-01", status: "registered", classes: [25],
  },
});
const { data: found } = await rightsRead({ ...brand, path: { right_id: right.id } });
console.log(found.kind, found.title);

// 2. Send a document
const label = new File([await openAsBlob("label.png")], "label.png", { type: "image/png" });
const { data: sent } = await documentsSend({ ...brand, body: { file: label } });
console.log((await documentsList(brand)).data.items[0].filename);

// 3. File a complaint
function complaint(reference: string, ...items: number[]): ComplaintIn {
  return {
    reference, right_id: right.id, basis: "counterfeit",
    answers: { how_known: "picture", differences: "The label is printed, ours is woven." },
    declaration: { signed_by: "Ann Lee", language: "en", agreed: ["truth", "ecl-42"] },
    documents: [{ kind: "evidence", sha256: sent.sha256, pass_on: true }],
    targets: items.map((item) => ({ url: `${ITEM}${item}` })),
  };
}
const { data: filed } = await complaintsFile({
  ...brand,
  headers: { "Idempotency-Key": "lumen-1" },
  body: complaint("lumen-1", 1, 2),
});
console.log(filed.state, filed.targets.length);

// 4. File a batch
const several = [complaint("lumen-3", 3), complaint("lumen-4", 4), complaint("lumen-5")];
const { data: done } = await batchesFile({ ...brand, body: { complaints: several } });
console.log(JSON.stringify([done.filed, done.refused, done.items.map((each) => each.status)]));

// 5. File for a named filer
const { data: sams } = await complaintsFile({
  ...partner,
  headers: { "Idempotency-Key": "sam-1" },
  body: {
    reference: "sam-1",
    filer: { reference: "u-42", name: "Sam Li", kind: "individual", email: "sam@example.org" },
    right: { kind: "copyright", title: "Sunrise", first_published_on: "2019-05-01" },
    basis: "copyright",
    answers: {
      work: "photo", published_at: "https://sam.example.org/sunrise", published_on: "2019-05-01",
      copied: "The whole picture.", allowed: "considered",
    },
    declaration: { signed_by: "Sam Li", language: "en", agreed: ["truth", "ecl-42"] },
    targets: [{ url: `${ITEM}6` }],
  },
});
console.log(sams.reference, sams.state);

// 6. Read claims page by page
const claims: ClaimOut[] = [];
let cursor: string | undefined;
do {
  const page: ClaimsOut = (await claimsList({ ...brand, query: { limit: 3, cursor } })).data;
  claims.push(...page.items);
  cursor = page.next ?? undefined;
} while (cursor !== undefined);
const { data: table } = await complaintsExport(brand);
console.log(`${claims.length} claims, ${table.trimEnd().split("\n").length} lines`);

// 7. Decide as staff
const [claim, other] = filed.targets.map((each) => ({ path: { claim_id: each.claim_id } }));
const { data: seen } = await claimsRead({ ...reviewer, ...claim });
const { data: decided } = await claimsDecide({
  ...reviewer,
  ...claim,
  headers: { "If-Match": `"${seen.version}"` },
  body: { decision: "take_down", reason: "shown" },
});
console.log(decided.state);

// 8. Answer for the seller
const { data: answered } = await repliesCounter({
  ...platform,
  ...claim,
  body: {
    ground: "genuine", statement: "Bought from the maker, see the invoice.", reference: "Invoice 7",
    facts: [{ kind: "invoice", number: "2026-000714" }, { kind: "order", number: "88-20260113" }],
    seller: { name: "Mei Shop", email: "seller@shop.example", registration: "91990000MA00000008" },
    declarations: ["true", "art43"],
  },
});
console.log(answered.state);

// 9. Withdraw
await complaintsWithdraw({
  ...brand,
  path: { complaint_id: filed.id! },
  body: { reason: "Our error.", claim_ids: [other.path.claim_id] },
});
console.log((await claimsRead({ ...brand, ...other })).data.state);

// 10. Follow events, and whom not to serve
const wanted = { type: ["complaint.filed", "claim.countered", "claim.withdrawn"] as const };
const { data: events } = await eventsList({ ...brand, query: { type: [...wanted.type] } });
await eventsList({ ...brand, query: { after: events.next } });
const counted = new Map<string, number>();
for (const { type } of events.items) counted.set(type, (counted.get(type) ?? 0) + 1);
console.log([...counted].sort().map(([name, number]) => `${name} ${number}`).join(", "));
const [bound] = (await boycottsList(platform)).data.items;
console.log(bound.filer.name, bound.treatments.ecl);

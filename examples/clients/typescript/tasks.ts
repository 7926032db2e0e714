// The ten tasks of docs/tasks.md by openapi-fetch, with the types that openapi-typescript makes.
// It reads SITE and four keys, BRAND, PARTNER, PLATFORM and REVIEWER, from the environment, and
// label.png from the folder that it is called in.

import { openAsBlob } from "node:fs";

import createClient from "openapi-fetch";

import type { components, paths } from "./generated/api.js";

type Schemas = components["schemas"];

const ITEM = "https://item.taobao.com/item.htm?id=61000000000";

function signedIn(name: string) {
  const headers = { Authorization: `Bearer ${process.env[name]}` };
  return createClient<paths>({ baseUrl: process.env.SITE, headers });
}

/** Give the answer of a success; any other is a problem, and ends the program. */
function need<Answer>({ data, error }: { data?: Answer; error?: unknown }): Answer {
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
}

const [brand, partner, platform, reviewer] = ["BRAND", "PARTNER", "PLATFORM", "REVIEWER"].map(signedIn);

// 1. Register a right
const right = need(await brand.POST("/api/v1/rights", {
  body: {
    kind: "trademark", number: "7654321", jurisdiction: "CN", title: "LUMEN",
    registered_on: "2015-03-01", status: "registered", classes: [25],
  },
}));
const found = need(await brand.GET("/api/v1/rights/{right_id}", { params: { path: { right_id: right.id } } }));
console.log(found.kind, found.title);

// 2. Send a document
const label = new File([await openAsBlob("label.png")], "label.png", { type: "image/png" });
const sent = need(await brand.POST("/api/v1/documents", {
  // OpenAPI has text for a file, and so do the types.
  body: { file: label as unknown as string },
  bodySerializer: ({ file }) => {
    const form = new FormData();
    form.append("file", file);
    return form;
  },
}));
console.log(need(await brand.GET("/api/v1/documents")).items[0].filename);

// 3. File a complaint
function complaint(reference: string, ...items: number[]): Schemas["ComplaintIn"] {
  return {
    reference, right_id: right.id, basis: "counterfeit",
    answers: { how_known: "picture", differences: "The label is printed, ours is woven." },
    declaration: { signed_by: "Ann Lee", language: "en", agreed: ["truth", "ecl-42"] },
    documents: [{ kind: "evidence", sha256: sent.sha256, pass_on: true }],
    targets: items.map((item) => ({ url: `${ITEM}${item}` })),
  };
}
const filed = need(await brand.POST("/api/v1/complaints", {
  params: { header: { "Idempotency-Key": "lumen-1" } },
  body: complaint("lumen-1", 1, 2),
}));
console.log(filed.state, filed.targets.length);

// 4. File a batch
const several = [complaint("lumen-3", 3), complaint("lumen-4", 4), complaint("lumen-5")];
const done = need(await brand.POST("/api/v1/complaints/batch", { body: { complaints: several } }));
console.log(JSON.stringify([done.filed, done.refused, done.items.map((each) => each.status)]));

// 5. File for a named filer
const sams = need(await partner.POST("/api/v1/complaints", {
  params: { header: { "Idempotency-Key": "sam-1" } },
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
}));
console.log(sams.reference, sams.state);

// 6. Read claims page by page
const claims: Schemas["ClaimOut"][] = [];
let cursor: string | undefined;
do {
  const page: Schemas["ClaimsOut"] = need(await brand.GET("/api/v1/claims", { params: { query: { limit: 3, cursor } } }));
  claims.push(...page.items);
  cursor = page.next ?? undefined;
} while (cursor !== undefined);
const table: string = need(await brand.GET("/api/v1/complaints.csv", { parseAs: "text" }));
console.log(`${claims.length} claims, ${table.trimEnd().split("\n").length} lines`);

// 7. Decide as staff
const [claim, other] = filed.targets.map((each) => ({ params: { path: { claim_id: each.claim_id } } }));
const seen = need(await reviewer.GET("/api/v1/claims/{claim_id}", claim));
const decided = need(await reviewer.POST("/api/v1/claims/{claim_id}/decide", {
  params: { ...claim.params, header: { "If-Match": `"${seen.version}"` } },
  body: { decision: "take_down", reason: "shown" },
}));
console.log(decided.state);

// 8. Answer for the seller
const answered = need(await platform.POST("/api/v1/claims/{claim_id}/counter", {
  ...claim,
  body: {
    ground: "genuine", statement: "Bought from the maker, see the invoice.", reference: "Invoice 7",
    facts: [{ kind: "invoice", number: "2026-000714" }, { kind: "order", number: "88-20260113" }],
    seller: { name: "Mei Shop", email: "seller@shop.example", registration: "91990000MA00000008" },
    declarations: ["true", "art43"],
  },
}));
console.log(answered.state);

// 9. Withdraw
need(await brand.POST("/api/v1/complaints/{complaint_id}/withdraw", {
  params: { path: { complaint_id: filed.id! } },
  body: { reason: "Our error.", claim_ids: [other.params.path.claim_id] },
}));
console.log(need(await brand.GET("/api/v1/claims/{claim_id}", other)).state);

// 10. Follow events, and whom not to serve
const events = need(await brand.GET("/api/v1/events", {
  params: { query: { type: ["complaint.filed", "claim.countered", "claim.withdrawn"] } },
}));
need(await brand.GET("/api/v1/events", { params: { query: { after: events.next } } }));
const counted = new Map<string, number>();
for (const { type } of events.items) counted.set(type, (counted.get(type) ?? 0) + 1);
console.log([...counted].sort().map(([name, number]) => `${name} ${number}`).join(", "));
const [bound] = need(await platform.GET("/api/v1/boycotts")).items;
console.log(bound.filer.name, bound.treatments.ecl);

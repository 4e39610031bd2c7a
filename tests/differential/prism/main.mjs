// Sends requests that were valid to the mock to Prism as well, and counts what it has against them.
//
// node main.mjs CLI DOCUMENTS FOLDER [BEGINNING]: CLI is the package.json of @stoplight/prism-cli; FOLDER/requests/*.jsonl hold
// a document's path in the first line and a request in each other one; BEGINNING chooses documents. Every objection goes to
// FOLDER/prism.jsonl, the counts to FOLDER/prism.json. Exit code 1 where Prism objects to anything that isn't known.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { judge } from "./document.mjs";
import { known, reasons } from "./known.mjs";

const [cli, documents, folder, beginning = ""] = process.argv.slice(2);
const SHOWN = 20;
/** How often each reason was met. */
const met = new Map(reasons.map((reason) => [reason, 0]));

/** Counts of one document. */
const row = async (file) => {
  const lines = readFileSync(join(folder, "requests", file), "utf8").trim().split("\n");
  const [{ document }, ...requests] = lines.map((line) => JSON.parse(line));
  if (!document.startsWith(beginning)) return null;
  const counts = { document, requests: requests.length, accepted: 0, known: 0, objections: [], troubles: [], late: [] };
  const begun = Date.now();
  const { failed, verdicts = [], late = requests } = await judge(cli, join(documents, document), requests);
  for (const one of verdicts) {
    const entry = one.violations && known(one.violations, { ...one.request, document });
    if (entry) {
      met.set(entry.reason, met.get(entry.reason) + 1);
      counts.known += 1;
    } else if (one.violations) {
      counts.objections.push({ ...one.request, document, objection: one.objection, violations: one.violations });
    } else if (one.trouble) counts.troubles.push({ ...one.request, document, trouble: one.trouble });
    else counts.accepted += 1;
  }
  counts.late = late;
  return { ...counts, failed, seconds: (Date.now() - begun) / 1000 };
};

const told = (row) => row.failed
  ? `Prism can't load ${row.document}: ${row.failed}; ${row.requests} requests not judged`
  : `Prism on ${row.document}: ${row.accepted} of ${row.requests} accepted, ${row.known} known, ` +
    `${row.troubles.length} with no verdict, ${row.late.length} too slow, ${row.objections.length} objections, ${row.seconds.toFixed(1)} s`;

const rows = [];
const files = readdirSync(join(folder, "requests")).filter((file) => file.endsWith(".jsonl")).sort();
const worker = async () => {
  for (let file = files.shift(); file; file = files.shift()) {
    const made = await row(file);
    if (!made) continue;
    rows.push(made);
    console.log(told(made));
  }
};
await Promise.all([worker(), worker()]);

const show = (title, all, line) => {
  if (all.length === 0) return;
  console.log(`\n${title}: ${all.length}`);
  for (const one of all.slice(0, SHOWN)) console.log(`  ${line(one)}`.slice(0, 500));
};
const operation = (one) => `${one.document} ${one.operation}`;
const all = (key) => rows.flatMap((row) => row[key]);
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
const slow = rows.filter((row) => !row.failed).flatMap((row) => row.late.map((one) => `${row.document} ${one.operation}`));
show("Prism objects to", all("objections"), (one) => `${operation(one)}: ${one.objection} (${one.method} ${one.target.slice(0, 120)})`);
show("Prism says nothing of", all("troubles"), (one) => `${operation(one)}: ${one.trouble}`);
show("Prism takes too long over", [...new Set(slow)], (one) => one);
console.log("");
for (const [reason, times] of met) console.log(`known, ${times} times: ${reason}`);
writeFileSync(join(folder, "prism.jsonl"), all("objections").concat(all("troubles")).map((one) => `${JSON.stringify(one)}\n`).join(""));
const account = {
  documents: rows.length,
  loaded: rows.filter((row) => !row.failed).length,
  unloaded: rows.filter((row) => row.failed).map((row) => ({ document: row.document, why: row.failed })),
  sent: sum("requests"),
  accepted: sum("accepted"),
  known: sum("known"),
  late: all("late").length,
  undecided: all("troubles").length,
  unknown: all("objections").length,
};
writeFileSync(join(folder, "prism.json"), `${JSON.stringify(account, null, 2)}\n`);
process.exit(account.unknown > 0 ? 1 : 0);

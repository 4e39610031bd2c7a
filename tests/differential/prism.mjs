// Sends requests that were valid to the mock to Prism as well, and counts what it has against them.
//
// node prism.mjs PRISM KNOWN DOCUMENTS FOLDER [BEGINNING]: FOLDER/requests/*.jsonl hold a document's path in the first
// line and a request in each other one. KNOWN lists what Prism gets wrong: [{contains, reason, document?}]. Exit code 1
// where it objects to anything else.

import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { join } from "node:path";

const [prism, knownFile, documents, folder, beginning = ""] = process.argv.slice(2);
const known = JSON.parse(readFileSync(knownFile, "utf8")).map((entry) => ({ ...entry, met: 0 }));
const START = 180_000;
const ANSWER = 20_000;
/** What isn't about the request. */
const OWN_TROUBLE = /#(NO_RESPONSE_DEFINED|NOT_ACCEPTABLE|NOT_FOUND|UNKNOWN|NO_COMPLEX_OBJECT_TEXT|NO_SUCCESS_RESPONSE_DEFINED|SCHEMA_TOO_COMPLEX|TEMPORARILY_UNAVAILABLE)/;

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Prism for a document, or why there is none. */
const start = async (document) => {
  const port = await freePort();
  const argv = ["mock", "--port", String(port), "--host", "127.0.0.1", join(documents, document)];
  const child = spawn(prism, argv, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  return new Promise((resolve) => {
    const timer = setTimeout(() => { child.kill("SIGKILL"); resolve({ failed: "it didn't start in time" }); }, START);
    const hear = (chunk) => {
      if (said.length < 100_000) said += chunk;
      if (/Prism is listening/.test(said)) { clearTimeout(timer); resolve({ port, child }); }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", () => {
      clearTimeout(timer);
      const lines = said.split("\n").filter((line) => /fatal|error/i.test(line));
      resolve({ failed: (lines[0] ?? said).slice(0, 200) });
    });
  });
};

const send = (agent, port, request) =>
  new Promise((resolve) => {
    const body = Buffer.from(request.body, "base64");
    const dropped = new Set(["host", "content-length", "connection", "transfer-encoding", "accept-encoding"]);
    const headers = request.headers.filter(([name]) => !dropped.has(name.toLowerCase())).flat();
    headers.push("Host", `127.0.0.1:${port}`);
    // Without it, node would announce chunks, of which there are none.
    if (body.length > 0 || !["GET", "HEAD"].includes(request.method)) headers.push("Content-Length", String(body.length));
    let call;
    try {
      call = http.request({ agent, host: "127.0.0.1", port, method: request.method, path: request.target, headers });
    } catch (error) {
      resolve({ trouble: String(error) });
      return;
    }
    call.setTimeout(ANSWER, () => call.destroy(new Error("no answer in time")));
    call.once("error", (error) => resolve({ trouble: String(error) }));
    call.once("response", (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.once("error", (error) => resolve({ trouble: String(error) }));
      response.once("end", () => resolve(verdict(response, Buffer.concat(chunks).toString("utf8"))));
    });
    call.end(body);
  });

/** What an answer says about the request. */
const verdict = (response, text) => {
  // What Prism has against its own answer stands there too.
  const header = response.headers["sl-violations"];
  const listed = header ? JSON.parse(header) : [];
  const own = listed.filter((one) => one.location?.[0] === "request" && one.severity === "Error");
  if (own.length > 0) {
    return { objection: `${response.statusCode}: ${own.map((one) => `${one.location.join(".")} ${one.message}`).join("; ")}` };
  }
  let problem = {};
  try { problem = JSON.parse(text) ?? {}; } catch { /* An answer of the document's own. */ }
  if (!String(problem.type ?? "").includes("stoplight.io/prism/errors")) return {};
  if (OWN_TROUBLE.test(problem.type)) return { trouble: problem.type };
  const validation = (problem.validation ?? []).filter((one) => one.location?.[0] !== "response");
  const told = validation.map((one) => `${(one.location ?? []).join(".")} ${one.message}`);
  return { objection: `${response.statusCode} ${problem.type.split("#")[1]}: ${told.join("; ") || problem.detail}` };
};

const judge = async (file) => {
  const lines = readFileSync(join(folder, "requests", file), "utf8").trim().split("\n");
  const [{ document }, ...requests] = lines.map((line) => JSON.parse(line));
  const row = { document, sent: 0, accepted: 0, known: 0, trouble: 0, objections: [] };
  if (!document.startsWith(beginning)) return null;
  const { port, child, failed } = await start(document);
  if (failed) return { ...row, failed };
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const waiting = [...requests];
  const work = async () => {
    for (let request = waiting.shift(); request; request = waiting.shift()) {
      const { objection, trouble } = await send(agent, port, request);
      row.sent += 1;
      if (trouble) row.trouble += 1;
      else if (!objection) row.accepted += 1;
      else {
        const is = (entry) => objection.includes(entry.contains) && (!entry.document || entry.document === document);
        const entry = known.find(is);
        if (entry) { entry.met += 1; row.known += 1; } else row.objections.push({ ...request, document, objection });
      }
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  agent.destroy();
  child.kill("SIGKILL");
  return row;
};

const rows = [];
const files = readdirSync(join(folder, "requests")).filter((file) => file.endsWith(".jsonl")).sort();
const worker = async () => {
  for (let file = files.shift(); file; file = files.shift()) {
    const row = await judge(file);
    if (!row) continue;
    rows.push(row);
    console.log(row.failed
      ? `Prism can't load ${row.document}: ${row.failed}`
      : `Prism on ${row.document}: ${row.accepted} of ${row.sent} accepted, ${row.known} known, ${row.trouble} with no verdict, ${row.objections.length} objections`);
  }
};
await Promise.all([worker(), worker()]);
const objections = rows.flatMap((row) => row.objections);
writeFileSync(join(folder, "prism.jsonl"), objections.map((one) => `${JSON.stringify(one)}\n`).join(""));
for (const one of objections.slice(0, 20)) {
  console.log(`  ${one.document} ${one.operation}: ${one.objection.slice(0, 300)} (${one.method} ${one.target.slice(0, 120)})`);
}
for (const entry of known) console.log(`known, ${entry.met} times: ${entry.reason}`);
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
const loaded = rows.filter((row) => !row.failed).length;
console.log(`Prism: ${loaded} of ${rows.length} documents loaded, ${sum("accepted")} of ${sum("sent")} requests accepted, ${sum("known")} known, ${sum("trouble")} with no verdict, ${objections.length} objections`);
process.exit(objections.length > 0 ? 1 : 0);

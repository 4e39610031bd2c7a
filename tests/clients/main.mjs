// Every client against the server of every vendor, over each transport and protocol version that the client offers;
// then what only one of them can look at; then curated tools. Arguments choose vendors, and `curated`.
import assert from "node:assert/strict";
import { join } from "node:path";

import { checks } from "./checks.mjs";
import { curl } from "./clients/curl.mjs";
import { inspector } from "./clients/inspector.mjs";
import { python } from "./clients/python.mjs";
import { typescriptV1, typescriptV2 } from "./clients/typescript.mjs";
import * as curated from "./curated.mjs";
import { programs } from "./places.mjs";
import { Program } from "./program.mjs";
import { Report } from "./report.mjs";
import { Server } from "./server.mjs";
import { conformance } from "./suites/conformance.mjs";
import { http } from "./suites/http.mjs";
import { inspection } from "./suites/inspector.mjs";
import { tokens } from "./suites/tokens.mjs";
import { decided, names } from "./vendor.mjs";
import { Wire } from "./wire.mjs";

const CLIENTS = [typescriptV1, typescriptV2, python, inspector, curl];
const SUITES = { "transport rules": http, "access tokens": tokens, portability: inspection, conformance };

const report = new Report();
const chosen = process.argv.slice(2);
const vendors = chosen.filter((name) => name !== curated.NAME);
for (const name of vendors.length > 0 || chosen.length === 0 ? names(vendors) : []) {
  let vendor;
  if (await report.about(name)("vendor.toml asks a question", async () => (vendor = decided(name)))) {
    await beforeMock(name, [name], (upstream) => tryOut(vendor, upstream));
  }
}
if (chosen.length === 0 || chosen.includes(curated.NAME)) {
  await beforeMock(curated.NAME, curated.mocked, tryOutCurated);
}
process.exit(report.finish());

/** Acts on the address of an API that the mock plays; `words` name its document. */
async function beforeMock(name, words, act) {
  const mock = new Program(join(programs, "xtask"), ["mock", ...words, "--port", "0"]);
  const check = report.about(name);
  let upstream;
  if (await check("the mock of its API starts", async () => ([upstream] = await mock.said(/http:\/\/127\.0\.0\.1:\d+/)))) {
    await act(upstream);
  }
  await check("every request that the API got is true to its document", async () => {
    await mock.stop("SIGINT");
    assert.match(mock.text, / -> 20[01]$/m, "there were some");
    assert.doesNotMatch(mock.text, /violation/);
  });
}

/** Clients that hold a conversation over each transport, then the Inspector. */
async function tryOutCurated(upstream) {
  for (const client of [typescriptV1, typescriptV2, python, curl]) {
    for (const transport of client.transports) {
      for (const mode of Object.keys(client.modes)) {
        const check = report.about([curated.NAME, transport, client.name, mode].join(" "));
        const act = (about) => converse(check, { client, mode, checks: curated.checks }, about);
        await withServer(curated.subject, transport, upstream, act);
      }
    }
  }
  for (const transport of inspector.transports) {
    const check = report.about([curated.NAME, transport, inspector.name].join(" "));
    await withServer(curated.subject, transport, upstream, (about) => apply(check, curated.inspection, about));
  }
}

/** Every client, then every suite. */
async function tryOut(vendor, upstream) {
  for (const client of CLIENTS) {
    for (const transport of client.transports) {
      for (const mode of Object.keys(client.modes)) {
        const check = report.about([vendor.name, transport, client.name, mode].join(" "));
        await withServer(vendor, transport, upstream, (about) => converse(check, { client, mode, checks }, about));
      }
    }
  }
  for (const [name, suite] of Object.entries(SUITES)) {
    const check = report.about([vendor.name, "http", name].join(" "));
    await withServer(vendor, "http", upstream, (about) => apply(check, suite, about));
  }
}

/** Acts on `{vendor, server, wire}`: a server, not yet started, and its wire to the API. */
async function withServer(vendor, transport, upstream, act) {
  const wire = await Wire.start(upstream);
  const server = new Server(vendor, transport, wire.url);
  try {
    await act({ vendor, server, wire });
  } finally {
    await server.stop();
    wire.stop();
  }
}

/** Has a client do all that is to be checked. */
async function converse(check, { client, mode, checks }, about) {
  const { server } = about;
  const version = client.modes[mode];
  let session;
  const connects = async () => {
    await server.start();
    session = await client.connect(server, mode);
    assert.equal(session.version, version);
  };
  if (await check(`connects with ${version}`, connects)) {
    for (const [name, run] of checks) {
      await check(name, () => run({ ...about, client, session }));
    }
  }
  if (session) {
    await check("disconnects", () => session.close());
  }
}

/** Has a suite look at a server from its start to its end. */
async function apply(check, suite, about) {
  const { server } = about;
  if (await check("the server starts", () => server.start())) {
    await suite(check, about);
    await check("the server stops with code 0", async () => assert.equal(await server.stop(), 0));
  }
}

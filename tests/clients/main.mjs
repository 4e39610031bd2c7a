// Every client against the server of every vendor, over each transport and protocol version that the client offers;
// then what only one of them can look at. Arguments choose vendors.
import assert from "node:assert/strict";
import { join } from "node:path";

import { checks } from "./checks.mjs";
import { curl } from "./clients/curl.mjs";
import { inspector } from "./clients/inspector.mjs";
import { python } from "./clients/python.mjs";
import { typescriptV1, typescriptV2 } from "./clients/typescript.mjs";
import { programs } from "./places.mjs";
import { Program } from "./program.mjs";
import { Report } from "./report.mjs";
import { Server } from "./server.mjs";
import { conformance } from "./suites/conformance.mjs";
import { http } from "./suites/http.mjs";
import { inspection } from "./suites/inspector.mjs";
import { decided, names } from "./vendor.mjs";
import { Wire } from "./wire.mjs";

const CLIENTS = [typescriptV1, typescriptV2, python, inspector, curl];
const SUITES = { "transport rules": http, portability: inspection, conformance };

const report = new Report();
for (const name of names(process.argv.slice(2))) {
  await examine(name);
}
process.exit(report.finish());

async function examine(name) {
  const mock = new Program(join(programs, "xtask"), ["mock", name, "--port", "0"]);
  const check = report.about(name);
  let vendor;
  let upstream;
  const asks = await check("vendor.toml asks a question", async () => (vendor = decided(name)));
  const starts = async () => ([upstream] = await mock.said(/http:\/\/127\.0\.0\.1:\d+/));
  if (asks && (await check("the mock of its API starts", starts))) {
    await tryOut(vendor, upstream);
  }
  await check("every request that the API got is true to its document", async () => {
    await mock.stop("SIGINT");
    assert.match(mock.text, / -> 200$/m, "there were some");
    assert.doesNotMatch(mock.text, /violation/);
  });
}

/** Every client, then every suite. */
async function tryOut(vendor, upstream) {
  for (const client of CLIENTS) {
    for (const transport of client.transports) {
      for (const mode of Object.keys(client.modes)) {
        const check = report.about([vendor.name, transport, client.name, mode].join(" "));
        await withServer(vendor, transport, upstream, (about) => converse(check, client, mode, about));
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

/** Has a client do all that every client has to be able to do. */
async function converse(check, client, mode, about) {
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

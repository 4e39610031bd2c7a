// The rules of Streamable HTTP (MCP 2026-07-28, "Transports"), request by request with curl.
import assert from "node:assert/strict";

import { STATELESS, fetched, message, send, stateless } from "../clients/curl.mjs";

const HEADER_MISMATCH = -32020;
const UNSUPPORTED_VERSION = -32022;
const INVALID_PARAMS = -32602;
const METHOD_NOT_FOUND = -32601;
/** Bytes; the server takes up to 4 MiB. */
const TOO_LARGE = 4 * 1024 * 1024 + 1;

/** Where clients look for authorization servers before they connect. A server without one says so at once. */
const WELL_KNOWN = [
  "/.well-known/oauth-protected-resource",
  "/.well-known/oauth-protected-resource/mcp",
  "/mcp/.well-known/oauth-protected-resource",
  "/.well-known/oauth-authorization-server",
  "/.well-known/oauth-authorization-server/mcp",
  "/.well-known/openid-configuration",
  "/.well-known/openid-configuration/mcp",
  "/mcp/.well-known/openid-configuration",
];

const discover = stateless("server/discover", {});
const list = stateless("tools/list", {});
const praise = { category: "praise", comment: "It works." };
const call = stateless("tools/call", { name: "submit_mcp_feedback", arguments: praise });

/** The message with other headers; null leaves one out. */
const but = ({ headers, body }, others) => ({ headers: { ...headers, ...others }, body });

/** The message with another protocol version, in header and body. */
function as(version, { headers, body }) {
  const params = structuredClone(body.params);
  params._meta["io.modelcontextprotocol/protocolVersion"] = version;
  return { headers: { ...headers, "MCP-Protocol-Version": version }, body: { ...body, params } };
}

/** `[what is sent, the message, status, JSON-RPC error code or none]` */
const MESSAGES = [
  ["a foreign Origin", but(discover, { Origin: "https://evil.example" }), 403],
  ["an Origin on localhost", but(discover, { Origin: "http://localhost:5173" }), 200],
  ["a foreign Host", but(discover, { Host: "evil.example" }), 403],
  ["another version in the header", but(list, { "MCP-Protocol-Version": "2025-11-25" }), 400, HEADER_MISMATCH],
  ["no version in the header", but(list, { "MCP-Protocol-Version": null }), 400, HEADER_MISMATCH],
  ["another method in the header", but(list, { "Mcp-Method": "tools/call" }), 400, HEADER_MISMATCH],
  ["no method in the header", but(list, { "Mcp-Method": null }), 400, HEADER_MISMATCH],
  ["another tool in the header", but(call, { "Mcp-Name": "search" }), 400, HEADER_MISMATCH],
  ["no tool in the header", but(call, { "Mcp-Name": null }), 400, HEADER_MISMATCH],
  ["a version that doesn't exist", as("2099-01-01", list), 400, UNSUPPORTED_VERSION],
  ["a message that doesn't say its version", { ...list, body: message("tools/list", {}).body }, 400, INVALID_PARAMS],
  ["a method that doesn't exist", stateless("nothing/such", {}), 404, METHOD_NOT_FOUND],
  ["prompts/list, which is not offered", stateless("prompts/list", {}), 404, METHOD_NOT_FOUND],
  ["a tool that doesn't exist", stateless("tools/call", { name: "no_such_tool", arguments: {} }), 200, INVALID_PARAMS],
  // JSON-RPC would have 400 and -32700, but rmcp 3.9 takes a body that is no message for one of another type.
  ["half a message", { headers: discover.headers, body: '{"jsonrpc":' }, 415],
  ["a message in another format", but(discover, { "Content-Type": "text/plain" }), 415],
  ["a client that doesn't accept the answer", but(discover, { Accept: "text/html" }), 406],
  ["more than 4 MiB", { headers: discover.headers, body: " ".repeat(TOO_LARGE) }, 413],
];

/** Checks a server over HTTP. */
export async function http(check, { server, vendor, wire }) {
  const at = (path) => new URL(path, server.url).href;
  for (const [what, sent, status, code] of MESSAGES) {
    await check(`${what}: ${[status, code].filter(Boolean).join(", ")}`, async () => {
      const answer = await send(server.url, sent);
      assert.equal(answer.status, status, answer.body);
      if (code) {
        assert.equal(JSON.parse(answer.body).error.code, code, answer.body);
      }
    });
  }
  for (const method of ["GET", "DELETE"]) {
    await check(`${method} /mcp: 405`, async () => {
      const headers = { Accept: "text/event-stream", "MCP-Protocol-Version": STATELESS };
      assert.equal((await fetched(server.url, { method, headers })).status, 405);
    });
  }
  for (const path of [...WELL_KNOWN, "/", "/mcp/x"]) {
    await check(`GET ${path}: 404 within a second`, async () => {
      const { status, seconds } = await fetched(at(path));
      assert.equal(status, 404);
      assert.ok(seconds < 1, `${seconds} s`);
    });
  }
  await check("GET /healthz: 200, ok", async () => {
    const { status, body } = await fetched(at("/healthz"));
    assert.deepEqual({ status, body }, { status: 200, body: "ok" });
  });
  await check("server/discover names every version and lets its answer be kept", async () => {
    const { result } = JSON.parse((await send(server.url, discover)).body);
    const versions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", STATELESS];
    assert.deepEqual([...result.supportedVersions].sort(), versions);
    assert.ok(result.ttlMs > 0 && result.cacheScope === "public", JSON.stringify(result));
    assert.ok(result.instructions.length > 0 && result.instructions.length <= 512);
    assert.ok(result._meta["io.modelcontextprotocol/serverInfo"].name);
  });
  const reaches = vendor.forwardsAuthorization ? "reaches" : "does not reach";
  await check(`the Authorization of the caller ${reaches} the API`, async () => {
    const { operation, params } = vendor.demo;
    const execute = stateless("tools/call", { name: "execute", arguments: { operation, params } });
    const authorization = "Bearer shown-by-the-caller";
    const before = wire.exchanges.length;
    const { body } = await send(server.url, but(execute, { Authorization: authorization }));
    assert.equal(wire.exchanges.length, before + 1, body);
    const sent = wire.exchanges[before].headers.authorization;
    assert.equal(sent === authorization, vendor.forwardsAuthorization);
    assert.doesNotMatch(body, /shown-by-the-caller/, "the answer doesn't repeat it");
  });
}

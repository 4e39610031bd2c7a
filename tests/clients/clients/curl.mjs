// curl: the protocol written out, message by message.
import { run } from "../program.mjs";
import { Refusal, toolAnswer } from "../session.mjs";

/** The version without `initialize`, whose requests carry everything themselves. */
export const STATELESS = "2026-07-28";
/** The first version whose requests name it in a header. */
const FIRST_WITH_HEADER = "2025-06-18";

const CLIENT = { name: "toolwright-client-tests", version: "1.0.0" };
const HEADERS = { "Content-Type": "application/json", Accept: "application/json, text/event-stream", Authorization: "Bearer made-up" };

/** curl, speaking each protocol version. */
export const curl = {
  name: "curl",
  transports: ["http"],
  modes: Object.fromEntries(
    ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", STATELESS].map((version) => [version, version]),
  ),
  async connect({ url }, mode) {
    const { version, ask } = mode === STATELESS ? await discovered(url) : await initialized(url, mode);
    return {
      version,
      tools: async () => (await ask("tools/list", {})).tools,
      call: async (tool, arguments_) => toolAnswer(await ask("tools/call", { name: tool, arguments: arguments_ })),
      close: async () => {},
    };
  },
};

async function discovered(url) {
  const ask = async (method, params) => result(await send(url, stateless(method, params)));
  const { supportedVersions } = await ask("server/discover", {});
  return { version: supportedVersions.find((version) => version === STATELESS), ask };
}

async function initialized(url, version) {
  const hello = { protocolVersion: version, capabilities: {}, clientInfo: CLIENT };
  const { protocolVersion, serverInfo } = result(await send(url, message("initialize", hello)));
  if (!serverInfo?.name) {
    throw new Error("the server doesn't say its name");
  }
  const headers = version >= FIRST_WITH_HEADER ? { "MCP-Protocol-Version": protocolVersion } : {};
  const notified = await send(url, { headers, body: { jsonrpc: "2.0", method: "notifications/initialized" } });
  if (notified.status !== 202) {
    throw new Error(`a notification is answered with ${notified.status}`);
  }
  const ask = async (method, params) => result(await send(url, { ...message(method, params), headers }));
  return { version: protocolVersion, ask };
}

function result({ status, body }) {
  const { result: value, error } = JSON.parse(body);
  if (error) {
    throw new Refusal(error.code, error.message);
  }
  if (status !== 200) {
    throw new Error(`HTTP ${status}: ${body}`);
  }
  return value;
}

/** A request of the versions with `initialize`. */
export const message = (method, params) => ({ body: { jsonrpc: "2.0", id: 1, method, params } });

/** A request of the stateless version, which says who asks, and in its headers what for. */
export function stateless(method, params) {
  const meta = {
    "io.modelcontextprotocol/protocolVersion": STATELESS,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": CLIENT,
  };
  const headers = { "MCP-Protocol-Version": STATELESS, "Mcp-Method": method };
  if (params.name) {
    headers["Mcp-Name"] = params.name;
  }
  return { headers, body: { jsonrpc: "2.0", id: 1, method, params: { ...params, _meta: meta } } };
}

/** Posts a message, an object or text as it stands. Headers that are null are left out, even the usual ones. */
export function send(url, { headers = {}, body }) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return fetched(url, { headers: { ...HEADERS, ...headers }, body: text });
}

/** Runs curl: `{status, body, seconds}`. With a body it posts. */
export async function fetched(url, { method, headers = {}, body } = {}) {
  const words = ["--silent", "--show-error", "--max-time", "20", "--write-out", "\n%{http_code} %{time_total}"];
  for (const [name, value] of Object.entries(headers)) {
    words.push("--header", value === null ? `${name}:` : `${name}: ${value}`);
  }
  if (body !== undefined) {
    words.push("--data-binary", "@-");
  }
  if (method) {
    words.push("--request", method);
  }
  const { code, output, errors } = await run("curl", [...words, url], { input: body });
  if (code !== 0) {
    throw new Error(`curl ended with ${code}: ${errors.trim()}`);
  }
  const end = output.lastIndexOf("\n");
  const [status, seconds] = output.slice(end + 1).split(" ").map(Number);
  return { status, seconds, body: output.slice(0, end) };
}

// The official TypeScript clients: the one of version 1, which only knows `initialize`, and that of version 2.
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as StdioV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as HttpV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from "@modelcontextprotocol/client";
import { StdioClientTransport as StdioV2 } from "@modelcontextprotocol/client/stdio";

import { Refusal, toolAnswer } from "../session.mjs";

const IDENTITY = { name: "toolwright-client-tests", version: "1.0.0" };
const LATEST_INITIALIZE = "2025-11-25";
const STATELESS = "2026-07-28";

/** `@modelcontextprotocol/sdk`: offers its latest version, no other. */
export const typescriptV1 = {
  name: "typescript-v1",
  transports: ["http", "stdio"],
  modes: { latest: LATEST_INITIALIZE },
  async connect(server) {
    const transport = transportTo(server, HttpV1, StdioV1);
    let version;
    // The client tells its transport what was agreed upon, and nobody else; the one for stdio does not ask.
    const tell = transport.setProtocolVersion?.bind(transport);
    transport.setProtocolVersion = (agreed) => {
      version = agreed;
      tell?.(agreed);
    };
    const client = new ClientV1(IDENTITY);
    await client.connect(transport);
    return session(client, version);
  },
};

/** `@modelcontextprotocol/client`: offers whichever version it is told to, or finds out by itself. */
export const typescriptV2 = {
  name: "typescript-v2",
  transports: ["http", "stdio"],
  modes: {
    "2024-11-05": "2024-11-05",
    "2025-03-26": "2025-03-26",
    "2025-06-18": "2025-06-18",
    [LATEST_INITIALIZE]: LATEST_INITIALIZE,
    [STATELESS]: STATELESS,
    auto: STATELESS,
  },
  async connect(server, mode) {
    const client = new ClientV2(IDENTITY, negotiation(mode));
    await client.connect(transportTo(server, HttpV2, StdioV2));
    return session(client, client.getNegotiatedProtocolVersion());
  },
};

function negotiation(mode) {
  switch (mode) {
    case "auto":
      return { versionNegotiation: { mode: "auto" } };
    case STATELESS:
      return { versionNegotiation: { mode: { pin: mode } } };
    default:
      return { supportedProtocolVersions: [mode] };
  }
}

function transportTo(server, Http, Stdio) {
  if (server.transport === "http") {
    return new Http(new URL(server.url), { requestInit: { headers: server.headers } });
  }
  return new Stdio({ command: server.command, args: server.words, env: server.variables, stderr: "ignore" });
}

function session(client, version) {
  return {
    version,
    tools: async () => (await client.listTools()).tools,
    call: async (tool, arguments_) => {
      try {
        return toolAnswer(await client.callTool({ name: tool, arguments: arguments_ }));
      } catch (error) {
        throw typeof error.code === "number" ? new Refusal(error.code, error.message) : error;
      }
    },
    close: () => client.close(),
  };
}

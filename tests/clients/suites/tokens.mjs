// Access tokens: made by the program, taken over HTTP, and never seen by the API.
import assert from "node:assert/strict";

import { python } from "../clients/python.mjs";
import { typescriptV1, typescriptV2 } from "../clients/typescript.mjs";

/** `[client, mode]`: one of each protocol era. */
const CLIENTS = [[typescriptV1, "latest"], [typescriptV2, "2026-07-28"], [python, "auto"]];

/** Checks the tokens of a server over HTTP. */
export async function tokens(check, { server, vendor, wire }) {
  const { operation, params } = vendor.demo;
  let token;
  await check("token prints one line, a token", async () => {
    token = await server.token("--access-mode", "read-only", "--days", "1");
    assert.match(token, /^twa_[\w-]+$/);
  });
  for (const [client, mode] of CLIENTS) {
    const act = async (shown, use) => {
      const headers = { Authorization: `Bearer ${shown}` };
      const session = await client.connect({ transport: "http", url: server.url, headers }, mode);
      try {
        return await use(session);
      } finally {
        await session.close();
      }
    };
    await check(`${client.name} reads with it, and the API sees what it holds`, async () => {
      const before = wire.exchanges.length;
      const { isError, texts } = await act(token, (session) => session.call("execute", { operation, params }));
      assert.ok(!isError, texts.join("\n"));
      const sent = JSON.stringify(wire.exchanges.slice(before).map(({ headers }) => headers));
      assert.ok(sent.includes("made-up") && !sent.includes("twa_"), sent);
    });
    await check(`${client.name} can't write with it`, async () => {
      const search = { queries: ["create, update or delete"], effect: "write", limit: 1 };
      const { texts } = await act(token, (session) => session.call("search", search));
      const [, written] = texts.join("\n").match(/\b([a-z_]+(?:\.[a-z_]+)+)\b/) ?? [];
      const before = wire.exchanges.length;
      const { isError, texts: said } = await act(token, (session) => session.call("execute", { operation: written, dry_run: true }));
      assert.ok(isError && said.join("\n").includes("effect-refused"), `${written}: ${said.join("\n")}`);
      assert.equal(wire.exchanges.length, before);
    });
    await check(`${client.name} is refused with one that was altered`, async () => {
      const altered = token.slice(0, -2) + (token.endsWith("AA") ? "BB" : "AA");
      await assert.rejects(act(altered, (session) => session.tools()));
    });
  }
}

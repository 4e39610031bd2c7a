// What every client has to be able to do, whatever it speaks over.
import assert from "node:assert/strict";

import { Refusal, UnknownTool } from "./session.mjs";

const TOOLS = ["execute", "search", "submit_mcp_feedback"];
const INVALID_PARAMS = -32602;

/** `[name, async ({session, client, vendor, server, wire}) => …]` */
export const checks = [
  [
    "tools/list has exactly the three tools",
    async ({ session }) => {
      const tools = await session.tools();
      assert.deepEqual(tools.map(({ name }) => name).sort(), TOOLS);
      tools.forEach(({ name, description, inputSchema, annotations }) => {
        assert.ok(description && annotations, `${name} has a description and annotations`);
        assert.equal(inputSchema.type, "object");
      });
    },
  ],
  [
    "search finds the operation with each query",
    async ({ session, vendor: { demo } }) => {
      for (const query of demo.search) {
        const text = single(await session.call("search", { queries: [query] }));
        assert.ok(text.includes(demo.operation), `${JSON.stringify(query)} finds ${demo.operation}: ${text}`);
      }
    },
  ],
  [
    "execute answers with status 200 and the JSON that the API sent",
    async ({ session, vendor: { demo }, wire }) => {
      const before = wire.exchanges.length;
      const { operation, params } = demo;
      const answer = JSON.parse(single(await session.call("execute", { operation, params })));
      assert.equal(wire.exchanges.length, before + 1, "one request reaches the API");
      assert.equal(answer.status, 200);
      assert.deepEqual(answer.body, JSON.parse(wire.exchanges[before].body));
    },
  ],
  [
    "a misspelt argument is an error with a suggestion, and nothing is sent",
    async ({ session, vendor: { misspelt }, wire }) => {
      const before = wire.exchanges.length;
      for (const mistake of misspelt) {
        const { isError, texts } = await session.call("execute", mistake.arguments);
        assert.equal(isError, true, `a misspelt ${mistake.what} is an error: ${texts}`);
        const { errors } = JSON.parse(texts[0]);
        const suggestions = errors.map(({ suggestion }) => suggestion);
        assert.ok(suggestions.some((text) => text?.includes(mistake.meant)), `${mistake.meant} in ${texts}`);
      }
      assert.equal(wire.exchanges.length, before);
    },
  ],
  [
    "an unknown tool is refused",
    async ({ session, client }) => {
      const isRefusal = (error) => error instanceof Refusal && error.code === INVALID_PARAMS;
      const isFound = (error) => error instanceof UnknownTool;
      await assert.rejects(session.call("no_such_tool", {}), client.looksUpTools ? isFound : isRefusal);
    },
  ],
  [
    "submit_mcp_feedback is accepted, and kept without the secret in it",
    async ({ session, vendor: { demo }, server }) => {
      const report = { category: "praise", comment: "Found at once. token=abcdef0123456789", operation: demo.operation };
      single(await session.call("submit_mcp_feedback", report));
      const [kept, ...others] = await server.feedback();
      assert.equal(others.length, 0, "one report is kept");
      assert.equal(kept.category, report.category);
      assert.equal(kept.operation, report.operation);
      assert.match(kept.comment, /^Found at once\./);
      assert.doesNotMatch(kept.comment, /abcdef0123456789/);
    },
  ],
];

/** The only text of an answer that is no error. */
function single({ isError, texts }) {
  assert.equal(isError, false, `it is no error: ${texts}`);
  assert.equal(texts.length, 1, "it is one block of text");
  return texts[0];
}

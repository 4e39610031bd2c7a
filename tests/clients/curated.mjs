// Curated tools: a server whose document and decisions are ours (tests/curated), generated and compiled like any other.
import assert from "node:assert/strict";
import { join } from "node:path";

import { ExitCode, callOf, inspect } from "./clients/inspector.mjs";
import { root } from "./places.mjs";

/** How arguments of run.sh call it. */
export const NAME = "curated";

/** What `xtask mock` plays. */
export const mocked = ["--spec", join(root, "tests/curated/openapi.yaml"), "--decisions", join(root, "tests/curated/vendor.toml")];

/** The server as a vendor's: run.sh builds it, and says where its program lies. */
export const subject = {
  name: NAME,
  program: process.env.CURATED_PROGRAM,
  environment: { LINKED_API: NAME, SHELF_KEY: "made-up" },
};

/** Tools, and what each may do. */
const TOOLS = { count_copies: "read", end_loan: "destroy", find_items: "read", get_item: "read", lend: "write", move_item: "write" };
const COMMON = ["execute", "search", "submit_mcp_feedback"];

/** Members of a schema that some client refuses, or reads as if they weren't there. */
const UNPORTABLE = ["$ref", "$defs", "definitions", "oneOf", "anyOf", "allOf", "not", "const", "if", "patternProperties"];

const titles = ({ items }) => items.map(({ title, copies }) => ({ name: title, copies }));
const totals = ({ items }) => ({ copies: items.reduce((sum, { copies }) => sum + copies, 0), items: items.length });
const whole = (body) => body;

/** `[tool, arguments, request line, request body or none, what is shown of the answer's body]` */
const CALLS = [
  ["find_items", {}, "GET /items?sort=title&limit=5", undefined, titles],
  [
    ...["find_items", { most: 2, kind: "game", free_from: "2026-01-31" }],
    ...["GET /items?kind=game&sort=title&limit=2&filter%5Bfree-from%5D=2026-01-31", undefined, titles],
  ],
  ["get_item", { item: "saw" }, "GET /items/saw", undefined, whole],
  ["count_copies", { kind: "tool" }, "GET /items?kind=tool&limit=50", undefined, totals],
  ["move_item", { item: "saw", room: "B" }, "PATCH /items/saw", { place: { room: "B" } }, whole],
  [
    ...["move_item", { item: "saw", room: "B", row: 2, note: null }],
    ...["PATCH /items/saw", { place: { room: "B", row: 2 }, note: null }, whole],
  ],
  [
    ...["lend", { to: { name: "Ada", kind: "guest" }, items: ["saw"] }, "POST /loans"],
    ...[{ borrower: { name: "Ada", kind: "guest" }, items: ["saw"], days: 14, source: "mcp" }, ({ due }) => due],
  ],
  [
    ...["lend", { to: { number: 7 }, items: ["saw", "drill"], days: 3, group: { within: { name: "a" } } }, "POST /loans"],
    { borrower: { number: 7 }, items: ["saw", "drill"], days: 3, group: { within: { name: "a" } }, source: "mcp" },
    ({ due }) => due,
  ],
];

/** `[tool, arguments, code and path of the first error, the corrected call or none]` */
const SLIPS = [
  ["get_item", { itme: "saw" }, "unknown-argument /itme", { item: "saw" }],
  ["find_items", { kind: "gmae", most: 2 }, "invalid-value /kind", { kind: "game", most: 2 }],
  ["lend", { to: { number: 7 }, items: "saw" }, "invalid-type /items", { to: { number: 7 }, items: ["saw"] }],
  ["get_item", { "item-id": "saw", params: {} }, "unknown-argument /item-id", undefined],
  ["get_item", { item: "SAW" }, "invalid-value /item", undefined],
  ["find_items", { sort: "added" }, "unknown-argument /sort", undefined],
  ["move_item", { room: "B" }, "missing-argument /item", undefined],
  ["lend", { to: { number: 7 }, items: ["saw"], days: 31 }, "invalid-value /days", undefined],
];

/** What a client has to be able to do with them: `[name, async ({session, wire}) => …]`, as those of checks.mjs. */
export const checks = [
  [
    "tools/list has the curated tools, in schemas that every client takes",
    async ({ session }) => {
      const tools = await session.tools();
      assert.deepEqual(tools.map(({ name }) => name).sort(), [...COMMON, ...Object.keys(TOOLS)].sort());
      for (const { name, description, inputSchema, annotations } of tools.filter(({ name }) => TOOLS[name])) {
        assert.ok(description, name);
        assert.equal(inputSchema.type, "object", name);
        assert.deepEqual(members(inputSchema).filter((member) => UNPORTABLE.includes(member)), [], name);
        assert.equal(annotations.readOnlyHint, TOOLS[name] === "read", name);
        assert.equal(annotations.destructiveHint, TOOLS[name] === "destroy", name);
      }
    },
  ],
  ...CALLS.map(([tool, given, line, body, shown]) => [
    `${tool} ${JSON.stringify(given)} sends ${line}`,
    async ({ session, wire }) => {
      const exchange = await one(wire, () => session.call(tool, given));
      assert.equal(`${exchange.method} ${exchange.target}`, line);
      assert.deepEqual(exchange.sent === "" ? undefined : JSON.parse(exchange.sent), body);
      assert.deepEqual(exchange.answer.body, shown(JSON.parse(exchange.body)));
    },
  ]),
  [
    "end_loan is sent once it was approved",
    async ({ session, wire }) => {
      const given = { loan: 7, reason: "lost" };
      const before = wire.exchanges.length;
      const { isError, texts } = await session.call("end_loan", given);
      const { approval } = JSON.parse(texts[0]);
      assert.equal(isError, false, texts[0]);
      assert.ok(approval, texts[0]);
      assert.equal(wire.exchanges.length, before, "nothing is sent");
      const { method, target } = await one(wire, () => session.call("end_loan", { ...given, approval }));
      assert.equal(`${method} ${target}`, "DELETE /loans/7?reason=lost");
    },
  ],
  ...SLIPS.map(([tool, given, said, corrected]) => [
    `${tool} ${JSON.stringify(given)} is ${said}`,
    async ({ session, wire }) => {
      const before = wire.exchanges.length;
      const { isError, texts } = await session.call(tool, given);
      assert.equal(isError, true, texts[0]);
      const [first] = JSON.parse(texts[0]).errors;
      assert.equal(`${first.code} ${first.path}`, said, texts[0]);
      assert.deepEqual(first.corrected_call, corrected, texts[0]);
      assert.equal(wire.exchanges.length, before, "nothing is sent");
    },
  ]),
];

/** What the Inspector makes of them. */
export async function inspection(check, { server, wire }) {
  await check("--strict finds nothing in the schemas of the tools", async () => {
    const { code, output, errors } = await inspect(server, ["--method", "tools/list", "--strict"]);
    assert.equal(code, ExitCode.OK, `${output} ${errors}`);
    assert.equal(errors.trim(), "");
    assert.equal(JSON.parse(output).result.tools.length, COMMON.length + Object.keys(TOOLS).length);
  });
  for (const [tool, given, line] of CALLS) {
    await check(`${tool} ${JSON.stringify(given)}: exit code 0`, async () => {
      const before = wire.exchanges.length;
      const { code, output, errors } = await inspect(server, callOf(tool, given));
      assert.equal(code, ExitCode.OK, `${output} ${errors}`);
      assert.deepEqual(wire.exchanges.slice(before).map(({ method, target }) => `${method} ${target}`), [line]);
    });
  }
}

/** The one exchange that a call leads to, with its answer. */
async function one(wire, call) {
  const before = wire.exchanges.length;
  const { isError, texts } = await call();
  assert.equal(isError, false, texts[0]);
  assert.equal(wire.exchanges.length, before + 1, "one request reaches the API");
  return { ...wire.exchanges[before], answer: JSON.parse(texts[0]) };
}

/** Names of members, however deep; those of arguments are names of the document. */
function members(schema) {
  if (typeof schema !== "object" || schema === null) {
    return [];
  }
  return Object.entries(schema).flatMap(([name, value]) =>
    name === "properties" ? Object.values(value).flatMap(members) : [name, ...members(value)],
  );
}

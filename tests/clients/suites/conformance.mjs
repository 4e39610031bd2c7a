// The official conformance suite, once for each of the two protocols. Many of its checks want tools, resources and
// prompts of its own, which no server has but one made for it; conformance/ lists those as expected failures. What
// fails besides them fails here, and so does an entry that has become needless.
import assert from "node:assert/strict";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { here, npmFile } from "../places.mjs";
import { emptyFolder, run } from "../program.mjs";

const PROGRAM = npmFile("@modelcontextprotocol/conformance/dist/index.js");
const VERSIONS = ["2025-11-25", "2026-07-28"];

/** Checks a server over HTTP, scenario by scenario. */
export async function conformance(check, { server }) {
  for (const version of VERSIONS) {
    const { code, summary } = await verdict(server.url, version);
    const expected = entries(summary, "Expected failures");
    const wrong = [...entries(summary, "Unexpected failures"), ...entries(summary, "Stale baseline entries")];
    for (const [scenario, passed] of scenarios(summary)) {
      const of = (list) => list.filter((entry) => entry === scenario || entry.startsWith(`${scenario}:`));
      const counts = `${passed} passed, ${of(expected).length} failed as expected`;
      await check(`${version} ${scenario}: ${counts}`, async () => assert.deepEqual(of(wrong), []));
    }
    await check(`${version}: nothing else fails, and nothing less`, async () => {
      assert.ok(scenarios(summary).length > 0, summary);
      assert.deepEqual(wrong, []);
      assert.equal(code, 0, summary);
    });
  }
}

/** Runs every scenario of a version; the exit code, and the end of what the suite wrote. */
async function verdict(url, version) {
  const baseline = join(here, "conformance", `${version}.yml`);
  const { code, output, errors } = await run(process.execPath, [
    ...[PROGRAM, "server", "--url", url, "--suite", "all", "--spec-version", version],
    ...["--expected-failures", baseline, "--output-dir", emptyFolder()],
  ]);
  const [, summary = output + errors] = output.split("=== SUMMARY ===");
  return { code, summary: stripVTControlCharacters(summary) };
}

/** `[scenario, checks passed]`, without the scenarios that found nothing to check. */
function scenarios(summary) {
  const lines = [...summary.matchAll(/^[✓✗] (\S+): (\d+) passed, (\d+) failed$/gm)];
  return lines.filter(([, , ...counts]) => counts.some((count) => count !== "0")).map(([, ...line]) => line);
}

/** The entries of a list in the summary: `scenario`, or `scenario:check`. */
function entries(summary, title) {
  const [, list = ""] = summary.match(new RegExp(`^${title}.*\\n((?: {2}\\S .*\\n?)*)`, "m")) ?? [];
  return [...list.matchAll(/^ {2}\S (.*)$/gm)].map(([, entry]) => entry);
}

// What the Inspector says beside results: the portability of the tools' schemas, and its exit codes.
import assert from "node:assert/strict";

import { ExitCode, callOf, inspect } from "../clients/inspector.mjs";
import { Wire } from "../wire.mjs";

/** Checks what the Inspector makes of a server. */
export async function inspection(check, { server, vendor: { misspelt } }) {
  const ends = (words, code, at = server) => async () => {
    const ended = await inspect(at, words);
    assert.equal(ended.code, code, `${ended.output} ${ended.errors}`);
    return ended;
  };
  await check("--strict finds nothing in the schemas of the tools", async () => {
    const { errors } = await ends(["--method", "tools/list", "--strict"], ExitCode.OK)();
    assert.equal(errors.trim(), "");
  });
  const isError = callOf("execute", misspelt[0].arguments);
  await check("an error of a tool: exit code 5", ends(isError, ExitCode.TOOL_ERROR));
  await check("a tool that doesn't exist: exit code 5", ends(callOf("no_such_tool", {}), ExitCode.TOOL_ERROR));
  await check("a method that doesn't exist: exit code 1", ends(["--method", "nothing/such"], ExitCode.USAGE));
  await check("no server: exit code 4", async () => {
    const gone = await Wire.start(server.url);
    gone.stop();
    await ends(["--method", "tools/list"], ExitCode.UNREACHABLE, { transport: "http", url: gone.url })();
  });
}

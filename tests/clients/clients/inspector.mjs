// The MCP Inspector's command line. It connects anew for every method.
import { npmFile } from "../places.mjs";
import { run } from "../program.mjs";
import { UnknownTool, toolAnswer } from "../session.mjs";

const LAUNCHER = npmFile("@modelcontextprotocol/inspector/clients/launcher/build/index.js");

/** The Inspector's documented exit codes. */
export const ExitCode = { OK: 0, USAGE: 1, UNREACHABLE: 4, TOOL_ERROR: 5, NOT_PORTABLE: 6 };

/** The Inspector: `initialize` with its latest version, or the stateless version. */
export const inspector = {
  name: "inspector",
  transports: ["http", "stdio"],
  modes: { legacy: "2025-11-25", modern: "2026-07-28" },
  looksUpTools: true,
  async connect(server, mode) {
    const ask = async (...words) => {
      const { code, output, errors } = await inspect(server, ["--protocol-era", mode, ...words]);
      if (code === ExitCode.TOOL_ERROR && errors.includes("tool_not_found")) {
        throw new UnknownTool(errors.trim());
      }
      if (code !== ExitCode.OK && code !== ExitCode.TOOL_ERROR) {
        throw new Error(`the Inspector ended with ${code}: ${errors.trim()}`);
      }
      return JSON.parse(output).result;
    };
    const { protocolVersion } = await ask("--method", "initialize");
    return {
      version: protocolVersion,
      tools: async () => (await ask("--method", "tools/list")).tools,
      call: async (tool, arguments_) => toolAnswer(await ask(...callOf(tool, arguments_))),
      close: async () => {},
    };
  },
};

/** The words that call a tool. */
export const callOf = (tool, arguments_) => [
  ...["--method", "tools/call", "--tool-name", tool],
  ...["--tool-args-json", JSON.stringify(arguments_)],
];

/** Runs the Inspector against a server: `{code, output, errors}`. */
export function inspect(server, words) {
  const general = ["--cli", "--format", "json", "--quiet", "--stored-auth-only", ...words];
  if (server.transport === "http") {
    const headers = Object.entries(server.headers ?? {}).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
    return run(process.execPath, [LAUNCHER, ...general, ...headers, "--transport", "http", server.url]);
  }
  const variables = Object.entries(server.variables).flatMap(([variable, value]) => ["-e", `${variable}=${value}`]);
  return run(process.execPath, [LAUNCHER, ...general, ...variables, "--", server.command, ...server.words]);
}

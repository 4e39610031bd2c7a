// The official Python client, through python.py.
import { createInterface } from "node:readline";
import { join } from "node:path";

import { here, python as interpreter } from "../places.mjs";
import { Program } from "../program.mjs";
import { Refusal, toolAnswer } from "../session.mjs";

/** PyPI's `mcp`: `initialize` with its latest version, the stateless version, or finds out by itself. */
export const python = {
  name: "python",
  transports: ["http", "stdio"],
  modes: { legacy: "2025-11-25", "2026-07-28": "2026-07-28", auto: "2026-07-28" },
  async connect({ url, headers, command, words, variables }, mode) {
    const wanted = JSON.stringify({ mode, url, headers, command, words, variables });
    const driver = new Program(interpreter, [join(here, "clients/python.py"), wanted]);
    const lines = createInterface({ input: driver.output })[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await lines.next();
      if (done) {
        await driver.ended();
        throw new Error(`the Python client ended: ${driver.text}`);
      }
      return JSON.parse(value);
    };
    const ask = async (request) => {
      driver.write(JSON.stringify(request));
      const { result, refusal } = await next();
      if (refusal) {
        throw new Refusal(refusal.code, refusal.message);
      }
      return result;
    };
    const { version } = await next();
    return {
      version,
      tools: async () => (await ask({ tools: true })).tools,
      call: async (tool, arguments_) => toolAnswer(await ask({ call: tool, arguments: arguments_ })),
      close: async () => {
        driver.close();
        const code = await driver.ended();
        if (code !== 0) {
          throw new Error(`the Python client ended with ${code}: ${driver.text}`);
        }
      },
    };
  },
};

// What the tests want of every client. A client is an object:
//
//   name          how reports call it
//   transports    ["http", "stdio"]
//   modes         {mode: protocol version it must arrive at}
//   looksUpTools  true where it calls no tool that the server didn't list
//   connect       async (server, mode) -> session
//
// and a session is one as well:
//
//   version  the protocol version that client and server agreed upon
//   tools    async () -> tools as `tools/list` has them
//   call     async (tool, arguments) -> {isError, texts}; throws a Refusal for a JSON-RPC error, an
//            UnknownTool for a tool that it would not call
//   close    async () -> nothing

/** A JSON-RPC error. */
export class Refusal extends Error {
  constructor(code, message) {
    super(`${message} (${code})`);
    this.code = code;
  }
}

/** A tool that the server didn't list, as the client found out by itself. */
export class UnknownTool extends Error {}

/** The result of `tools/call`, as sessions give it. */
export function toolAnswer({ isError = false, content = [] }) {
  return { isError, texts: content.filter(({ type }) => type === "text").map(({ text }) => text) };
}

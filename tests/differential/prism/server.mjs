// Prism's server for one document, told to judge requests alone.
//
// node server.mjs PACKAGE DOCUMENT: PACKAGE is the package.json of @stoplight/prism-cli. Prints a line of JSON: {port} once
// it listens on 127.0.0.1, or {failed}. Ends with its input.
//
// It does what Prism's own `mock` does, but for two things that are about answers: the responses are taken out of the
// document, of which Prism would make up examples, for minutes where the schemas are large; and the operations are not
// listed with made-up paths.

import { subscribe } from "node:diagnostics_channel";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
/** Where what references lead to stands: OpenAPI 3.x section 4.7.7, Swagger 2.0 section 5.2.1. */
const SHARED = /^#\/((?:components\/)?[A-Za-z]+)\/([^/]+)/;
const QUIET = () => {};

const [cli, document] = process.argv.slice(2);
process.stdin.resume().once("end", () => process.exit(0));

// What Prism throws at a request would end it without an answer, and the process.
let answering;
subscribe("http.server.request.start", ({ response }) => { answering = response; });
const fail = (error) => {
  if (!answering || answering.headersSent) return;
  answering.writeHead(500, { "Content-Type": "text/plain" }).end(String(error).slice(0, 200));
};
process.on("uncaughtException", fail).on("unhandledRejection", fail);

const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

/** What Prism's `mock` calls. */
const load = () => {
  const beside = createRequire(pathToFileURL(cli));
  const { getHttpOperationsFromSpec } = beside("@stoplight/prism-http");
  const { createServer } = beside("@stoplight/prism-http-server");
  const further = createRequire(beside.resolve("@stoplight/prism-http"));
  return { getHttpOperationsFromSpec, createServer, Parser: further("@stoplight/json-schema-ref-parser") };
};

/** One answer without content in the place of all. */
const answerless = (operation) => ({ ...operation, responses: { 204: { description: "" } }, callbacks: undefined });

/** The document without what is about answers, and without shared parts that nothing refers to any more. */
const requestsOf = (root) => {
  const paths = Object.entries(root.paths ?? {}).map(([path, item]) => {
    const kept = Object.entries(item ?? {}).map(([key, value]) => {
      const is = METHODS.includes(key) && value !== null && typeof value === "object";
      return [key, is ? answerless(value) : value];
    });
    return [path, Object.fromEntries(kept)];
  });
  const { components, definitions, parameters, responses, webhooks, ...rest } = root;
  const made = { ...rest, paths: Object.fromEntries(paths) };
  const { securitySchemes } = components ?? {};
  if (securitySchemes) made.components = { securitySchemes };
  const open = [made];
  while (open.length > 0) {
    for (const reference of references(open.pop())) {
      const [, section, escaped] = SHARED.exec(reference) ?? [];
      if (!section) continue;
      const steps = section.split("/");
      const name = decodeURIComponent(escaped).replaceAll("~1", "/").replaceAll("~0", "~");
      const part = steps.reduce((at, step) => at?.[step], root)?.[name];
      const kept = steps.reduce((at, step) => (at[step] ??= {}), made);
      if (part === undefined || Object.hasOwn(kept, name)) continue;
      kept[name] = part;
      open.push(part);
    }
  }
  return made;
};

const references = (value) => {
  if (value === null || typeof value !== "object") return [];
  const own = typeof value.$ref === "string" ? [value.$ref] : [];
  return own.concat(...Object.values(value).map(references));
};

const logger = () => ({
  child: logger, trace: QUIET, debug: QUIET, info: QUIET, warn: QUIET, error: QUIET, fatal: QUIET, success: QUIET, start: QUIET,
});

try {
  const { getHttpOperationsFromSpec, createServer, Parser } = load();
  const file = resolve(document);
  const root = await new Parser().parse(file);
  // Further files are looked for from here.
  process.chdir(dirname(file));
  // Where a request's part stands in a response, the whole document is wanted.
  const operations = await getHttpOperationsFromSpec(requestsOf(root)).catch(() => getHttpOperationsFromSpec(file));
  if (operations.length === 0) throw new Error("no operations found");
  const shared = { validateRequest: true, validateResponse: false, checkSecurity: true, errors: false };
  const config = { ...shared, isProxy: false, mock: { dynamic: false, ignoreExamples: true } };
  for (const operation of operations) Object.assign(operation, { responses: [{ code: "204" }], callbacks: [] });
  const server = createServer(operations, { cors: false, config, components: { logger: logger() } });
  const address = await server.listen(0, "127.0.0.1");
  tell({ port: Number(new URL(address).port), operations: operations.length });
} catch (error) {
  tell({ failed: String(error?.message ?? error).slice(0, 300) });
  process.exit(1);
}

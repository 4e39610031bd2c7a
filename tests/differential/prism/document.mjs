// One document's requests, judged by a Prism of its own, within bounds of time.

import { spawn } from "node:child_process";
import http from "node:http";
import { fileURLToPath } from "node:url";

import { verdict } from "./verdict.mjs";

const SERVER = fileURLToPath(new URL("server.mjs", import.meta.url));
/** Milliseconds until Prism has to listen, to answer one request, and to be done with a document. */
const START = 90_000;
const ANSWER = 15_000;
const ALL = 300_000;
/** Times that Prism is started for one document. */
const STARTS = 4;

/** Prism for a document: {port, child}, or {failed}. `cli` is the package.json of @stoplight/prism-cli. */
const start = (cli, path) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [SERVER, cli, path], { stdio: ["pipe", "pipe", "ignore"] });
    let said = "";
    const end = (outcome) => {
      clearTimeout(timer);
      if (outcome.failed) child.kill("SIGKILL");
      resolve(outcome);
    };
    const timer = setTimeout(() => end({ failed: `it doesn't listen after ${START / 1000} s` }), START);
    child.stdout.on("data", (chunk) => {
      said += chunk;
      const [line, rest] = said.split("\n", 2);
      if (rest === undefined) return;
      // What a schema compiler has to say comes here as well.
      said = said.slice(line.length + 1);
      if (!line.startsWith("{")) return;
      const told = JSON.parse(line);
      end(told.failed ? told : { ...told, child });
    });
    child.once("exit", () => end({ failed: "it ended" }));
  });

/** The target without the path of a server, which Prism doesn't look for: as many segments as the operation's path has. */
const unprefixed = ({ target, path = "" }) => {
  const [before, query] = target.split(/\?(.*)/s);
  const segments = before.split("/").slice(1);
  const wanted = path === "" ? segments.length : path.split(/[?#]/)[0].split("/").length - 1;
  const kept = `/${segments.slice(Math.max(0, segments.length - wanted)).join("/")}`;
  return query === undefined ? kept : `${kept}?${query}`;
};

/** What Prism answers: {response, text}, {late} or {failed}. */
const send = (port, request) =>
  new Promise((resolve) => {
    const body = Buffer.from(request.body, "base64");
    const dropped = new Set(["host", "content-length", "connection", "transfer-encoding", "accept-encoding"]);
    // Node wants the bytes of a field as characters.
    const bytes = (text) => Buffer.from(text, "utf8").toString("latin1");
    const kept = request.headers.filter(([name]) => !dropped.has(name.toLowerCase()));
    const headers = kept.flatMap(([name, value]) => [name, bytes(value)]);
    headers.push("Host", `127.0.0.1:${port}`, "Connection", "close");
    // Without it, node would announce chunks, of which there are none.
    if (body.length > 0 || !["GET", "HEAD"].includes(request.method)) headers.push("Content-Length", String(body.length));
    const fail = (error) => resolve({ failed: String(error) });
    let call;
    try {
      call = http.request({ host: "127.0.0.1", port, method: request.method, path: unprefixed(request), headers });
    } catch (error) {
      fail(error);
      return;
    }
    const timer = setTimeout(() => { resolve({ late: true }); call.destroy(); }, ANSWER);
    const done = (outcome) => { clearTimeout(timer); resolve(outcome); };
    call.once("error", (error) => done({ failed: String(error) }));
    call.once("response", (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.once("error", (error) => done({ failed: String(error) }));
      response.once("end", () => done({ response, text: Buffer.concat(chunks).toString("utf8") }));
    });
    call.end(body);
  });

/**
 * Sends `requests` to a Prism of the document at `path`: {failed}, or {verdicts, late}. Each of `verdicts` is
 * {request, objection?, trouble?}; `late` are requests without one: their operation, or the whole document, took too long.
 */
export const judge = async (cli, path, requests) => {
  const end = Date.now() + ALL;
  let prism = await start(cli, path);
  if (prism.failed) return { failed: prism.failed };
  const verdicts = [];
  const late = [];
  const slow = new Set();
  let starts = 1;
  for (const request of requests) {
    if (prism.failed || slow.has(request.operation) || Date.now() > end) {
      late.push(request);
      continue;
    }
    const answer = await send(prism.port, request);
    if (answer.late) {
      // It computes, and hears nothing else.
      late.push(request);
      slow.add(request.operation);
      prism.child.kill("SIGKILL");
      starts += 1;
      prism = starts <= STARTS ? await start(cli, path) : { failed: "it was started too often" };
    } else verdicts.push({ request, ...verdict(answer) });
  }
  prism.child?.kill("SIGKILL");
  return { verdicts, late };
};

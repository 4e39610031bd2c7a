// Programs that the tests start, each with an environment of its own; none outlives the tests.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that is removed in the end. Programs take it for their home. */
export const scratch = mkdtempSync(join(tmpdir(), "toolwright-clients-"));

const running = new Set();

process.on("exit", () => {
  running.forEach((child) => child.kill("SIGKILL"));
  rmSync(scratch, { recursive: true, force: true });
});
for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]]) {
  process.on(signal, () => process.exit(code));
}

let folders = 0;

/** A new, empty place in the scratch folder; the folder itself is not made. */
export const emptyFolder = () => join(scratch, String(++folders));

/** The variables of a program: what every program needs, and its own. */
export function environment(own = {}) {
  return { PATH: process.env.PATH, HOME: scratch, LANG: "C.UTF-8", ...own };
}

/** A program that runs until it is stopped. */
export class Program {
  #child;
  #ended;
  #text = "";
  #listeners = new Set();

  /** Starts it. `own` are its environment variables. */
  constructor(command, words, own = {}) {
    this.#child = spawn(command, words, { env: environment(own), stdio: ["pipe", "pipe", "pipe"] });
    running.add(this.#child);
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (error) => this.#hear(`${command}: ${error.message}\n`));
      this.#child.once("close", (code, signal) => {
        running.delete(this.#child);
        resolve(code ?? signal);
        this.#hear("");
      });
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => this.#hear(text));
    }
    // A program that ends early makes a broken pipe; what matters is that it ended.
    this.#child.stdin.on("error", () => {});
  }

  #hear(text) {
    this.#text += text;
    this.#listeners.forEach((listener) => listener());
  }

  /** What it wrote on both of its streams. */
  get text() {
    return this.#text;
  }

  /** Its standard output, for those who read line by line. */
  get output() {
    return this.#child.stdout;
  }

  /** Writes a line on its standard input. */
  write(line) {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Closes its standard input. */
  close() {
    this.#child.stdin.end();
  }

  /** Waits until it has written what matches, on either stream; the match. */
  said(pattern) {
    return new Promise((resolve, reject) => {
      const listen = () => {
        const match = this.#text.match(pattern);
        const hasEnded = !running.has(this.#child);
        if (match || hasEnded) {
          this.#listeners.delete(listen);
          return match ? resolve(match) : reject(new Error(`it ended without saying ${pattern}: ${this.#text.trim()}`));
        }
      };
      this.#listeners.add(listen);
      listen();
    });
  }

  /** Its exit code, or the signal that ended it, once it has ended. */
  ended() {
    return this.#ended;
  }

  /** Asks it to stop with a signal; its exit code, or the signal that ended it. */
  stop(signal = "SIGTERM") {
    this.#child.kill(signal);
    return this.#ended;
  }
}

/** Runs a program to its end: its exit code and what it wrote. */
export function run(command, words, { own = {}, input = "" } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { env: environment(own), stdio: ["pipe", "pipe", "pipe"] });
    running.add(child);
    const said = { output: "", errors: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => (said.output += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (said.errors += text));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? signal, ...said });
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

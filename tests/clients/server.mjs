// A vendor's server, with a data folder of its own, in front of an API.
import { Program, emptyFolder, environment, run } from "./program.mjs";

/**
 * A server as clients have to know it: `url` over HTTP, once it has started; `command`, `words` and `variables` over
 * stdio, where every client starts one of its own. Over HTTP a client shows its credential in `headers`.
 */
export class Server {
  #vendor;
  #program;
  #data = emptyFolder();

  /** A server over `"http"` or `"stdio"`; the API is at `upstream`. */
  constructor(vendor, transport, upstream) {
    this.#vendor = vendor;
    this.transport = transport;
    this.words = ["--base-url", upstream, "--data-dir", this.#data];
    this.command = vendor.program;
    this.variables = environment(vendor.environment);
    this.headers = { Authorization: "Bearer made-up" };
  }

  /** Its environment: what it knows of the API, and the key of its access tokens. */
  get #environment() {
    const key = `${this.#vendor.name.toUpperCase()}_TOKEN_KEY`;
    return { ...this.#vendor.environment, [key]: "a made-up key of thirty-two bytes" };
  }

  /** Starts it over HTTP, and waits until it listens. */
  async start() {
    if (this.transport === "http") {
      this.#program = new Program(this.command, ["serve", "--port", "0", ...this.words], this.#environment);
      [, this.url] = await this.#program.said(/^listening on (http:\/\/127\.0\.0\.1:\d+\/mcp)$/m);
    }
  }

  /** The feedback that it keeps: `[{category, comment, …}]`. */
  async feedback() {
    const words = ["feedback", "list", "--json", "--data-dir", this.#data];
    const { code, output, errors } = await run(this.command, words);
    if (code !== 0) {
      throw new Error(`feedback list ended with ${code}: ${errors}`);
    }
    return JSON.parse(output);
  }

  /** An access token for it; `words` say what it allows. */
  async token(...words) {
    const { code, output, errors } = await run(this.command, ["token", ...words], { own: this.#environment });
    if (code !== 0) {
      throw new Error(`token ended with ${code}: ${errors}`);
    }
    return output.trim();
  }

  /** Asks it to stop; its exit code. Over stdio it has ended with its client. */
  async stop() {
    return this.#program ? this.#program.stop() : 0;
  }
}

// What a server and its API say to each other: a proxy in front of the mock that keeps every exchange.
import { createServer, request } from "node:http";
import { once } from "node:events";

/** A proxy on a port of its own. */
export class Wire {
  /** `{method, target, headers, sent, status, body}` of every exchange, in order: the bodies of request and answer as text. */
  exchanges = [];
  /** Its address: `http://127.0.0.1:40001`. */
  url;
  #server;

  /** Starts a proxy for the API at `upstream`, as `http://127.0.0.1:40000`. */
  static async start(upstream) {
    const wire = new Wire();
    wire.#server = createServer((asked, answered) => wire.#pass(new URL(asked.url, upstream), asked, answered));
    wire.#server.listen(0, "127.0.0.1");
    await once(wire.#server, "listening");
    wire.url = `http://127.0.0.1:${wire.#server.address().port}`;
    return wire;
  }

  #pass(target, asked, answered) {
    const headers = { ...asked.headers, "accept-encoding": "identity" };
    const passed = request(target, { method: asked.method, headers });
    const sent = [];
    asked.on("data", (part) => sent.push(part));
    passed.on("response", (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        const body = Buffer.concat(parts);
        const exchange = { method: asked.method, target: asked.url, headers: asked.headers, sent: Buffer.concat(sent).toString() };
        this.exchanges.push({ ...exchange, status: response.statusCode, body: body.toString() });
        answered.writeHead(response.statusCode, response.headers).end(body);
      });
    });
    passed.on("error", (error) => answered.writeHead(502).end(error.message));
    asked.pipe(passed);
  }

  /** Stops it, whatever is under way. */
  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

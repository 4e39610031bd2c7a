// One line per check, and how many there were.

const SECONDS = 60;
const LONGEST = 600;

/** Counts checks and prints a line for each. */
export class Report {
  #passed = 0;
  #failed = 0;

  /** Checks about a subject: `await about("acme http curl")("it answers", async () => …)` is whether it passed. */
  about(subject) {
    return async (name, check) => {
      try {
        await within(SECONDS, check());
      } catch (error) {
        this.#failed += 1;
        console.log(`FAILED  ${subject}: ${name}: ${oneLine(error)}`);
        return false;
      }
      this.#passed += 1;
      console.log(`ok      ${subject}: ${name}`);
      return true;
    };
  }

  /** Prints the sum; the exit code. Nothing checked is a failure too. */
  finish() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}

async function within(seconds, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function oneLine(error) {
  const text = String(error instanceof Error ? error.message : error).replace(/\s+/g, " ").trim();
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

// A vendor as the tests see it: what vendor.toml says is to be asked, and made-up credentials.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";

import { programs, root } from "./places.mjs";

/** Every folder of specs/ that has a vendor.toml, or those of them that are chosen, sorted. */
export function names(chosen) {
  const specs = join(root, "specs");
  const known = readdirSync(specs).filter((name) => existsSync(join(specs, name, "vendor.toml")));
  const unknown = chosen.filter((name) => !known.includes(name));
  if (known.length === 0 || unknown.length > 0) {
    throw new Error(`no vendor ${unknown.join(", ")} in specs/; there are: ${known.join(", ") || "none"}`);
  }
  return (chosen.length > 0 ? chosen : known).sort();
}

/**
 * A vendor, with what vendor.toml decides. `demo` is its first question: what to search for, the operation to find and
 * to execute, its arguments. `misspelt` are arguments of `execute` with one typing error each, and what was meant.
 */
export function decided(name) {
  const decisions = parse(readFileSync(join(root, "specs", name, "vendor.toml"), "utf8"));
  const question = ({ search, operation, params = {} }) => ({ search, operation, params });
  const questions = (decisions.demo ?? []).map(question);
  if (questions.length === 0) {
    throw new Error(`specs/${name}/vendor.toml asks no question: add a [[demo]]`);
  }
  const variables = Object.values(decisions.credentials ?? {}).map((credential) => credential.env);
  return {
    name,
    program: join(programs, `${name.replaceAll("_", "-")}-mcp`),
    environment: Object.fromEntries(variables.map((variable) => [variable, "made-up"])),
    forwardsAuthorization: decisions.auth?.inbound === "api-key",
    demo: questions[0],
    misspelt: misspelt(questions),
  };
}

function misspelt(questions) {
  const [{ operation, params }] = questions;
  const mistakes = [{ what: "operation", meant: operation, arguments: { operation: swapped(operation), params } }];
  const withParameters = questions.find((question) => Object.keys(question.params).length > 0);
  if (withParameters) {
    const [[meant, value], ...others] = Object.entries(withParameters.params);
    const params = { ...Object.fromEntries(others), [swapped(meant)]: value };
    mistakes.push({ what: "parameter", meant, arguments: { operation: withParameters.operation, params } });
  }
  return mistakes;
}

/** A word with a typing error: its last two letters swapped, or doubled where they are the same. */
function swapped(word) {
  const [last, before] = [word.at(-1), word.at(-2)];
  return last === before ? word + last : word.slice(0, -2) + last + before;
}

// What Prism gets wrong. Each entry says when that is, from what Prism objects to and what was sent, and gives the reason;
// each was checked against the specification and Prism's source (5.14.2).

import { read } from "./reading.mjs";

/** `a.b.c` as the keys of a deepObject write it: `a[b][c]`. */
const bracketed = ([name, ...steps]) => name + steps.map((step) => `[${step}]`).join("");

const NAMED = /^must have required property '(.*)'$/;

/**
 * {reason, is}, where `is` takes a violation ({part, steps, says}: what is wrong with what in "body", "query", "path",
 * "header") and what was sent ({keys, essence, …}, from reading.mjs).
 */
const ENTRIES = [
  {
    reason: "a deepObject that was not sent is put together all the same, from nothing, and found to lack members",
    is: ({ part, steps, says }, sent) =>
      NAMED.test(says) && ["query", "body"].includes(part) && sent.keys[part] !== undefined && steps.length > 0 &&
      !sent.keys[part].some((key) => key === bracketed(steps) || key.startsWith(`${bracketed(steps)}[`)),
  },
  {
    reason: "of several fields of a form by one name only the last is read, and one alone as no list",
    is: ({ part, steps, says }, sent) =>
      part === "body" && sent.isForm && says === "must be array" && sent.keys.body.includes(bracketed(steps)),
  },
];

const SEVERAL = /^must match (a schema in anyOf|exactly one schema in oneOf)|^must be equal to one of the allowed values|^must be /;
const text = ({ part, steps }) => [part, ...steps, ""].join("\u0000");

/** The entry that is about every one of the violations, with those that only follow from them; if there is one. */
export const known = (violations, request) => {
  const sent = read(request);
  const found = violations.map((one) => ENTRIES.find((entry) => entry.is(one, sent)));
  const follows = (one) => SEVERAL.test(one.says) &&
    violations.some((other, index) => found[index] && text(other).startsWith(text(one)));
  const all = violations.length > 0 && violations.every((one, index) => found[index] || follows(one));
  return all ? found.find((entry) => entry) : undefined;
};

export const reasons = ENTRIES.map((entry) => entry.reason);

// What Prism gets wrong. Each entry says when that is, from what Prism objects to and what was sent, and gives the reason;
// each was checked against the specification and Prism's source (5.14.2).

import { read } from "./reading.mjs";

/** `a.b.c` as the keys of a deepObject write it: `a[b][c]`. */
const bracketed = ([name, ...steps]) => name + steps.map((step) => `[${step}]`).join("");

/** The names and values at which something of `part` was looked for; none where it isn't made of them. */
const pairs = (part, sent) => ({ query: sent.query, body: sent.fields })[part];

/** Documents of Swagger 2.0 with operations that name no media type. */
const SWAGGER = ["petstore-2.0/openapi.json", "ebay-browse/openapi.yaml", "oddities/readme20-schema-circular/openapi.yaml"];
/** Documents with members that are required and readOnly below allOf, oneOf or anyOf. */
const READ_ONLY = ["redocly-cafe/openapi.yaml", "iceberg-rest/openapi.yaml"];
const MISSING = /^must have required property '(.*)'$/;

/**
 * {reason, is}, where `is` takes a violation ({part, steps, says}: what is wrong with what in "body", "query", "path",
 * "header") and what was sent (from reading.mjs).
 */
const ENTRIES = [
  {
    reason: "a deepObject that was not sent is put together all the same, from nothing, and found to lack members",
    is: ({ part, steps, says }, sent) =>
      MISSING.test(says) && steps.length > 0 && pairs(part, sent) !== undefined &&
      !pairs(part, sent).keys.some((key) => key === bracketed(steps) || key.startsWith(`${bracketed(steps)}[`)),
  },
  {
    reason: "of several fields of a form by one name only the last is read, and one alone as no list",
    is: ({ part, steps, says }, sent) =>
      part === "body" && steps.length > 0 && /^must be array/.test(says) && (sent.fields?.keys ?? []).includes(bracketed(steps)),
  },
  {
    // JSON is the default of objects (OpenAPI 3.0.3 section 4.7.15.1, contentType).
    reason: "an object in a form is JSON by default, and left a text",
    is: ({ part, steps, says }, sent) =>
      part === "body" && steps.length > 0 && /^must be (object|array|null)/.test(says) &&
      (sent.fields?.structured ?? []).includes(steps[0]),
  },
  {
    reason: "content other than JSON and forms, such as XML, is not read: it is compared with its schema as a text",
    is: ({ part, steps, says }, sent) =>
      part === "body" && steps.length === 0 && /^must be (object|array|boolean|number|integer)/.test(says) &&
      !/[/+]json$/.test(sent.essence) && !sent.fields,
  },
  {
    // Formats are annotations (JSON Schema 2020-12 validation, section 7.2.1; OpenAPI 3.0.3 section 4.4 leaves them open).
    reason: "formats of whole numbers are bounds, and that of 64 bits ends at 2^53",
    is: ({ says }) => /^must be [<>]= -?(9007199254740991|214748364[78])$|^must match format "int(32|64)"$/.test(says),
  },
  {
    reason: "a parameter that may be a number or a text is read as both, which oneOf doesn't allow",
    is: ({ part, says }) => ["path", "query", "header"].includes(part) && says === "must match exactly one schema in oneOf",
  },
  {
    reason: "a required body that is the JSON text null, false, 0 or \"\", or a form without fields, counts as missing",
    is: ({ says }, sent) =>
      says === "Body parameter is required" && (sent.isForm ? [""] : ["null", "false", "0", '""']).includes(sent.text),
  },
  {
    reason: "paths that only what follows ? or # tells apart are taken for one of them; OpenAPI has no such paths",
    is: ({ part, says }, sent) => sent.document === "aws-s3/openapi.yaml" &&
      (part === "NO_METHOD_MATCHED_ERROR" || says === "Body parameter is required" && sent.text === ""),
  },
  {
    reason: "a path parameter with a dot in its name ({id.value}) is not found",
    is: ({ part }, sent) => part === "NO_PATH_MATCHED_ERROR" && sent.document === "argo-cd/openapi.json",
  },
  {
    // allowReserved is about application/x-www-form-urlencoded alone (OpenAPI 3.0.3 section 4.7.15.1).
    reason: "reserved characters are refused in the parts of multipart content too",
    is: ({ says }, sent) => says === "Reserved characters used in request body" && sent.essence === "multipart/form-data",
  },
  {
    reason: "an operation of Swagger 2.0 that doesn't say what it consumes takes no content",
    is: ({ part, says }, sent) =>
      part === "INVALID_CONTENT_TYPE" && says.startsWith("No supported content types") &&
      SWAGGER.includes(sent.document),
  },
  {
    // OpenAPI 3.0.3 section 4.7.12.1: such definitions are ignored.
    reason: "a header parameter called Accept, Content-Type or Authorization counts",
    is: ({ part, steps, says }) =>
      part === "header" && steps.length === 0 && /^(accept|content-type|authorization)$/i.test(MISSING.exec(says)?.[1] ?? ""),
  },
  {
    reason: "an object whose members are parameters of their own (style form, exploded) is looked for under its own name",
    is: ({ part, steps, says }, sent) =>
      part === "query" && steps.length === 0 && MISSING.test(says) && sent.document === "typesense/openapi.yaml",
  },
  {
    // In a request such a member isn't required (OpenAPI 3.0.3 section 4.7.24.2, readOnly).
    reason: "a member that is required and readOnly is asked for in requests, where alternatives or allOf hold it",
    is: ({ part, says }, sent) => part === "body" && MISSING.test(says) && READ_ONLY.includes(sent.document),
  },
  {
    reason: "methods beyond those of OpenAPI 3.1 (additionalOperations, OpenAPI 3.2 section 4.9.1) are not known",
    is: ({ part, says }) => part === "NO_METHOD_MATCHED_ERROR" && /does not have "(copy|purge)" method/.test(says),
  },
  {
    reason: "a required object that has no members leaves nothing to send, and counts as missing",
    is: ({ part, says }, sent) =>
      part === "query" && MISSING.exec(says)?.[1] === "filter" && sent.document === "redocly-cafe/openapi.yaml",
  },
  {
    // What becomes of objects in lists is not defined (OpenAPI 3.0.3 section 4.7.12.2.3).
    reason: "a header that lists objects is taken apart at its commas",
    is: ({ part, steps, says }) => part === "header" && steps.length > 1 && says === "must be object",
  },
  {
    // `code=` is how the empty text travels in style form (OpenAPI 3.1.1 section 4.8.12.4, the column "empty").
    reason: "a required query parameter that is the empty text counts as missing",
    is: ({ part, steps, says }, sent) =>
      part === "query" && steps.length === 0 && sent.query.empty.includes(MISSING.exec(says)?.[1]),
  },
  {
    reason: "of two paths with parameters at the same places one alone is found; the document has both, which OpenAPI forbids",
    is: ({ part }, sent) => part === "NO_METHOD_MATCHED_ERROR" && sent.document === "argo-cd/openapi.json",
  },
  {
    // A request has one Authorization (RFC 9110 section 11.6.2).
    reason: "of two schemes that are wanted together and share a header both are looked for",
    is: ({ part }, sent) => part === "UNAUTHORIZED" && sent.document === "oddities/readme30-security-multiple/openapi.yaml",
  },
];

const UNION = /^must match (a schema in anyOf|exactly one schema in oneOf)/;
const OTHER_ALTERNATIVE = /^must be /;
const pointer = ({ part, steps }) => ["", part, ...steps, ""].join("\u0000");
const isWithin = (inner, outer) => pointer(inner).startsWith(pointer(outer));

/** The entry that is about every one of the violations, those aside that only follow from it; if there is one. */
export const known = (violations, request) => {
  const sent = read(request);
  const found = violations.map((one) => ENTRIES.find((entry) => entry.is(one, sent)));
  const roots = violations.filter((_, index) => found[index]);
  // A union above what is known fails with it, and so do its other alternatives.
  const unions = violations.filter((one) => UNION.test(one.says) && roots.some((root) => isWithin(root, one)));
  const follows = (one) => unions.some((union) => isWithin(one, union)) ||
    OTHER_ALTERNATIVE.test(one.says) && roots.some((root) => pointer(root) === pointer(one));
  const all = violations.length > 0 && violations.every((one, index) => found[index] || follows(one));
  return all ? found.find((entry) => entry) : undefined;
};

export const reasons = ENTRIES.map((entry) => entry.reason);

// What an answer of Prism says about a request.

/** Types of problems that aren't about the request. */
const OWN_TROUBLE =
  /#(NO_RESPONSE_DEFINED|NOT_ACCEPTABLE|NOT_FOUND|UNKNOWN|NO_COMPLEX_OBJECT_TEXT|NO_SUCCESS_RESPONSE_DEFINED|SCHEMA_TOO_COMPLEX|TEMPORARILY_UNAVAILABLE)/;

/** How Prism begins its sentences: `Request body property a.b must be …`. */
const OPENING = /^Request (?:body|query|path|header|cookie)? ?(?:(?:property|parameter) \S* )?(?=must )/;

const violation = ({ location = [], message }) => {
  const [part = "", ...steps] = location.map(String);
  return { part, steps, says: message.replace(OPENING, "") };
};

/**
 * {violations, objection} where Prism has something against the request: a list of {part, steps, says}, and all it says in one
 * line; {trouble} where it can't tell; {} where it accepts it.
 */
export const verdict = ({ response, text, failed }) => {
  if (failed) return { trouble: failed };
  let problem;
  try {
    problem = JSON.parse(text);
  } catch {
    // Text, or none.
  }
  const type = String(problem?.type ?? "");
  if (!type.includes("stoplight.io/prism/errors")) {
    return response.statusCode < 300 ? {} : { trouble: `${response.statusCode} ${text.slice(0, 200)}` };
  }
  const name = type.split("#")[1];
  if (OWN_TROUBLE.test(type)) return { trouble: `${name}: ${problem.detail}` };
  const listed = problem.validation ?? [{ location: [name], message: String(problem.detail) }];
  const violations = listed.map(violation);
  const said = listed.map((one) => `${(one.location ?? []).join(".")}: ${one.message}`);
  return { violations, objection: `${response.statusCode} ${said.join("; ")}` };
};

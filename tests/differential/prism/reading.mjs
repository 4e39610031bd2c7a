// What a request holds, as far as it takes to know whether Prism is wrong.

/** Names of a form's fields or a query's, percent-escapes undone. */
const names = (text) => [...new URLSearchParams(text).keys()];

const partNames = (body) => [...body.matchAll(/content-disposition: form-data; name="([^"]*)"/gi)].map((match) => match[1]);

/**
 * {keys: {query, body?}, essence, isForm, text}: `keys.body` are the names of a form's fields or parts, `essence` is the media
 * type without parameters.
 */
export const read = (request) => {
  const type = request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const essence = type.split(";")[0].trim().toLowerCase();
  const text = Buffer.from(request.body, "base64").toString("utf8");
  const isForm = essence === "application/x-www-form-urlencoded";
  const body = isForm ? names(text) : essence.startsWith("multipart/") ? partNames(text) : undefined;
  return { keys: { query: names(request.target.split("?")[1] ?? ""), body }, essence, isForm, text };
};

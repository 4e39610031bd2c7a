// What a request holds, as far as it takes to know whether Prism is wrong.

/** [name, text] of every part of multipart content, roughly. */
const parts = (text) =>
  [...text.matchAll(/content-disposition: form-data; name="([^"]*)"[^]*?\r\n\r\n([^]*?)\r\n--/gi)].map((match) => [match[1], match[2]]);

/** Whether a text is a JSON object or list. */
const isStructure = (text) => {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object";
  } catch {
    return false;
  }
};

/**
 * {document, essence, text, isForm, query, fields?}: `essence` is the media type without parameters, `text` the body, `query` and
 * `fields` are {keys, empty, structured}: the names in the query and in a form or its parts, those without a value, and those
 * whose text is a JSON object or list.
 */
export const read = (request) => {
  const type = request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const essence = type.split(";")[0].trim().toLowerCase();
  const text = Buffer.from(request.body, "base64").toString("utf8");
  const isForm = essence === "application/x-www-form-urlencoded";
  const pairs = isForm ? [...new URLSearchParams(text)] : essence.startsWith("multipart/") ? parts(text) : undefined;
  const query = named([...new URLSearchParams(request.target.split("?")[1] ?? "")]);
  return { document: request.document, essence, text, isForm, query, fields: pairs && named(pairs) };
};

const named = (pairs) => {
  const names = (wanted) => pairs.filter(([, value]) => wanted(value)).map(([name]) => name);
  return { keys: names(() => true), empty: names((value) => value === ""), structured: names(isStructure) };
};

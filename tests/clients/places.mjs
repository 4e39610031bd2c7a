// Where things lie, as absolute paths.
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const here = fileURLToPath(new URL("./", import.meta.url));
export const programs = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug");
export const python = join(root, ".tools/python/bin/python");

/** A file of an npm package: `npmFile("@scope/package/build/index.js")`. */
export const npmFile = (path) => join(root, ".tools/npm/node_modules", path);

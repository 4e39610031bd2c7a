// Preloaded: imports of npm packages are looked up in .tools/npm, where install.sh puts them, since no folder above
// this one has a node_modules.
import { registerHooks } from "node:module";

const here = new URL("./", import.meta.url).href;
const installed = new URL("../../.tools/npm/package.json", import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const isPackage = !/^(\.|\/|[a-z]+:)/.test(specifier);
    const isOurs = context.parentURL?.startsWith(here);
    return next(specifier, isPackage && isOurs ? { ...context, parentURL: installed } : context);
  },
});

/* Prints what the page's side of our models declare, as JSON: {model: {property: default}}. Bokeh
   itself is stood in for by classes that only note what is defined. */

const told = {};

class Base {
  static define(properties) {
    const own = properties(kinds);
    const inherited = told[Object.getPrototypeOf(this).__name__] ?? {};
    told[this.__name__] = { ...inherited };
    for (const [name, [kind, initial]] of Object.entries(own)) told[this.__name__][name] = { kind, initial };
  }
}

const kinds = new Proxy({}, {
  get: (_, name) => Object.assign((...inner) => ({ name, inner }), { toJSON: () => ({ name }) }),
});

const parts = new Proxy({}, { get: () => class extends Base {} });
globalThis.Bokeh = { require: (name) => (name === "base" ? { register_models() {} } : parts) };
globalThis.CSSStyleSheet = class {
  replaceSync() {}
};
globalThis.IntersectionObserver = class {};
globalThis.addEventListener = () => {};

const { MODELS } = await import("../../../site/web/models/index.js");
const shown = MODELS.map((model) => [`${model.__module__}.${model.__name__}`, told[model.__name__]]);
console.log(JSON.stringify(Object.fromEntries(shown)));

// Takes from a worker's global scope everything but the language itself: no network, no storage, no
// workers, no messages. By a list of what stays, so that what browsers invent later goes too. Covers
// neither import(), which is syntax (the page's policy lets it reach the site's own files only), nor
// what other code holds already; and it cannot be undone.

export const LANGUAGE = new Set(
  ("Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error " +
    "AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError globalThis JSON Math " +
    "Intl ArrayBuffer SharedArrayBuffer Atomics Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array " +
    "Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array DataView BigInt Map Set WeakMap WeakSet " +
    "WeakRef Iterator Proxy Reflect FinalizationRegistry DisposableStack AsyncDisposableStack Temporal decodeURI " +
    "decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN WebAssembly constructor").split(" "),
);
// What Pyodide calls while Python runs.
export const RUNTIME = new Set("self console performance crypto setTimeout clearTimeout queueMicrotask TextDecoder TextEncoder".split(" "));

// What cannot be deleted may still be overwritten; where not even that, a number does no harm.
function remove(holder, key) {
  if (Reflect.deleteProperty(holder, key)) return true;
  if (Reflect.defineProperty(holder, key, { value: undefined, writable: false, configurable: false })) return true;
  const { value } = Reflect.getOwnPropertyDescriptor(holder, key);
  return ["number", "string", "boolean"].includes(typeof value);
}

// Strips the scope and all of its prototypes, and the navigator's; returns the names that would not go.
export function strip(scope) {
  const left = [];
  const chains = scope.navigator === undefined ? [scope] : [scope.navigator, scope];
  for (const chain of chains) {
    for (let holder = chain; holder !== null && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
      for (const key of Reflect.ownKeys(holder)) {
        if (typeof key === "symbol" || LANGUAGE.has(key) || (chain === scope && RUNTIME.has(key))) continue;
        if (!remove(holder, key)) left.push(key);
      }
    }
  }
  return left;
}

// The constructors of functions, which make code of text. The page's policy refuses that, and tells the
// page's thread so each time, however often it is tried.
export function disarm() {
  const refuse = function Function() {
    throw new EvalError("Text is not made into code here.");
  };
  for (const kind of [function () {}, async function () {}, function* () {}, async function* () {}]) {
    Object.defineProperty(Object.getPrototypeOf(kind), "constructor", { value: refuse, writable: false, configurable: false });
  }
}

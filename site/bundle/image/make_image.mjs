// Makes the memory image, under Node: node make_image.mjs <job>, the job being the JSON text of
// {runtime, archives, platform, target}. Starts Python as a visitor's worker would, lets
// playground.runtime.snapshot make the app, and writes down the memory with all that the outside of it (table
// slots, side modules, references to JavaScript) must look like for it to live again, as the files
// meta, document, modules, memory and fresh of the folder `target`. site/web/boot/restore.js is the other
// half.

import "../python/as_worker.mjs";
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

import { nameOf } from "../../web/boot/frozen_references.js";
import { pythonOptions, SITE_PACKAGES } from "../../web/boot/python_options.js";

const job = JSON.parse(process.argv[2]);
const BASE = pathToFileURL(`${job.runtime}/`).href;
const { loadPyodide } = await import(`${BASE}pyodide.mjs`);
const { default: createPyodideModule } = await import(`${BASE}pyodide.asm.mjs`);

// What instantiation alone leaves behind, before any constructor has run.
const fresh = { memory: null, tableLength: 0 };
// The same once the runtime is initialised.
const initialised = {};
let exports;
// Where the C library keeps the time zone, as it tells the runtime when it asks for it.
let timeZone;

async function createModule(settings) {
  const instantiate = settings.instantiateWasm;
  settings.instantiateWasm = (imports, receive) => {
    const { _tzset_js: tellTimeZone } = imports.env;
    imports.env._tzset_js = (...places) => tellTimeZone(...(timeZone = places));
    return instantiate(imports, (instance, module) => {
      exports = instance.exports;
      fresh.memory = new Uint8Array(exports.memory.buffer).slice();
      fresh.tableLength = exports.__indirect_function_table.length;
      return receive(instance, module);
    });
  };
  settings.onRuntimeInitialized = () => {
    initialised.table = Array.from({ length: settings.wasmTable.length }, (_, i) => settings.wasmTable.get(i));
    initialised.got = Object.fromEntries(Object.entries(settings.GOT).map(([name, { value }]) => [name, value]));
    initialised.stackPointer = settings.stackSave();
  };
  return createPyodideModule(settings);
}

// The runtime keeps a record of what may be said of globalThis; some getters must see the real one.
const globals = () => new Proxy(globalThis, { get: (target, name) => Reflect.get(target, name) });

function sideModules(module) {
  const { LDSO, HEAPU32 } = module;
  const found = [];
  for (const [name, library] of Object.entries(LDSO.loadedLibsByName)) {
    if (name === "__main__") continue;
    const handles = Object.keys(LDSO.loadedLibsByHandle).filter((handle) => LDSO.loadedLibsByHandle[handle] === library).map(Number);
    // struct dso: memory base and size, table base and size, then the file's bytes and their length.
    const [memory, memorySize, table, tableSize] = HEAPU32.subarray(handles[0] / 4 + 3, handles[0] / 4 + 7);
    for (const handle of handles) freeFile(module, handle / 4 + 7);
    const references = library.refcount === Infinity ? null : library.refcount;
    found.push({ name, handles, memory, memorySize, table, tableSize, global: library.global, references });
  }
  return found;
}

// dlopen leaves the whole file in the heap.
function freeFile(module, field) {
  const address = module.HEAPU32[field];
  if (address) module._free(address);
  module.HEAPU32.set([0, 0], field);
}

function tableSlots(module, libraries) {
  const { LDSO, wasmTable } = module;
  const owners = new Map();
  const claim = (name, symbols) => {
    for (const [symbol, value] of Object.entries(symbols)) {
      if (typeof value === "function" && !owners.has(value)) owners.set(value, [name, symbol]);
    }
  };
  claim("__main__", LDSO.loadedLibsByHandle[0].exports);
  for (const { name } of libraries) claim(name, LDSO.loadedLibsByName[name].exports);
  initialised.table.forEach((value, i) => {
    if (wasmTable.get(i) !== value) throw new Error(`Slot ${i} of the table was changed after the start.`);
  });
  const slots = [];
  for (let i = initialised.table.length; i < wasmTable.length; i++) {
    const value = wasmTable.get(i);
    if (value === null || libraries.some(({ table, tableSize }) => i >= table && i < table + tableSize)) continue;
    if (!owners.has(value)) throw new Error(`Slot ${i} of the table holds a function that nobody exports: ${value.name}.`);
    slots.push([i, ...owners.get(value)]);
  }
  return slots;
}

function references(module) {
  // Past the last reference there may be holes, which the runtime's own routine does not expect.
  const get = module.__hiwire_get;
  module.__hiwire_get = (i) => get(i) ?? null;
  const keys = module.API.serializeHiwireState(nameOf);
  module.__hiwire_get = get;
  return keys;
}

function record(module) {
  const libraries = sideModules(module);
  const mainSymbols = Object.keys(exports).filter((name) => typeof exports[name] === "function" && name in initialised.got);
  const changed = Object.entries(module.GOT).filter(([name, { value }]) => initialised.got[name] !== value);
  return {
    libraries,
    tableSlots: tableSlots(module, libraries),
    tableLength: module.wasmTable.length,
    freshTableLength: fresh.tableLength,
    initialTableLength: initialised.table.length,
    mainSlots: mainSymbols.map((name) => initialised.got[name]),
    got: Object.fromEntries(changed.map(([name, { value }]) => [name, value])),
    references: references(module),
    timeZone,
    memoryLength: module.HEAPU8.length,
    brk: module.HEAPU32[module._emscripten_get_sbrk_ptr() / 4],
    stackPointer: module.stackSave(),
    stackEnd: module._emscripten_stack_get_end(),
    heapStart: initialised.stackPointer,
  };
}

function makePython(options) {
  return loadPyodide({ ...options, indexURL: BASE, _makeSnapshot: true, jsglobals: globals(), createPyodideModule: createModule });
}

async function make({ platform, archives }) {
  const python = await makePython(pythonOptions(platform));
  for (const archive of archives) {
    python.unpackArchive(new Uint8Array(await readFile(archive)), "zip", { extractDir: SITE_PACKAGES });
  }
  const snapshot = python.pyimport("playground.runtime.snapshot");
  const text = snapshot.prepare();
  const modules = python.runPython("import sys; ' '.join(sorted(sys.modules))");
  snapshot.tidy();
  snapshot.destroy();
  const module = python._module;
  const meta = record(module);
  return {
    meta: JSON.stringify(meta),
    document: text,
    modules,
    memory: module.HEAPU8.slice(0, meta.brk),
    fresh: fresh.memory.slice(0, meta.heapStart),
  };
}

try {
  for (const [name, content] of Object.entries(await make(job))) await writeFile(`${job.target}/${name}`, content);
  // What Python has scheduled must not keep the build waiting.
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

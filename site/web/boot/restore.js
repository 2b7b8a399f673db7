// Brings a memory image to life: Python with everything imported and the app made, in the state in
// which site/bundle/image/make_image.mjs took it. Bytes in, Python out: fetches nothing and evaluates no
// text. Leans on internals of Pyodide and Emscripten that site/bundle/upstream.py lists; the
// caller makes sure that image and runtime belong together. Covers no recovery: it throws, and the
// worker is then of no more use.

import { fromName } from "./frozen_references.js";

// Addresses that nobody is asked for.
const NOWHERE = "nowhere:/";
const EMPTY_LIBRARY = `${NOWHERE}library.zip`;
const decoder = new TextDecoder();

// take(size) returns the next bytes; end() throws where bytes are left over or missing.
function cutter(bytes, name) {
  let at = 0;
  const take = (size) => bytes.subarray(at, (at += size));
  const end = () => {
    if (at !== bytes.length) throw new Error(`The image's ${name} is ${bytes.length} bytes long, ${at} were expected.`);
  };
  return { take, end };
}

// What is in the first frame of an image (see site/bundle/image/pack_image.py): {meta, libraries, files}.
export function parseHead(bytes) {
  const { take, end } = cutter(bytes, "head");
  const length = take(4);
  const meta = JSON.parse(decoder.decode(take(new DataView(length.buffer, length.byteOffset).getUint32(0, true))));
  const libraries = meta.libraries.map((library) => ({ ...library, bytes: take(library.size) }));
  const files = meta.files.map(([name, size]) => [name, take(size)]);
  end();
  return { meta, libraries, files };
}

// The slots of the main module's functions in the table depend on the engine; Python's memory holds
// the maker's.
function moveMainFunctions(module, exports, meta) {
  const { GOT, wasmTable } = module;
  const trampoline = trampolineOf(module);
  if (wasmTable.length < meta.initialTableLength) wasmTable.grow(meta.initialTableLength - wasmTable.length);
  const names = Object.keys(exports).filter((name) => typeof exports[name] === "function" && GOT[name]);
  if (names.length !== meta.mainSlots.length) throw new Error("The runtime exports other functions than the image's.");
  names.forEach((name, i) => {
    const slot = meta.mainSlots[i];
    if (GOT[name].value === slot) return;
    if (slot >= meta.freshTableLength) wasmTable.set(slot, exports[name]);
    module.wasmTableMirror[slot] = exports[name];
    module.updateTableMap(slot, 1);
    GOT[name].value = slot;
  });
  // An engine without wasm-gc has no call trampoline; its place is the last one.
  if (trampoline.value) module.setWasmTableEntry(meta.initialTableLength - 1, trampoline.value);
  return () => (module.HEAP32[trampoline.at] = trampoline.value ? meta.initialTableLength - 1 : 0);
}

function trampolineOf(module) {
  const at = (module.__PyRuntime + module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET / 4]) / 4;
  const slot = module.HEAP32[at];
  return { at, value: slot ? module.wasmTable.get(slot) : null };
}

function grow(module, meta) {
  if (module.HEAPU8.length < meta.memoryLength && !module.growMemory(meta.memoryLength)) {
    throw new Error(`There is no room for ${meta.memoryLength} bytes of memory.`);
  }
  const { wasmTable } = module;
  if (wasmTable.length < meta.tableLength) wasmTable.grow(meta.tableLength - wasmTable.length);
}

// Relocations and constructors are not run: what they do is in the memory.
function link(module, library, compiled) {
  const { GOTHandler, LDSO } = module;
  const main = LDSO.loadedLibsByHandle[0].exports;
  const defined = (name) => name in main && !main[name].stub;
  const late = {};
  let own;
  const resolve = (name) => (defined(name) ? main[name] : own[name]);
  const environment = new Proxy(
    {},
    {
      get(_, name) {
        if (name === "__memory_base") return library.memory;
        if (name === "__table_base") return library.table;
        if (defined(name)) return main[name];
        return (late[name] ??= (...given) => resolve(name)(...given));
      },
    },
  );
  const got = new Proxy(new Set(), GOTHandler);
  const imports = { "GOT.mem": got, "GOT.func": got, env: environment, wasi_snapshot_preview1: environment };
  const instance = new WebAssembly.Instance(compiled, imports);
  own = module.relocateExports(instance.exports, library.memory);
  const shared = module.newDSO(library.name, undefined, own);
  shared.global = library.global;
  shared.refcount = library.references ?? Infinity;
  for (const handle of library.handles) LDSO.loadedLibsByHandle[handle] = shared;
}

function setTable(module, meta) {
  const { GOT, LDSO } = module;
  for (const [slot, library, name] of meta.tableSlots) {
    module.setWasmTableEntry(slot, LDSO.loadedLibsByName[library].exports[name]);
    module.updateTableMap(slot, 1);
  }
  for (const [name, value] of Object.entries(meta.got)) {
    GOT[name] ??= new WebAssembly.Global({ value: "i32", mutable: true }, 0);
    GOT[name].value = value;
  }
}

// Where instantiation has written, an empty page of the image would not be empty.
function clearMemory({ HEAPU8, HEAPU32, _emscripten_get_sbrk_ptr }, { meta, libraries }) {
  HEAPU8.fill(0, meta.stackEnd, HEAPU32[_emscripten_get_sbrk_ptr() / 4]);
  for (const { memory, memorySize } of libraries) HEAPU8.fill(0, memory, memory + memorySize);
}

// A frame of the memory: the bytes of the runs that the head lists for it.
function setRuns({ HEAPU8 }, runs, bytes) {
  const { take, end } = cutter(bytes, "memory");
  for (const [address, size] of runs) HEAPU8.set(take(size), address);
  end();
}

// The runtime wraps each of some 260 functions in a module of its own, of which few differ.
const WRAPPER = 100;

function compiledOnce(Module) {
  const made = new Map();
  const construct = (target, [bytes]) => {
    if (bytes.length > WRAPPER) return new target(bytes);
    const key = String(bytes);
    if (!made.has(key)) made.set(key, new target(bytes));
    return made.get(key);
  };
  return new Proxy(Module, { construct });
}

// The runtime fetches its main module and its library itself; it gets what we have instead.
async function withStandIns(compiled, act) {
  const { fetch: ordinary } = globalThis;
  const { instantiateStreaming, Module } = WebAssembly;
  const theirs = [`${NOWHERE}pyodide.asm.wasm`, EMPTY_LIBRARY];
  let fail;
  // It never settles when instantiation fails.
  const failed = new Promise((_, reject) => (fail = reject));
  globalThis.fetch = async (target, init) => (theirs.includes(String(target)) ? new Response() : ordinary(target, init));
  WebAssembly.instantiateStreaming = async (_, imports) => {
    try {
      return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  WebAssembly.Module = compiledOnce(Module);
  try {
    return await Promise.race([act(), failed]);
  } finally {
    globalThis.fetch = ordinary;
    WebAssembly.instantiateStreaming = instantiateStreaming;
    WebAssembly.Module = Module;
  }
}

async function readHead(frames) {
  const { value } = await frames.next();
  const head = parseHead(value.slice());
  const compiled = await Promise.all(head.libraries.map(({ bytes }) => WebAssembly.compile(bytes)));
  return { ...head, compiled };
}

async function fill(module, exports, head, frames) {
  const { meta, libraries, compiled } = head;
  const setTrampoline = moveMainFunctions(module, exports, meta);
  grow(module, meta);
  libraries.forEach((library, i) => link(module, library, compiled[i]));
  setTable(module, meta);
  // Last: linking writes to the memory too.
  clearMemory(module, head);
  for (const runs of meta.runs) setRuns(module, runs, (await frames.next()).value);
  if (module.HEAPU32[module._emscripten_get_sbrk_ptr() / 4] !== meta.brk) throw new Error("The end of the heap is not where the image has it.");
  module.stackRestore(meta.stackPointer);
  setTrampoline();
  module.LDSO.loadedLibsByHandle[0].exports._tzset_js(...meta.timeZone);
  module.API.restoreSnapshot = () => meta.references;
}

// loadPyodide, createPyodideModule: the runtime's own; wasm: its compiled main module, or a promise of
// it; frames: an asynchronous iterator of the image's frames, each of which is done with when the next is
// asked for; options: for loadPyodide; onArrived() is called when all is there.
// Returns {python, files, meta}; the files are for writeFiles.
export async function restore({ loadPyodide, createPyodideModule, wasm, frames, options, onArrived = () => {} }) {
  const arriving = readHead(frames);
  // Awaited below; until then a failure must not count as unhandled.
  arriving.catch(() => {});
  const createModule = async (settings) => {
    let exports;
    const { instantiateWasm } = settings;
    settings.instantiateWasm = (imports, receive) =>
      instantiateWasm(imports, (instance, compiled) => {
        exports = instance.exports;
        return receive(instance, compiled);
      });
    const module = await createPyodideModule(settings);
    await fill(module, exports, await arriving, frames);
    onArrived();
    return module;
  };
  const pyodideOptions = {
    ...options,
    indexURL: NOWHERE,
    stdLibURL: EMPTY_LIBRARY,
    createPyodideModule: createModule,
    _loadSnapshot: new Uint8Array(0),
    _snapshotDeserializer: fromName,
  };
  const python = await withStandIns(await wasm, () => loadPyodide(pyodideOptions));
  const { files, meta } = await arriving;
  return { python, files, meta };
}

// What Python may open by name.
export function writeFiles(python, folder, files) {
  const made = new Set();
  for (const [name, bytes] of files) {
    const path = `${folder}/${name}`;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) python.FS.mkdirTree(parent);
    made.add(parent);
    python.FS.writeFile(path, bytes);
  }
}

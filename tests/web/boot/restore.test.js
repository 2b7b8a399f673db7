// A memory image comes to life in a runtime; here in one that has a memory and no Python.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { parseHead, restore, writeFiles } from "../../../site/web/boot/restore.js";

const BREAK = 4000;
const EMPTY_MODULE = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

const META = {
  libraries: [], files: [["a.txt", 2], ["b/c.txt", 1]], initialTableLength: 4, freshTableLength: 4, tableLength: 6, mainSlots: [],
  memoryLength: 4096, stackEnd: 1000, stackPointer: 900, tableSlots: [], got: { counter: 7 }, brk: BREAK,
  runs: [[[1200, 3]], [[2000, 1], [2100, 1]]], timeZone: [0, 0], references: ["one"],
};

/** The first frame, as site/bundle/image/pack_image.py lays it out. */
function head(meta, ...parts) {
  const text = new TextEncoder().encode(JSON.stringify(meta));
  const bytes = new Uint8Array(4 + text.length + parts.flat().length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(parts.flat(), 4 + text.length);
  return bytes;
}

const FILES = [[104, 105], [33]];

/** A runtime's module whose memory is full of what instantiation has left there. */
function runtime() {
  const memory = new ArrayBuffer(4096);
  const module = {
    HEAPU8: new Uint8Array(memory).fill(9), HEAP32: new Int32Array(memory), HEAPU32: new Uint32Array(memory), GOT: {},
    wasmTable: { length: 4, grow: (more) => (module.wasmTable.length += more), get: () => null, set() {} },
    LDSO: { loadedLibsByHandle: { 0: { exports: { _tzset_js: (...given) => (module.zone = given) } } }, loadedLibsByName: {} },
    API: {}, __PyRuntime: 0, __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: 4, _emscripten_get_sbrk_ptr: () => 8,
    growMemory: () => false, stackRestore: (at) => (module.stack = at),
  };
  // No call trampoline; the heap ends at BREAK.
  module.HEAP32[0] = module.HEAP32[1] = 0;
  module.HEAPU32[2] = BREAK;
  return module;
}

let module;
beforeEach(() => (module = runtime()));

async function* framesOf(meta, ...frames) {
  yield head(meta, ...FILES);
  for (const frame of frames) yield new Uint8Array(frame);
}

/** restore() in a loader that instantiates as Pyodide's does. */
function wake(frames, { instantiate = () => WebAssembly.instantiateStreaming(fetch("nowhere:/pyodide.asm.wasm"), {}) } = {}) {
  const told = {};
  const loadPyodide = async (options) => {
    told.options = options;
    const instantiateWasm = (imports, receive) => instantiate().then(({ instance, module: compiled }) => receive(instance, compiled));
    await new Promise((resolve, reject) => {
      options.createPyodideModule({ instantiateWasm }).then((made) => resolve((told.made = made)), reject);
    });
    return { module: told.made };
  };
  const createPyodideModule = ({ instantiateWasm }) => new Promise((resolve) => instantiateWasm({}, () => resolve(module)));
  const done = restore({ loadPyodide, createPyodideModule, wasm: WebAssembly.compile(EMPTY_MODULE), frames, options: { env: {} }, onArrived: () => (told.arrived = true) });
  return { done, told };
}

test("the head is taken apart as it was laid out, and one of another length is refused", () => {
  const { files, libraries } = parseHead(head(META, ...FILES));
  assert.deepEqual(files.map(([name, bytes]) => [name, [...bytes]]), [["a.txt", [104, 105]], ["b/c.txt", [33]]]);
  assert.deepEqual(libraries, []);
  assert.throws(() => parseHead(head(META, ...FILES, [1])), /head is \d+ bytes long, \d+ were expected/);
  assert.throws(() => parseHead(head(META, [104])), /were expected/);
});

test("the memory is what the image has, and nothing that instantiation has left", async () => {
  const { done, told } = wake(framesOf(META, [1, 2, 3], [4, 5]));
  const { python, meta } = await done;
  assert.equal(python.module, module);
  assert.deepEqual([...module.HEAPU8.subarray(1199, 1204)], [0, 1, 2, 3, 0]);
  assert.deepEqual([module.HEAPU8[2000], module.HEAPU8[2100], module.HEAPU8[2001]], [4, 5, 0]);
  // Below the heap and beyond its end nothing is touched.
  assert.deepEqual([module.HEAPU8[999], module.HEAPU8[1000], module.HEAPU8[BREAK]], [9, 0, 9]);
  assert.deepEqual([module.stack, module.zone, module.wasmTable.length, module.GOT.counter.value], [900, [0, 0], 6, 7]);
  assert.deepEqual(module.API.restoreSnapshot(), meta.references);
  assert.equal(told.arrived, true);
  assert.deepEqual([told.options.env, told.options._loadSnapshot.length], [{}, 0]);
});

test("an image of another heap, of a frame that is cut off, or too large for the memory is refused", async () => {
  const brk = BREAK + 8;
  await assert.rejects(wake(framesOf({ ...META, brk }, [1, 2, 3], [4, 5])).done, /end of the heap/);
  module = runtime();
  await assert.rejects(wake(framesOf(META, [1, 2], [4, 5])).done, /memory is 2 bytes long, 3 were expected/);
  module = runtime();
  await assert.rejects(wake(framesOf({ ...META, memoryLength: 65536 })).done, /no room for 65536 bytes/);
  module = runtime();
  await assert.rejects(wake(framesOf({ ...META, mainSlots: [1] })).done, /other functions than the image's/);
});

test("what stood in for the browser is put back, however it ends", async () => {
  const before = [globalThis.fetch, WebAssembly.instantiateStreaming, WebAssembly.Module];
  await wake(framesOf(META, [1, 2, 3], [4, 5])).done;
  assert.deepEqual([globalThis.fetch, WebAssembly.instantiateStreaming, WebAssembly.Module], before);
  module = runtime();
  await assert.rejects(wake(framesOf({ ...META, brk: 0 }, [1, 2, 3], [4, 5])).done);
  assert.deepEqual([globalThis.fetch, WebAssembly.instantiateStreaming, WebAssembly.Module], before);
});

test("an instantiation that fails ends the wait, which the runtime itself never does", async () => {
  const instantiate = async () => {
    await WebAssembly.instantiateStreaming(fetch("nowhere:/pyodide.asm.wasm"), null).catch(() => {});
    return new Promise(() => {});
  };
  const { instantiate: ordinary } = WebAssembly;
  WebAssembly.instantiate = async () => {
    throw new Error("out of memory");
  };
  try {
    await assert.rejects(wake(framesOf(META, [1, 2, 3], [4, 5]), { instantiate }).done, /out of memory/);
  } finally {
    WebAssembly.instantiate = ordinary;
  }
});

test("files are written with the folders that they need, each made once", () => {
  const made = [];
  const written = [];
  const FS = { mkdirTree: (folder) => made.push(folder), writeFile: (path, bytes) => written.push([path, bytes]) };
  writeFiles({ FS }, "/lib", [["a.txt", 1], ["b/c.txt", 2], ["b/d.txt", 3]]);
  assert.deepEqual(made, ["/lib", "/lib/b"]);
  assert.deepEqual(written, [["/lib/a.txt", 1], ["/lib/b/c.txt", 2], ["/lib/b/d.txt", 3]]);
});

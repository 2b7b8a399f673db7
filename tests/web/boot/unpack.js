// Unpacks files by the page's own module: node unpack.js DECODER FILE...; each FILE stands beside
// FILE.zst. One unpacker takes them all, one after the other, in places no larger than is needed. Prints
// a line for each: what came of it.
import { readFileSync } from "node:fs";

import { Unpacker } from "../../../site/web/boot/zstd.js";

const [path, ...names] = process.argv.slice(2);
const files = names.map((name) => [readFileSync(`${name}.zst`), readFileSync(name)]);
const most = (i) => Math.max(...files.map((pair) => pair[i].length));
const unpacker = new Unpacker(new WebAssembly.Module(readFileSync(path)), most(0), most(1));

for (const [packed, expected] of files) {
  try {
    console.log(expected.equals(unpacker.unpack(packed, expected.length)) ? "same" : "other");
  } catch (error) {
    console.log(error.name);
  }
}

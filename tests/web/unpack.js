// Unpacks files by the page's own module, in pieces: node unpack.js DECODER PIECE FILE...; each FILE
// stands beside FILE.zst. Prints a line for each: what came of it.
import { readFileSync } from "node:fs";

import { Unpacker } from "../../site/web/zstd.js";

const [path, piece, ...names] = process.argv.slice(2);
const decoder = new WebAssembly.Module(readFileSync(path));

function outcome(name) {
  const [packed, expected] = [readFileSync(`${name}.zst`), readFileSync(name)];
  try {
    const unpacker = new Unpacker(decoder, packed.length, expected.length);
    for (let at = 0; at < packed.length; at += Number(piece)) unpacker.push(packed.subarray(at, at + Number(piece)));
    return expected.equals(unpacker.finish()) ? "same" : "other";
  } catch (error) {
    return error.name;
  }
}

for (const name of names) console.log(outcome(name));

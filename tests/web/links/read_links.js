/* Prints what the page reads early of each fragment of a JSON file ({keys, schemas, fragments}). */

import { readFileSync } from "node:fs";

import { early } from "../../../site/web/boot/early.js";
import { FREE } from "../../../site/web/links/parts.js";

const { keys, schemas, fragments } = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify({ free: FREE, said: fragments.map((fragment) => early(`#${fragment}`, schemas, keys)) }));

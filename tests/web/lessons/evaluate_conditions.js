/* Prints what each [expression, state] of a JSON file (the only argument) comes to on the page. */

import { readFileSync } from "node:fs";

import { evaluate } from "../../../site/web/lessons/conditions.js";

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
const told = (value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : (value ?? null));
console.log(JSON.stringify(cases.map(([expression, state]) => told(evaluate(expression, state)))));

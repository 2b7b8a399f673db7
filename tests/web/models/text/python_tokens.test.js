// The highlighter: roles of tokens, and strings that go on over lines.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pythonTokens } from "../../../../site/web/models/text/python_tokens.js";

const roles = (source) => pythonTokens(source).map((line) => line.filter(([, role]) => role !== ""));

test("no text is lost", () => {
  const source = 'x = """a\n#b\n""" + r"\\d" # end\n\tdef f(ä): return .5e-3j, \'it\\\'s\n';
  assert.equal(pythonTokens(source).map((line) => line.map(([text]) => text).join("")).join("\n"), source);
});

test("words have their roles", () => {
  assert.deepEqual(roles("def step(w): return 0.5 * w  # half"), [
    [["def", "keyword"], ["step", "defined"], ["return", "keyword"], ["0.5", "number"], ["# half", "comment"]],
  ]);
  assert.deepEqual(roles("definition = returned"), [[]]);
  assert.deepEqual(roles('f"{x}" + "#no comment"'), [[['f"{x}"', "string"], ['"#no comment"', "string"]]]);
});

test("a string in triple quotes goes on to its end", () => {
  assert.deepEqual(roles('"""one\ntwo # three\nfour""" + 5'), [
    [['"""one', "string"]],
    [["two # three", "string"]],
    [['four"""', "string"], ["5", "number"]],
  ]);
});

test("a string that is not closed ends with its line", () => {
  assert.deepEqual(roles('x = "open\ny = 1'), [[['"open', "string"]], [["1", "number"]]]);
});

test("long input takes no long time", () => {
  const begin = performance.now();
  pythonTokens(`${"\"\\\\".repeat(20000)}\n${"'".repeat(20000)}`);
  assert.ok(performance.now() - begin < 1000);
});

/* Python as a list of [text, role] for display: comments, strings, numbers, keywords, the name that is
   defined. Line by line, with the state that a string in triple quotes leaves; covers no expressions
   within f-strings, which stay string. */

const KEYWORDS = new Set(
  ("False None True and as assert async await break class continue def del elif else except finally for from global if " +
    "import in is lambda nonlocal not or pass raise return try while with yield").split(" "),
);
const PARTS = /(#.*)|([rbfuRBFU]{0,2}("""|'''))|([rbfuRBFU]{0,2}(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?))|(0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?j?)|([\p{L}_][\p{L}\p{N}_]*)|(\s+|[^])/giuy;

/** The index after the closing triple quote from `from` on, or -1. */
function closing(line, quotes, from) {
  for (let i = from; i < line.length; i++) {
    if (line[i] === "\\") i++;
    else if (line.startsWith(quotes, i)) return i + 3;
  }
  return -1;
}

/** The tokens of one line, and the quotes that are still open after it ("" for none). */
export function lineTokens(line, open = "") {
  const tokens = [];
  const put = (text, role) => {
    const last = tokens.at(-1);
    if (last !== undefined && last[1] === role) last[0] += text;
    else if (text !== "") tokens.push([text, role]);
  };
  let at = 0;
  let defines = false;
  if (open !== "") {
    const end = closing(line, open, 0);
    if (end < 0) return [line === "" ? [] : [[line, "string"]], open];
    put(line.slice(0, end), "string");
    at = end;
  }
  while (at < line.length) {
    PARTS.lastIndex = at;
    const [text, comment, prefix, quotes, string, number, name] = PARTS.exec(line);
    if (prefix !== undefined) {
      const end = closing(line, quotes, at + prefix.length);
      put(line.slice(at, end < 0 ? line.length : end), "string");
      if (end < 0) return [tokens, quotes];
      at = end;
      continue;
    }
    at += text.length;
    if (comment !== undefined) put(text, "comment");
    else if (string !== undefined) put(text, "string");
    else if (number !== undefined) put(text, "number");
    else if (name !== undefined) {
      put(text, KEYWORDS.has(text) ? "keyword" : defines ? "defined" : "");
      defines = text === "def" || text === "class";
    } else put(text, "");
  }
  return [tokens, ""];
}

/** The tokens of each line of a source. */
export function pythonTokens(source) {
  let open = "";
  return source.split("\n").map((line) => {
    const [tokens, after] = lineTokens(line, open);
    open = after;
    return tokens;
  });
}

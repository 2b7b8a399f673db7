// The Markdown that the studio writes: steps, links, numbers and questions, from the state of the page.

export const TEMPLATE = `---
title: My lesson
order: 1
summary: One sentence about it.
---
`;

// What a lesson leaves as the reader has it, and what is said by the file itself.
const LEFT_OUT = ["v", "lesson", "expect", "core", "theme", "embed", "hide", "present"];
// What says where the reader looks, and not what is done.
const ASIDE = [...LEFT_OUT, "view", "show", "results", "code"];
// One of many solvers stands for all; the others are seen in the tab Closed form.
const SOLVERS = ["refined", "descent"];
const SUPERSCRIPTS = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((sign, digit) => [digit, sign])) };

/** The part of a link that a lesson says: from the address of a state. */
export function fragmentOf(address) {
  const [, hash = ""] = address.split("#");
  const kept = hash.split("&").filter((part) => !["", "view=lessons"].includes(part) && !LEFT_OUT.includes(part.split("=")[0]));
  // A link says something: the tab is the least.
  const text = kept.length > 0 ? kept.join("&") : "view=fit";
  return text.replaceAll("(", "%28").replaceAll(")", "%29");
}

/** A number as lessons quote it: four digits, which the check compares to the last. */
export function quoted(value) {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value).replace("-", "−");
  const [mantissa, power] = value.toExponential(3).split("e");
  if (Number(power) >= -4 && Number(power) < 6) return String(Number(value.toPrecision(4))).replace("-", "−");
  const raised = [...String(Number(power))].map((sign) => SUPERSCRIPTS[sign]).join("");
  return `${mantissa.replace("-", "−")} × 10${raised}`;
}

function* numbersIn(whole, path, columns) {
  if (typeof whole === "number") yield { path, value: whole };
  else if (Array.isArray(whole)) {
    for (const [i, part] of whole.entries()) {
      const about = columns.length === whole.length ? columns[i] : null;
      for (const found of numbersIn(part, `${path}[${i}]`, [])) yield { about, ...found };
    }
  } else if (whole !== null && typeof whole === "object") {
    const chosen = SOLVERS.every((name) => name in whole) ? SOLVERS : Object.keys(whole);
    for (const name of chosen) yield* numbersIn(whole[name], `${path}.${name}`, columns);
  }
}

/** What `results` holds that a lesson can quote: {path, text, label}. */
export function numbersOf({ results }) {
  return [...numbersIn(results, "results", results.columns ?? [])].map(({ path, value, about = null }) => ({
    path,
    text: quoted(value),
    label: `${path.slice("results.".length)}${about === null ? "" : ` (${about})`} = ${quoted(value)}`,
  }));
}

/** A step that begins with the state of a link. */
export const step = (fragment, number) => `\n## [Step ${number}](#${fragment})\n\nSay what there is to see.\n`;

const literal = (value) => (value === null ? "None" : typeof value === "string" ? `'${value.replaceAll(/['\\]/g, "\\$&")}'` : String(value));
const simple = (value) => value === null || ["number", "string"].includes(typeof value);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** What has been changed between two states, as the condition of a question. */
export function condition(before, now) {
  const changed = Object.keys(now).filter((key) => !ASIDE.includes(key) && simple(now[key]) && !same(before?.[key], now[key]));
  const done = changed.map((key) => `${key} == ${literal(now[key])}`);
  return done.length > 0 && before !== null ? done.join(" and ") : "steps >= 10";
}

export const question = (fragment, when) =>
  `\n\n\`\`\`ask\nSay what to do.\nwhen: ${when}\nshow: #${fragment}\nhint: Say where to look.\ndone: Say what it shows.\n\`\`\`\n`;

/** The fragment of the last link before a place in the text; null where there is none. */
export function linkBefore(text, place) {
  return [...text.slice(0, place).matchAll(/\]\(#(\S+)\)|^show: #(\S+)$/gm)].map(([, inline, shown]) => inline ?? shown).at(-1) ?? null;
}

/** A number for a place in the text, with a link to its state where the last link before leads to another. */
export function number({ path, text }, fragment, whole, place) {
  const plain = `[${text}](=${path})`;
  return linkBefore(whole, place) === fragment ? plain : `[this](#${fragment}) ${plain}`;
}

/** The step, from 0, that a place in the text belongs to. */
export function stepAt(text, place) {
  return Math.max([...text.slice(0, place).matchAll(/^## \[/gm)].length - 1, 0);
}

/** The name of the file to save: after the title. */
export function titleOf(text) {
  return /^title:[ \t]*(\S.*)$/m.exec(text)?.[1].trim() ?? "";
}

// A copy of the single-file edition with a lesson inside: from this file itself, or from the one beside the page.

const EDITION = "linreg-playground.html";
// Both elements stand at the top of the file.
const HEAD = 1 << 16;

/** What the element of a lesson holds. */
export const packed = (lesson) => encodeURIComponent(JSON.stringify(lesson));

// The file's bytes with both elements filled in. Every byte is one character of it.
function filled(bytes, contents) {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, HEAD));
  const places = Object.entries(contents).map(([name, content]) => {
    const empty = `name="playground-${name}" content="`;
    return { at: head.indexOf(`${empty}"`) + empty.length, known: head.includes(`${empty}"`), content };
  });
  if (places.some(({ known }) => !known)) throw new Error(`${EDITION} is of another version of the page. Reload the page.`);
  const parts = [];
  let from = 0;
  for (const { at, content } of places.toSorted((a, b) => a.at - b.at)) {
    parts.push(bytes.subarray(from, at), content);
    from = at;
  }
  return new Blob([...parts, bytes.subarray(from)], { type: "text/html" });
}

/** Resolves with the file as a Blob; fragment: what it opens with. Throws a sentence. */
export async function withLesson(fragment, lesson, self = globalThis) {
  const carrier = self.document.querySelector('meta[name="playground-lesson"]');
  carrier.content = packed(lesson);
  if (self.playgroundSupply?.copy !== undefined) return self.playgroundSupply.copy(fragment);
  const answer = await self.fetch(new URL(EDITION, self.document.baseURI)).catch(() => null);
  if (!answer?.ok) throw new Error(`${EDITION} could not be loaded from beside this page. Save as .md, or try again.`);
  const state = fragment.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return filled(new Uint8Array(await answer.arrayBuffer()), { state, lesson: carrier.content });
}

// All lessons, from the one file that the build made of site/lessons/*.md (our own, checked there). Its
// elements are taken over as they are; what they hold beside text is in data attributes.

// A host that has not sent the lessons by then is taken for one that will not.
const WITHIN_MS = 10_000;

const parse = (node, name) => JSON.parse(node.dataset[name]);

function question(ask) {
  const part = (name) => ask.querySelector(`.ask-${name}`);
  return {
    number: ask.dataset.question,
    when: parse(ask, "when"),
    prompt: part("prompt"),
    hint: part("hint"),
    done: part("done"),
    show: ask.querySelector("a"),
  };
}

function lesson(article, i) {
  const steps = [...article.querySelectorAll(".step")].map((section) => ({
    title: section.querySelector("h3"),
    changes: parse(section, "state"),
    body: [...section.children].slice(1),
    questions: [...section.querySelectorAll(".ask")].map((ask) => ({ ask, ...question(ask) })),
  }));
  return {
    name: article.dataset.lesson,
    place: i + 1,
    title: article.querySelector("h2").textContent,
    summary: article.querySelector("header p").textContent,
    steps,
    questions: steps.reduce((sum, { questions }) => sum + questions.length, 0),
    sources: article.querySelector(".sources"),
  };
}

export function fromHtml(text) {
  const parsed = new DOMParser().parseFromString(text, "text/html");
  return [...document.importNode(parsed.body, true).querySelectorAll("article")].map(lesson);
}

export async function fetchBook(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS) });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return fromHtml(await answer.text());
}

// The keys of the state that a link sets away from the defaults, with their values, read from its element.
export function changesOf(node) {
  return parse(node, "state");
}

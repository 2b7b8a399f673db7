// The page inside a frame: answers the page that embeds it, by messages, with the page API. A page of
// another origin never gets points that it did not set. Covers no page that frames the embedder.

const CALLS = ["getState", "setState", "getLink"];
const EVENTS = ["status", "state", "message"];

// What an embedder may see: everything if it is of our own origin; else not the points of others.
export class Discretion {
  #theirs = "null";

  // The embedder set these points, by its link or by a call.
  allow(points) {
    this.#theirs = points?.packed ? null : JSON.stringify(points ?? null);
  }

  hides(state) {
    const points = state.points ?? null;
    // So many points came from a file of the reader's.
    return points !== null && (points.packed !== undefined || JSON.stringify(points) !== this.#theirs);
  }

  state(state) {
    if (!this.hides(state)) return state;
    const { points, ...rest } = state;
    const { messages, ...results } = state.results ?? {};
    return { ...rest, results: { ...results, messages: (messages ?? []).filter(quiet) } };
  }
}

// A notice about points may quote a cell.
const quiet = ({ key }) => key !== "points";

function sizeOf(root) {
  return Math.ceil(root.getBoundingClientRect().height);
}

export function serveEmbedder(api, self = window) {
  const parent = self.parent;
  if (parent === self) return;
  const discretion = new Discretion();
  const own = (origin) => origin === self.location.origin && origin !== "null";
  api.whenReady(() => {
    const [navigation] = self.performance.getEntriesByType("navigation");
    // By Back or a reload the reader's own points come out of the frame's history, and by `src` out
    // of a file that the embedder may not be able to read.
    if (navigation.type === "navigate" && (api.lastState.src ?? null) === null) discretion.allow(api.lastState.points);
  });

  const answer = async (call, args, trusted) => {
    if (!CALLS.includes(call)) throw { name: "CallError", message: `There is no call ${String(call).slice(0, 40)}: use ${CALLS.join(", ")}.`, key: null };
    if (call === "setState") {
      const state = await api.setState(args?.[0]);
      if (args[0].points !== undefined) discretion.allow(state.points);
      return trusted ? state : discretion.state(state);
    }
    const state = await api.getState();
    if (call === "getState") return trusted ? { ...state } : discretion.state(state);
    return api.getLink(trusted || !discretion.hides(state) ? {} : { points: false });
  };

  self.addEventListener("message", async ({ source, origin, data }) => {
    if (source !== parent || data?.linreg !== 1 || data.call === undefined) return;
    const reply = { linreg: 1, id: data.id };
    try {
      reply.result = await answer(data.call, data.args, own(origin));
    } catch (error) {
      reply.error = { name: error?.name ?? "Error", message: error?.message ?? String(error), key: error?.key ?? null };
    }
    // A page that is not on any host has no origin to address; it is still this frame's parent.
    parent.postMessage(reply, origin === "null" ? "*" : origin);
  });

  // Nothing in an event is secret: keys, a status, a height, and notices that quote no data.
  const tell = (event, detail) => parent.postMessage({ linreg: 1, event, detail }, "*");
  for (const event of EVENTS) {
    api.on(event, (detail) => {
      if (event !== "message" || quiet(detail) || !discretion.hides(api.lastState)) tell(event, detail);
    });
  }
  new self.ResizeObserver(() => tell("size", { height: sizeOf(self.document.body) })).observe(self.document.body);
}

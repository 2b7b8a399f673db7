// What waits to be sent to Python, in order. Document events that can be merged are: the last value
// wins per model and property, as long as nothing that must keep its place came between.

const coalescing = (event) => event.kind === "ModelChanged" || event.kind === "ColumnDataChanged";

function gesture(event) {
  if (event.kind !== "MessageSent" || event.msg_type !== "bokeh_event") return null;
  const { kind, index, model } = event.msg_data ?? {};
  return kind === "move" ? { index, model } : null;
}

function replaces(later, earlier) {
  if (coalescing(later)) {
    return coalescing(earlier) && later.model === earlier.model && later.attr === earlier.attr;
  }
  const [b, a] = [gesture(later), gesture(earlier)];
  return a !== null && b !== null && a.index === b.index && a.model === b.model;
}

// Adds an event to a list of waiting ones, in place of one that it makes obsolete.
export function addEvent(events, event) {
  for (let i = events.length - 1; i >= 0; i--) {
    if (replaces(event, events[i])) {
      events.splice(i, 1);
      break;
    }
    if (!coalescing(events[i])) break;
  }
  events.push(event);
}

export class MessageQueue {
  #entries = [];

  get length() {
    return this.#entries.length;
  }

  push(entry) {
    this.#entries.push(entry);
  }

  // A user event joins the last entry when that is a batch of events that still waits. time: of the
  // input that caused it; undefined where the page itself did.
  pushEvent(event, time) {
    let last = this.#entries.at(-1);
    if (last?.kind !== "events") {
      last = { kind: "events", events: [], oldest: time };
      this.#entries.push(last);
    }
    last.oldest ??= time;
    addEvent(last.events, event);
  }

  has(kind) {
    return this.#entries.some((entry) => entry.kind === kind);
  }

  // What the user has done that Python does not know of yet.
  get events() {
    return this.#entries.flatMap(({ events = [] }) => events);
  }

  shift() {
    return this.#entries.shift();
  }

  // Takes out all; whoever waits for it is told why.
  reject(cause) {
    for (const { reject } of this.#entries.splice(0)) reject?.(cause);
  }

  // Takes out what cannot survive a restart (events belong to the old document); calls stay.
  dropEvents() {
    this.#entries = this.#entries.filter(({ kind }) => kind !== "events" && kind !== "frame" && kind !== "ping");
  }
}

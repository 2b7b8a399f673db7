/* Stand-ins for the browser's elements and for BokehJS, as far as the views under test use them. Nothing
   is laid out or painted, and events do not bubble: send them to the element that listens. */

const attribute = (name, read = (text) => text ?? "") => ({
  get() {
    return read(this.getAttribute(name));
  },
  set(value) {
    if (value === false) this.removeAttribute(name);
    else this.setAttribute(name, value === true ? "" : value);
  },
});

export class Element extends EventTarget {
  attributes = new Map();
  childNodes = [];
  style = { setProperty: (name, value) => (this.style[name] = value) };
  parent = null;
  focused = 0;

  constructor(tag = "div") {
    super();
    this.tag = tag;
    for (const [property, name] of [["value", "value"], ["max", "max"], ["id", "id"]]) Object.defineProperty(this, property, attribute(name));
    for (const name of ["hidden", "disabled", "checked"]) Object.defineProperty(this, name, attribute(name, (text) => text !== null));
    Object.defineProperty(this, "tabIndex", attribute("tabindex", Number));
    this.dataset = new Proxy({}, { get: (_, name) => this.getAttribute(`data-${String(name)}`) ?? undefined });
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }

  removeAttribute(name) {
    this.attributes.delete(name);
  }

  append(...nodes) {
    for (const node of nodes) {
      if (node instanceof Element) node.parent = this;
      this.childNodes.push(node);
    }
  }

  replaceChildren(...nodes) {
    this.childNodes = [];
    this.append(...nodes);
  }

  remove() {
    this.parent.childNodes = this.parent.childNodes.filter((node) => node !== this);
  }

  get textContent() {
    return this.childNodes.map((node) => node.textContent ?? node).join("");
  }

  set textContent(text) {
    this.childNodes = [text];
  }

  focus() {
    this.focused += 1;
  }

  /** Selectors of one attribute only, with or without its value: [data-value="a"]. */
  querySelectorAll(selector) {
    const [, name, value] = /^\[([\w-]+)(?:="(.*)")?\]$/.exec(selector);
    const found = this.childNodes.flatMap((node) => (node instanceof Element ? [node, ...node.querySelectorAll(selector)] : []));
    return found.filter((node) => node.attributes.has(name) && [undefined, node.getAttribute(name)].includes(value));
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  getBoundingClientRect() {
    return { left: 0, top: 0 };
  }
}

/** Send an event with these fields to an element; the event itself. */
export function send(element, type, fields = {}) {
  const event = Object.assign(new Event(type, { cancelable: true }), fields);
  element.dispatchEvent(event);
  return event;
}

/** A signal of Bokeh's: slots are called when it is emitted. */
export function signal() {
  const slots = [];
  return { connect: (slot) => slots.push(slot), emit: () => slots.forEach((slot) => slot()) };
}

/** A Bokeh model with these properties: told.set has each change, told.events each event sent. */
export function model(fields) {
  const change = signal();
  const properties = Object.fromEntries(Object.keys(fields).map((name) => [name, { change: signal() }]));
  const told = { set: [], events: [] };
  const own = {
    ...fields,
    change,
    properties,
    told,
    setv: (values) => Object.assign(made, values),
    trigger_event: (event) => told.events.push(event),
  };
  const made = new Proxy(own, {
    set(target, name, value) {
      if (target[name] === value) return true;
      target[name] = value;
      told.set.push([name, value]);
      properties[name]?.change.emit();
      change.emit();
      return true;
    },
  });
  return made;
}

class View {
  constructor(model, fields = {}) {
    Object.assign(this, { model, ...fields });
  }

  initialize() {
    this.el = new Element();
    this.shadow_el = new Element();
  }

  connect(of, slot) {
    of.connect(slot);
  }

  connect_signals() {}

  remove() {}
}

/** Make a view of a model as Bokeh does. */
export function viewOf(View, model, fields) {
  const view = new View(model, fields);
  view.initialize();
  view.connect_signals();
  return view;
}

class Base {
  static define() {}
}

/** What waits for the next frame: a test calls it. */
export const frames = [];

/** Put the stand-ins in place. modules: more of BokehJS, by the name of the module. */
export function install(modules = {}) {
  const parts = new Proxy({}, { get: (_, name) => (String(name).endsWith("View") ? View : class extends Base {}) });
  globalThis.Bokeh = { require: (name) => modules[name] ?? parts };
  globalThis.CSSStyleSheet = class {
    replaceSync() {}
  };
  globalThis.requestAnimationFrame = (act) => frames.push(act);
  globalThis.CSS = { escape: (text) => text };
  globalThis.document = Object.assign(new EventTarget(), {
    createElement: (tag) => new Element(tag),
    createElementNS: (_, tag) => new Element(tag),
    createTextNode: (text) => text,
  });
}

/* OwnRule: an update rule of the reader's own, in an editor, run in the second worker. Run asks Python
   for a job (`runs` counts), the job goes to the worker with the code as it stands, and what comes
   back is given to Python as `outcome`. Nothing runs without a click here. */

import { Sandbox, pageSettings, spawnFrom } from "../../rules/sandbox.js";
import { BodyView, Control, MODULE } from "../base.js";
import { html, setIfChanged, setText } from "../dom.js";
import { Editor } from "./editor.js";
import { icon } from "../icons.js";

const TYPING_MS = 300;
const HINT = "Tab indents. To leave the field, press Escape, then Tab.";
const NOT_HERE = "The single-file version cannot run your code. Open the playground on a website.";
const FIRST = "Starting a separate Python for your code (first run only) …";

const sandbox = new Sandbox({
  spawn: () => spawnFrom(new URL("../../sandbox_worker.js", import.meta.url).href),
  settings: () => pageSettings(document),
});

/** An error as a sentence; line 0: none. */
export function errorText({ name, message, line }) {
  const place = line === 0 ? "" : `Line ${line}: `;
  return `${place}${name === "" ? "" : `${name}: `}${message}`;
}

export class OwnRuleView extends BodyView {
  make() {
    this.editor = new Editor({ id: "rule", describedBy: "rule-hint rule-status", onInput: () => this.typed() });
    this.name = html("label", { class: "label", for: "rule" });
    this.status = html("p", { class: "rule-status", id: "rule-status", role: "status" });
    this.run = this.button("primary", "run", "Run your rule", () => this.start());
    this.stop = this.button("plain", "pause", "Stop your rule", () => sandbox.stop());
    this.job = this.model.job;
    return html("div", { class: "rule" }, this.name, this.editor.element,
      html("p", { class: "hint", id: "rule-hint" }, HINT),
      html("div", { class: "rule-buttons" }, this.run, this.stop), this.status);
  }

  button(kind, picture, text, act) {
    const button = html("button", { type: "button", class: `button button-${kind}` },
      html("span", { class: "picture" }, icon(picture)), html("span", { class: "text" }, text));
    button.addEventListener("click", act);
    return button;
  }

  typed() {
    this.tell("");
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.flush(), TYPING_MS);
  }

  flush() {
    clearTimeout(this.rest);
    this.rest = undefined;
    if (this.model.text !== this.editor.text) this.model.text = this.editor.text;
  }

  start() {
    this.flush();
    this.editor.mark(null);
    if (!pageSettings(document).assets.rules) {
      this.tell(NOT_HERE, true);
      return;
    }
    this.tell(sandbox.ready ? "Running …" : FIRST);
    this.model.runs += 1;
  }

  async race(job) {
    const { run, refused, steps, p } = JSON.parse(job);
    if (refused) {
      this.tell(refused, true);
      return;
    }
    this.busy(true);
    try {
      const outcome = await sandbox.run(this.editor.text, job, { count: steps + 1, p });
      if (outcome.failed) this.fail(outcome);
      else this.tell(outcome.printed.trimEnd());
      const { iterates, count, failed } = outcome;
      this.model.outcome = JSON.stringify({ run, iterates, count, failed });
    } catch ({ message }) {
      this.tell(message, true);
      this.model.outcome = JSON.stringify({ run, failed: true });
    } finally {
      this.busy(false);
    }
  }

  fail(error) {
    this.editor.mark(error.line || null);
    this.tell(errorText(error), true);
  }

  tell(text, wrong = false) {
    setText(this.status, text);
    this.status.classList.toggle("rule-wrong", wrong);
  }

  busy(on) {
    this.stop.disabled = !on;
    this.run.disabled = on;
  }

  refresh() {
    const { label, text, job, disabled } = this.model;
    setText(this.name, label);
    // What is being typed is newer than what Python knows.
    if (this.rest === undefined) this.editor.text = text;
    this.busy(sandbox.running);
    if (disabled) this.run.disabled = true;
    if (job !== this.job) {
      this.job = job;
      if (job !== "") this.race(job);
    }
  }
}

export class OwnRule extends Control {
  static __name__ = "OwnRule";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = OwnRuleView;
    this.define(({ Str, Int }) => ({
      text: [Str, ""],
      runs: [Int, 0],
      job: [Str, ""],
      outcome: [Str, ""],
    }));
  }
}

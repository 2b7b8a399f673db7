// The page's first script: draws the document that the build wrote into index.html, starts Python in
// a worker, and joins the two.

import { Address } from "./links/address.js";
import { bootPaths, bootSettings } from "./boot/boot_settings.js";
import { furnish } from "./page/chrome.js";
import { DocumentView, preset, recolour } from "./bridge/document_view.js";
import { early } from "./boot/early.js";
import { serveEmbedder } from "./embed/embedded.js";
import { keepState } from "./failure/state_file.js";
import { isFile } from "./lessons/drafts.js";
import { serveLessons } from "./lessons/lessons.js";
import { Kept } from "./links/kept.js";
import { movedFromQuery } from "./links/parts.js";
import { holdBuild } from "./offline/offline.js";
import { keepOffline } from "./offline/offline_words.js";
import { holdPoints } from "./models/many_points.js";
import { Pace } from "./bridge/pace.js";
import { PageApi, drawn } from "./bridge/page_api.js";
import { showFailure, showReason, showRestart, showStage } from "./boot/progress.js";
import { Session } from "./bridge/session.js";
import { ShareDialog } from "./share/share.js";
import { clearHovers } from "./models/bokeh_patches/hover.js";
import { Reading } from "./page/reading.js";
import { WorkLine } from "./page/work_line.js";
import "./models/index.js";

const root = document.documentElement;
const media = {
  dark: matchMedia("(prefers-color-scheme: dark)"),
  contrast: matchMedia("(prefers-contrast: more)"),
  reduced_motion: matchMedia("(prefers-reduced-motion: reduce)"),
  coarse: matchMedia("(pointer: coarse)"),
};
const environment = () => Object.fromEntries(Object.entries(media).map(([name, query]) => [name, query.matches]));

// When the input that is being handled happened; window.event is hidden from inside shadow roots.
let inputTime;
for (const type of ["pointerdown", "pointermove", "pointerup", "click", "input", "change", "keydown", "wheel"]) {
  const note = ({ timeStamp }) => {
    inputTime = timeStamp;
    setTimeout(() => (inputTime = undefined));
  };
  addEventListener(type, note, { capture: true, passive: true });
}

const api = new PageApi();
window.playground = api;

const block = JSON.parse(document.getElementById("document").textContent);
const inSight = (slot) => [undefined, root.dataset.view].includes(slot.closest("[data-panel]")?.dataset.panel);
const view = new DocumentView(inSight, (event) => {
  // A tab opens at once, also while Python is still on its way or busy.
  if (event.model?.name === "view" && event.attr === "value") root.dataset.view = event.value;
  session.userEvent(event, inputTime);
});

// The theme that colours.css knows; high contrast takes its ground, light or dark, from the system.
function drawnTheme(theme) {
  const dark = theme === "dark" || (theme !== "light" && media.dark.matches);
  if (theme === "contrast" || media.contrast.matches) return dark ? "contrast-dark" : "contrast";
  return dark ? "dark" : "light";
}

function applyState({ theme, view: name, embed, hide, present }) {
  const wanted = { theme: drawnTheme(theme), view: name, hide: hide.join(" ") };
  // A running descent says the same at each frame, and those who watch are told all the same.
  for (const [key, value] of Object.entries(wanted)) {
    if (root.dataset[key] !== value) root.dataset[key] = value;
  }
  root.toggleAttribute("data-embed", Boolean(embed));
  root.toggleAttribute("data-present", Boolean(present));
}

// The keys of the page itself that the user has set and Python does not know of yet.
function chosenSince(events) {
  const chosen = events.filter(({ model, attr }) => attr === "value" && ["theme", "view"].includes(model?.name));
  return Object.fromEntries(chosen.map(({ model, value }) => [model.name, value]));
}

function measureEvent(oldest) {
  requestAnimationFrame(() => performance.measure("playground:event", { start: oldest, end: performance.now() }));
}

const pace = new Pace((elapsed, running) => {
  const able = running ? session.status === "ready" && !session.hasWaiting("frame") : session.idle;
  if (able) session.call("frame", { elapsed }).catch(() => {});
  return able;
});

let stage = null;

// The state that the document in index.html shows; Python has it too when it attaches.
api.know(block.state);
// Whether there is more to be kept than that.
let changed = false;

// The first script's worker, or what the single-file edition has in its place.
const supply = globalThis.playgroundSupply;

// A link whose keys came after ? is one like any other.
const moved = movedFromQuery(location, block.keys);
if (moved !== null) history.replaceState(history.state, "", location.pathname + moved);

const call = (kind, payload, file) => session.call(kind, payload, file);
const lessons = serveLessons(api, new URL(block.lessons, document.baseURI).href, block.state, call);
const address = new Address({
  lessons,
  kept: new Kept(() => sessionStorage, location.pathname),
  call,
  showReturn: (shown) => (document.getElementById("return").hidden = !shown),
});
// What a link says of the page itself holds at once; numbers wait, unseen, for Python.
const first = { ...block.state, ...early(location.hash, block.early, block.keys) };
root.toggleAttribute("data-opening", address.fragment !== "");
api.on("state", (keys) => address.changed(keys));
api.on("state", (keys) => {
  if (keys.some((key) => ["data", "points", "features", "target", "weights"].includes(key))) clearHovers();
});
api.whenReady(() => address.settle().catch(() => {}));
document.getElementById("return").addEventListener("click", () => address.goBack());
document.addEventListener("playground:again", () => address.openAgain());

const workLine = new WorkLine(document.getElementById("work"), () => session.cancel());
const session = new Session({
  spawn() {
    if (supply === undefined) throw new Error("The first script of the page did not run, because the page was changed during the transfer. Reload it.");
    return supply.spawn();
  },
  bootSettings: bootSettings(block),
  paths: bootPaths(block),
  listener: {
    stage(message) {
      if (message.stage !== stage) performance.mark(`playground:stage:${(stage = message.stage)}`);
      showStage(message);
    },
    status(status, reason) {
      root.dataset.status = status;
      if (status === "restarting") beginAgain(reason);
      if (status === "ready") becomeReady();
      api.emit("status", status);
    },
    async opening(send, opened) {
      await painted();
      await send("environment", environment());
      // A tab that was opened meanwhile stays open.
      if (opened) {
        const held = api.lastState.points?.blob;
        const kept = { ...api.lastState, ...chosenSince(session.waitingEvents) };
        await send("restore", kept, held && (await carried(held))).finally(() => lessons.begin());
      }
      else await address.openFirst(send).catch(({ message }) => console.warn(`The link could not be opened: ${message}`));
      root.removeAttribute("data-opening");
      await drawn();
    },
    async replace(json, unexpected) {
      if (unexpected) console.warn("The document in the page is not the one that Python made; it was drawn again.");
      await view.replace(json);
      applyState(api.lastState);
      await drawn();
    },
    patch: (events) => view.patch(events),
    working: (awaited) => workLine.show(awaited),
    answered(message, entry, joined) {
      const waiting = session.waitingEvents;
      // So early that Python works on the next frame while this one is applied and painted.
      pace.answered(message.animating, message.running);
      holdPoints(message);
      if (message.state) api.know(message.state);
      if (message.state) changed = true;
      if (message.patch && joined) view.apply(message.patch, message.buffers, message.data, waiting);
      if (message.state) {
        applyState({ ...api.lastState, ...chosenSince(waiting) });
        api.emit("state", message.keys);
      }
      for (const notice of message.messages ?? []) api.emit("message", notice);
      if (message.error && entry.kind === "events") tellOf(message.error);
      if (entry.oldest !== undefined) measureEvent(entry.oldest);
    },
    fellBack(stage, error) {
      api.diagnostics.fellBack = { stage, ...error };
      if (error.name === "SlowLink") return;
      console.warn(`The quick start failed (${error.message} In stage "${stage}".) Python is started in the plain way.`);
    },
    failed(stage, error) {
      api.fail(error);
      // Of the page's own files its first script speaks.
      if (stage !== "files") explain(stage, error);
    },
  },
});

// What the user did came to nothing; of late modules the cause is no fault of the page's.
function tellOf(error) {
  if (error.name === "LateError") showReason(error.message, null);
  else console.error(error.traceback);
}

// The cause may lie with the page's own files, as long as it has not been at work.
async function explain(stage, error) {
  const verdict = changed ? null : ((await supply?.verdict?.()) ?? null);
  const retry = verdict?.retry ?? (() => session.retry());
  const keep = changed ? () => keepState(api.lastState) : null;
  showFailure(stage, { ...error, message: verdict?.message ?? error.message }, { retry, keep });
}

// As the service worker marks a page that it has taken from its copy.
const INSTEAD = "instead";
const COPY = "The network answered with another page, perhaps a login page, so the offline copy was opened. About can remove it.";

// Why Python was started again, to be told when it is there; null where that was asked for.
let told = null;

function beginAgain(reason) {
  api.beginAgain();
  told = reason;
  showRestart(reason?.text ?? "Starting Python");
}

function becomeReady() {
  performance.mark("playground:ready");
  api.diagnostics.path = session.path;
  if (told !== null) showReason(told.text, told.withoutLink ? () => address.goBack() : null);
  else if (INSTEAD in root.dataset) showReason(COPY, null);
  told = null;
  api.becomeReady();
}

api.connect(session);
if (supply) supply.giveUp = (message) => session.giveUp("files", { name: "FileError", message });
serveEmbedder(api);
furnish(api, address.fragment !== "");
new ShareDialog(api, (kind, payload) => session.call(kind, payload), document.getElementById("share-open"), block.landings);

for (const query of [media.dark, media.contrast]) {
  query.addEventListener("change", () => {
    applyState(session.status === "ready" ? api.lastState : first);
    if (session.status === "ready") session.call("environment", environment());
  });
}

// Bytes as the worker can have them, which may read no files where the page is one file itself.
async function carried(bytes) {
  return (await supply?.carry?.(bytes)) ?? bytes;
}

const reading = new Reading({
  call: async (kind, payload, part) => session.call(kind, payload, part && (await carried(part))),
  line: workLine,
});
document.addEventListener("playground:file", ({ detail: { file } }) => (isFile(file.name) ? lessons : reading).take(file).catch(() => {}));

// What is in a tab that is not open is drawn when it is opened, or when nothing else is to be done.
new MutationObserver(() => view.drawInSight()).observe(root, { attributeFilter: ["data-view"] });
const whenIdle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 50));
async function drawOthers() {
  if (await view.drawAnother()) whenIdle(drawOthers);
}

async function paint() {
  applyState(first);
  const text = recolour(block.document, block.colours[root.dataset.theme] ?? []);
  await view.draw(preset(JSON.parse(text), first));
  root.dataset.drawn = "";
  api.whenReady(() => whenIdle(drawOthers));
  await drawn();
  performance.mark("playground:painted");
}

// What could not be painted is painted again when Python is started again.
let painting = null;
function painted() {
  painting ??= paint().catch((error) => {
    painting = null;
    throw error;
  });
  return painting;
}

holdBuild(root.dataset.build);
keepOffline(root.dataset.build, (act) => api.whenReady(act));
session.start();
painted();
if (supply) supply.begun = true;

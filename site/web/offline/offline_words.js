// What the page says and offers about working without a network: a word in the footer, a paragraph in
// About, and the line that offers a new version. Starts after Python answers and the page is
// idle; in the single-file edition there is nothing to do.

import { OfflineCopy } from "./offline.js";
import { Rest } from "../bridge/rest.js";

const root = document.documentElement;
const element = (id) => document.getElementById(id);
const home = new URL("./", document.baseURI).href;
const REFUSED = `linreg-playground no offline copy ${new URL(home).pathname}`;

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const FOOTER = { ready: "✓ Ready for offline", full: "Not available offline: no space left" };
const ABOUT = {
  file: () => "This file contains the whole page and works offline.",
  unsupported: () => "Offline use is not available at this address.",
  saving: () => "Data saver is on, so nothing was saved for offline use.",
  refused: () => "No offline copy is saved on this device.",
  preparing: () => "Saving the page on this device for offline use.",
  ready: ({ bytes }) => `The page (${megabytes(bytes)}) is saved on this device and works offline.`,
  full: ({ bytes }) => `Not enough storage for the offline copy (${megabytes(bytes)}). Free some storage, then reload the page.`,
  incomplete: ({ reason }) => `The offline copy is incomplete (${reason}). It will be retried at your next visit.`,
};
const KEEP = "Save for offline use";
const REMOVE = "Remove the offline copy";
const ACTION = { saving: KEEP, refused: KEEP, ready: REMOVE };

function show(standing) {
  const { state } = standing;
  root.dataset.offline = state;
  element("offline").textContent = FOOTER[state] ?? "";
  element("offline-about").textContent = ABOUT[state](standing);
  const action = element("offline-action");
  action.textContent = ACTION[state] ?? "";
  action.hidden = !(state in ACTION);
}

function offer(copy) {
  const line = element("update");
  line.hidden = false;
  line.querySelector(".reload").onclick = () => copy.change().then(() => location.reload());
  line.querySelector(".later").onclick = () => (line.hidden = true);
}

// The visitor's hands come first: keeping thirty megabytes makes a page of two processors stutter.
const rest = new Rest(1500, 20_000);
for (const type of ["pointerdown", "pointermove", "keydown", "wheel"]) {
  addEventListener(type, () => rest.touch(), { capture: true, passive: true });
}

function idle(then) {
  if (globalThis.requestIdleCallback) requestIdleCallback(then, { timeout: 5000 });
  else setTimeout(then, 1000);
}

// The visitor's own choice, on this device; lost where the browser lets nothing be stored.
function refusal() {
  try {
    const store = localStorage;
    return { get: () => store.getItem(REFUSED) !== null, set: (on) => (on ? store.setItem(REFUSED, "") : store.removeItem(REFUSED)) };
  } catch {
    return { get: () => false, set: () => {} };
  }
}

// Nothing where the browser has none, or keeps them from this page.
function serviceWorkers() {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
}

function begin(build, container) {
  const copy = new OfflineCopy({
    build, home, container,
    listener: { standing: show, newVersion: () => offer(copy) },
  });
  const choice = refusal();
  const start = () => copy.start().catch(({ message }) => show({ state: "incomplete", reason: message }));
  element("offline-action").onclick = async () => {
    if (root.dataset.offline === "ready") {
      choice.set(true);
      await copy.remove();
      show({ state: "refused" });
    } else {
      choice.set(false);
      show({ state: "preparing" });
      start();
    }
  };
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && copy.look());
  if (choice.get()) show({ state: "refused" });
  else if (navigator.connection?.saveData && !container.controller) show({ state: "saving" });
  else start();
}

/** whenReady(act): call act() when the network and the processor are free. */
export function keepOffline(build, whenReady) {
  if (globalThis.playgroundSupply?.copy) show({ state: "file" });
  // Inside another site's page nothing is kept: its readers have not asked for it.
  if (!build || window.parent !== window) return;
  whenReady(() => rest.whenStill(() => idle(() => {
    const container = serviceWorkers();
    if (container) begin(build, container);
    else show({ state: "unsupported" });
  })));
}

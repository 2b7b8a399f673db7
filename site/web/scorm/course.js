// The start page of a SCORM package: the one-file edition in a frame, its progress told to the platform.
//
// The playground stores progress in localStorage. This page puts there what the platform has stored for
// this learner, before the playground starts, and passes on what the playground stores later.

import { VERSIONS, findApi, share } from "./report.js";

const KEY = "linreg-lessons";
const { version, questions } = JSON.parse(document.getElementById("course").textContent);
const words = VERSIONS[version];
const api = findApi(window, words.api);
const told = document.getElementById("told");
const started = Date.now();
let open = api !== null && String(api[words.initialize]("")) === "true";

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function report() {
  if (!open) return;
  const progress = stored();
  const values = words.values(share(progress.done, questions), (Date.now() - started) / 1000);
  values["cmi.suspend_data"] = JSON.stringify(progress);
  for (const [name, value] of Object.entries(values)) api[words.set](name, value);
  api[words.commit]("");
}

function finish() {
  if (!open) return;
  report();
  open = false;
  api[words.finish]("");
}

if (open) {
  const kept = api[words.get]("cmi.suspend_data");
  if (kept) localStorage.setItem(KEY, kept);
  else localStorage.removeItem(KEY);
  report();
} else {
  told.hidden = false;
}
// Of what another document of this site has stored, here the playground, a browser tells.
addEventListener("storage", ({ key }) => {
  if (key === KEY || key === null) report();
});
addEventListener("pagehide", finish);

const frame = document.createElement("iframe");
frame.title = "linreg playground";
frame.allow = "clipboard-write";
frame.src = "linreg-playground.html#view=lessons";
document.body.append(frame);

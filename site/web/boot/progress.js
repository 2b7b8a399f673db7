// The progress line of index.html, and what it ends in.

import { hidePanel, showPanel } from "../failure/panel.js";

const STAGES = {
  download: "Downloading Python",
  python: "Starting Python",
  packages: "Downloading NumPy and the app",
  unpack: "Unpacking NumPy and the app",
  import: "Loading NumPy, Bokeh and Panel",
  build: "Preparing the playground",
};
// The quick boot ends with it; it is over before it could be read.
const WAKING = ["restore", "wake"];

// Where the bytes are what is waited for.
const DOWNLOADS = ["download", "packages"];

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

// Milliseconds from the start of the visit in which nothing is told: most visits are over by then, and
// each frame that is drawn is time that Python does not have. page.css shows the line no sooner.
const SILENCE = 800;
let latest = null;

export function showStage(message) {
  const waiting = latest !== null;
  latest = message;
  if (!waiting) setTimeout(() => tell(latest), SILENCE - performance.now());
}

function tell({ stage, loaded, total }) {
  latest = null;
  const line = document.getElementById("progress");
  const names = Object.keys(STAGES);
  const waking = WAKING.includes(stage);
  line.querySelector(".stage").textContent = waking ? STAGES.python : STAGES[stage];
  const step = waking ? "" : `step ${names.indexOf(stage) + 1} of ${names.length}`;
  line.querySelector(".bytes").textContent = DOWNLOADS.includes(stage) ? `${megabytes(loaded)} of ${megabytes(total)} MB` : step;
  const bar = line.querySelector("progress");
  if (DOWNLOADS.includes(stage)) {
    bar.max = total;
    bar.value = loaded;
  } else {
    // How long Python will take is not known: the bar says only that it is at work.
    bar.removeAttribute("value");
  }
}

export function showRestart(reason) {
  const line = document.getElementById("progress");
  line.querySelector(".stage").textContent = reason;
  line.querySelector(".bytes").textContent = "";
  line.querySelector("progress").removeAttribute("value");
}

/** Why Python was started again, until it is read; again() tries what was left out, where there is such. */
export function showReason(reason, again) {
  const line = document.getElementById("told");
  line.querySelector("span").textContent = reason;
  line.hidden = false;
  const retry = line.querySelector(".retry");
  retry.hidden = again === null;
  retry.onclick = () => {
    line.hidden = true;
    again();
  };
  line.querySelector(".close").onclick = () => (line.hidden = true);
}

// retry(): try again; keep(): save what there was as a file, null where there is nothing of the visitor's.
export function showFailure(stage, error, { retry, keep }) {
  const again = () => {
    hidePanel();
    retry();
  };
  const details = `${error.name} in stage "${stage}"\n${error.traceback ?? ""}`;
  showPanel({ heading: "Python could not be started", reason: error.message, details, retry: again, keep });
}

// The progress line and the failure panel of index.html.

const STAGES = {
  download: "Fetching Python",
  python: "Starting Python",
  packages: "Fetching NumPy and the app",
  unpack: "Unpacking NumPy and the app",
  import: "Loading NumPy, Bokeh and Panel",
  build: "Building the playground",
};
// The quick boot ends with it; it is over before it could be read.
const WAKING = ["restore", "wake"];

// Where the bytes are what is waited for.
const DOWNLOADS = ["download", "packages"];

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

// Milliseconds from the start of the visit in which nothing is told: most visits are over by then, and
// each frame that is drawn is time that Python does not have. style.css shows the line no sooner.
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

export function showFailure(stage, error, retry) {
  const panel = document.getElementById("failure");
  panel.hidden = false;
  panel.querySelector("h2").textContent = "Python could not be started";
  panel.querySelector(".reason").textContent = error.message;
  panel.querySelector("pre").textContent = `${error.name} in stage "${stage}"\n${error.traceback ?? ""}`;
  panel.querySelector(".retry").onclick = () => {
    panel.hidden = true;
    retry();
  };
}

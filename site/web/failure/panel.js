// The panel that says why the page does not run and what can be done about it. It stands in index.html;
// where that was cut off before it, it is made here.

const PARTS = { heading: "h2", reason: ".reason", retry: ".retry", keep: ".keep", details: "pre" };

function made() {
  const panel = document.createElement("section");
  panel.id = "failure";
  panel.setAttribute("role", "alert");
  const add = (name, className, parent = panel) => {
    const element = parent.appendChild(document.createElement(name));
    element.className = className;
    return element;
  };
  add("h2", "");
  add("p", "reason");
  add("button", "retry").textContent = "Retry";
  add("button", "keep").hidden = true;
  add("pre", "");
  (document.body ?? document.documentElement).append(panel);
  return panel;
}

/** The panel's elements, by name. */
export function panel() {
  const whole = document.getElementById("failure") ?? made();
  const parts = Object.entries(PARTS).map(([name, selector]) => [name, whole.querySelector(selector)]);
  return { whole, ...Object.fromEntries(parts) };
}

/** Show it; retry() and keep() are called by its buttons, of which one that is null is not there. */
export function showPanel({ heading, reason, details = "", retry = null, keep = null }) {
  const parts = panel();
  parts.heading.textContent = heading;
  parts.reason.replaceChildren(...[reason].flat());
  parts.details.textContent = details;
  parts.details.closest("details")?.toggleAttribute("hidden", details === "");
  for (const [button, act] of [[parts.retry, retry], [parts.keep, keep]]) {
    button.hidden = act === null;
    button.onclick = act;
  }
  parts.whole.hidden = false;
}

export function hidePanel() {
  panel().whole.hidden = true;
}

/* Files that come into the page: the file field, a drop anywhere, a table that is pasted and a file that the system opens with the page all end in
   one event, "playground:file" on the document, whose detail holds the File. Nothing is read here. */

/** Tell the page that a file has arrived. */
export function announce(file) {
  document.dispatchEvent(new CustomEvent("playground:file", { detail: { file } }));
}

/** True where a drag carries files, and not a selection of text or a picture of the page. */
export function carriesFiles(transfer) {
  return transfer !== null && [...transfer.types].includes("Files");
}

/** Let files be dropped anywhere; `html[data-dropping]` shows the veil while one hovers.
    Returns a function that ends it. */
export function acceptDrops(root = document.documentElement) {
  const listening = new AbortController();
  // Every element that the drag enters and leaves on its way reports both, in that order.
  let depth = 0;
  const hover = (change) => {
    depth = Math.max(depth + change, 0);
    root.toggleAttribute("data-dropping", depth > 0);
  };
  const on = (name, handler) => root.addEventListener(name, (event) => {
    if (carriesFiles(event.dataTransfer)) handler(event);
  }, { signal: listening.signal });
  on("dragenter", () => hover(1));
  on("dragleave", () => hover(-1));
  on("dragover", (event) => {
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  on("drop", (event) => {
    event.preventDefault();
    hover(-Infinity);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) announce(file);
  });
  return () => listening.abort();
}

/** Files that the system opens with the installed page. */
export function acceptLaunches(queue = globalThis.launchQueue) {
  queue?.setConsumer(async ({ files }) => {
    const [handle] = files;
    if (handle !== undefined) announce(await handle.getFile());
  });
}

const ONLINE_SHEET = new RegExp(
  "^\\s*https?://(docs\\.google\\.com/spreadsheets/|([\\w-]+\\.)*(sharepoint\\.com|onedrive\\.live\\.com|1drv\\.ms|"
  + "office\\.com|officeapps\\.live\\.com|excel\\.cloud\\.microsoft)([/:?]|$))\\S*\\s*$", "i",
);

/** A pasted text as a file, or null where it is no table: one line that is not JSON either. The address of an online
    sheet counts as one, so that Python can say how to get its table. */
export function pastedFile(text) {
  const table = text.trim().includes("\n") || /^\s*[[{]/.test(text) || ONLINE_SHEET.test(text);
  return table ? new File([text], "Pasted table", { type: "text/plain" }) : null;
}

/** What a paste brings. Spreadsheets add a picture of the cells, which is not what is meant. */
function broughtBy(clipboard) {
  const copied = [...clipboard.files].find(({ type }) => !type?.startsWith("image/"));
  return copied ?? pastedFile(clipboard.getData("text/plain")) ?? clipboard.files[0] ?? null;
}

// Sliders, boxes, buttons and lists have no text for a paste to go into.
const TEXTLESS = ["range", "checkbox", "radio", "button", "submit", "reset", "file", "color", "image"];

/** True where what is typed or pasted goes into a field, or a control takes it for itself. */
export function takesText(event) {
  return event.defaultPrevented || event.composedPath().some(({ nodeName, type, isContentEditable }) => (
    isContentEditable || nodeName === "TEXTAREA" || (nodeName === "INPUT" && !TEXTLESS.includes(type))
  ));
}

/** Let tables (or files) be pasted anywhere but into a field. Returns a function that ends it. */
export function acceptPastes(target = document) {
  const listening = new AbortController();
  target.addEventListener("paste", (event) => {
    if (takesText(event) || !event.clipboardData) return;
    const file = broughtBy(event.clipboardData);
    if (file === null) return;
    event.preventDefault();
    announce(file);
  }, { signal: listening.signal });
  return () => listening.abort();
}

// The messages between the page and the worker that runs Python; the one place that lists them.
//
// Page to worker: {id, kind, payload, file?}; payload is JSON text.
//   boot         payload: the boot settings (see worker.js), with the path: "image" (wake the memory
//                image) or "plain"; the first message, sent once. The page's first script gives the
//                same to its worker as its name: a message would wait until the page has drawn
//   environment  {dark, contrast, reduced_motion, coarse}
//   restore      a state to put back after a restart, with the bytes of many points beside it
//   events       a Bokeh patch: what the user did to the document, oldest first
//   getState, setState, document, ping
//   link         {fragment, record}: be as a link says; answers {src} where that names a file, else
//                {fragment}, what the link amounts to
//   linkFile     {fragment, record, error}, with that file beside it (or data that the tab has kept), or
//                the error instead
//   amountsTo    {fragment}
//   getLink      {numbers, points, data, digits, rows, most}: the fragment of a link; null beyond `most`
//   qr           {text}: answers {size, path}, or null where it is too long
//   stateFile    {data}: the text of a state file; with data: only of what `data: false` leaves out of a link, or
//                null where that is too much for a tab to keep
//   lesson       {name, text}: read a lesson of somebody else; answers {html}
//   lessonCheck  check the next part of it; answers {faults, done}, a fault being [line, text]
//   tellKept     {kept}: whether the tab keeps data that are too long for an address
//   file         {name}, with the File itself beside it
//   filePart     {name, size, start}, with the part of the File that begins there; answers whether more is wanted
//   fileStop     no more of that File comes: nothing of it is loaded
//   frame        {elapsed} in milliseconds: one step of an animation
// Worker to page:
//   {type: "stage", stage, loaded, total}   boot progress, in bytes; total 0 where it has no size
//   {type: "attached", document}            Python's document is the page's, or here is another
//   {type: "busy", seconds}                 at work: have patience for so long again, where it is not
//                                           said for the usual time
//   {type: "answer", id, result | error, patch, buffers, animating, running, keys, state, messages}
//     animating: ask for a frame; running: even before what hands have done meanwhile
//     state: the words that changed (keys) and the results, not the whole; many points as bytes (many_points.js)
//   {type: "failed", stage, error}          the boot ended
//   {type: "damaged"}                       what Python was woken from was not the memory image
//   {type: "died", error}                   Python can answer nothing more
// Errors are plain objects {name, message, key, traceback}.

// Seconds without a sign of work after which whoever is waited for counts as stuck.
// Full results hold exact rational arithmetic, seconds of it for the largest problems it accepts.
// The first two are ways to boot; `page` is the page itself, between two messages of an opening.
export const PATIENCE = { image: 20, plain: 60, page: 30, environment: 15, restore: 30, file: 60, filePart: 60, document: 15, getState: 30, setState: 30, link: 30, linkFile: 60, amountsTo: 30, getLink: 30, stateFile: 30, qr: 30, lesson: 30, lessonCheck: 30 };
export const USUAL_PATIENCE = 5;
// Seconds after which an answer is given up, whatever signs of work there are. A boot has none: what it
// fetches is of known size, and comes at no less than a known rate (see download.js).
export const LONGEST = { image: Infinity, plain: Infinity, link: 60, linkFile: 60 };
export const USUAL_LONGEST = 300;

export function patience(kind) {
  return (PATIENCE[kind] ?? USUAL_PATIENCE) * 1000;
}

export function longest(kind) {
  return (LONGEST[kind] ?? USUAL_LONGEST) * 1000;
}

export function plainError(error) {
  return {
    name: error?.name ?? "Error",
    message: error?.message ?? String(error),
    key: error?.key ?? null,
    traceback: error?.traceback ?? error?.stack ?? "",
  };
}

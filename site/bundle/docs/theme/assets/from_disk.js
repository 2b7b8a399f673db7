// Opened from a disk, a page may not put the playground into a frame: the one-file edition does instead.
if (location.protocol === "file:") {
  const file = new URL("../../linreg-playground.html", document.currentScript.src).href;
  for (const element of document.querySelectorAll("linreg-playground")) {
    const words = [...element.attributes].filter(({ name }) => !["load", "height", "label"].includes(name));
    const link = document.createElement("a");
    link.className = "md-button";
    link.href = `${file}#${words.map(({ name, value }) => `${name}=${value}`).join("&")}`;
    link.textContent = `Open: ${element.getAttribute("label") ?? "playground"}`;
    element.replaceWith(link);
  }
}

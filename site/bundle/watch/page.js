// Loads the page again when a source has changed; the server answers when one has.

async function loadAgain() {
  const answer = await fetch("watch/changes");
  if (answer.ok) location.reload();
}

loadAgain().catch(() => console.warn("The server that watches the sources has ended."));

// Loads the page again when a source has changed; the server answers when one has. It is told how many
// changes the page was made after (SEEN): one that comes while the page loads must not be missed.

async function loadAgain() {
  const answer = await fetch("watch/changes?since=SEEN");
  if (answer.ok) location.reload();
}

loadAgain().catch(() => console.warn("The server that watches the sources has ended."));

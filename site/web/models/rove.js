/* Which one of a row the arrow keys go to. No DOM here. */

/** The word that a key leads to from `current`, or null where the key means nothing in a row. */
export function neighbour(words, current, key) {
  const last = words.length - 1;
  const here = words.indexOf(current);
  switch (key) {
    case "ArrowRight": return words[here === last ? 0 : here + 1];
    case "ArrowLeft": return words[here <= 0 ? last : here - 1];
    case "Home": return words[0];
    case "End": return words[last];
    default: return null;
  }
}

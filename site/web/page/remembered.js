// Choices about the page itself, kept on this device and nowhere else. Where storage is refused, they last as
// long as the page.

const PREFIX = "linreg-playground ";

export function remembered(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** value: null forgets it. */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // Refused, or full.
  }
}

// Elements in the shadow roots of our models, which no selector reaches.

/** All elements that match, in the order of the page. */
export function* all(root, selector) {
  for (const element of root.children) {
    if (element.matches(selector)) yield element;
    if (element.shadowRoot) yield* all(element.shadowRoot, selector);
    yield* all(element, selector);
  }
}

/** The first one that is seen, or undefined. */
export function within(root, selector) {
  for (const element of all(root, selector)) {
    if (element.checkVisibility({ visibilityProperty: true })) return element;
  }
  return undefined;
}

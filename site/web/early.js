// The few words of a link that must be known before Python has read it: colours, tab and frame, so
// that nothing is drawn first and then changed. Covers no mistakes: Python reads the link too, and says.

// hash: of the page's address; schemas: by word, what the table in linreg.links says of it.
export function early(hash, schemas) {
  const said = {};
  for (const part of hash.slice(1).split("&")) {
    const [key, value = ""] = part.split("=");
    const schema = Object.hasOwn(schemas, key) ? schemas[key] : null;
    if (schema?.enum?.includes(value)) said[key] = value;
    if (schema?.enum?.includes(Number(value)) && value !== "") said[key] = Number(value);
    if (schema?.type === "array") said[key] = value.split(",").filter((word) => schema.items.enum.includes(word));
  }
  return said;
}

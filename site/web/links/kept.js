// What no address can hold, kept by this tab until it is closed: a reload brings it back. One text at a
// time, packed; nothing leaves the device. Covers no browser that lets the page keep nothing: it throws.

// More characters at a time would be more arguments than a call may have.
const PIECE = 1 << 15;

async function piped(bytes, transform) {
  return new Uint8Array(await new Response(new Response(bytes).body.pipeThrough(transform)).arrayBuffer());
}

export class Kept {
  #storage;
  #key;

  // storage(): the tab's own, which some browsers refuse; place: of this copy of the page among others.
  constructor(storage, place) {
    this.#storage = storage;
    this.#key = `linreg-playground data of ${place}`;
  }

  // Keeps a text in place of the one before; resolves with the name to ask for it by.
  async put(text) {
    const bytes = await piped(text, new CompressionStream("gzip"));
    let packed = "";
    for (let at = 0; at < bytes.length; at += PIECE) packed += String.fromCharCode(...bytes.subarray(at, at + PIECE));
    const name = Math.random().toString(36).slice(2);
    this.#storage().setItem(this.#key, `${name} ${packed}`);
    return name;
  }

  // The bytes of the text of that name; null where it is no longer there.
  async get(name) {
    try {
      const whole = this.#storage().getItem(this.#key) ?? "";
      if (!whole.startsWith(`${name} `)) return null;
      const bytes = Uint8Array.from(whole.slice(name.length + 1), (character) => character.charCodeAt(0));
      return await piped(bytes, new DecompressionStream("gzip"));
    } catch {
      return null;
    }
  }
}

// Unpacks Zstandard (RFC 8878) while it arrives, into an array of the size that the caller knows: no
// browser offers that to scripts, and it packs the memory image a fifth smaller than gzip does. One
// frame, no dictionary. Covers no checksum: the caller compares a hash of the whole.

import { beginning, bitsAt, KINDS, must, one, readCounts, readLiterals, readTree, stateTable, SURE, valueTable } from "./zstd_codes.js";

const MAGIC = 0xfd2fb528;
// Reads go beyond the end of what is packed.
const MARGIN = 8;

// Whether these first bytes of something are packed so.
export function isPacked(bytes) {
  return bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === MAGIC;
}

export class Unpacker {
  #packed;
  #view;
  #arrived = 0;
  #at = 0;
  #output;
  #length = 0;
  #begun = false;
  #ended = false;
  #checksum = 0;
  #literals = new Uint8Array((1 << 17) + MARGIN);
  #tree = null;
  #tables = [null, null, null];
  #recent = [1, 4, 8];

  // The sizes in bytes, packed and unpacked.
  constructor(packed, unpacked) {
    this.#packed = new Uint8Array(packed + MARGIN);
    this.#view = new DataView(this.#packed.buffer);
    this.#output = new Uint8Array(unpacked);
  }

  /** More of the packed bytes. Throws where they cannot be right. */
  push(bytes) {
    must(this.#arrived + bytes.length <= this.#packed.length - MARGIN);
    this.#packed.set(bytes, this.#arrived);
    this.#arrived += bytes.length;
    if (!this.#begun) this.#begin();
    while (this.#begun && this.#block());
  }

  /** All of it, unpacked. */
  finish() {
    must(this.#ended && this.#length === this.#output.length && this.#at + this.#checksum === this.#arrived);
    return this.#output;
  }

  // Section 3.1.1.1.
  #begin() {
    if (this.#arrived < 18) return;
    must(this.#view.getUint32(0, true) === MAGIC);
    const head = this.#view.getUint8(4);
    const single = (head >> 5) & 1;
    must((head & 0b1011) === 0);
    this.#checksum = head & 4;
    this.#at = 5 + (single ? 0 : 1) + [single, 2, 4, 8][head >> 6];
    this.#begun = true;
  }

  // The next block, if all of it is there; whether it was.
  #block() {
    const from = this.#at + 3;
    if (this.#ended || from > this.#arrived) return false;
    const head = bitsAt(this.#view, this.#at * 8, 24);
    const [kind, size] = [(head >> 1) & 3, head >> 3];
    const end = from + (kind === 1 ? 1 : size);
    if (end > this.#arrived) return false;
    if (kind === 2) this.#unpack(from, end);
    else this.#plain(kind, from, size);
    must(this.#length <= this.#output.length);
    this.#at = end;
    this.#ended = (head & 1) === 1;
    return true;
  }

  #plain(kind, from, size) {
    must(kind < 2 && this.#length + size <= this.#output.length);
    if (kind === 0) this.#output.set(this.#packed.subarray(from, from + size), this.#length);
    else this.#output.fill(this.#packed[from], this.#length, this.#length + size);
    this.#length += size;
  }

  #unpack(from, end) {
    const { at, count } = this.#readLiterals(from, end);
    this.#readSequences(at, end, count);
  }

  // Section 3.1.1.3.1: the literals of a block; {at: the address behind, count}.
  #readLiterals(from, end) {
    const view = this.#view;
    const first = view.getUint8(from);
    const [kind, form] = [first & 3, (first >> 2) & 3];
    if (kind < 2) {
      const head = [1, 2, 1, 3][form];
      const count = bitsAt(view, from * 8, 24) % 2 ** (8 * head) >>> [3, 4, 3, 4][form];
      const size = kind === 0 ? count : 1;
      const at = from + head;
      must(at + size <= end && count <= 1 << 17);
      if (kind === 0) this.#literals.set(this.#packed.subarray(at, at + count));
      else this.#literals.fill(this.#packed[at], 0, count);
      return { at: at + size, count };
    }
    const width = [10, 10, 14, 18][form];
    const count = bitsAt(view, from * 8 + 4, width);
    const size = bitsAt(view, from * 8 + 4 + width, width);
    let at = from + [3, 3, 4, 5][form];
    const behind = at + size;
    must(behind <= end && count <= 1 << 17);
    if (kind === 2) [this.#tree, at] = readTree(view, at);
    must(this.#tree !== null);
    this.#readStreams(at, behind, count, form === 0 ? 1 : 4);
    return { at: behind, count };
  }

  #readStreams(from, end, count, streams) {
    const view = this.#view;
    const share = streams === 1 ? count : (count + 3) >> 2;
    let at = from + 2 * (streams - 1);
    for (let i = 0; i < streams; i++) {
      const behind = i === streams - 1 ? end : at + view.getUint16(from + 2 * i, true);
      must(behind > at && behind <= end);
      readLiterals(view, at, behind, this.#tree, this.#literals, i * share, Math.min(count, (i + 1) * share));
      at = behind;
    }
  }

  // Section 3.1.1.3.2.
  #readSequences(from, end, count) {
    const view = this.#view;
    let at = from;
    let sequences = view.getUint8(at++);
    if (sequences === 255) [sequences, at] = [view.getUint16(at, true) + 0x7f00, at + 2];
    else if (sequences >= 128) sequences = ((sequences - 128) << 8) + view.getUint8(at++);
    let used = 0;
    if (sequences > 0) {
      const modes = view.getUint8(at++);
      KINDS.forEach((kind, i) => (at = this.#readTable(i, kind, (modes >> (6 - 2 * i)) & 3, at)));
      must(at < end);
      used = this.#execute(at, end, sequences);
    }
    must(used <= count && this.#length + count - used <= this.#output.length);
    this.#output.set(this.#literals.subarray(used, count), this.#length);
    this.#length += count - used;
  }

  #readTable(i, { meaning, mostLog, usual }, mode, at) {
    if (mode === 0) this.#tables[i] = usual;
    if (mode === 1) this.#tables[i] = valueTable(one(this.#packed[at++]), meaning);
    if (mode === 2) {
      const [counts, log, behind] = readCounts(this.#view, at, mostLog);
      this.#tables[i] = valueTable(stateTable(counts, log), meaning);
      return behind;
    }
    must(this.#tables[i] !== null);
    return at;
  }

  // Copies literals and earlier output as the sequences say; returns how many literals were used. One
  // long function on local names, because most of the time of a first visit's boot is spent here.
  #execute(from, end, sequences) {
    const [view, output, literals] = [this.#view, this.#output, this.#literals];
    const [lengths, offsets, matches] = this.#tables;
    const { value: lengthValue, extra: lengthExtra, width: lengthWidth, base: lengthBase } = lengths;
    const { value: offsetValue, extra: offsetExtra, width: offsetWidth, base: offsetBase } = offsets;
    const { value: matchValue, extra: matchExtra, width: matchWidth, base: matchBase } = matches;
    let [first, second, third] = this.#recent;
    let to = this.#length;
    let used = 0;
    let at = beginning(view, end);
    let l = bitsAt(view, (at -= lengths.log), lengths.log);
    let o = bitsAt(view, (at -= offsets.log), offsets.log);
    let m = bitsAt(view, (at -= matches.log), matches.log);
    for (let i = 0; ; ) {
      let wide = offsetExtra[o];
      let offset = offsetValue[o];
      if (wide > SURE) {
        wide -= SURE;
        at -= wide;
        offset += bitsAt(view, at, wide) << SURE;
        wide = SURE;
      }
      at -= wide;
      offset += bitsAt(view, at, wide);
      at -= matchExtra[m];
      let match = matchValue[m] + bitsAt(view, at, matchExtra[m]);
      at -= lengthExtra[l];
      let length = lengthValue[l] + bitsAt(view, at, lengthExtra[l]);

      if (offset > 3) {
        third = second;
        second = first;
        first = offset -= 3;
      } else {
        const place = length === 0 ? offset + 1 : offset;
        if (place === 1) offset = first;
        else {
          offset = place === 2 ? second : place === 3 ? third : first - 1;
          if (place > 2) third = second;
          second = first;
          first = offset;
        }
      }

      if (length > 24) {
        output.set(literals.subarray(used, used + length), to);
        used += length;
        to += length;
      } else for (; length > 0; length--) output[to++] = literals[used++];
      let source = to - offset;
      must(source >= 0 && offset > 0);
      if (match > 48 && offset >= match) {
        output.copyWithin(to, source, source + match);
        to += match;
      } else for (; match > 0; match--) output[to++] = output[source++];

      if (++i === sequences) break;
      at -= lengthWidth[l];
      l = lengthBase[l] + bitsAt(view, at, lengthWidth[l]);
      at -= matchWidth[m];
      m = matchBase[m] + bitsAt(view, at, matchWidth[m]);
      at -= offsetWidth[o];
      o = offsetBase[o] + bitsAt(view, at, offsetWidth[o]);
    }
    must(at === from * 8 && to <= output.length);
    this.#recent = [first, second, third];
    this.#length = to;
    return used;
  }
}

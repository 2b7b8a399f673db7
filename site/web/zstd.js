// Unpacks Zstandard (RFC 8878) while it arrives, into an array of the size that the caller knows: no
// browser offers that to scripts, and it packs the memory image a quarter smaller than gzip does. One
// frame, no dictionary. Covers no checksum: the caller compares a hash of the whole.

const MAGIC = 0xfd2fb528;
// Bits that one read at any bit position holds for certain.
const SURE = 25;
// Reads go beyond the end of what is packed.
const MARGIN = 8;

const highest = (x) => 31 - Math.clz32(x);
const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

// What codes stand for: by code, the least value, and how many bits are added to it.
const codes = (pairs) => ({
  least: Int32Array.from(pairs, ([least]) => least),
  added: Uint8Array.from(pairs, ([, added]) => added),
});
const LITERAL_LENGTHS = codes([
  ...range(0, 16).map((n) => [n, 0]), [16, 1], [18, 1], [20, 1], [22, 1], [24, 2], [28, 2], [32, 3], [40, 3], [48, 4],
  ...range(6, 17).map((n) => [1 << n, n]),
]);
const MATCH_LENGTHS = codes([
  ...range(0, 32).map((n) => [n + 3, 0]), [35, 1], [37, 1], [39, 1], [41, 1], [43, 2], [47, 2], [51, 3], [59, 3],
  [67, 4], [83, 4], [99, 5], ...range(7, 17).map((n) => [(1 << n) + 3, n]),
]);
const OFFSETS = codes(range(0, 31).map((n) => [1 << n, n]));

const repeat = (times, value) => Array(times).fill(value);
const LENGTHS_COUNTS = [4, 3, ...repeat(11, 2), 1, 1, 1, ...repeat(9, 2), 3, 2, ...repeat(5, 1), ...repeat(4, -1)];
const MATCHES_COUNTS = [1, 4, 3, ...repeat(6, 2), ...repeat(37, 1), ...repeat(7, -1)];
const OFFSETS_COUNTS = [...repeat(6, 1), 2, 2, 2, ...repeat(15, 1), ...repeat(5, -1)];

class Malformed extends Error {
  name = "Malformed";
}

function must(holds) {
  if (!holds) throw new Malformed("The packed image is damaged.");
}

// The bits [at, at + n), n up to SURE, counted from the least significant one of the first byte.
const bitsAt = (view, at, n) => (view.getUint32(at >>> 3, true) >>> (at & 7)) & ((1 << n) - 1);

// Where a stream that is read backwards begins: below the mark in its last byte.
function beginning(view, end) {
  const last = view.getUint8(end - 1);
  must(last !== 0);
  return (end - 1) * 8 + highest(last);
}

// Section 4.1.1: how often each symbol occurs among the states. Returns [counts, log of the number of
// states, address behind].
function readCounts(view, from, mostLog) {
  let at = from * 8;
  const log = bitsAt(view, at, 4) + 5;
  must(log <= mostLog);
  at += 4;
  const counts = [];
  let [left, threshold, width] = [(1 << log) + 1, 1 << log, log + 1];
  while (left > 1) {
    const short = 2 * threshold - 1 - left;
    let count = bitsAt(view, at, width - 1);
    if (count < short) at += width - 1;
    else {
      count = bitsAt(view, at, width);
      if (count >= threshold) count -= short;
      at += width;
    }
    count -= 1;
    left -= Math.abs(count);
    counts.push(count);
    for (let more = count === 0 ? 3 : 0; more === 3; at += 2) {
      more = bitsAt(view, at, 2);
      counts.push(...repeat(more, 0));
    }
    while (left < threshold) {
      width -= 1;
      threshold >>= 1;
    }
  }
  must(left === 1 && counts.length <= 256);
  return [counts, log, (at + 7) >>> 3];
}

// By state: the symbol, and how many bits to read and add to what for the next state.
function stateTable(counts, log) {
  const size = 1 << log;
  const symbol = new Uint8Array(size);
  const next = counts.map((count) => Math.abs(count));
  let last = size - 1;
  counts.forEach((count, s) => {
    if (count === -1) symbol[last--] = s;
  });
  const stride = (size >> 1) + (size >> 3) + 3;
  let place = 0;
  counts.forEach((count, s) => {
    for (let i = 0; i < count; i++) {
      symbol[place] = s;
      do place = (place + stride) & (size - 1);
      while (place > last);
    }
  });
  const width = new Uint8Array(size);
  const base = new Uint16Array(size);
  for (let state = 0; state < size; state++) {
    const n = next[symbol[state]]++;
    width[state] = log - highest(n);
    base[state] = (n << width[state]) - size;
  }
  return { log, symbol, width, base };
}

// The same with what the symbols stand for in sequences.
function valueTable({ log, symbol, width, base }, { least, added }) {
  const value = new Int32Array(symbol.length);
  const extra = new Uint8Array(symbol.length);
  for (let state = 0; state < symbol.length; state++) {
    must(symbol[state] < least.length);
    value[state] = least[symbol[state]];
    extra[state] = added[symbol[state]];
  }
  return { log, width, base, value, extra };
}

const one = (symbol) => ({ log: 0, symbol: Uint8Array.of(symbol), width: Uint8Array.of(0), base: Uint16Array.of(0) });

// The kinds of numbers in a sequence: in the order of their tables in a block.
const KINDS = [
  { meaning: LITERAL_LENGTHS, mostLog: 9, usual: valueTable(stateTable(LENGTHS_COUNTS, 6), LITERAL_LENGTHS) },
  { meaning: OFFSETS, mostLog: 8, usual: valueTable(stateTable(OFFSETS_COUNTS, 5), OFFSETS) },
  { meaning: MATCH_LENGTHS, mostLog: 9, usual: valueTable(stateTable(MATCHES_COUNTS, 6), MATCH_LENGTHS) },
];

// Section 4.2.1.2: weights that are packed themselves, by two states in turn.
function packedWeights(view, from, end) {
  const [counts, log, start] = readCounts(view, from, 6);
  const { symbol, width, base } = stateTable(counts, log);
  let at = beginning(view, end) - 2 * log;
  const states = [bitsAt(view, at + log, log), bitsAt(view, at, log)];
  const weights = [];
  for (let turn = 0; ; turn ^= 1) {
    const state = states[turn];
    weights.push(symbol[state]);
    must(weights.length < 256);
    at -= width[state];
    if (at < start * 8) {
      weights.push(symbol[states[turn ^ 1]]);
      return weights;
    }
    states[turn] = base[state] + bitsAt(view, at, width[state]);
  }
}

// Section 4.2.1: [{bits, entries}, address behind], where an entry is a symbol and, from bit 8 on, its length.
function readTree(view, from) {
  const head = view.getUint8(from);
  let end = from + 1 + head;
  let weights;
  if (head < 128) weights = packedWeights(view, from + 1, end);
  else {
    weights = range(0, head - 127).map((i) => (view.getUint8(from + 1 + (i >> 1)) >> (i & 1 ? 0 : 4)) & 15);
    end = from + 1 + ((head - 126) >> 1);
  }
  const sum = weights.reduce((total, weight) => total + (weight ? 1 << (weight - 1) : 0), 0);
  must(sum > 0);
  const bits = highest(sum) + 1;
  const rest = (1 << bits) - sum;
  must(bits <= 11 && rest === 1 << highest(rest));
  weights.push(highest(rest) + 1);
  const entries = new Uint16Array(1 << bits);
  let at = 0;
  for (let weight = 1; weight <= bits; weight++) {
    weights.forEach((own, symbol) => {
      if (own === weight) entries.fill(symbol | ((bits + 1 - weight) << 8), at, (at += 1 << (weight - 1)));
    });
  }
  return [{ bits, entries }, end];
}

// One stream of literals into `to` [first, last), two at each read.
function readLiterals(view, from, end, { bits, entries }, to, first, last) {
  const mask = (1 << bits) - 1;
  let at = beginning(view, end);
  let i = first;
  for (; i + 1 < last; i += 2) {
    const low = at - 2 * bits;
    const word = view.getUint32(low >>> 3, true) >>> (low & 7);
    const a = entries[(word >>> bits) & mask];
    const b = entries[(word >>> (bits - (a >>> 8))) & mask];
    to[i] = a;
    to[i + 1] = b;
    at -= (a >>> 8) + (b >>> 8);
  }
  if (i < last) {
    const low = at - bits;
    const a = entries[(view.getUint32(low >>> 3, true) >>> (low & 7)) & mask];
    to[i] = a;
    at -= a >>> 8;
  }
  must(at === from * 8);
}

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

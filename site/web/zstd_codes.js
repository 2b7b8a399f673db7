// The codes of Zstandard (RFC 8878, section 4): bits at any place, tables of states (FSE), trees (Huffman),
// and what the numbers of a sequence stand for. How a file is made of them: zstd.js.

// Bits that one read at any bit position holds for certain.
export const SURE = 25;
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

export function must(holds) {
  if (!holds) throw new Malformed("The packed image is damaged.");
}

// The bits [at, at + n), n up to SURE, counted from the least significant one of the first byte.
export const bitsAt = (view, at, n) => (view.getUint32(at >>> 3, true) >>> (at & 7)) & ((1 << n) - 1);

// Where a stream that is read backwards begins: below the mark in its last byte.
export function beginning(view, end) {
  const last = view.getUint8(end - 1);
  must(last !== 0);
  return (end - 1) * 8 + highest(last);
}

// Section 4.1.1: how often each symbol occurs among the states. Returns [counts, log of the number of
// states, address behind].
export function readCounts(view, from, mostLog) {
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
export function stateTable(counts, log) {
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
export function valueTable({ log, symbol, width, base }, { least, added }) {
  const value = new Int32Array(symbol.length);
  const extra = new Uint8Array(symbol.length);
  for (let state = 0; state < symbol.length; state++) {
    must(symbol[state] < least.length);
    value[state] = least[symbol[state]];
    extra[state] = added[symbol[state]];
  }
  return { log, width, base, value, extra };
}

export const one = (symbol) => ({ log: 0, symbol: Uint8Array.of(symbol), width: Uint8Array.of(0), base: Uint16Array.of(0) });

// The kinds of numbers in a sequence: in the order of their tables in a block.
export const KINDS = [
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
export function readTree(view, from) {
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
export function readLiterals(view, from, end, { bits, entries }, to, first, last) {
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

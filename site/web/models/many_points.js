// Points that are too many to be texts in the page: Python's own bytes, held as a Blob until Python wants them back.
// As in playground/session/reading/point_arrays.py.

/** In an answer's state, put the bytes to the points that they belong to. */
export function holdPoints({ state, buffers, data }) {
  if (state?.points?.packed) state.points.blob = new Blob(data.slice(buffers?.length ?? 0));
}

/** How many rows there are. */
export const rowsOf = (points) => points?.rows ?? points?.columns[0].values.length ?? 0;

/** The points as links have them, every cell a text. */
export async function textsOf(points) {
  if (!points?.packed) return points;
  const bytes = await points.blob.arrayBuffer();
  let start = 0;
  const next = (Kind, size) => new Kind(bytes.slice(start, (start += size)));
  const columns = points.packed.map(({ name, sizes }) => {
    if (sizes.length === 2) return { name, values: texts(next(Uint8Array, sizes[0]), next(BigInt64Array, sizes[1])) };
    const values = Array.from(next(Float64Array, sizes[0]), (value) => (Number.isNaN(value) ? "" : String(value)));
    const rows = next(BigInt64Array, sizes[1]);
    const odd = texts(next(Uint8Array, sizes[2]), next(BigInt64Array, sizes[3]));
    rows.forEach((row, i) => (values[Number(row)] = odd[i]));
    return { name, values };
  });
  return { columns };
}

function texts(data, ends) {
  const decoder = new TextDecoder();
  return Array.from(ends, (end, i) => decoder.decode(data.subarray(i === 0 ? 0 : Number(ends[i - 1]), Number(end))));
}

/* Where a key leads in a window of rows and columns. No DOM here. */

/** {row, column, turn} from `at`, or null where the key means nothing; turn: -1 or 1 turns the page. */
export function move({ key, ctrlKey, altKey, metaKey }, at, rows, columns) {
  if (altKey || metaKey || rows === 0) return null;
  const last = { row: rows - 1, column: columns - 1 };
  const to = (row, column, turn = 0) => ({ row, column, turn });
  switch (key) {
    case "ArrowUp": return at.row > 0 ? to(at.row - 1, at.column) : to(last.row, at.column, -1);
    case "ArrowDown": return at.row < last.row ? to(at.row + 1, at.column) : to(0, at.column, 1);
    case "ArrowLeft": return to(at.row, Math.max(0, at.column - 1));
    case "ArrowRight": return to(at.row, Math.min(last.column, at.column + 1));
    case "Home": return ctrlKey ? to(0, 0) : to(at.row, 0);
    case "End": return ctrlKey ? to(last.row, last.column) : to(at.row, last.column);
    case "PageUp": return to(at.row, at.column, -1);
    case "PageDown": return to(at.row, at.column, 1);
    default: return null;
  }
}

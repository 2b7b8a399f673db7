"""Which sheet of a workbook is read."""

from collections.abc import Sequence

from linreg.tables._error import TableError, quote
from linreg.tables._xlsx._parts import Sheet

__all__ = ["chosen", "empty", "others_note"]

_MOST_NAMED = 5


def chosen(sheets: Sequence[Sheet], wanted: str | int | None) -> Sheet:
    """Return a sheet by name or by number from 1; the first that is not hidden if None.

    A name that differs only in capitals is found, as spreadsheets find it. Raises TableError.
    """
    if not sheets:
        raise TableError("The workbook has no sheet with cells. Choose another file.")
    if wanted is None:
        return next((sheet for sheet in sheets if not sheet.hidden), sheets[0])
    if isinstance(wanted, int):
        if 1 <= wanted <= len(sheets):
            return sheets[wanted - 1]
        raise TableError(
            f"There is no sheet {wanted}. The sheets are numbered from 1: {_listed(sheets)}."
        )
    by_name = {sheet.name.casefold(): sheet for sheet in reversed(sheets)}
    by_name |= {sheet.name: sheet for sheet in reversed(sheets)}
    found = by_name.get(wanted) or by_name.get(wanted.casefold())
    if found is None:
        raise TableError(f"There is no sheet {quote(wanted)}. {_near(sheets, wanted)}")
    return found


def empty(sheet: Sheet, sheets: Sequence[Sheet]) -> TableError:
    """Return the error of a sheet without a single cell."""
    others = [other for other in sheets if other is not sheet]
    advice = f"Choose another sheet: {_listed(others)}." if others else "Choose another file."
    return TableError(f"Sheet {quote(sheet.name)} is empty. {advice}")


def others_note(sheet: Sheet, sheets: Sequence[Sheet]) -> list[str]:
    """Return which sheet was read, if it is not the only one or is hidden."""
    others = [other for other in sheets if other is not sheet]
    if not others and not sheet.hidden:
        return []
    hidden = ", which is hidden," if sheet.hidden else ""
    also = f" The workbook also has {_listed(others)}." if others else ""
    return [f"Sheet {quote(sheet.name)}{hidden} was read.{also}"]


def _near(sheets: Sequence[Sheet], wanted: str) -> str:
    # Only mistakes need it, and it takes time to import.
    from difflib import get_close_matches

    folded = {sheet.name.casefold()[:100]: sheet for sheet in sheets[:1000]}
    near = get_close_matches(wanted.casefold()[:100], list(folded), n=2, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(quote(folded[name].name) for name in near)}?"
    return f"The sheets are {_listed(sheets)}."


def _listed(sheets: Sequence[Sheet]) -> str:
    """Names of sheets; of many, the first of them and how many more there are."""
    named = [
        f"{quote(sheet.name)}{' (hidden)' if sheet.hidden else ''}"
        for sheet in sheets[:_MOST_NAMED]
    ]
    more = len(sheets) - len(named)
    return ", ".join(named) + (f" and {more:,} more" if more > 0 else "")

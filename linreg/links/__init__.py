"""The keys of the playground's state: one table from which everything else is made.

The app's parameters, the page's JSON Schema and the links all read `TABLE`; a new
key is a new row, a new choice one more entry in a row. A value of None stands for
"left to the data" (no own points, the last column, zeros) and is accepted exactly
where it is the default. `kinds` has a class for each kind of value.
"""

from linreg._keys import Bounds, Key, StateError, decimal_text, kinds
from linreg.links._complaints import Complaint, Notice, summary
from linreg.links._fragment import decode, encode, read, spell
from linreg.links._page import playground_link
from linreg.links._table import (
    DESIGN_KEYS,
    KEYS,
    LOSS_KEYS,
    PENALTY_KEYS,
    TABLE,
    UNDOABLE_KEYS,
    check_state,
    defaults,
    schema,
)

# Where links made by `playground_link` lead; set it to where your playground is hosted.
BASE_URL = "http://127.0.0.1:8000/"

__all__ = [
    "BASE_URL",
    "DESIGN_KEYS",
    "KEYS",
    "LOSS_KEYS",
    "PENALTY_KEYS",
    "TABLE",
    "UNDOABLE_KEYS",
    "Bounds",
    "Complaint",
    "Key",
    "Notice",
    "StateError",
    "check_state",
    "decimal_text",
    "decode",
    "defaults",
    "encode",
    "kinds",
    "playground_link",
    "read",
    "schema",
    "spell",
    "summary",
]

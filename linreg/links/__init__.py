"""The words of the playground's state: one table from which everything else is made.

The app's parameters, the page's JSON Schema and the links all read `TABLE`; a new
word is a new row, a new choice one more entry in a row. A value of None stands for
"left to the data" (no own points, the last column, zeros) and is accepted exactly
where it is the default.
"""

from linreg.links._complaints import Complaint, Notice, summary
from linreg.links._fragment import decode, encode, read, spell
from linreg.links._page import playground_link
from linreg.links._table import TABLE, WORDS, check_state, defaults, schema
from linreg.links._text import Bounds, decimal_text
from linreg.links._word import StateError, Word

# Where links made by `playground_link` lead; set it to where your playground is hosted.
BASE_URL = "http://127.0.0.1:8000/"

__all__ = [
    "BASE_URL",
    "TABLE",
    "WORDS",
    "Bounds",
    "Complaint",
    "Notice",
    "StateError",
    "Word",
    "check_state",
    "decimal_text",
    "decode",
    "defaults",
    "encode",
    "playground_link",
    "read",
    "schema",
    "spell",
    "summary",
]

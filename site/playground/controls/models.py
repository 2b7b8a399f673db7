"""Our Bokeh models: the Python side of site/web/models.

Each is a description without behaviour. The JavaScript side draws it with native form controls in
an open shadow root, so that names, keyboard and screen readers work as the browser intends. Bokeh
keeps the two sides equal. tests/web checks that both have the same properties and defaults.
"""

from __future__ import annotations

import typing

from bokeh.models import ColumnDataSource, ContinuousTicker, GestureTool, TickFormatter
from bokeh.models.ui import Pane, UIElement
from bokeh.util.callback_manager import PropertyCallbackManager

from playground.controls.properties import (
    Any,
    Bool,
    Dict,
    Enum,
    Float,
    Instance,
    Int,
    List,
    Nullable,
    String,
    Tuple,
)

# A run of text with the role it plays (theme.ROLES names the roles; "" is plain text). The word
# "?loss" in a role makes the run a term, explained by that entry of the glossary.
Part = Tuple(String(), String())


INHERITED = UIElement.properties()


class _Plain(PropertyCallbackManager):
    """A model whose own properties hold no other model: Bokeh would look through each value for
    one, which for a table takes longer than all else.
    """

    def trigger(self, attr: str, *change: typing.Any, **how: typing.Any) -> None:
        if attr in INHERITED:
            super().trigger(attr, *change, **how)
        else:
            PropertyCallbackManager.trigger(self, attr, *change, **how)


class Control(_Plain, UIElement):
    """What every control has: a visible label that is also its accessible name, and help."""

    label = String("")
    help = String("")
    disabled = Bool(False)


class Dial(Control):
    """A slider and a spin button of the same name, in real units. `scale` bends the slider only."""

    value = Float(0.0)
    start = Float(0.0)
    end = Float(1.0)
    step = Float(0.01)
    scale = Enum("linear", "log", default="linear")
    # The field accepts what State accepts, which may reach beyond the slider's comfortable range.
    low = Nullable(Float())
    high = Nullable(Float())
    unit = String("")
    # The entries of the glossary that explain it, parted by spaces.
    term = String("")
    # From this value on the track is drawn in the role "wrong".
    wrong_from = Nullable(Float())
    # What the slider asks before it changes anything; "" asks nothing.
    asks = String("")
    # Places on the track worth a mark: (value, short label, role).
    marks = List(Tuple(Float(), String(), String()), default=[])


class Action(Control):
    """A button. `clicks` counts, so that no click is lost when several come at once."""

    clicks = Int(0)
    kind = Enum("plain", "primary", "quiet", default="plain")
    icon = String("")
    # As in aria-keyshortcuts, "Control+Z"; it works anywhere but where text is typed.
    shortcut = String("")
    # None for a button that does not stay pressed; else each click turns it, before Python knows.
    pressed = Nullable(Bool())


class Choice(Control):
    """One of several: a drop-down, a segmented row, or the tab row. Options are (value, text)."""

    value = String("")
    options = List(Tuple(String(), String()), default=[])
    look = Enum("select", "segments", "tabs", default="select")


class Picks(Control):
    """Any of several: check boxes. Options are (value, text)."""

    value = List(String(), default=[])
    options = List(Tuple(String(), String()), default=[])


class Transforms(Control):
    """A drop-down for each of several columns: `value` is (name, shown, chosen) of each."""

    value = List(List(String()), default=[])
    options = List(Tuple(String(), String()), default=[])


class FormulaLine(Control):
    """A model formula in one line, to type. `value` is what was typed last, by Enter or by leaving.

    shown: the model as it is, which Escape brings back. error: what is wrong with the value, in a
    sentence, and position: before which character; "" for nothing.
    """

    value = String("")
    shown = String("")
    error = String("")
    position = Int(0)


class Toggle(Control):
    """A check box drawn as a switch."""

    value = Bool(False)


class FigureMenu(UIElement):
    """What a figure can do besides being looked at: zoom and back, pictures, and its numbers.

    tables: (caption, source, fields), a field being (column, head). A head "x" or "y" says that the
    column is what stands on that axis.
    """

    figure = Instance(UIElement)
    title = String("")
    filename = String("figure")
    # In the corner of its figure, or in a bar of buttons, where its picture has one of its own.
    look = Enum("corner", "bar", default="corner")
    tables = List(
        Tuple(String(), Instance(ColumnDataSource), List(Tuple(String(), String()))), default=[]
    )


class NumberTicker(ContinuousTicker):
    """Round places on an axis of numbers; `log`: of log10 of numbers."""

    log = Bool(False)


class NumberFormatter(TickFormatter):
    """What stands there, typeset."""

    log = Bool(False)


class FileField(Control):
    """A file input that is also a drop target; the page hands the file itself to the worker."""

    accept = String("")


class Download(Control):
    """A button that saves a file made on this device.

    `content` is the file's text, or its bytes in base64 where `binary`. Where it is empty, a click
    asks for it by counting `clicks`, and it is saved as soon as it is given; empty it again when
    it is out of date.
    """

    filename = String("download.txt")
    mime = String("text/plain")
    content = String("")
    binary = Bool(False)
    clicks = Int(0)


class Copy(Control):
    """A button that puts `text` on the clipboard; nothing to copy, and it is disabled."""

    text = String("")


class Code(_Plain, UIElement):
    """Python to read, highlighted; `label` names it for those who listen."""

    label = String("")
    text = String("")


class OwnRule(Control):
    """An update rule to write and run; `text` is the code.

    A press on Run counts `runs` and waits for `job`, JSON for `playground.engine.own_rule`; what
    the second worker answers comes back as `outcome`.
    """

    text = String("")
    runs = Int(0)
    job = String("")
    outcome = String("")


class Prose(_Plain, UIElement):
    """Text in runs that carry roles. `live` makes it the page's live region (role=status)."""

    parts = List(Part, default=[])
    live = Bool(False)


class NumberTable(_Plain, UIElement):
    """A table: a cell is runs of text, as in Prose; the first cell of a row is its header."""

    caption = String("")
    columns = List(String(), default=[])
    # Entries of the glossary, one a column; "" is none. A row's own entry goes before them.
    terms = List(String(), default=[])
    rows = List(List(List(Part)), default=[])
    # Whether each row's header stands above its cells instead of before them.
    stacked = Bool(False)


class DataGrid(_Plain, UIElement):
    """The points as a table to edit, a window of `rows` from row `first` of `count`; cells are text
    as typed. Sends GridEdit events, and waits for `answers` to grow, which ends each."""

    label = String("")
    columns = List(String(), default=[])
    rows = List(List(String()), default=[])
    first = Int(0)
    count = Int(0)
    selected = Nullable(Int())
    # Rows that are selected together; `selected` is then none.
    several = List(Int(), default=[])
    # So many of the last columns are computed, and not to be edited.
    computed = Int(0)
    answers = Int(0)


class Group(Pane):
    """A part of a view: a heading and what stands under it (`elements`, which may come later)."""

    title = String("")
    # A stage's parts are cells of the page's own grid; "main" and "small" are figures on it.
    # "pairs" stand one above the other, side by side; "controls" in one row below a figure.
    look = Enum(
        "flow",
        "row",
        "grid",
        "pairs",
        "controls",
        "fold",
        "figure",
        "stage",
        "main",
        "small",
        default="flow",
    )
    # Of a fold: whether it is open, as the reader left it.
    open = Bool(False)

    if typing.TYPE_CHECKING:
        # Bokeh's stub gives Pane, and so this, the properties of Pane alone.
        def __init__(self, **properties: typing.Any) -> None: ...


class Formula(_Plain, UIElement):
    """Mathematics, typeset by the browser. The tree is nested lists: [tag, *children], or a leaf
    [tag, text] or [tag, text, role], in MathML's tags; see playground.engine.formulas."""

    tree = List(Any(), default=[])
    block = Bool(True)
    note = String("")


class Glossary(_Plain, UIElement):
    """What the terms in texts and tables are: name -> [title, words, tree of the formula] as JSON,
    which Bokeh need not take apart before anything is drawn."""

    entries = String("")


class Notices(_Plain, UIElement):
    """Messages to the user, newest last: {level: info|warning|error, text, key, offers}.

    offers: [number, label] for each button; absent where there is none.
    """

    items = List(Dict(String(), Any()), default=[])
    # The number of the button that was clicked last.
    chosen = Int(0)
    # Counts the dismissals of everything shown, so that Python may clear its list.
    dismissed = Int(0)


class PointTool(GestureTool):
    """Add, select, drag and delete points by pointer and keyboard. Sends PointGesture events."""

    source = Instance(ColumnDataSource)
    x = String("x")
    y = String("y")
    # Adding and moving make sense for one feature only; selecting always does.
    editable = Bool(True)
    selected = Nullable(Int())
    # Several that are selected together; `selected` is then none.
    several = List(Int(), default=[])
    # Whether they can be selected, by a lasso: drawn by a drag on empty ground with Shift or, while
    # the button `lasso` is pressed, without. The tool asks the button, which Python hears of later.
    lassoed = Bool(False)


class GroundTool(GestureTool):
    """Pans and zooms a figure that has nothing else to take hold of; Python is not told."""


class EqualScales(GestureTool):
    """Keeps a part of the plane in sight, in one scale for both axes where it is `equal`.

    shown: left, right, bottom, top of that part; the page shows as much more as its figure has room
    for, and owns the ranges. glides: whether it goes there on the way that a reader can follow.
    """

    shown = Tuple(Float(), Float(), Float(), Float(), default=(0.0, 1.0, 0.0, 1.0))
    equal = Bool(True)
    glides = Bool(False)


class ScrubTool(GestureTool):
    """Sets `value` along a figure's axis of whole numbers, from 0 to `last`, by drag and keys."""

    value = Int(0)
    last = Int(0)


class HandleTool(GestureTool):
    """Points that are dragged before anything else on the ground. Sends HandleGesture events."""

    source = Instance(ColumnDataSource)
    x = String("x")
    y = String("y")
    enabled = Bool(True)


class Space(UIElement):
    """Points over two features in 3-D, and surfaces over them; turned in the page. Sends
    PointGesture events of a selection.

    source: columns x, y, z, fitted, fill (0 for a hollow point), size (in diameters) and shown (how
    opaque). surfaces: columns role and z;
    points are pinned to the last that is neither truth nor band. refits: column z. A z is the
    heights over an even square grid of the box, across first, flat.
    """

    source = Instance(ColumnDataSource)
    surfaces = Instance(ColumnDataSource)
    refits = Instance(ColumnDataSource)
    # From and to along each axis.
    box = List(Float(), default=[0.0, 1.0, 0.0, 1.0, 0.0, 1.0])
    names = List(String(), default=[])
    label = String("")
    # What is seen, for those who do not; and what is to be known of how it is drawn.
    words = String("")
    note = String("")
    # Whether a line joins each point to the surface.
    pins = Bool(True)
    # Diameter of a point.
    dot = Float(9.0)
    selected = Nullable(Int())
    several = List(Int(), default=[])

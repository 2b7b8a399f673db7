"""The data of a scene and its matrix X, as code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from linreg import datasets
from linreg.design import Design
from linreg.formula import Formula
from linreg.tables import unique_names
from playground.engine.data import Data, keys_of
from playground.engine.model.columns import FormulaColumns
from playground.engine.numbers import whole
from playground.engine.problem import Problem
from playground.engine.scene import Scene, Solved
from playground.export.text import Section, array, call, quoted, strings, wrapped

# More numbers of one's own than this are not written into the code, but read from their file.
MOST_CELLS = 4000
# What the page's "Download data" calls the file.
FILE = "points.csv"
# Cells of it that hold no value, in lower case, as items of Python and of R.
MISSING = '"", "na", "n/a", "nan", "null", "?", "-"'
# A decimal that Python reads as it stands: no leading zeros, no other notation.
LITERAL = re.compile(r"-?(0|[1-9]\d*)(\.\d*)?([eE][+-]?\d+)?")


# As the button writes it, whatever stands in it.
_FROM_FILE = call(
    "table = linreg.read_table", [f'Path("{FILE}")', "header=True", 'delimiter=","', 'decimal="."']
)


def data_section(scene: Scene) -> Section:
    """Lines that make x or features, and y."""
    data = data_of(scene)
    if data.name == "own" and data.N * (1 + len(data.features)) <= MOST_CELLS:
        return Section(_own_title(data), _own(data))
    if data.name == "own":
        lines = [*_FROM_FILE, *_from_table(data)]
        title = f"Your own points, as saved by Download data ({FILE})."
        return Section(title, lines, ("from pathlib import Path",))
    given = [f"{key}={scene.state.values()[key]!r}" for key in keys_of(data.name)]
    arguments = [quoted(data.name), *given]
    title = f"The data: {datasets.get(data.name).title}."
    table = call("table = linreg.datasets.load", arguments)
    return Section(title, [*table, *_from_table(data)])


def data_of(scene: Scene) -> Data:
    """The data, with numbers where a formula takes them for categories."""
    data, solved = scene.data, scene.solved
    if solved is None or not isinstance(solved.problem.design, FormulaColumns):
        return data
    coded = solved.problem.design.coded
    numbers = {name: data.values[name].astype(float) for name in coded}
    return replace(data, values={**data.values, **numbers})


def matrix_section(scene: Solved) -> Section:
    """Lines that make X, and `design` where its columns are more than ones and features."""
    problem, data = scene.problem, data_of(scene)
    if problem.formula is not None:
        return _of_formula(scene, problem.formula)
    if designed(problem):
        made = call("design = linreg.Design.of", [features_of(data), *_settings(scene)])
        X = f"X = design.matrix({features_of(data)})"
        return Section(f"X, {_size(problem)}: {_words(scene)}.", [*made, X])
    columns = "x" if data.simple else "*features.values()"
    ones = "np.ones_like(y), " if problem.ones else ""
    said = ": first a column of ones for the intercept." if ones else ", without an intercept."
    return Section(f"X, {_size(problem)}{said}", [f"X = np.column_stack([{ones}{columns}])"])


def _of_formula(scene: Solved, formula: Formula) -> Section:
    """Lines that make X by the formula, and y where it is a function of the target."""
    data, problem = data_of(scene), scene.problem
    name = quoted(data.target)
    columns = (
        f"{{{quoted(data.features[0])}: x, {name}: y}}"
        if data.simple
        else (f"{{**features, {name}: y}}")
    )
    lines = [
        *call("formula = linreg.Formula", [quoted(str(formula))]),
        f"columns = {columns}",
        "design = formula.design(columns)",
        "X = design.matrix(columns)",
    ]
    if formula.is_transformed:
        lines.append("y = formula.response(columns)")
    said = "by the formula"
    if not problem.plain:
        said += ", standardised"
        first = "[:, 1:]" if problem.ones else ""
        if problem.ones:
            lines.append("mean, scale = X[:, 1:].mean(axis=0), X[:, 1:].std(axis=0)")
            lines.append("X[:, 1:] = (X[:, 1:] - mean) / scale")
        else:
            lines.append(f"scale = np.sqrt(np.mean(X{first}**2, axis=0))")
            lines.append("X = X / scale")
    return Section(f"X, {_size(problem)}, {said}.", lines)


def unscaled(problem: Problem, w: str) -> list[str]:
    """Lines that bring coefficients of standardised columns back to the units of the data."""
    if not problem.ones:
        return [f"{w} = {w} / scale"]
    return [f"{w} = np.append({w}[0] - mean @ ({w}[1:] / scale), {w}[1:] / scale)"]


def designed(problem: Problem) -> bool:
    """Whether X needs `linreg.Design`: it is not the features as they are."""
    if not isinstance(problem.design, Design):
        return True
    straight = all(sum(term) <= 1 for term in problem.design.terms)
    return not (straight and problem.plain and not _coded(problem))


def _coded(problem: Problem) -> bool:
    """Whether a feature is text, which becomes columns of 0 and 1."""
    return any(values.dtype.kind != "f" for values in problem.values.values())


def _size(problem: Problem) -> str:
    return f"{whole(problem.N)} by {whole(problem.p)}"


def _settings(scene: Solved) -> list[str]:
    state = scene.state
    return [
        f"degree={state.degree}" if state.degree > 1 else "",
        f"basis={state.basis!r}" if state.basis != "powers" else "",
        "interactions=True" if state.interactions else "",
        "standardise=True" if state.standardise else "",
        "" if scene.problem.ones else 'intercept="none"',
    ]


def _words(scene: Solved) -> str:
    """What the design does, in words."""
    state = scene.state
    said = [
        "ones" if scene.problem.ones else "no intercept",
        f"powers up to {state.degree}" if state.degree > 1 else "the features",
        "mapped to the range from -1 to 1" if state.basis == "mapped" else "",
        "products of two features" if state.interactions else "",
        "standardised" if state.standardise else "",
    ]
    return ", ".join(part for part in said if part)


def rows_of(scene: Solved) -> str:
    """What a design makes X of, as code."""
    return "columns" if scene.problem.formula is not None else features_of(scene.data)


def features_of(data: Data) -> str:
    return f"{{{quoted(data.features[0])}: x}}" if data.simple else "features"


def _own_title(data: Data) -> str:
    left = data.count - data.N
    if not left:
        return "The data: your own points."
    rows = "the row" if left == 1 else f"the {whole(left)} rows"
    return f"The data: your own points, without {rows} with missing values."


def _own(data: Data) -> list[str]:
    """Used rows as arrays."""
    typed, target = data.typed()
    y = column("y = ", target, data.y)
    if data.weights is not None:
        y += column("weights = ", data.typed_weights(), data.weights)
    if data.simple:
        (name,) = data.features
        return [*column("x = ", typed[name], data.values[name]), *y]
    lines = ["features = {"]
    for name in data.features:
        lines += column(f"    {quoted(name)}: ", typed[name], data.values[name], ",")
    return [*lines, "}", *y]


def literals(texts: Sequence[str], values: NDArray[Any]) -> list[str]:
    """A column's items as code: numbers as they were typed wherever Python reads them so."""
    if values.dtype.kind != "f":
        return [quoted(str(value)) for value in values]
    return [
        text if LITERAL.fullmatch(text) and float(text) == value else repr(float(value))
        for text, value in zip(texts, values, strict=True)
    ]


def column(name: str, texts: Sequence[str], values: NDArray[Any], tail: str = "") -> list[str]:
    """Lines that make an array of a column: `name` and what stands before it, tail after it."""
    items = literals(texts, values)
    whole_numbers = values.dtype.kind == "f" and all(i.lstrip("-").isdigit() for i in items)
    return array(name, items, f"{', dtype=float' if whole_numbers else ''}){tail}")


def _from_table(data: Data) -> list[str]:
    """x or features, and y, from `table`; names are as `read_table` makes them."""
    read = dict(zip(data.table.columns, unique_names(data.table.columns)[0], strict=True))
    features, last = [read[name] for name in data.features], [read[data.target]]
    names = "y"
    if data.weighted_by is not None:
        last, names = [*last, read[data.weighted_by]], "y, weights"
    if data.simple:
        lines = [f"x, {names} = table.array({strings([*features, *last])}).T"]
        return [*lines, *_weighty(data, f"x, {names}")]
    if all(data.is_number(name) for name in data.features):
        return [
            *wrapped("names = [", map(quoted, features), "]"),
            f"*columns, {names} = table.array([*names, {', '.join(map(quoted, last))}]).T",
            "features = dict(zip(names, columns))",
            *_weighty(data, names),
        ]
    kept = map(quoted, [*features, *last])
    lines = [*wrapped("kept = table.kept([", kept, "])"), "features = {"]
    for name in data.features:
        number = ".astype(float)" if data.is_number(name) else ""
        lines.append(f"    {quoted(read[name])}: {_kept(read[name])}{number},")
    lines.append("}")
    for name, column_name in zip(names.split(", "), last, strict=True):
        lines.append(f"{name} = {_kept(column_name)}.astype(float)")
    return [*lines, *_weighty(data, names)]


def _weighty(data: Data, names: str) -> list[str]:
    """Lines that leave out rows of weight 0, as the page does; none where there are none."""
    if not data.weightless:
        return []
    lines = ["counts = weights > 0"]
    if not data.simple:
        lines.append("features = {name: values[counts] for name, values in features.items()}")
    return [*lines, f"{names} = ({', '.join(f'{n}[counts]' for n in names.split(', '))})"]


def _kept(name: str) -> str:
    """A column's texts in the rows that lack nothing."""
    return f"np.array(table.plain_text({quoted(name)}))[kept]"

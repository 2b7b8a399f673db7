"""What scripts for Python's libraries share: the data, X, and the table that is printed."""

from __future__ import annotations

from collections.abc import Mapping

from playground.engine.numbers import whole
from playground.export.data import FILE, MISSING, MOST_CELLS, column
from playground.export.languages.arithmetic import NUMPY, code
from playground.export.languages.model import Factor, Model, Term
from playground.export.text import Section, array, quoted, wrapped

# Orthogonal polynomials, as `linreg.Formula` and R have them.
POLY = [
    "def poly(x, degree):",
    "    t = x - x.mean()",
    "    powers = np.vander(t / np.abs(t).max(), degree + 1, increasing=True)",
    "    Q, R = np.linalg.qr(powers)",
    "    return (Q * np.sign(np.diag(R)))[:, 1:]",
    "",
]
# The significant digits of the printed table.
DIGITS = 10


def data_section(model: Model) -> Section:
    """Lines that make an array of each feature, and y."""
    data = model.data
    title = f"The data: {whole(data.N)} points."
    if data.N * (1 + len(data.features)) > MOST_CELLS:
        return _from_file(model, title)
    typed, target = data.typed()
    lines = []
    for feature, name in model.names.items():
        lines += column(f"{name} = ", typed[feature], data.values[feature])
    lines += column("y = ", target, data.y)
    if data.weights is not None:
        lines += column("weights = ", data.typed_weights(), data.weights)
    return Section(title, lines)


def _from_file(model: Model, title: str) -> Section:
    data = model.data
    weighted = () if data.weighted_by is None else (data.weighted_by,)
    used = [quoted(name) for name in (*data.features, data.target, *weighted)]
    lines = [
        f"# Save {FILE} beside this script by the page's Download data.",
        *wrapped("used = [", used, "]"),
        f"missing = {{{MISSING}}}",
        f'with open("{FILE}", encoding="utf-8", newline="") as file:',
        "    rows = list(csv.DictReader(file))",
        "kept = [r for r in rows if not missing & {r[c].strip().lower() for c in used}]",
    ]
    lines += [
        f"kept = [r for r in kept if float(r[{quoted(name)}]) > 0]"
        for name in weighted
        if data.weightless
    ]
    for feature, name in model.names.items():
        number = ", dtype=float" if data.values[feature].dtype.kind == "f" else ""
        lines.append(f"{name} = np.array([r[{quoted(feature)}] for r in kept]{number})")
    for name, source in zip(("y", "weights"), (data.target, *weighted), strict=False):
        lines.append(f"{name} = np.array([r[{quoted(source)}] for r in kept], dtype=float)")
    return Section(title, lines, ("import csv",))


def expression(term: Term, names: Mapping[str, str]) -> str:
    """A term as NumPy has it; names: what each column is called."""
    several = len(term.factors) > 1
    factors = [_factor(factor, names, several) for factor in term.factors]
    return " * ".join(factors) or "np.ones_like(y)"


def _factor(factor: Factor, names: Mapping[str, str], several: bool) -> str:
    if factor.node is not None:
        text = code(factor.node, names, NUMPY)
        if factor.degree:
            return f"poly({text}, {factor.degree})[:, {factor.order - 1}]"
        return f"({text})" if several and " " in text else text
    if factor.category is not None:
        return f"({factor.name} == {quoted(factor.category)})"
    return factor.name if factor.power == 1 else f"{factor.name}**{factor.power}"


def matrix_section(model: Model, ones: bool = True) -> Section:
    """Lines that make X, with or without the column of ones, and `names`."""
    terms = [term for term in model.terms if ones or term.factors]
    size = f"{whole(model.data.N)} by {whole(len(terms))}"
    kind = (
        "a column of ones for the intercept first" if ones and model.ones else "no column of ones"
    )
    columns = [expression(term, model.variables) for term in terms]
    lines = [
        *(POLY if model.polynomials else []),
        *wrapped("X = np.column_stack([", columns, "])"),
    ]
    names = wrapped("names = [", [quoted(term.name) for term in model.terms], "]")
    if model.response is not None:
        lines.append(f"y = {code(model.response, model.variables, NUMPY)}")
    return Section(f"X, {size}: {kind}.", [*lines, *names])


def scaling(model: Model, array_of: str = "X") -> list[str]:
    """Lines that standardise the columns of X in place, the ones aside; `mean`, `scale`."""
    first = "[:, 1:]" if model.ones else ""
    X = f"{array_of}{first}"
    if model.ones:
        return [f"mean, scale = {X}.mean(axis=0), {X}.std(axis=0)", f"{X} = ({X} - mean) / scale"]
    return [f"scale = np.sqrt(np.mean({X}**2, axis=0))", f"{X} = {X} / scale"]


def unscaling(model: Model, w: str) -> list[str]:
    """Lines that bring the coefficients `w` back to the units of the data, in place."""
    if not model.ones:
        return [f"{w} = {w} / scale"]
    return [f"{w}[1:] /= scale", f"{w}[0] -= mean @ {w}[1:]"]


def start(model: Model) -> str:
    """Where descent starts, as code."""
    values = model.scene.path.start
    if not values.any():
        return "np.zeros(X.shape[1])"
    return "".join(
        line.strip() + " " for line in array("", [repr(float(v)) for v in values])
    ).strip()


def table_section(model: Model, descent: bool = False) -> Section:
    """Lines that print `best` and `loss`, and of descent `w` and `reached`."""
    both = descent and model.steps > 0
    head = "print(f\"{'':>12} {'closed form':>18}" + (" {'descent':>18}\")" if both else '")')
    names = "zip(names, best, w)" if both else "zip(names, best)"
    targets = "name, one, other" if both else "name, one"
    other = f" {{other:18.{DIGITS}g}}" if both else ""
    reached = f" {{reached:18.{DIGITS}g}}" if both else ""
    return Section(
        "Compare the coefficients." if both else "The coefficients and the loss.",
        [
            head,
            f"for {targets} in {names}:",
            f'    print(f"{{name:>12}} {{one:18.{DIGITS}g}}{other}")',
            f"print(f\"{{'loss':>12}} {{loss:18.{DIGITS}g}}{reached}\")",
        ],
    )


def alpha(model: Model) -> str:
    """alpha of X'X + alpha I, as code."""
    ridge = model.strength * (1 - model.mix)
    return f"{model.total} * {ridge!r}"

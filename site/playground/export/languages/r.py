"""The fit in R, by lm, whose summary has what the tab Diagnostics shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from playground.engine.numbers import whole
from playground.export.data import FILE, MISSING, MOST_CELLS, literals
from playground.export.languages.arithmetic import R, code
from playground.export.languages.model import Factor, Model, Term
from playground.export.text import Section, quoted
from playground.export.text import wrapped as with_comma

# R takes no comma after the last item.
wrapped = partial(with_comma, comma=False)


def sections(model: Model) -> list[Section]:
    """The script in its parts."""
    fit = _huber(model) if model.robust else _penalised(model) if model.penalised else _fit(model)
    names = wrapped("names <- c(", [quoted(term.name) for term in model.terms], ")")
    table = Section(
        "The coefficients and the loss.",
        [
            *names,
            'cat(sprintf("%12s %18.10g\\n", c(names, "loss"), c(best, loss)), sep = "")',
        ],
    )
    parts = [_data(model), fit, table]
    if not (model.penalised or model.robust):
        parts.append(Section("Standard errors, tests and intervals.", ["print(summary(fit))"]))
    return parts


def _data(model: Model) -> Section:
    data = model.data
    title = f"The data: {whole(data.N)} points."
    if data.N * (1 + len(data.features)) > MOST_CELLS:
        return _from_file(model, title)
    typed, target = data.typed()
    lines = []
    for feature, name in model.names.items():
        lines += _vector(name, literals(typed[feature], data.values[feature]))
    lines += _vector("y", literals(target, data.y))
    if data.weights is not None:
        lines += _vector("weights", literals(data.typed_weights(), data.weights))
    return Section(title, [*lines, *_response(model)])


def _response(model: Model) -> list[str]:
    """The line that transforms y."""
    left = model.response
    return [] if left is None else [f"y <- {code(left, model.variables, R)}"]


def _vector(name: str, items: Iterable[str]) -> list[str]:
    return wrapped(f"{name} <- c(", items, ")")


def _from_file(model: Model, title: str) -> Section:
    data = model.data
    weighted = () if data.weighted_by is None else (data.weighted_by,)
    used = [quoted(name) for name in (*data.features, data.target, *weighted)]
    lines = [
        f"# Save {FILE} beside this script by the page's Download data.",
        f'table <- read.csv("{FILE}", check.names = FALSE, strip.white = TRUE,',
        '  colClasses = "character")',
        f"missing <- c({MISSING})",
        "table[] <- lapply(table, function(v) replace(v, tolower(v) %in% missing, NA))",
        *wrapped("table <- na.omit(table[, c(", used, "), drop = FALSE])"),
    ]
    lines += [
        f"table <- table[as.numeric(table[[{quoted(name)}]]) > 0, ]"
        for name in weighted
        if data.weightless
    ]
    for feature, name in model.names.items():
        number = data.values[feature].dtype.kind == "f"
        column = f"table[[{quoted(feature)}]]"
        lines.append(f"{name} <- as.{'numeric' if number else 'character'}({column})")
    for name, source in zip(("y", "weights"), (data.target, *weighted), strict=False):
        lines.append(f"{name} <- as.numeric(table[[{quoted(source)}]])")
    return Section(title, [*lines, *_response(model)])


def _expression(term: Term, names: Mapping[str, str]) -> str:
    return " * ".join(_factor(factor, names) for factor in term.factors) or "1"


def _factor(factor: Factor, names: Mapping[str, str]) -> str:
    if factor.node is not None:
        text = code(factor.node, names, R)
        return f"poly({text}, {factor.degree})[, {factor.order}]" if factor.degree else f"({text})"
    if factor.category is not None:
        return f"({factor.name} == {quoted(factor.category)})"
    return factor.name if factor.power == 1 else f"{factor.name}^{factor.power}"


def _in_formula(term: Term, names: Mapping[str, str]) -> str:
    only = term.factors[0] if len(term.factors) == 1 else None
    bare = only is not None and only.node is None and only == Factor(only.name)
    said = _expression(term, names)
    numeric = all(factor.category is None for factor in term.factors)
    return said if bare else f"I({said})" if numeric else f"I(1 * {said})"


def _fit(model: Model) -> Section:
    terms = [_in_formula(term, model.variables) for term in model.terms if term.factors]
    right = [*terms, *([] if model.ones else ["- 1"])] or ["1"]
    joined = " + ".join(right).replace("+ - 1", "- 1")
    lines = _formula(joined, ", weights = weights" if model.weighted else "")
    return Section(
        "The fit, by lm.", [*lines, "best <- coef(fit)", f"loss <- {_mean(model, 'resid(fit)^2')}"]
    )


def _mean(model: Model, values: str) -> str:
    return f"weighted.mean({values}, weights)" if model.weighted else f"mean({values})"


def _formula(right: str, more: str) -> list[str]:
    line = f"fit <- lm(y ~ {right}{more})"
    if len(line) <= 79:
        return [line]
    parts, lines, inside = right.split(" + "), ["fit <- lm("], "  y ~"
    for k, part in enumerate(parts):
        joined = f" {part}" + (" +" if k < len(parts) - 1 else "")
        if len(inside) + len(joined) > 79:
            lines.append(inside)
            inside = "   "
        inside += joined
    return [*lines, inside + more, ")"]


def _matrix(model: Model) -> list[str]:
    columns = [_expression(term, model.variables) for term in model.terms]
    return wrapped("X <- cbind(", columns, ")")


def _huber(model: Model) -> Section:
    scale, back = _scaling(model)
    lines = [
        *_matrix(model),
        *scale,
        f"delta <- {model.scene.problem.delta!r}",
        "best <- lm.fit(X, y)$coefficients",
        "for (sweep in 1:10000) {",
        "  r <- drop(y - X %*% best)",
        "  before <- best",
        "  threshold <- delta * median(abs(r)) / qnorm(0.75)",
        "  counts <- pmin(1, threshold / abs(r))",
        "  best <- lm.wfit(X, y, counts)$coefficients",
        "  if (max(abs(best - before)) <= 1e-14 * max(abs(best))) break",
        "}",
        "r <- abs(drop(y - X %*% best))",
        "pulled <- pmin(r, threshold)",
        "loss <- mean(pulled * (2 * r - pulled))",
        *back,
    ]
    title = "The fit by the Huber loss: weighted least squares until its weights settle."
    return Section(title, lines)


def _penalised(model: Model) -> Section:
    scale, back = _scaling(model)
    title = "The fit under the ridge penalty."
    fit = _ridge(model)
    if model.mix:
        title = "Under this penalty there is no closed form: coordinate descent."
        fit = _coordinate(model)
    return Section(title, [*_matrix(model), *scale, *fit, *back])


def _ridge(model: Model) -> list[str]:
    kept = "[-1]" if model.ones else ""
    root = "sqrt(weights) * " if model.weighted else ""
    return [
        "# The ridge penalty as one more row for each penalised coefficient.",
        f"alpha <- {_total(model)} * {model.strength!r}",
        f"extra <- sqrt(alpha) * diag(ncol(X)){'[-1, , drop = FALSE]' if model.ones else ''}",
        f"fit <- lm.fit(rbind({root}X, extra), c({root}y, numeric(nrow(extra))))",
        "best <- fit$coefficients",
        f"loss <- {_mean(model, '(X %*% best - y)^2')} + {model.strength!r} * sum(best{kept}^2)",
    ]


def _total(model: Model) -> str:
    return "sum(weights)" if model.weighted else "length(y)"


def _coordinate(model: Model) -> list[str]:
    free = "if (j == 1) 0 else " if model.ones else ""
    kept = "best[-1]" if model.ones else "best"
    column = "weights * X[, j]" if model.weighted else "X[, j]"
    return [
        f"strength <- {model.strength!r}",
        f"mix <- {model.mix!r}",
        "best <- numeric(ncol(X))",
        "for (iteration in 1:100000) {",
        "  before <- best",
        "  for (j in seq_along(best)) {",
        "    rest <- y - X %*% best + X[, j] * best[j]",
        f"    pull <- {free}{_total(model)} * strength",
        f"    reach <- sum({column} * rest)",
        "    soft <- sign(reach) * max(abs(reach) - pull * mix / 2, 0)",
        f"    best[j] <- soft / (sum({column} * X[, j]) + pull * (1 - mix))",
        "  }",
        "  if (all(abs(best - before) <= 1e-14 * abs(best))) break",
        "}",
        f"loss <- {_mean(model, '(X %*% best - y)^2')} +",
        f"  strength * ((1 - mix) * sum({kept}^2) + mix * sum(abs({kept})))",
    ]


def _scaling(model: Model) -> tuple[list[str], list[str]]:
    """Lines that standardise X, and that bring the coefficients back."""
    if not model.standardised:
        return [], []
    if not model.ones:
        scale = ["scale <- sqrt(colMeans(X^2))", "X <- sweep(X, 2, scale, `/`)"]
        return scale, ["best <- best / scale"]
    scale = [
        "mean_of <- colMeans(X[, -1, drop = FALSE])",
        "X[, -1] <- sweep(X[, -1, drop = FALSE], 2, mean_of)",
        "scale <- sqrt(colMeans(X[, -1, drop = FALSE]^2))",
        "X[, -1] <- sweep(X[, -1, drop = FALSE], 2, scale, `/`)",
    ]
    return scale, ["best[-1] <- best[-1] / scale", "best[1] <- best[1] - sum(mean_of * best[-1])"]

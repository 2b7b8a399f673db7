"""The table of all keys of a link, made from `linreg.links.KEYS`, each with an example."""

from __future__ import annotations

from collections.abc import Iterator

from linreg import links

_RULE = "def step(w, gradient, state):\n    return w - 0.2 * gradient\n"
# For each key a link that shows what it does. The build opens every one.
EXAMPLES = {
    "v": "v=1&data=anscombe2",
    "data": "data=anscombe3",
    "points": "points=x:1,2,3,4;y:1.1,2.9,5.2,7.1",
    "n": "n=200",
    "seed": "seed=7",
    "noise": "noise=2",
    "slope": "slope=-1",
    "intercept_true": "intercept_true=5",
    "outliers": "data=outliers&outliers=5",
    "epsilon": "data=collinear&epsilon=0.001&view=collinearity",
    "features": "data=stackloss&features=air_flow,water_temperature",
    "target": "data=stackloss&target=air_flow",
    "degree": "data=sine&degree=3",
    "basis": "data=sine&degree=9&basis=mapped&view=closed-form",
    "interactions": "data=collinear&interactions=1",
    "standardise": "data=stackloss&standardise=1&view=descent",
    "intercept": "intercept=none",
    "formula": "data=forbes&formula=log%28pressure%29~boiling_point",
    "weights": "points=x:1,2,3,4;y:1,2,3,5;w:1,1,2,0.5&target=y&weights=w",
    "loss": "data=outliers&loss=huber",
    "delta": "data=outliers&loss=huber&delta=1.5",
    "penalty": "data=collinear&epsilon=0.01&penalty=lasso",
    "strength": "data=collinear&epsilon=0.001&penalty=ridge&strength=0.01&view=collinearity",
    "mix": "data=collinear&penalty=elastic&mix=0.2",
    "method": "data=longley&method=normal&view=closed-form",
    "rcond": "data=filip&method=svd&rcond=1e-10&view=closed-form",
    "precision": "data=longley&precision=float32&view=closed-form",
    "update": "update=nesterov&steps=20&view=descent",
    "lr": "lr=0.25&steps=20&view=descent",
    "steps": "steps=25&view=descent",
    "start": "start=4,-2&steps=10&view=descent",
    "momentum": "update=momentum&momentum=0.5&steps=20&view=descent",
    "batch": "update=minibatch&batch=4&steps=40&view=descent",
    "view": "view=diagnostics",
    "show": "show=residuals,squares",
    "level": "level=0.99&show=bands",
    "sampling": "data=faithful&sampling=pairs&samples=1000",
    "samples": "sampling=new&samples=500",
    "sampling_seed": "data=faithful&sampling=pairs&samples=200&sampling_seed=3",
    "coefficient": "data=sine&degree=2&sampling=pairs&samples=200&coefficient=x^2",
    "line": "line=0,2&show=own-line",
    "lesson": "lesson=ridge",
    "code": links.encode({"view": "code", "code": _RULE}),
    "src": "src=docs/data/flats.csv",
    "expect": "seed=7&expect=1,2&core=0.1.0",
    "core": "seed=7&expect=1,2&core=0.1.0",
    "theme": "theme=dark",
    "embed": "embed=1",
    "hide": "hide=dials,table",
    "present": "present=1&view=descent",
}
# A longer example is cut off where it is shown.
_LONGEST = 56


def table() -> str:
    """Return the Markdown of the table; ends the build where a key has no example."""
    if missing := sorted(set(links.KEYS) - set(EXAMPLES)):
        raise SystemExit(
            f"site/bundle/docs/keys.py, EXAMPLES: there is no example of {', '.join(missing)}."
        )
    return "\n".join(("| key | meaning | values | default |", "|---|---|---|---|", *_rows()))


def _rows() -> Iterator[str]:
    for name, key in links.KEYS.items():
        example = EXAMPLES[name]
        shown = example if len(example) <= _LONGEST else f"{example[:_LONGEST]}…"
        meaning = f"{key.doc}<br>[`#{shown}`](#{example})"
        cells = (f"`{name}`", meaning, key.kind.wanted(), _default(key.default))
        yield f"| {' | '.join(cells)} |"


def _default(value: object) -> str:
    if value is None or value == ():
        return "none"
    items = value if isinstance(value, tuple) else (value,)
    return f"`{','.join(f'{item:g}' if isinstance(item, float) else str(item) for item in items)}`"

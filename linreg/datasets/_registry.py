"""All data sets by name."""

from collections.abc import Mapping
from types import MappingProxyType

from linreg._settings import shown
from linreg.datasets._base import DataSet
from linreg.datasets._files import Nist, Published
from linreg.datasets._lines import (
    Heteroscedastic,
    Leverage,
    Line,
    Outliers,
    Polynomial,
    Sine,
    Step,
)
from linreg.datasets._planes import Classes, Collinear
from linreg.tables import Table

__all__ = ["DATASETS", "get", "load"]

_DRAWN: tuple[DataSet, ...] = (
    Line(name="linear", title="A line with noise"),
    Outliers(
        name="outliers",
        title="A line with a few outliers",
        defaults=MappingProxyType({"outliers": 3}),
    ),
    Leverage(name="leverage", title="A line and one point far out"),
    Heteroscedastic(name="heteroscedastic", title="A line whose noise grows with x"),
    Sine(name="sine", title="A sine, which no line fits"),
    Step(name="step", title="A step, which no line fits"),
    Collinear(name="collinear", title="Two nearly collinear features"),
    Polynomial(
        name="polynomial",
        title="A cubic far from 0: powers nearly dependent",
        defaults=MappingProxyType({"degree": 9}),
    ),
    Classes(name="classes", title="Two classes as 0 and 1"),
)

_ANSCOMBE = tuple(
    Published(
        name=f"anscombe{i}",
        title=f"Anscombe's quartet, {i} of 4: the same line for all",
        source="F. J. Anscombe (1973), Graphs in Statistical Analysis, American Statistician 27",
        licence="Public domain (44 published numbers, facts without copyright)",
        file="anscombe.csv",
        columns=MappingProxyType({x: "x", f"y{i}": "y"}),
    )
    for i, x in enumerate(("x123", "x123", "x123", "x4"), 1)
)


def _polynomial(certificate: str, title: str, degree: int) -> Nist:
    defaults = MappingProxyType({"degree": degree})
    return Nist(name=certificate.lower(), certificate=certificate, title=title, defaults=defaults)


def _through_origin(certificate: str) -> Nist:
    defaults = MappingProxyType({"intercept": "none"})
    title = "NIST: a line through the origin"
    return Nist(name=certificate.lower(), certificate=certificate, title=title, defaults=defaults)


_NIST = (
    Nist(name="norris", certificate="Norris", title="NIST: calibration of ozone monitors"),
    _polynomial("Pontius", "NIST: calibration of load cells, a parabola", 2),
    _through_origin("NoInt1"),
    _through_origin("NoInt2"),
    Nist(
        name="longley",
        certificate="Longley",
        title="NIST: Longley's economy, six nearly collinear features",
        target="employment",
        features=("deflator", "gnp", "unemployed", "armed_forces", "population", "year"),
    ),
    *(
        _polynomial(f"Wampler{i}", f"NIST: a polynomial of degree 5, {text}", 5)
        for i, text in enumerate(
            (
                "exact, integers",
                "exact, decimals",
                "small residuals",
                "large residuals",
                "residuals that hide the curve",
            ),
            1,
        )
    ),
    _polynomial("Filip", "NIST: a polynomial of degree 10 that floats hardly hold", 10),
)

_REAL = (
    Published(
        name="penguins",
        title="Palmer penguins: body mass by flipper length",
        source="K. B. Gorman, T. D. Williams, W. R. Fraser (2014), PLoS ONE 9(3) e90081; "
        "collected at Palmer Station LTER, package palmerpenguins",
        licence="CC0 1.0",
        target="body_mass_g",
        features=("flipper_length_mm",),
        file="penguins.csv",
    ),
    Published(
        name="galton",
        title="Galton's heights of parents and children, inches",
        source="F. Galton (1886), Regression Towards Mediocrity in Hereditary Stature, "
        "Journal of the Anthropological Institute 15, 246-263",
        licence="Public domain (published in 1886)",
        target="child",
        features=("parent",),
        file="galton.csv",
    ),
    Published(
        name="faithful",
        title="Old Faithful: minutes to the next eruption by minutes of the last",
        source="W. Härdle (1991), Smoothing Techniques with Implementation in S; observed at "
        "Yellowstone National Park in 1985",
        licence="Public domain (published observations, facts without copyright)",
        target="waiting",
        features=("eruption",),
        file="faithful.csv",
    ),
    Published(
        name="stackloss",
        title="Stack loss: ammonia lost in 21 days of a plant",
        source="K. A. Brownlee (1965), Statistical Theory and Methodology in Science and "
        "Engineering, 2nd edition",
        licence="Public domain (so stated by statsmodels, which carries it)",
        target="stack_loss",
        features=("air_flow", "water_temperature", "acid_concentration"),
        file="stackloss.csv",
    ),
    Published(
        name="forbes",
        title="Forbes: air pressure by the boiling point of water in the Alps",
        source="J. D. Forbes (1857), Transactions of the Royal Society of Edinburgh 21, 235-243",
        licence="Public domain (published in 1857)",
        target="pressure",
        features=("boiling_point",),
        file="forbes.csv",
    ),
)

DATASETS: Mapping[str, DataSet] = MappingProxyType(
    {dataset.name: dataset for dataset in (*_DRAWN, *_ANSCOMBE, *_NIST, *_REAL)}
)


def get(name: str) -> DataSet:
    """Return the data set of that name. Raises ValueError where there is none."""
    if isinstance(name, str) and name in DATASETS:
        return DATASETS[name]
    raise ValueError(f"There is no data set {shown(name)}: give one of {', '.join(DATASETS)}.")


def load(name: str, **state: object) -> Table:
    """Return the table of a data set: `load("linear", n=100, seed=2)`, `load("penguins")`."""
    return get(name).table(**state)

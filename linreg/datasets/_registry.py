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
    Line(name="linear", title="Line with noise"),
    Outliers(
        name="outliers",
        title="Line with outliers",
        defaults=MappingProxyType({"outliers": 3}),
    ),
    Leverage(name="leverage", title="Line with a high-leverage point"),
    Heteroscedastic(name="heteroscedastic", title="Line with noise that grows with x"),
    Sine(name="sine", title="Sine wave"),
    Step(name="step", title="Step function"),
    Collinear(name="collinear", title="Two nearly collinear features"),
    Polynomial(
        name="polynomial",
        title="Cubic with nearly collinear powers",
        defaults=MappingProxyType({"degree": 9}),
    ),
    Classes(name="classes", title="Two classes, coded 0 and 1"),
)

_ANSCOMBE = tuple(
    Published(
        name=f"anscombe{i}",
        title=f"Anscombe {i}: {shape}",
        source="F. J. Anscombe (1973), Graphs in Statistical Analysis, American Statistician 27",
        licence="Public domain (44 published numbers, facts without copyright)",
        file="anscombe.csv",
        columns=MappingProxyType({x: "x", f"y{i}": "y"}),
    )
    for i, (x, shape) in enumerate(
        (
            ("x123", "line with noise"),
            ("x123", "smooth curve"),
            ("x123", "line with one outlier"),
            ("x4", "one point decides the slope"),
        ),
        1,
    )
)


def _polynomial(certificate: str, title: str, degree: int) -> Nist:
    defaults = MappingProxyType({"degree": degree})
    return Nist(name=certificate.lower(), certificate=certificate, title=title, defaults=defaults)


def _through_origin(certificate: str) -> Nist:
    defaults = MappingProxyType({"intercept": "none"})
    title = f"{certificate} (NIST): line through the origin"
    return Nist(name=certificate.lower(), certificate=certificate, title=title, defaults=defaults)


_NIST = (
    Nist(name="norris", certificate="Norris", title="Norris (NIST): calibration of ozone monitors"),
    _polynomial("Pontius", "Pontius (NIST): calibration of load cells", 2),
    _through_origin("NoInt1"),
    _through_origin("NoInt2"),
    Nist(
        name="longley",
        certificate="Longley",
        title="Longley (NIST): US economy, six nearly collinear features",
        target="employment",
        features=("deflator", "gnp", "unemployed", "armed_forces", "population", "year"),
    ),
    *(
        _polynomial(f"Wampler{i}", f"Wampler{i} (NIST): polynomial of degree 5, {text}", 5)
        for i, text in enumerate(
            (
                "exact integers",
                "exact decimals",
                "small residuals",
                "large residuals",
                "very large residuals",
            ),
            1,
        )
    ),
    _polynomial("Filip", "Filip (NIST): polynomial of degree 10, ill-conditioned", 10),
)

_REAL = (
    Published(
        name="penguins",
        title="Palmer penguins: body mass and flipper length",
        source="K. B. Gorman, T. D. Williams, W. R. Fraser (2014), PLoS ONE 9(3) e90081; "
        "collected at Palmer Station LTER, package palmerpenguins",
        licence="CC0 1.0",
        target="body_mass_g",
        features=("flipper_length_mm",),
        file="penguins.csv",
    ),
    Published(
        name="galton",
        title="Galton: heights of parents and children",
        source="F. Galton (1886), Regression Towards Mediocrity in Hereditary Stature, "
        "Journal of the Anthropological Institute 15, 246-263",
        licence="Public domain (published in 1886)",
        target="child",
        features=("parent",),
        file="galton.csv",
    ),
    Published(
        name="faithful",
        title="Old Faithful: waiting time and length of eruption",
        source="W. Härdle (1991), Smoothing Techniques with Implementation in S; observed at "
        "Yellowstone National Park in 1985",
        licence="Public domain (published observations, facts without copyright)",
        target="waiting",
        features=("eruption",),
        file="faithful.csv",
    ),
    Published(
        name="stackloss",
        title="Stack loss: 21 days at a chemical plant",
        source="K. A. Brownlee (1965), Statistical Theory and Methodology in Science and "
        "Engineering, 2nd edition",
        licence="Public domain (so stated by statsmodels, which carries it)",
        target="stack_loss",
        features=("air_flow", "water_temperature", "acid_concentration"),
        file="stackloss.csv",
    ),
    Published(
        name="forbes",
        title="Forbes: air pressure and boiling point of water",
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
    raise ValueError(f"There is no data set {shown(name)}. Use one of {', '.join(DATASETS)}.")


def load(name: str, **state: object) -> Table:
    """Return the table of a data set: `load("linear", n=100, seed=2)`, `load("penguins")`.

    Examples
    --------
    >>> import linreg
    >>> linreg.datasets.load("linear", n=3, seed=7).columns
    ('x', 'y')
    """
    return get(name).table(**state)

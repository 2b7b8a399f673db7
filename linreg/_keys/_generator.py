"""The keys from which data sets are drawn."""

from linreg._keys._key import Key
from linreg._keys._scalars import Integer, Real

GENERATOR = (
    Key(
        "n", Integer(2, 10**6), 40, unit="points", doc="Number of simulated points in the data set."
    ),
    Key("seed", Integer(0, 2**53 - 1), 1, doc="Seed of the random numbers for simulated data."),
    Key("noise", Real(0), 0.5, doc="Standard deviation of the noise in simulated data."),
    Key("slope", Real(), 2.0, doc="Slope of the true line in simulated data."),
    Key("intercept_true", Real(), 1.0, doc="Intercept of the true line in simulated data."),
    Key("outliers", Integer(0, 10**6), 0, doc="Number of outliers among the simulated points."),
    Key(
        "epsilon",
        Real(1e-16, 1, choices=(0.0,)),
        0.1,
        doc="Distance ε between the two collinear columns; 0 makes them identical.",
    ),
)

"""Student t, F, chi-square and normal distributions without SciPy, to full float64 precision.

Tails are regularised incomplete beta functions I_x(a, b): a front factor
x^a (1 - x)^b / (a B(a, b)) times a continued fraction, all in decimal arithmetic of 45
digits, because raising to the power a magnifies the rounding of x, and thousands of steps
of the fraction, or 1 - I_x, lose what floats have.  Chi-square is the incomplete gamma
function Q(a, x), in the same way.  Because nothing goes through the platform's `lgamma` or
`pow`, native Python and WebAssembly agree to the last digits.

Every result that is a normal float is right to 1e-14 of itself, for degrees of freedom from
1e-6 to 1e9 (and infinite, for Student's t); beyond these a ValueError says so.  Smaller
results are right to the last place that a subnormal float has, or 0; quantiles beyond the
largest float are infinite.

Sources: NIST Digital Library of Mathematical Functions, 5.11.1 (Stirling),
8.17.4 (symmetry), 8.17.22 (continued fraction), 8.7.1 and 8.9.2 (incomplete gamma).
"""

from linreg.distributions._tails import (
    chi_square_tail,
    f_tail,
    normal_quantile,
    normal_tail,
    student_t_cdf,
    student_t_quantile,
    student_t_tail,
)

__all__ = [
    "chi_square_tail",
    "f_tail",
    "normal_quantile",
    "normal_tail",
    "student_t_cdf",
    "student_t_quantile",
    "student_t_tail",
]

"""How a solve can end: `status.value.text` in general, `solution.message` in particular."""

from enum import Enum

from linreg._text import Paragraph


class Status(Enum):
    """The outcome of a solve; everything but FAILED and REFUSED comes with coefficients."""

    OK = Paragraph(
        "The columns are independent as far as this method can tell, so there is exactly one "
        "least-squares solution, and this is it, up to the digits that the message names."
    )
    ILL_CONDITIONED = Paragraph(
        "The columns are dependent, or so nearly that rounding inside this method has spoilt most "
        "or all digits of the coefficients. Predictions may still be good. Use "
        "method='refined', remove or combine redundant columns, or add a ridge penalty."
    )
    MINIMUM_NORM = Paragraph(
        "The columns are dependent, or counted as dependent by the method's rank "
        "tolerance: infinitely "
        "many coefficients fit equally well. These have the smallest Euclidean norm. "
        "Predictions are unique; single coefficients are not to be interpreted. "
        "Remove the dependent columns, lower the rank tolerance rcond, or add a ridge penalty."
    )
    DEPENDENT = Paragraph(
        "The columns are dependent as far as this method can tell, so no unique solution "
        "exists, and this method cannot choose one. Remove the columns named, use "
        "method='lstsq', 'svd' or 'refined', which return the minimum-norm solution, or add a "
        "ridge penalty."
    )
    FAILED = Paragraph(
        "The factorisation broke down: numbers overflowed, or rounding made X'X indefinite. "
        "Use a method that does not form X'X ('qr', 'svd') or one that forms it in extended "
        "precision ('refined'), and bring the columns to similar magnitudes."
    )
    REFUSED = Paragraph(
        "The problem is too large for this method, so nothing was computed. Exact "
        "arithmetic grows quickly with N * p^2; use method='refined', which gives the same digits "
        "for problems of any length, or pass a sample of the rows."
    )

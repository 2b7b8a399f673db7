"""Model formulas, such as "log(y) ~ x + x^2 + C(group)", read without `eval`."""

from linreg.formula._design import FormulaDesign as FormulaDesign
from linreg.formula._error import FormulaError as FormulaError
from linreg.formula._formula import Formula as Formula
from linreg.formula._tokens import name_text as name_text

"""The solver `refined`, right to nearly the last digit.

How a solution is found, from the outside in:

solver : the solver itself, and which of the ways below a problem takes.
whole : small problems in whole numbers, exact to the last rounding.
settle : larger ones, from bounds on the error to a decision; more slices where needed.
reduced : the system of the independent columns, and its solutions.
extended_gram : the proof that columns are independent, and refinement.
inverse_root, products : the frame, and all products with all, as diagnostics need them.
rank, modular : which columns are independent where that proof fails, modulo primes.
moments, source, product, threads : one pass over the data for X'X and X'y.
limbs : fixed-point numbers of several floats.
answer : coefficients with what is known of them, and the sentence that says it.
"""

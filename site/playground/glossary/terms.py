"""A terse way to write the formulas of the glossary: words that become leaves of a tree."""

from __future__ import annotations

from typing import NamedTuple

from playground.engine import formulas as f
from playground.engine.formulas import Tree

Word = str | Tree
# Letters that stand for a vector; all others are numbers, matrices or functions.
VECTORS = frozenset("wyrxvu")


class Entry(NamedTuple):
    """One term: its name, what it is in words, and its formula."""

    title: str
    words: str
    tree: Tree


def leaf(word: Word) -> Tree:
    """A tree as it is; a word as a vector, a number, a variable or an operator."""
    if not isinstance(word, str):
        return word
    if word in VECTORS:
        return f.vec(word)
    if word[0].isdigit():
        return ["mn", word]
    return f.sym(word) if word.isalpha() and word != "∂" else f.op(word)


def eq(*words: Word) -> Tree:
    """Words and trees side by side."""
    return f.row(*map(leaf, words))


def of(*words: Word) -> Tree:
    """The same within round brackets."""
    return f.bracket(*map(leaf, words))


def over(above: Word, below: Word) -> Tree:
    """A fraction."""
    return f.fraction(leaf(above), leaf(below))


def at(base: Word, index: Word) -> Tree:
    """A scalar with an index: x with i is the number x_i."""
    return f.sub(f.sym(base) if isinstance(base, str) else base, leaf(index))


def row_of(index: str) -> Tree:
    """The vector x with an index: one sample."""
    return f.sub(f.vec("x"), leaf(index))


def power(base: Word, exponent: Word) -> Tree:
    return f.sup(leaf(base), leaf(exponent))


def length(*words: Word) -> Tree:
    """The Euclidean norm."""
    return f.norm(eq(*words))


def squared(*words: Word) -> Tree:
    """The Euclidean norm squared."""
    return f.norm(eq(*words), squared=True)


def size(*words: Word) -> Tree:
    """The absolute value."""
    return eq("|", *words, "|")


def total(index: str, *words: Word) -> Tree:
    """A sum over an index."""
    return f.row(["munder", f.op("∑"), f.sym(index)], *map(leaf, words))


XT = f.transposed(f.sym("X"))
GRAM = f.row(XT, f.sym("X"))
INVERSE = f.inverse(f.bracket(GRAM))
BEST = f.hat(f.vec("w"))
FITTED = f.hat(f.sym("y"))
MEAN = ["mover", f.sym("y"), f.op("¯")]
HESSIAN = f.row(f.fraction(["mn", "2"], f.sym("N")), GRAM)
SCATTER = f.root(f.sub(INVERSE, eq("j", "j")))

"""LaTeX into MathML that browsers draw alike, without anything that could act or load."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree

from latex2mathml.converter import convert

MATHML = "http://www.w3.org/1998/Math/MathML"
# More of each would keep a page waiting.
MOST_FORMULA = 1000
DEEPEST_FORMULA = 20
# What may stand in an element of a formula. LaTeX can ask for links and styles too.
MATH_ATTRIBUTES = {
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display",
    "displaystyle", "fence", "form", "frame", "height", "largeop", "linethickness", "lspace",
    "mathcolor", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits", "notation",
    "rowlines", "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "symmetric",
    "voffset", "width",
}  # fmt: skip


def formula(latex: str, display: bool) -> str:
    """LaTeX as MathML that browsers draw alike; raises ValueError."""
    _check_size(latex)
    try:
        tree = ElementTree.fromstring(convert(latex, display="block" if display else "inline"))
    except Exception as error:
        raise ValueError(f"the formula {latex!r} is not understood ({error}).") from error
    for node in tree.iter():
        node.tag = node.tag.removeprefix(f"{{{MATHML}}}")
        if not MATH_ATTRIBUTES.issuperset(node.attrib):
            raise ValueError(
                f"the formula {latex!r} has a link or a style, which lessons have not."
            )
        if "\\" in (node.text or ""):
            raise ValueError(f"the formula {latex!r} has an unknown command {node.text!r}.")
        # MathML Core knows no other variants; bold upright letters are vectors, as in layout.css.
        if node.get("mathvariant", "normal") != "normal":
            node.set("mathvariant", "normal")
            node.set("class", "vector")
        if node.text and (plain := _plain_letter(node.text)):
            node.text = plain
            node.set("mathvariant", "normal")
            node.set("class", "vector")
        if node.tag == "mo" and node.text and len(node.text) > 1 and node.text.isalpha():
            # A function's name (max, min) is set as a text, without an operator's spaces.
            node.tag = "mi"
    for node in list(tree.iter("mover")):
        _join_hat(node)
    return ElementTree.tostring(tree, encoding="unicode")


def _check_size(latex: str) -> None:
    if len(latex) > MOST_FORMULA:
        raise ValueError(f"a formula has at most {MOST_FORMULA:,} characters.")
    depth = deepest = 0
    for character in latex:
        depth += (character == "{") - (character == "}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST_FORMULA:
        raise ValueError(f"a formula has at most {DEEPEST_FORMULA} braces within each other.")


def _join_hat(node: ElementTree.Element) -> None:
    """A letter under a hat as one letter, which fonts draw better than two."""
    letters = list(node[0].iter("mi"))
    joined = unicodedata.normalize(
        "NFC", f"{''.join(node.itertext())[:-1]}\N{COMBINING CIRCUMFLEX ACCENT}"
    )
    if node[1].text != "^" or len(letters) != 1 or len(joined) != 1:
        return
    node.tag, node.text = "mi", joined
    given = dict(letters[0].attrib)
    node.attrib.clear()
    # What is one letter for fonts is no letter for MathML's own italics.
    node.attrib.update(given or {"class": "hatted"})
    node[:] = []


def _plain_letter(text: str) -> str:
    """The letter of a bold one of the mathematical block, "" for any other text."""
    code = ord(text) - 0x1D400 if len(text) == 1 else -1
    return chr((65 if code < 26 else 71) + code) if 0 <= code < 52 else ""

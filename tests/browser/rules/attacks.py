"""Rules that misuse what runs them; each with what the page says in the end."""

from __future__ import annotations

# Puts `replaced` in the place of what writes the outcome down.
FORGE = """
import types
from playground.engine import own_rule


def replaced(*_, **__):
    return {result}


own_rule.json = types.SimpleNamespace(dumps=replaced, loads=own_rule.json.loads)


def step(w, gradient, state):
    return w - state.learning_rate * gradient
"""
# What no race sends, as Python expressions.
FORGED = {
    "nothing": "None",
    "bytes": "b'x' * 30_000_000",
    "an object of JavaScript": "__import__('pyodide').ffi.to_js([[1.0] * 100_000] * 10)",
    "an empty object": "'{}'",
    "an error of another shape": '\'{"error": 5, "printed": "", "iterates": "", "count": 0}\'',
    "lists for text": '\'{"error": null, "printed": [], "iterates": [1], "count": [2]}\'',
    "nested lists without end": "'[' * 5_000_000",
    "nested in a result": '\'{"error": null, "printed": "", "count": 1, "iterates": \''
    " + '[' * 100_000 + ']' * 100_000 + '}'",
    "a long result": '\'{"error": null, "printed": "", "count": 1, "iterates": "\''
    " + 'A' * 30_000_000 + '\"}'",
    "a count that is none": '\'{"error": null, "printed": "", "count": 1e99, "iterates": ""}\'',
    "a huge array": '\'{"error": null, "printed": "", "count": 1, "iterates": [\''
    " + '0,' * 3_000_000 + '0]}'",
}

FIND = """
import sys


def found(name):
    frame = sys._getframe()
    while frame is not None:
        if name in frame.f_locals:
            return frame.f_locals[name]
        frame = frame.f_back

"""
SIGNS = (
    FIND
    + """
def step(w, gradient, state):
    sign = found("beat")
    for _ in range(10_000):
        sign()
    return w - state.learning_rate * gradient
"""
)
SIGNS_WITHOUT_END = (
    FIND
    + "\ndef step(w, gradient, state):\n    sign = found('beat')\n    while True:\n        sign()\n"
)
SIGNS_WITH_FREIGHT = (
    FIND
    + """
def step(w, gradient, state):
    sign, freight = found("beat"), "x" * 1_000_000
    for _ in range(100):
        sign(freight, [freight])
    return w - state.learning_rate * gradient
"""
)
PRINTS = {
    "print": "print('x' * 30_000_000)",
    "lines": "print('x\\n' * 15_000_000)",
    "the runtime's output": "sys.__stdout__.write('x\\n' * 300_000)",
    "the runtime's errors": "sys.__stderr__.write('x\\n' * 300_000)",
    "the descriptor": "[os.write(2, b'x' * 99 + b'\\n') for _ in range(30_000)]",
}
PRINT = """
import os
import sys


def step(w, gradient, state):
    if state.iteration == 0:
        {act}
    return w - state.learning_rate * gradient
"""
RAISES = {
    "a long message": "raise ValueError('x' * 30_000_000)",
    "a long name": "raise type('E' * 1_000_000, (Exception,), {})('so long')",
    "no message": "raise type('E', (Exception,), {'__str__': lambda self: 1 / 0})",
    "a line that is not there": "raise SyntaxError('no', ('your rule', 10**9, 1, ''))",
    "a line that is no number": "raise SyntaxError('no', ('your rule', [[]], 1, ''))",
}
RAISE = "def step(w, gradient, state):\n    {act}\n"
COMPLAINS = (
    FIND
    + """
def step(w, gradient, state):
    make = found("beat").constructor
    for _ in range(2000):
        try:
            make("return 1")
        except BaseException:
            pass
    return w - state.learning_rate * gradient
"""
)
LATER = """
import asyncio


def fails():
    raise ValueError("later" * 1000)


async def fails_too():
    raise ValueError("later" * 1000)


def step(w, gradient, state):
    loop = asyncio.get_event_loop()
    for _ in range(100):
        loop.call_soon(fails)
        asyncio.ensure_future(fails_too())
    return w - state.learning_rate * gradient
"""
RETURNS = {
    "NaN": "np.full(2, np.nan)",
    "infinity": "np.full(2, -np.inf)",
    "huge numbers": "w + 1e308",
    "tiny numbers": "w * 5e-324",
    "a huge array": "np.zeros(10_000_000)",
    "nested lists": "__import__('functools').reduce(lambda a, _: [a], range(90_000), [])",
    "objects": "np.array([{}, None], dtype=object)",
    "complex numbers": "w + 1j",
}
RETURN = "def step(w, gradient, state):\n    return {value}\n"


FORGERIES = {name: FORGE.format(result=text) for name, text in FORGED.items()}
PRINTING = {name: PRINT.format(act=act) for name, act in PRINTS.items()}
RAISING = {name: RAISE.format(act=act) for name, act in RAISES.items()}
RETURNING = {name: RETURN.format(value=value) for name, value in RETURNS.items()}
FLOODING = {
    "signs of life": SIGNS,
    "signs with freight": SIGNS_WITH_FREIGHT,
    "signs without end": SIGNS_WITHOUT_END,
    "text for code": COMPLAINS,
    "failures later": LATER,
}

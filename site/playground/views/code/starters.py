"""Update rules to start from, as the code that is put into the editor."""

from __future__ import annotations

from typing import NamedTuple


class Starter(NamedTuple):
    """A rule: its key, its name, its code, and what to look for."""

    key: str
    name: str
    code: str
    hint: str


PLAIN = '''import numpy as np


def step(w, gradient, state):
    """Plain gradient descent: a step against the gradient."""
    return w - state.learning_rate * gradient
'''
MOMENTUM = '''import numpy as np


def step(w, gradient, state):
    """Momentum: add nine tenths of the previous step."""
    last = state.memory.get("move", np.zeros_like(w))
    move = 0.9 * last - state.learning_rate * gradient
    state.memory["move"] = move
    return w + move
'''
ADAGRAD = '''import numpy as np


def step(w, gradient, state):
    """AdaGrad (Duchi and others, 2011): a separate rate for every coefficient."""
    total = state.memory.get("total", 0.0) + gradient**2
    state.memory["total"] = total
    return w - state.learning_rate * gradient / (np.sqrt(total) + 1e-8)
'''
ADAM = '''import numpy as np


def step(w, gradient, state):
    """Adam (Kingma and Ba, 2015): running means of the gradient and its square."""
    t = state.iteration + 1
    mean = 0.9 * state.memory.get("mean", 0.0) + 0.1 * gradient
    square = 0.999 * state.memory.get("square", 0.0) + 0.001 * gradient**2
    state.memory.update(mean=mean, square=square)
    fair_mean, fair_square = mean / (1 - 0.9**t), square / (1 - 0.999**t)
    return w - state.learning_rate * fair_mean / (np.sqrt(fair_square) + 1e-8)
'''
NEWTON = '''import numpy as np


def step(w, gradient, state):
    """Newton: go to the minimum of the quadratic approximation."""
    H = state.objective.hessian()
    return w - np.linalg.solve(H, gradient)
'''
COORDINATE = '''import numpy as np


def step(w, gradient, state):
    """Coordinate descent: minimise over one coefficient at a time."""
    j = state.iteration % len(w)
    curvature = state.objective.hessian()[j, j]
    w[j] -= gradient[j] / curvature
    return w
'''

STARTERS: tuple[Starter, ...] = (
    Starter("plain", "Plain", PLAIN, "The same as the built-in rule: the two curves coincide."),
    Starter(
        "momentum", "Momentum", MOMENTUM,
        "It moves along a flat valley faster than plain gradient descent.",
    ),
    Starter(
        "adagrad", "AdaGrad", ADAGRAD,
        "Its rates never grow. Raise the learning rate: it does not diverge.",
    ),
    Starter(
        "adam", "Adam", ADAM,
        "Each coefficient moves by about the learning rate, however steep the loss is. So it stops "
        "only about that close to the minimum.",
    ),
    Starter(
        "newton", "Newton", NEWTON,
        "One step is enough, from any start. The squared error is quadratic, so its Hessian is the "
        "same everywhere. The step solves the normal equations for the remaining distance.",
    ),
    Starter(
        "coordinate", "Coordinate descent", COORDINATE,
        "It needs no learning rate. Collinear columns make it slow, because each "
        "coefficient depends "
        "on the other.",
    ),
)  # fmt: skip

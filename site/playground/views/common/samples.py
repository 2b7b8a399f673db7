"""Whether there are other samples of a scene, and what they say, in words."""

from __future__ import annotations

from playground.engine.numbers import bound, shortened, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.sampling.sampling import BOOTSTRAPS, MOST_ROWS, Drawn, Ends
from playground.engine.scene import Scene
from playground.views.common.confidence_bands import level_text
from playground.views.common.fit_text import term
from playground.views.common.model_curve import inference_of, other_fits
from playground.views.common.p_values import p_stated, p_text

DRAWN = {
    "new": "new samples",
    "pairs": "bootstrap samples of the points",
    "residuals": "bootstrap samples of the residuals",
    "permutation": "permutations",
}


def refusal(scene: Scene) -> str:
    """Why there are no samples of a scene; empty where they can be drawn."""
    solved = scene.solved
    if solved is None:
        return "No samples: there are no points."
    if others := other_fits(solved):
        return f"Samples are refitted by least squares, not as {others}."
    if not solved.fit.unique:
        return "No samples: the points do not determine the coefficients."
    if inference_of(solved) is None:
        return "No samples: there are no residual degrees of freedom. Add points."
    if scene.data.N > MOST_ROWS:
        return f"Sampling takes at most {whole(MOST_ROWS)} points."
    if scene.state.sampling == "new" and not solved.sampling.simulated:
        return "New samples need simulated data without weights. Choose a bootstrap."
    return "" if solved.sampling.applies else "No samples: the coefficient has no standard error."


def drawn_of(scene: Scene) -> Drawn | None:
    """The samples of a scene as far as they have been drawn; None where there are none."""
    if scene.state.sampling == "none" or (solved := scene.solved) is None or refusal(scene):
        return None
    return solved.sampling.drawn(scene.state.samples)


def landed(drawn: Drawn, scene: Scene) -> int:
    """How many dots are at their places."""
    return max(0, drawn.count - len(scene.interaction.falling))


def coefficient_name(column: str, simple: bool) -> str:
    """What a coefficient is called: that of a straight line is its slope."""
    if column == "1":
        return "intercept"
    return "slope" if simple else f"coefficient of {shortened(term(column), 16)}"


def ends_text(ends: Ends) -> tuple[str, str]:
    """Both ends of an interval, to three places of its width."""
    error = abs(ends[1] - ends[0]) / 300
    return bound(ends[0], error, 5), bound(ends[1], error, 5)


def short_words(drawn: Drawn | None, scene: Scene) -> list[Part]:
    """The line below the dots."""
    if drawn is None:
        return [(refusal(scene), "muted")]
    if not drawn.count:
        return [("Add samples: each drops one dot.", "muted")]
    counted = whole(drawn.count)
    if drawn.sampling.kind == "permutation":
        return filled(
            "{counted} permutations: {p} (t test: {t})",
            counted=counted,
            p=(p_stated(drawn.p_value), "?permutation"),
            t=(p_text(drawn.sampling.t_p_value), "?p_value"),
        )
    noun = "sample" if drawn.count == 1 else "samples"
    left = f", {whole(drawn.failed)} left out" if drawn.failed else ""
    return filled(
        "{counted} {noun}{left}: SD {spread} (formula: {error})",
        counted=counted,
        noun=noun,
        left=left,
        spread=(typeset(drawn.spread, digits=3), "closed ?sampling_distribution"),
        error=(typeset(drawn.sampling.standard_error, digits=3), "?std_error"),
    )


def sampling_words(scene: Scene) -> list[Part]:
    """The point of the samples, in sentences."""
    drawn = drawn_of(scene)
    if drawn is None or len(drawn.usable) < 2 or scene.interaction.falling:
        return []
    straight = scene.data.simple and len(scene.columns) == 2
    name = coefficient_name(drawn.sampling.column, straight)
    if drawn.sampling.kind == "permutation":
        return _permuted(drawn, scene, name)
    left = drawn.failed
    noun = "does" if left == 1 else "do"
    gone = f"{whole(left)} {noun} not determine it. " if left else ""
    if drawn.sampling.kind in BOOTSTRAPS:
        return [*_bootstrapped(drawn, scene, name), (gone, "")]
    return filled(
        "The {name} of {count} new samples: mean {mean}, standard deviation {spread}. The formula "
        "estimates {error} from one sample. {gone}",
        name=name,
        count=whole(drawn.count),
        mean=(typeset(float(drawn.usable.mean()), digits=4), "closed"),
        spread=(typeset(drawn.spread, digits=3), "closed ?sampling_distribution"),
        error=(typeset(drawn.sampling.standard_error, digits=3), "?std_error"),
        gone=gone,
    )


def _bootstrapped(drawn: Drawn, scene: Scene, name: str) -> list[Part]:
    level = scene.state.level
    found = (drawn.sampling.t_interval(level), drawn.percentile(level), drawn.bca(level))
    t, percentile, bca = ("[{}, {}]".format(*ends_text(ends)) for ends in found)
    return filled(
        "{level} interval of the {name} by {count} {drawn}: {percentile} (percentile), "
        "{bca} (BCa). By the t formula: {t}. ",
        level=level_text(level),
        name=name,
        count=whole(drawn.count),
        drawn=DRAWN[drawn.sampling.kind],
        percentile=(percentile, "closed ?percentile"),
        bca=(bca, "closed ?bca"),
        t=(t, "?interval"),
    )


def _permuted(drawn: Drawn, scene: Scene, name: str) -> list[Part]:
    count, extremes = drawn.count, int(drawn.extreme.sum())
    columns = sum(column != "1" for column in scene.columns)
    shuffled = "y is shuffled. " if columns == 1 else _SHUFFLED.format(drawn.sampling.column)
    return filled(
        "{extremes} of {count} permutations give a |t| of at least {t}: p = (1 + {extremes}) / "
        "(1 + {count}) = {p} for the {name}. The t test: {test}. {shuffled}",
        extremes=whole(extremes),
        count=whole(count),
        t=typeset(abs(drawn.sampling.t_value), digits=3),
        p=(p_text(drawn.p_value), "?permutation"),
        name=name,
        test=(p_stated(drawn.sampling.t_p_value), "?p_value"),
        shuffled=(shuffled, "muted"),
    )


_SHUFFLED = "Shuffled are the residuals of the model without {} (Freedman–Lane). "

"""What scikit-learn asks of an estimator, given without importing it.

Only scikit-learn itself, or whoever uses it, calls what needs it: then it is there already.
"""

from __future__ import annotations

import inspect
import sys
from typing import Any, Self

_METADATA = ("sample_weight",)
_UNCHANGED = "$UNCHANGED$"


class NotFittedError(ValueError, AttributeError):
    """An estimator was asked for what only `fit` finds out.

    Where scikit-learn is in use, the error raised is one of its own NotFittedErrors too.
    """


def not_fitted(sentence: str) -> NotFittedError:
    """Return the error, of both classes where scikit-learn has been imported."""
    theirs = sys.modules.get("sklearn.exceptions")
    return _of_both(theirs.NotFittedError, sentence) if theirs else NotFittedError(sentence)


def _of_both(theirs: type[Exception], sentence: str) -> NotFittedError:
    body = {"__reduce__": lambda error: (not_fitted, error.args)}
    both = type("NotFittedError", (NotFittedError, theirs), body)
    error: NotFittedError = both(sentence)
    return error


class Citizen:
    """Mixin of an estimator: its tags, and which metadata its methods ask for."""

    def __sklearn_tags__(self) -> Any:
        utils = _theirs("utils")
        return utils.Tags(
            estimator_type="regressor",
            target_tags=utils.TargetTags(required=True, multi_output=True),
            transformer_tags=None,
            classifier_tags=None,
            regressor_tags=utils.RegressorTags(),
        )

    def get_metadata_routing(self) -> Any:
        """Return what the methods ask for, as a `sklearn.utils.metadata_routing.MetadataRequest`.

        Raises ValueError where scikit-learn has not been imported.
        """
        kept = self.__dict__.get("_metadata_request")
        if kept is not None:
            return kept
        request = _theirs("utils.metadata_routing").MetadataRequest(owner=self)
        for method in ("fit", "score"):
            for name in self._metadata(method):
                getattr(request, method).add_request(param=name, alias=None)
        return request

    def set_fit_request(self, **requests: bool | str | None) -> Self:
        """Say whether `fit` asks a pipeline or a search for sample_weight: True, False, an alias.

        None: an error where it is given. Raises ValueError for what `fit` does not take.
        """
        return self._ask("fit", requests)

    def set_score_request(self, **requests: bool | str | None) -> Self:
        """Say whether `score` asks for sample_weight; as `set_fit_request`."""
        return self._ask("score", requests)

    def _ask(self, method: str, requests: dict[str, Any]) -> Self:
        taken = self._metadata(method)
        unknown = [name for name in requests if name not in taken]
        if unknown:
            raise ValueError(
                f"{type(self).__name__}.{method} does not take {', '.join(unknown)}; it can ask "
                f"for {', '.join(taken) or 'nothing'}."
            )
        request = self.get_metadata_routing()
        for name, value in requests.items():
            if value != _UNCHANGED:
                getattr(request, method).add_request(param=name, alias=value)
        # scikit-learn's clone takes what it finds under this name along.
        self._metadata_request = request
        return self

    def _metadata(self, method: str) -> list[str]:
        taken = inspect.signature(getattr(type(self), method)).parameters
        return [name for name in _METADATA if name in taken]


def _theirs(name: str) -> Any:
    if f"sklearn.{name}" not in sys.modules:
        raise ValueError("This is for scikit-learn only: import sklearn first.")
    return sys.modules[f"sklearn.{name}"]

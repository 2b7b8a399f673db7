"""What a person does with descent: step, run, pause, go to an iteration."""

from __future__ import annotations

from dataclasses import replace

from linreg import DescentStatus
from playground.engine.descent import MOST_STEPS
from playground.engine.scene import Solved
from playground.session.run import Run
from playground.session.session import Session


class DescentCommands:
    """Steps of descent, and the run; at_once: whether a run goes to its end without a motion."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._run: Run | None = None
        self.at_once = False

    @property
    def running(self) -> bool:
        return self._run is not None

    def take_steps(self, count: int) -> None:
        """Take so many steps, as far as there is anything left to do."""
        self._pause()
        self._step_to(self._session.state.steps + count)

    def step_back(self, count: int) -> None:
        """Take so many steps back; from a divergence on those that it did take."""
        if solved := self._session.scene.solved:
            self.go_to(solved.taken - count)

    def go_to(self, steps: int) -> None:
        """Be so many steps from the start, as the scrub dial asks."""
        self._pause()
        self._session.commit({"steps": min(max(steps, 0), MOST_STEPS)})

    def finish(self) -> None:
        """Go to where no digit changes any more, or to where it diverges."""
        if solved := self._session.scene.solved:
            self._finish(solved)

    def reset(self) -> None:
        """Go back to the start."""
        self._pause()
        self._session.commit({"steps": 0}, announcement="Gradient descent is reset to its start.")

    def set_speed(self, speed: float | None) -> None:
        """How many steps a second a run takes; none: it gathers speed."""
        self._run = Run(speed) if self.running else None
        choices = replace(self._session.interaction.choices, speed=speed)
        self._session.update_interaction(choices=choices)

    def run_or_pause(self) -> None:
        """Run to the end, or stop on the way there."""
        if self.running:
            self._pause()
        elif solved := self._session.scene.solved:
            self._run = Run(self._session.interaction.choices.speed)
            self._session.update_interaction(running=True)
            if self.at_once or self._session.state.steps >= solved.path.last_useful:
                self._finish(solved)

    def frame(self, elapsed_ms: float) -> None:
        """Take the steps of a run that are due."""
        if self._run is None:
            return
        if (solved := self._session.scene.solved) is None:
            self._pause()
            return
        due = self._run.frame(elapsed_ms)
        steps = self._session.state.steps + due
        if not due:
            return
        if steps >= solved.path.last_useful:
            self._finish(solved)
        else:
            self._step_to(steps, skip_text=not self._run.readable)

    def _finish(self, scene: Solved) -> None:
        self._run = None
        steps = max(scene.path.last_useful, self._session.state.steps)
        self._session.commit({"steps": steps}, running=False)

    def _pause(self) -> None:
        self._run = None
        if self._session.interaction.running:
            self._session.update_interaction(running=False)

    def _step_to(self, steps: int, skip_text: bool = False) -> None:
        solved = self._session.scene.solved
        if solved and solved.step.status is not DescentStatus.DIVERGED:
            self._session.commit({"steps": min(steps, MOST_STEPS)}, skip_text=skip_text)

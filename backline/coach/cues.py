"""Which one correction is on the screen: steady enough to read, gone when it can't be judged."""

from __future__ import annotations

from dataclasses import dataclass

from backline.coach.state import CueNow, CueTally
from backline.form.result import Update, Verdict
from backline.guide.schema import Cue, Exercise, Severity

PERSIST_S = 0.4
"""A fault must last this long (beyond the cue's own `sustain_s`) before it is shown."""
BLINK_S = 0.25
"""A shorter gap than this doesn't end a fault."""
LINGER_S = 2.5
"""A cue stays at least this long, so that it can be read from the floor."""
EVENT_LINGER_S = 4.0
"""A cue about something finished (a phase, a repetition, a hold) stays this long."""
RANK: dict[Severity, int] = {"stop": 2, "fix": 1, "polish": 0}
EVENTS = frozenset({"rep", "end"})


@dataclass(slots=True)
class _Fault:
    """One cue's current run of fault verdicts."""

    first_s: float
    last_s: float
    live: bool


class CueBoard:
    """Follows the verdicts and keeps the one cue to show."""

    def __init__(self, exercise: Exercise) -> None:
        self._cues = {cue.id: cue for cue in exercise.cues}
        self._faults: dict[str, _Fault] = {}
        self._shown: str | None = None
        self._shown_s = 0.0
        self._times: dict[str, int] = {}
        self._seconds: dict[str, float] = {}

    def update(self, update: Update, now_s: float, step_s: float) -> CueNow | None:
        """The cue to show after this frame; None on anything that can't be judged."""
        if update.cannot_judge is not None:
            self._faults.clear()
            self._shown = None
            return None
        self._note(update.verdicts, now_s, step_s)
        for cue_id in [c for c in self._faults if self._over(c, now_s)]:
            del self._faults[cue_id]
        if self._shown is not None and self._shown not in self._faults:
            self._shown = None
        self._choose(now_s)
        return self._now()

    def still_wrong(self, now_s: float) -> bool:
        """True when the shown cue is a fault at this instant, not merely lingering."""
        return self._shown is not None and self._is_live(self._shown, now_s)

    def tallies(self) -> tuple[CueTally, ...]:
        """How often each cue was shown, most often first."""
        tallies = [
            CueTally(cue_id, self._cues[cue_id].label, times, self._seconds.get(cue_id, 0.0))
            for cue_id, times in self._times.items()
        ]
        return tuple(sorted(tallies, key=lambda t: (-t.times, t.id)))

    def _note(self, verdicts: tuple[Verdict, ...], now_s: float, step_s: float) -> None:
        for verdict in verdicts:
            if verdict.cue_id not in self._cues:
                continue
            if verdict.verdict == "fault":
                run = self._faults.get(verdict.cue_id)
                if run is None or (not run.live and now_s - run.last_s > BLINK_S):
                    self._faults[verdict.cue_id] = _Fault(now_s, now_s, live=True)
                else:
                    run.last_s, run.live = now_s, True
                    self._seconds[verdict.cue_id] = self._seconds.get(verdict.cue_id, 0.0) + step_s
            elif verdict.verdict == "cannot-judge":
                self._faults.pop(verdict.cue_id, None)
        told = {v.cue_id for v in verdicts if v.verdict == "fault"}
        for cue_id, run in self._faults.items():
            if cue_id not in told:
                run.live = False

    def _is_event(self, cue_id: str) -> bool:
        cue = self._cues[cue_id]
        return cue.judge == "best" or set(cue.when) <= EVENTS

    def _is_live(self, cue_id: str, now_s: float) -> bool:
        run = self._faults[cue_id]
        if self._is_event(cue_id):
            return now_s - run.last_s <= EVENT_LINGER_S
        return now_s - run.last_s <= BLINK_S

    def _over(self, cue_id: str, now_s: float) -> bool:
        """A run that was never long enough ends at once; a shown one lingers to be read."""
        if self._is_live(cue_id, now_s):
            return False
        return cue_id != self._shown or now_s - self._shown_s > LINGER_S

    def _choose(self, now_s: float) -> None:
        def due(cue_id: str) -> bool:
            run = self._faults[cue_id]
            return self._is_live(cue_id, now_s) and (
                self._is_event(cue_id) or run.last_s - run.first_s >= PERSIST_S
            )

        candidates = [cue_id for cue_id in self._faults if due(cue_id)]
        if not candidates:
            return
        best = max(candidates, key=lambda c: (RANK[self._cues[c].severity], -self._order(c)))
        if self._shown is not None and self._keeps(self._shown, best, now_s):
            return
        if best != self._shown:
            self._shown, self._shown_s = best, now_s
            self._times[best] = self._times.get(best, 0) + 1

    def _keeps(self, shown: str, best: str, now_s: float) -> bool:
        """The shown cue stays unless a graver one is due or it has had its time."""
        if RANK[self._cues[best].severity] > RANK[self._cues[shown].severity]:
            return False
        return self._is_live(shown, now_s) or now_s - self._shown_s <= LINGER_S

    def _order(self, cue_id: str) -> int:
        return list(self._cues).index(cue_id)

    def _now(self) -> CueNow | None:
        if self._shown is None:
            return None
        cue: Cue = self._cues[self._shown]
        return CueNow(cue.id, cue.label, cue.say, cue.severity)

"""When to speak: one thing at a time, the most important first, nothing twice too soon.

Requests are offered as they come up; once per frame `next` picks at most one of them.
Nothing is queued for later: what is no longer true when the coach falls silent is not said.
"""

from __future__ import annotations

from dataclasses import dataclass

from backline.coach.state import Utterance, UtteranceKind

PRIORITY: dict[UtteranceKind, int] = {
    "pain": 100,
    "stop-cue": 80,
    "fix": 60,
    "stage": 55,
    "count": 50,
    "hint": 40,
    "polish": 30,
    "another": 25,
    "prompt": 20,
    "praise": 10,
}
CUE_KINDS: frozenset[UtteranceKind] = frozenset({"stop-cue", "fix", "polish"})

CHARACTERS_PER_S = 14.0
"""Speaking rate of a calm voice: about 160 words a minute, five letters and a space each."""
LEAD_IN_S = 0.35
"""Silence before a synthetic voice starts."""
CUE_GAP_S = 4.0
"""Silence between two corrections, so that the first can be acted on."""


def duration_s(text: str) -> float:
    """About how long speaking `text` takes."""
    return LEAD_IN_S + len(text) / CHARACTERS_PER_S


@dataclass(frozen=True, slots=True)
class Request:
    """Something worth saying until `until_s`.

    key: the same thing has the same key. It is said again only `repeat_after_s` after
        it was last said; None says it once for each offer.
    interrupts: it can't wait: what is being said is cut short.
    """

    kind: UtteranceKind
    key: str
    text: str
    until_s: float
    repeat_after_s: float | None = None
    interrupts: bool = False


class Speaker:
    """Chooses what is said. Deterministic: the same offers at the same times say the same."""

    def __init__(self) -> None:
        self._pending: dict[str, Request] = {}
        self._said_s: dict[str, float] = {}
        self._free_from_s = float("-inf")
        self._cue_ended_s = float("-inf")
        self._next_id = 1

    def offer(self, request: Request) -> None:
        """Ask for something to be said; a later offer of the same key replaces it."""
        self._pending[request.key] = request

    def withdraw(self, kind: UtteranceKind) -> None:
        """Forget what was offered of one kind: it is no longer true."""
        self._pending = {k: r for k, r in self._pending.items() if r.kind != kind}

    def withdraw_all(self) -> None:
        """Forget everything that was offered and not said."""
        self._pending.clear()

    def next(self, now_s: float) -> Utterance | None:
        """What to say now, or None while something is still being said or nothing is due."""
        self._pending = {k: r for k, r in self._pending.items() if r.until_s >= now_s}
        due = [r for r in self._pending.values() if self._may(r, now_s)]
        if not due:
            return None
        chosen = max(due, key=lambda r: PRIORITY[r.kind])
        text = chosen.text
        count = self._pending.get("count")
        if chosen.kind in CUE_KINDS and count is not None:
            text = f"{count.text} {text}"
            del self._pending["count"]
        return self._speak(chosen, text, now_s)

    def _may(self, request: Request, now_s: float) -> bool:
        if request.interrupts:
            return True
        if now_s < self._free_from_s:
            return False
        if request.kind in CUE_KINDS and now_s < self._cue_ended_s + CUE_GAP_S:
            return False
        said_s = self._said_s.get(request.key)
        if said_s is None or request.repeat_after_s is None:
            return True
        return now_s >= said_s + request.repeat_after_s

    def _speak(self, request: Request, text: str, now_s: float) -> Utterance:
        self._pending.pop(request.key, None)
        self._said_s[request.key] = now_s
        seconds = duration_s(text)
        self._free_from_s = now_s + seconds
        if request.kind in CUE_KINDS:
            self._cue_ended_s = now_s + seconds
        utterance = Utterance(
            id=self._next_id,
            kind=request.kind,
            text=text,
            priority=PRIORITY[request.kind],
            duration_s=seconds,
            interrupts=request.interrupts,
        )
        self._next_id += 1
        return utterance

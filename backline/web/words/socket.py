"""What the live socket refuses."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "live.full": "Too many live sessions are open. Close one and try again.",
    "live.silent": "Nothing came for a while, so the session was closed.",
    "live.broken": "Something went wrong inside Backline. The session was closed.",
    "live.hello-first": "The first message must be hello.",
    "live.hello-twice": "The session has already begun.",
    "live.wrong-source": "The session was opened for the other kind of frames.",
    "live.time-went-back": "Frames must come in order of time.",
    "live.too-large": "That is too large for a live frame.",
}

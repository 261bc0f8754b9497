"""The live page. Keys that begin with `page.live.` travel to the browser with it."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "live.title": "{name} with the coach",
    "live.headline": "Ready when you are",
    "live.place": "Place the camera, then press start. After that you need no hands.",
    "live.start": "Start with my camera",
    "live.demo": "Try it with the demonstrator",
    "live.demo-why": "No camera at hand? Watch the coach at work on a drawn figure.",
    "live.demo-choose": "The demonstrator does it",
    "live.demo-right": "right",
    "live.demo-fault": "wrong: {label}",
    "live.hurts": "It hurts",
    "live.hurts-key": "or press the space bar",
    "live.leave": "Leave",
    "live.mute": "Sound",
    "live.mute-off": "Sound off",
    "live.repetitions": "repetitions",
    "live.seconds": "seconds in good form",
    "live.of": "of {target}",
    "live.picture": "Your mirror image, with what the coach sees drawn on it",
    "live.private": "Nothing is recorded.",
    "live.trouble-again": "Try the camera again",
    "live.again": "Do another set",
    "live.done": "Choose another exercise",
    "live.worth": "Worth a look next time",
    "live.noscript": "The coach needs JavaScript. Please allow it for this page.",
    "page.live.asking": "Your browser asks whether Backline may use the camera. Please allow it.",
    "page.live.loading": "The coach is getting ready.",
    "page.live.drawing": "The demonstrator is being drawn: {percent} %",
    "page.live.left-side": "left",
    "page.live.right-side": "right",
    "page.live.round": "rounded",
    "page.live.level": "your own curve",
    "page.live.arch": "arched",
    "page.live.unseen": "not judged",
    "page.live.paused": "The clock waits for good form",
    "page.live.hold-still": "Hold still",
    "page.live.times-one": "once",
    "page.live.times": "{times} times",
    "page.live.mute": "Sound",
    "page.live.unmute": "Sound off",
    "page.live.no-voice": "No voice on this computer: captions and tones instead.",
    "page.live.stopped-headline": "We stop here",
    "page.live.stopped-1": "Ease out of the position and rest however is comfortable.",
    "page.live.stopped-2": "Next time make the movement smaller, or leave this exercise out.",
    "page.live.stopped-3": (
        "If the pain is strong, spreads, or does not settle, see a doctor before you train again."
    ),
    "page.live.denied-title": "The camera is not allowed",
    "page.live.denied-text": (
        "Click the camera sign beside the address of this page, choose “Allow”, and try again. "
        "On a phone, look in the browser’s settings for this site."
    ),
    "page.live.missing-title": "No camera found",
    "page.live.missing-text": "Plug a camera in, or open its privacy shutter, and try again.",
    "page.live.busy-title": "The camera is busy",
    "page.live.busy-text": (
        "Another program seems to be using it. Close video calls and camera programs, "
        "and try again."
    ),
    "page.live.insecure-title": "The camera needs a safe address",
    "page.live.insecure-text": (
        "Browsers give the camera only to this computer itself or to https pages. Open Backline "
        "as http://localhost on the computer it runs on."
    ),
    "page.live.strange-title": "The camera does not start",
    "page.live.strange-text": "Unplug it and plug it in again, or restart the browser.",
    "page.live.ended-title": "The camera stopped",
    "page.live.ended-text": "It was unplugged or taken by another program. Try again.",
    "page.live.lost-title": "The coach is gone",
    "page.live.lost-text": (
        "The connection to Backline on this computer broke. Check that it still runs, "
        "and try again."
    ),
    "page.live.full-title": "The coach is busy",
    "page.live.full-text": (
        "Other sets are under way on this computer. Close one of their pages and try again."
    ),
    "page.live.demo-title": "The demonstrator is not ready",
    "page.live.demo-text": "Its video could not be drawn or played. Try again in a minute.",
    "page.live.old-title": "This browser is too old",
    "page.live.old-text": "Use a current Chrome, Edge, Firefox or Safari.",
}

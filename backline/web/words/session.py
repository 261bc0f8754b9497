"""A session, step by step; and what the live page says in one."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # Before
    "session.before": "Ready when you are",
    "session.before-lead-one": "One exercise, about {minutes} minutes.",
    "session.before-lead": "{count} exercises, about {minutes} minutes.",
    "session.before-camera": (
        "With the camera the coach counts and watches your back. Without it you count for yourself."
    ),
    "session.begin-camera": "Begin with the camera",
    "session.begin-own": "Begin without a camera",
    "session.not-now": "Not now",
    "session.ask-before": "Before we begin: how much does your back hurt right now?",
    "session.ask-before-why": "At 6 or more, today is a day to rest.",
    "session.not-today": "I’d rather not begin today",
    "session.tell": "That’s it",
    "session.choose-number": "Please choose a number from 0 to 10.",
    # An exercise shown
    "session.place": "Exercise {place} of {of}",
    "session.eased": "A little less today, because of how your back feels.",
    "session.start-camera": "Start with the camera",
    "session.start-own": "Start without the camera",
    "session.how-all": "And then?",
    "session.care": "Mind this",
    "session.camera": "Where the camera goes",
    "session.why": "Why this?",
    "session.other": "Something else instead?",
    "session.swap": "Do {exercise}",
    "session.skip": "Leave it out",
    "session.pause": "Pause",
    "session.finish": "End the session here",
    "session.hurts": "It hurts",
    "session.own-version": "Your own version, within your limits.",
    "session.no-plan-title": "This exercise can’t be shown any more",
    "session.no-plan": (
        "Its plan was made by another version of Backline, so your limits in it can’t be looked "
        "up. Please leave it out. Everything that you have done stays."
    ),
    # Work
    "session.set": "Set {number} of {of}",
    "session.own-note": "Nobody watches now, so this is noted as your own count.",
    "session.did-label": "How many did you do?",
    "session.did-sides-label": "How many did you do on each side?",
    "session.held-label": "How many seconds did you hold it?",
    "session.did": "I did that many",
    "session.held": "I held it that long",
    "session.did-wrong": "Please give a whole number from 1 to 1000.",
    "session.held-wrong": "Please give the seconds, from 1 to 3600.",
    "session.watch-start": "Start the watch",
    "session.watch-stop": "Stop the watch",
    "session.count-one": "One done",
    "session.watch-soon": "Get into position",
    "session.with-camera": "Let the camera count",
    "session.live-title": "{name} with the coach",
    "session.live-place": "Place the camera, then press start. After that you need no hands.",
    "session.live-kept": "What is counted is kept; pictures never are.",
    "session.live-start": "Start",
    "session.live-on": "Go on",
    "session.live-already": "Already counted in this set: {count}.",
    "session.live-done": "That’s enough",
    "session.live-own": "Count for myself",
    "session.live-end-set": "End this set",
    "session.live-goes-on": "It goes on by itself.",
    "session.live-go-on": "Go on now",
    # Rest
    "session.rest": "Rest",
    "session.rest-breathe": "Breathe, and loosen up a little.",
    "session.rest-next": "Then comes set {number}.",
    "session.rest-left": "{seconds} seconds",
    "session.rest-on": "Go on now",
    "session.rest-over": "Ready for the next set",
    # Pain
    "session.ask-after": "How much does it hurt now, after {exercise}?",
    "session.ask-after-why": "Your answer decides how it goes on.",
    "session.ask-end": "And how much does your back hurt now, at the end?",
    "session.tight": "Does your back feel tight?",
    "session.tight-missing": "Please say as well whether your back feels tight.",
    "session.yes": "Yes",
    "session.no": "No",
    # Pause
    "session.paused": "Paused",
    "session.paused-lead": "Take your time. Everything up to here is kept.",
    "session.resume": "Go on",
    # The end
    "session.summary": "Done. Well looked after.",
    "session.summary-some": "That was something. It counts.",
    "session.summary-none": "Another day, then",
    "session.summary-lead": "Rest is part of it. Tomorrow we ask once how your back is.",
    "session.summary-none-lead": "Nothing was done this time, and that is fine.",
    "session.what": "What you did",
    "session.done-one": "once",
    "session.done-repetitions": "{count} times",
    "session.done-sides": "{left} left, {right} right",
    "session.done-held": "{seconds} seconds",
    "session.form": "{clean} of {judged} with nothing to correct",
    "session.form-held": "{seconds} seconds of it in good form",
    "session.unseen-one": "One of them couldn’t be seen from start to end.",
    "session.unseen": "{count} of them couldn’t be seen from start to end.",
    "session.own-count": "By your own count; the camera wasn’t on.",
    "session.part-own": "Partly by your own count.",
    "session.state-skipped": "left out",
    "session.state-swapped": "exchanged for another",
    "session.state-waiting": "not reached",
    "session.state-pain": "stopped, because it hurt",
    "session.pain": "Pain",
    "session.pain-both": "{before} before, {after} after",
    "session.pain-before": "{before} before",
    "session.to-today": "Back to today",
    "session.to-progress": "See how it goes over time",
    "session.stopped-pain": "We stop here",
    "session.stopped-pain-lead": (
        "Stopping was right. Gentle moving about is fine later on, as far as it feels good."
    ),
    "session.stopped-pain-doctor": (
        "If the pain stays strong, spreads into a leg, or doesn’t settle, see a doctor before you "
        "train again."
    ),
    "session.stopped-rest": "Rest for today",
    "session.stopped-rest-lead": "With what you told us, today is better spent resting.",
    "session.stopped-screening": "First something else",
    "session.stopped-screening-lead": (
        "Your answers have changed, and they say that something comes before exercise."
    ),
    "session.stopped-screening-see": "See what",
    "session.stopped-too-long-ago": "That session has ended",
    "session.stopped-too-long-ago-lead": (
        "It was left alone for more than three hours, so it isn’t gone on with. What you did is "
        "kept. You can begin afresh whenever it suits you."
    ),
    "session.stopped-own": "Not today, then",
    "session.stopped-own-lead": "That is fine. Another day will do.",
    "session.kept": "What you did until then is kept.",
    # What went past each other
    "session.moved": "Things had moved on from that page. This is where your session is now.",
    "session.late": "That session was over already. Nothing was changed.",
    "session.no-swap": "There is nothing to exchange it for today.",
    "session.other-title": "That is somebody else’s session",
    "session.other-lead": (
        "You are here as {name} now, so nothing was changed. Choose who is here, then go on."
    ),
    "session.other-choose": "Choose who is here",
    "session.other-mine": "To my own session",
    "error.no-session": "There is no such session.",
    # The live page
    "page.live.elsewhere-title": "Your session is open elsewhere",
    "page.live.elsewhere-text": (
        "Another window or device coaches this set now. Everything counted is kept. Press the "
        "button to bring it back here."
    ),
    "page.live.journal-title": "It can’t be written down",
    "page.live.journal-text": (
        "What is counted couldn’t be saved just now, so the coach has stopped. What was spoken "
        "before is kept. Please try again."
    ),
    "page.live.rest-over": "Ready for the next set",
    # What the socket refuses
    "live.no-session": "There is no such session.",
    "live.not-yours": "That session belongs to somebody else here.",
    "live.session-over": "That session is over.",
    "live.set-over": "That set is over or was changed elsewhere. Load the page again.",
    "live.own-count": "This set is counted by the person, not by the camera.",
    "live.no-plan": "The plan of this session can’t be read any more.",
    "live.elsewhere": "The session is coached elsewhere now.",
    "live.journal": "The record couldn’t be written. Nothing that was spoken is lost.",
}
"""In the order in which a session goes. `page.live.*` travels to the browser with the live page."""

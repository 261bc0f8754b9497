"""The first start, and a further person of the household."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "welcome.page": "Welcome",
    "welcome.headline": "Someone to watch your back",
    "welcome.lead": (
        "A few short sessions a week, chosen for you, shown to you and watched through this "
        "computer’s camera. First tell us who you are; then a few questions about your back."
    ),
    "welcome.another-headline": "Who is joining?",
    "welcome.another-lead": "Each person gets their own questions, their own plan and record.",
    "welcome.name": "What shall we call you?",
    "welcome.name-help": "A first name or a nickname will do.",
    "welcome.name-missing": "Please give a name, so that we know whose day it is.",
    "welcome.name-long": "Please choose a name of at most {most} letters.",
    "welcome.zone": "Where are you?",
    "welcome.zone-help": "So that your day begins when yours does.",
    "welcome.zone-unknown": "Please choose a place from the list.",
    "welcome.go": "Go on",
    "welcome.look": "Just look at the exercises",
    "welcome.private": (
        "Everything stays on this computer: no account, nothing sent anywhere. You can take it "
        "with you or erase it whenever you like."
    ),
    "zone.Africa": "Africa",
    "zone.America": "America",
    "zone.Antarctica": "Antarctica",
    "zone.Arctic": "Arctic",
    "zone.Asia": "Asia",
    "zone.Atlantic": "Atlantic Ocean",
    "zone.Australia": "Australia",
    "zone.Europe": "Europe",
    "zone.Indian": "Indian Ocean",
    "zone.Pacific": "Pacific Ocean",
    "zone.Etc": "Elsewhere",
}

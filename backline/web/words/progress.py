"""Progress: how it has gone, and when the next sessions are meant to be."""

from __future__ import annotations

from backline.report.progress.words import WORDS as CHART_WORDS

WORDS: dict[str, str] = {
    **CHART_WORDS,
    "progress.headline": "How it’s going",
    "progress.empty-headline": "Nothing here yet",
    "progress.empty": (
        "After your first session you will see it here; after three you will see lines. There is "
        "no hurry."
    ),
    "progress.empty-go": "See today’s session",
    "progress.span": "How far back",
    "progress.weeks-12": "Twelve weeks",
    "progress.weeks-53": "A year",
    "progress.chart": "Chart: {title}. It is described in the text beside it.",
    "progress.table": "The same as a table",
    "progress.table-of": "{title}, as a table",
    "progress.to-come": "Still to come",
    # When to exercise
    "plan.headline": "When suits you?",
    "plan.lead": (
        "Choose the weekdays and a time. About three days a week with a day between is plenty. "
        "Nothing happens if a day doesn’t work out."
    ),
    "plan.days": "Weekdays",
    "plan.time": "Time",
    "plan.remind": "Reminder in your calendar",
    "plan.remind-none": "None",
    "plan.remind-0": "When it is time",
    "plan.remind-minutes": "{minutes} minutes before",
    "plan.remind-hour": "1 hour before",
    "plan.save": "Save",
    "plan.saved": "Saved.",
    "plan.not-yet": "Nothing is planned until you save.",
    "plan.none": "With no weekday ticked, nothing is planned.",
    "plan.bad-time": "Please give a time such as 18:00.",
    "plan.next": "Next: {day} at {time}.",
    "plan.calendar": "In your calendar",
    "plan.calendar-lead": "Take these times into the calendar that you use anyway.",
    "plan.download": "Take the calendar file",
    "plan.address": "Or subscribe to this address, and it stays up to date:",
    "plan.address-note": (
        "It works where Backline runs, while it runs. Whoever has the address can see these times, "
        "and nothing else of you."
    ),
    "plan.renew": "Make a new address",
    "plan.renew-note": "The old one stops working.",
    # The calendar file
    "calendar-file.name": "Back exercises",
    "calendar-file.summary": "Back exercises",
    "calendar-file.description": (
        "About a quarter of an hour with Backline. If it doesn’t suit today, another day will do."
    ),
    "calendar-file.alarm": "Time for your back, if it suits you",
    # The quiet reminder
    "reminder.later": "A session is planned for today at {time}.",
    "reminder.now": "Your session of today is there whenever it suits you.",
    "reminder.next": "The next session: {day} at {time}.",
    "reminder.again": "Good to see you. Begin gently, today or on {day}; both are fine.",
}

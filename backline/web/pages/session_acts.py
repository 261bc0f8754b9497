"""What the session's forms do: one address, one thing done, then the page of what is next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.daily.desk import LONGEST_OWN_S, MOST_COUNTED, SessionView
from backline.daily.errors import NotNow
from backline.daily.household import Household, new_event
from backline.daily.steps import PainCheck, Rest, Show, Work, is_over
from backline.journal.errors import BadValue, NotAllowedNow
from backline.web.forms import Fields, Form
from backline.web.pages.session import (
    HERE,
    NotMine,
    look_back_address,
    mine,
    not_mine,
    open_set,
    step_page,
)
from backline.web.rendering import go, speaker
from backline.web.session_rows import token
from backline.web.state import household
from backline.web.who import Person

router = APIRouter(default_response_class=HTMLResponse)

WORST_NPRS = 10
ANY_TIME = frozenset({"pause", "resume", "finish", "stop"})
"""What may be asked from an older page, too: it means the session, not its step."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One form that was sent. event: its own id, so that sending it twice is safe."""

    request: Request
    home: Household
    view: SessionView
    form: Form

    @property
    def id(self) -> int:
        return self.view.session.id

    @property
    def event(self) -> str:
        return self.form.one("event")[:64] or new_event()


class Unusable(Exception):
    """An answer that can't be used. key: of the sentence that says why."""

    def __init__(self, field: str, key: str) -> None:
        self.field, self.key = field, key
        super().__init__(key)


@router.post(HERE)
def act(request: Request, person: Person, form: Fields) -> Response:
    """Do what a form asks for, if the session is still where the form was made."""
    home, do = household(request), form.one("do")
    if do == "begin":
        return _begin(request, person.id, form)
    try:
        view = mine(request, person.id, form.number("session"))
    except NotMine:
        return not_mine(request, person.name)
    if is_over(view.step):
        home.desk.end_if_old(view.session.id)
        return go(f"{look_back_address(view.session.id)}?late=1")
    asked = Asked(request, home, view, form)
    if do == "hurts" and isinstance(view.step, PainCheck):
        return go(HERE)  # it was told already; the question is next
    if do not in ACTS or not _fits(asked, do):
        return go(f"{HERE}?moved=1")
    try:
        after = ACTS[do](asked)
    except Unusable as wrong:
        problem = wrong.field, speaker(request)(wrong.key)
        return step_page(request, home.desk.view(view.session.id), problem=problem, status=422)
    except (NotNow, NotAllowedNow):
        return go(f"{HERE}?moved=1")
    return go(look_back_address(after.session.id) if is_over(after.step) else HERE)


def _begin(request: Request, person_id: int, form: Form) -> Response:
    event = form.one("event")[:64] or None
    try:
        with_camera = form.one("camera") == "yes"
        household(request).begin_session(person_id, with_camera, event_id=event)
    except (NotNow, NotAllowedNow):
        return go("/")
    return go(HERE)


def _fits(asked: Asked, do: str) -> bool:
    """Whether the form was made for the step that is next. That it hurts is heard from any page
    of the same exercise."""
    here, there = token(asked.view.step), asked.form.one("at")
    if do == "hurts" and here.startswith("set-"):
        return here.rpartition("-")[0] == there.rpartition("-")[0]
    return do in ANY_TIME or here == there


def _pain(asked: Asked) -> SessionView:
    number, step = asked.form.number("answer"), asked.view.step
    if number is None or number > WORST_NPRS:
        raise Unusable("answer", "session.choose-number")
    tight = {"yes": True, "no": False}.get(asked.form.one("tight"))
    check = step if isinstance(step, PainCheck) else None
    if check is not None and check.asks_tight and tight is None:
        raise Unusable("tight", "session.tight-missing")
    return asked.home.desk.tell_pain(
        asked.id,
        number,
        tight=tight if check is not None and check.asks_tight else None,
        exercise_id=None if check is None else check.exercise.id,
        event_id=asked.event,
    )


def _start(asked: Asked) -> SessionView:
    """The next set, with or without the camera. One that was begun the other way, and in which
    nothing was done yet, gives way."""
    wanted = asked.form.one("camera") == "yes"
    step = asked.view.step
    opened = open_set(asked.request, step) if isinstance(step, Work) else None
    desk = asked.home.desk
    if opened is not None and opened.watched != wanted:
        if opened.repetitions or opened.holds:
            raise NotNow("Something was done in this set; end it first.")
        desk.end_set(asked.id)
    desk.begin_set(asked.id, watched=wanted)  # asking twice gives the one that is open
    return desk.view(asked.id)


def _did(asked: Asked) -> SessionView:
    step = asked.view.step
    if not isinstance(step, Show | Work | Rest):
        raise NotNow("Nothing is being counted now.")
    counted = step.exercise.dose.repetitions is not None
    amount = asked.form.number("amount")
    most = MOST_COUNTED if counted else LONGEST_OWN_S
    wrong = Unusable("amount", "session.did-wrong" if counted else "session.held-wrong")
    if amount is None or not 1 <= amount <= most:
        raise wrong
    opened = open_set(asked.request, step) if isinstance(step, Work) else None
    if opened is not None and opened.watched:
        raise NotNow("The camera counts in this set.")
    try:
        return asked.home.desk.did(asked.id, amount, event_id=asked.event)
    except BadValue as error:
        raise wrong from error


def _swap(asked: Asked) -> SessionView:
    try:
        return asked.home.desk.swap(asked.id, asked.form.one("to") or None)
    except NotNow as error:
        raise Unusable("to", "session.no-swap") from error


ACTS: dict[str, Callable[[Asked], SessionView]] = {
    "pain": _pain,
    "start": _start,
    "did": _did,
    "swap": _swap,
    "end-set": lambda asked: asked.home.desk.end_set(asked.id),
    "skip": lambda asked: asked.home.desk.skip(asked.id),
    "hurts": lambda asked: asked.home.desk.hurts(asked.id),
    "pause": lambda asked: asked.home.desk.pause(asked.id),
    "resume": lambda asked: asked.home.desk.resume(asked.id),
    "finish": lambda asked: asked.home.desk.finish(asked.id),
    "stop": lambda asked: asked.home.desk.stop(asked.id),
}

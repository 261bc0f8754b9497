"""The live socket: pictures or poses in, the coach's word out; no picture kept, nothing queued.

A set of a session is recorded (`live_set.py`) before what was found is sent; any other isn't.
"""

from __future__ import annotations

import asyncio
import json
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from backline.body import PoseFrame
from backline.coach.state import FINAL_STAGES, CoachState
from backline.form.result import Update
from backline.guide.resolve import at_stage
from backline.guide.schema import Exercise
from backline.guide.strict import GuideError
from backline.journal.errors import JournalError
from backline.vision.picture import PictureError, decode_jpeg
from backline.web import who
from backline.web.coaching import Coaching, FreeCoaching, Judged, SetCoaching
from backline.web.errors import error_body
from backline.web.live_set import Refused, SessionSet, look_up
from backline.web.messages import (
    PROTOCOL,
    Finish,
    Hello,
    Hurts,
    MessageError,
    Pose,
    parse_picture,
    parse_text,
    state_message,
)
from backline.web.settings import Seer, WebSettings
from backline.web.state import household
from backline.web.words import word

log = structlog.get_logger()

CLOSE_TOO_MANY_MISTAKES = 4400
CLOSE_SILENT = 4408
CLOSE_REFUSED = 4409
CLOSE_FULL = 4429
CLOSE_BROKEN = 4500
GONE = (WebSocketDisconnect, RuntimeError, OSError)
"""What sending raises when the other side went away meanwhile."""


class LiveHub:
    """All live sessions of this server, and the threads that see for them."""

    def __init__(self, settings: WebSettings) -> None:
        self.settings = settings
        self.open_sessions = 0
        self.coached: dict[int, _Conversation] = {}
        """By session, who coaches it now. Whoever comes later takes over."""
        self._threads = ThreadPoolExecutor(settings.limits.sessions, thread_name_prefix="live")

    async def serve(self, socket: WebSocket) -> None:
        """Take one socket from its opening to its end."""
        await socket.accept()
        if self.open_sessions >= self.settings.limits.sessions:
            await _refuse(socket, "full", word("live.full"), CLOSE_FULL)
            return
        self.open_sessions += 1
        try:
            await _Conversation(socket, self, self._threads).run()
        finally:
            self.open_sessions -= 1

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class _Bad(Exception):
    """A message that is answered with an error; too many close the socket."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


class _Closed(Exception):
    """The other side has gone, or must go."""


class _Conversation:
    """One person, one set, one socket.

    At most one frame is being looked at; one that comes meanwhile is answered with
    `dropped`. `hurts` and `finish` are heard at any time.
    """

    def __init__(self, socket: WebSocket, hub: LiveHub, threads: ThreadPoolExecutor) -> None:
        self.socket = socket
        self.hub = hub
        self.settings = hub.settings
        self.limits = hub.settings.limits
        self.threads = threads
        self.strikes = 0
        self.time_s = -1.0
        self.looking: asyncio.Task[None] | None = None
        self.seer: Seer | None = None
        self.source = "pictures"
        self.kept: SessionSet | None = None
        self.session_id: int | None = None
        self.recording = asyncio.Lock()
        """Whoever writes to the journal, and sends what was written."""
        self.ended = False
        self.gone = False

    async def run(self) -> None:
        try:
            await self._introduce()
            while True:
                await self._hear()
        except _Closed:
            pass
        except Refused as refused:
            await self._turn_away(refused.code)
        except Exception:
            _note("live session broke")
            await _refuse(self.socket, "broken", word("live.broken"), CLOSE_BROKEN)
        finally:
            await self._leave()

    async def _leave(self) -> None:
        """Let go of everything. What is being recorded is recorded to its end."""
        if self.looking is not None:
            if self.kept is None:
                self.looking.cancel()
            else:
                await asyncio.gather(self.looking, return_exceptions=True)
        if self.session_id is not None and self.hub.coached.get(self.session_id) is self:
            del self.hub.coached[self.session_id]
        await self._let_go()

    async def _let_go(self) -> None:
        """Record no more. The set stays open, to be gone on with."""
        async with self.recording:
            kept, self.kept, self.gone = self.kept, None, True
            if kept is not None and not self.ended:
                try:
                    await asyncio.to_thread(kept.close)
                except JournalError:
                    _note("the end of a hold could not be noted")

    async def give_way(self) -> None:
        """The same session is coached elsewhere from now on."""
        if self.gone:
            return
        await self._let_go()
        with suppress(Exception):  # however this socket may have ended, it keeps nobody waiting
            await self._turn_away("elsewhere")

    async def _turn_away(self, code: str) -> None:
        said = word(f"live.{code}", await asyncio.to_thread(who.language, self.socket))
        await _refuse(self.socket, code, said, CLOSE_REFUSED)

    # Listening

    async def _receive(self, patience_s: float) -> str | bytes:
        try:
            event = await asyncio.wait_for(self.socket.receive(), patience_s)
        except TimeoutError:
            await _refuse(self.socket, "silent", word("live.silent"), CLOSE_SILENT)
            raise _Closed from None
        if event["type"] == "websocket.disconnect":
            raise _Closed
        if event.get("bytes") is not None:
            return bytes(event["bytes"])
        return str(event["text"])

    async def _introduce(self) -> None:
        """Wait for `hello`, then make ready to see."""
        while True:
            message = await self._receive(self.limits.hello_s)
            try:
                parsed = self._parse(message) if isinstance(message, str) else None
                if not isinstance(parsed, Hello):
                    raise _Bad("hello-first", word("live.hello-first"))
                exercise = None if parsed.exercise is None else self._exercise(parsed)
                break
            except _Bad as bad:
                await self._strike(bad)
        kept = None if parsed.session is None else await self._sit(parsed)
        language = await asyncio.to_thread(who.language, self.socket)
        if kept is not None:
            target = None if kept.target is None else float(kept.target)
            coaching: Coaching = SetCoaching(
                self.settings,
                kept.exercise,
                target,
                kept.already,
                language,
                open_end=target is None,
            )
        elif exercise is not None:
            coaching = SetCoaching(self.settings, exercise, parsed.target, (), language)
        else:
            coaching = FreeCoaching(self.settings, language)
        self.coaching, self.coach = coaching, coaching.coach
        self.source = parsed.source
        if self.source == "pictures":
            loop = asyncio.get_running_loop()
            self.seer = await loop.run_in_executor(self.threads, self.settings.make_seer)
        await self._send(
            {
                "type": "ready",
                "protocol": PROTOCOL,
                **coaching.ready(),
                **({} if kept is None else kept.told()),
            }
        )

    async def _sit(self, hello: Hello) -> SessionSet:
        """Take a session's set over from whoever coaches it now. Raises Refused."""
        assert hello.session is not None
        home, session_id = household(self.socket), hello.session
        try:
            person = await asyncio.to_thread(who.person, self.socket)
            await asyncio.to_thread(
                look_up, home, None if person is None else person.id, session_id
            )
            async with self.recording:
                earlier = self.hub.coached.get(session_id)
                self.session_id, self.hub.coached[session_id] = session_id, self
                if earlier is not None:
                    await earlier.give_way()
                self.kept = await asyncio.to_thread(SessionSet, home, session_id, hello.set)
        except JournalError as error:
            _note("a session could not be read")
            raise Refused("journal") from error
        if self.gone:
            raise _Closed
        return self.kept

    async def _hear(self) -> None:
        message = await self._receive(self.limits.idle_s)
        try:
            if isinstance(message, bytes):
                await self._picture(message)
                return
            parsed = self._parse(message)
            if isinstance(parsed, Pose):
                await self._pose(parsed)
            elif isinstance(parsed, Hurts):
                await self._tell(self.time_s, self.coach.hurts(self.time_s), None)
            elif isinstance(parsed, Finish):
                await self._tell(self.time_s, self.coach.finish(self.time_s), None)
            else:
                raise _Bad("hello-twice", word("live.hello-twice"))
        except _Bad as bad:
            await self._strike(bad)

    def _parse(self, text: str) -> Hello | Pose | Hurts | Finish:
        if len(text) > self.limits.text_characters:
            raise _Bad("too-large", word("live.too-large"))
        try:
            return parse_text(text)
        except MessageError as error:
            raise _Bad("bad-message", str(error)) from error

    def _exercise(self, hello: Hello) -> Exercise:
        exercise = self.settings.exercises.get(hello.exercise or "")
        if exercise is None:
            raise _Bad("unknown-exercise", word("error.unknown-exercise"))
        try:
            return at_stage(exercise, hello.stage)
        except GuideError as error:
            raise _Bad("unknown-stage", word("error.unknown-stage")) from error

    async def _strike(self, bad: _Bad) -> None:
        self.strikes += 1
        if self.strikes >= self.limits.strikes:
            await _refuse(self.socket, bad.code, bad.message, CLOSE_TOO_MANY_MISTAKES)
            raise _Closed
        await self._send({"type": "error", **error_body(bad.code, bad.message)})

    # Looking

    async def _picture(self, message: bytes) -> None:
        if self.source != "pictures":
            raise _Bad("wrong-source", word("live.wrong-source"))
        if len(message) > self.limits.picture_bytes:
            raise _Bad("too-large", word("live.too-large"))
        try:
            time_s, jpeg = parse_picture(message)
        except MessageError as error:
            raise _Bad("bad-message", str(error)) from error
        await self._begin(time_s, jpeg)

    async def _pose(self, message: Pose) -> None:
        if self.source != "poses":
            raise _Bad("wrong-source", word("live.wrong-source"))
        await self._begin(message.time_s, message.frame())

    async def _begin(self, time_s: float, what: bytes | PoseFrame) -> None:
        if self.looking is not None and not self.looking.done():
            await self._send({"type": "dropped", "time_s": time_s})
            return
        if time_s <= self.time_s:
            raise _Bad("time-went-back", word("live.time-went-back"))
        self.time_s = time_s
        self.looking = asyncio.create_task(self._look(time_s, what))

    async def _look(self, time_s: float, what: bytes | PoseFrame) -> None:
        """Judge one frame in a thread, then let the coach speak here, in order."""
        loop = asyncio.get_running_loop()
        try:
            if self.coach.state.stage in FINAL_STAGES:
                await self._send(state_message(time_s, self.coach.wait(time_s), None))
                return
            judged = await loop.run_in_executor(self.threads, self._judge, time_s, what)
            state = self.coaching.tell(judged, time_s)
            await self._tell(time_s, state, judged.update)
        except Refused as refused:
            await self._turn_away(refused.code)
        except PictureError as error:
            try:
                await self._strike(_Bad("bad-picture", str(error)))
            except _Closed:
                return
        except _Closed:
            return
        except Exception:
            _note("a frame could not be judged")
            await _refuse(self.socket, "broken", word("live.broken"), CLOSE_BROKEN)

    def _judge(self, time_s: float, what: bytes | PoseFrame) -> Judged:
        if isinstance(what, PoseFrame):
            return self.coaching.judge(what)
        picture = decode_jpeg(what, time_s)
        if max(picture.width_px, picture.height_px) > self.limits.side_px:
            raise PictureError(word("live.too-large"))
        if self.seer is None:
            raise RuntimeError("pictures need somebody to see them")
        return self.coaching.judge(self.seer.see(picture))

    async def _tell(self, time_s: float, state: CoachState, update: Update | None) -> None:
        """Send a state; of a session's set only after what it says is on disk. Its last state is
        followed by what comes next. Raises Refused."""
        kept = self.kept
        if kept is None:
            if not self.gone:
                await self._send(state_message(time_s, state, update))
            return
        async with self.recording:
            if self.gone:
                return
            if update is not None:
                await asyncio.to_thread(kept.take, update, state)
            after = await self._end(kept, state)
            await self._send(state_message(time_s, state, update))
            if after is not None:
                await self._send(after)

    async def _end(self, kept: SessionSet, state: CoachState) -> dict[str, Any] | None:
        """Note the set's end, once; what comes next then, else None."""
        if self.ended or state.stage not in FINAL_STAGES:
            return None
        self.ended = True
        if state.stage != "stopped":
            return await asyncio.to_thread(kept.end)
        try:
            return await asyncio.to_thread(kept.hurts)
        except Refused:
            _note("a stop could not be noted")  # the stop itself is told all the same
            return None

    async def _send(self, message: dict[str, Any]) -> None:
        if self.socket.client_state is not WebSocketState.CONNECTED:
            raise _Closed
        try:
            await self.socket.send_text(json.dumps(message, allow_nan=False))
        except GONE as error:
            raise _Closed from error


def _note(what: str) -> None:
    """Log an error with its place, but never with what was seen: no picture in a log."""
    log.error(what, trace=traceback.format_exc())


async def _refuse(socket: WebSocket, code: str, message: str, close_code: int) -> None:
    """Say why, then close. A socket that has already gone is left alone."""
    try:
        await socket.send_text(json.dumps({"type": "error", **error_body(code, message)}))
        await socket.close(close_code, code)
    except GONE:
        return

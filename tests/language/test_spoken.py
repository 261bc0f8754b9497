"""The coach, the guide's words and the handout in Spanish."""

from __future__ import annotations

import numpy as np
import pytest

from backline.avatar.captions import Captions
from backline.avatar.demo import caption_of, demonstration
from backline.body import CannotJudge, Landmark
from backline.coach.session import CoachSession
from backline.coach.words import SAYINGS, saying
from backline.guide.handout import handout_text
from backline.guide.load import load_exercise, load_exercises
from backline.guide.schema import Exercise
from backline.guide.words import limit_words, reason_words, stage_words, words
from backline.language import translate, translated
from backline.web.words import WORDS
from tests.coach.driver import Driver
from tests.coach.fakes import verdict

EXERCISES = list(load_exercises().values())
ENGLISH = {" the ", " and ", " your ", " you ", " with ", " is "}


def is_english(text: str) -> bool:
    """Whether a text has a word that Spanish hasn't."""
    padded = f" {text.lower().replace('.', ' ').replace(',', ' ')} "
    return any(word in padded for word in ENGLISH)


@pytest.mark.parametrize("key", SAYINGS)
def test_every_saying_is_spoken_in_spanish(key: str) -> None:
    values = dict.fromkeys(
        ("count", "seconds", "left", "right", "clean", "judged", "good", "held", "other", "own"), 7
    )
    english, spanish = saying(key, **values), saying(key, language="es", **values)
    assert spanish != english
    assert not is_english(spanish)
    assert english.count("7") == spanish.count("7")


def set_in_spanish(exercise: Exercise) -> Driver:
    driver = Driver(CoachSession(exercise, target_repetitions=3, language="es"))
    driver.play(12, "framing", cannot_judge=CannotJudge.NO_PERSON)
    driver.start()
    for word in ("ok", "fault", "fault", "ok"):
        name = exercise.cues[0].id
        driver.play(3, "working", phase="cat", verdicts=(verdict(name, word),))
        driver.repetitions += 1
        driver.step("working")
    driver.play(8, "left")
    return driver


def test_a_set_is_coached_in_spanish() -> None:
    driver = set_in_spanish(load_exercise("cat-cow"))
    said = " ".join(driver.texts())
    for text in ("No te veo.", "Tres.", "Empieza, despacio.", "Toma aire al redondear."):
        assert text in said
    assert not is_english(said)
    last = driver.states[-1].summary
    assert last is not None
    assert (last.headline, last.lines[0]) == ("Hecho", "4 repeticiones")
    for state in driver.states:
        shown = [state.prompt, state.phase_label]
        shown += [state.hint and state.hint.text, state.instruction and state.instruction.text]
        shown += [state.cue and state.cue.say, state.cue and state.cue.label]
        assert not any(is_english(text) for text in shown if text)


def test_pain_stops_the_set_in_spanish() -> None:
    driver = Driver(CoachSession(load_exercise("cat-cow"), language="es"))
    driver.start()
    state = driver.hurts()
    assert driver.texts()[-1].startswith("Paramos aquí.")
    assert state.summary is not None
    assert state.summary.headline == "Has parado porque dolía"


def test_the_coach_takes_a_translated_exercise_as_well() -> None:
    exercise = load_exercise("cat-cow")
    from_english = set_in_spanish(exercise)
    from_spanish = set_in_spanish(translated(exercise, "es"))
    assert from_english.texts() == from_spanish.texts()


def test_the_coach_refuses_a_language_without_words() -> None:
    with pytest.raises(ValueError, match="'xx'"):
        CoachSession(load_exercise("cat-cow"), language="xx")


def test_english_stays_the_default() -> None:
    driver = Driver(CoachSession(load_exercise("cat-cow")))
    driver.start()
    assert "Hold still for a moment." in driver.texts()


def test_hidden_parts_are_named() -> None:
    hidden = (Landmark.LEFT_WRIST, Landmark.LEFT_HEEL)
    said = reason_words(CannotJudge.LANDMARKS_HIDDEN, hidden, language="es").say
    assert said == "No veo tus manos y tus pies. Aleja un poco la cámara."


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_stages_say_how_to_get_there(exercise: Exercise) -> None:
    text = stage_words("getting-ready", exercise.posture, "es").say
    assert text.startswith("Te veo. ")
    assert not is_english(text)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_limits_are_told(exercise: Exercise) -> None:
    for cue in exercise.cues:
        told = limit_words(cue, "es")
        assert not is_english(told), told
        assert "{" not in told


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_the_handout_is_spanish(exercise: Exercise) -> None:
    text = handout_text(exercise, language="es")
    assert text == handout_text(translated(exercise, "es"), language="es")
    assert "CÓMO SE HACE" in text
    assert words("es").small_print.split()[0] in text
    assert not [line for line in text.splitlines() if is_english(line)]


@pytest.mark.parametrize("key", WORDS)
def test_every_sentence_of_the_pages_is_spanish(key: str) -> None:
    assert not is_english(translate(WORDS[key], "es", context=key))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
@pytest.mark.parametrize("size", [(640, 360), (360, 640)])
def test_spanish_captions_fit_into_a_film(exercise: Exercise, size: tuple[int, int]) -> None:
    spanish = translated(exercise, "es")
    width, height = size
    for fault in spanish.demonstration.faults:
        caption = caption_of(spanish, fault, demonstration(spanish, fault).moment_at(1.0), "es")
        assert caption is not None
        assert caption.second is not None
        assert caption.second.startswith("Mejor: ")
        picture = np.full((height, width, 3), 128, np.uint8)
        captions = Captions(width, height, spanish.name, wrong=True, language="es")
        captions.draw(picture, caption, 0.0)
        changed = (picture != 128).any(axis=2)
        rows = np.flatnonzero(changed[height // 3 :].any(axis=1)) + height // 3
        assert rows[0] > height / 2
        assert rows[-1] < height - 4
        assert not changed[:, :4].any()
        assert not changed[:, -4:].any()

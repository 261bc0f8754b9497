"""Small demonstrations with things in them, for the avatar's tests. No exercise files."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from backline.avatar.performance import Performance
from backline.guide.load import load_exercise
from backline.guide.schema import Demonstration, Exercise

_SHOWS = yaml.safe_load("""
hinge:
  poses:
    tall: {pelvis_pitch_deg: 2, knee_flexion_deg: 5, hands_joined_ratio: 1, hands_flexion_deg: 8}
    low: {pelvis_pitch_deg: 66, knee_flexion_deg: 20, hands_joined_ratio: 1, hands_flexion_deg: 66}
  repetition:
    - {pose: low, move_s: 1.6, hold_s: 0.4, phase: low, caption: Hips back}
    - {pose: tall, move_s: 1.4, hold_s: 0.6, phase: start}
  contacts: {all: [sole]}
  props:
    - {kind: kettlebell}
    - {kind: band, to: hips, towards: back, distance_m: 1.4, height_ratio: 0.45}
  faults:
    lean-back: {adds: {pelvis_pitch_deg: -16}, phases: [start], text: Leans back at the top.}
    round: {adds: {lumbar_flexion_deg: 35}, phases: [low], text: The low back rounds.}
squat:
  poses:
    tall:
      pelvis_pitch_deg: 2
      knee_flexion_deg: 5
      shoulder_flexion_deg: 10
      elbow_flexion_deg: 100
    low: {pelvis_pitch_deg: 40, knee_flexion_deg: 105, shoulder_flexion_deg: 120, rear_out_m: 0.04}
  repetition:
    - {pose: low, move_s: 1.6, hold_s: 0.4, phase: low}
    - {pose: tall, move_s: 1.4, hold_s: 0.6, phase: start}
  contacts: {all: [sole]}
  props:
    - {kind: band, to: each_hand, towards: front, distance_m: 1.6, height_ratio: 0.6}
  faults:
    knees-in: {adds: {hip_rotation_deg: 30}, phases: [low], text: The knees fall in.}
    shrug: {adds: {scapula_elevation_m: 0.05}, phases: [low], text: The shoulders creep up.}
chop:
  each_side: true
  poses:
    hold: {knee_flexion_deg: 12, hands_joined_ratio: 1, hands_flexion_deg: 88}
    across:
      knee_flexion_deg: 12
      hands_joined_ratio: 1
      hands_flexion_deg: 60
      working_hands_turn_deg: 12
      working_trunk_turn_deg: 34
  repetition:
    - {pose: across, move_s: 1.5, hold_s: 0.5, phase: across}
    - {pose: hold, move_s: 1.5, hold_s: 0.5, phase: start}
  contacts: {all: [sole]}
  props:
    - {kind: band, to: hands, towards: resting, distance_m: 1.3, height_ratio: 0.95}
  faults:
    hips: {adds: {working_pelvis_roll_deg: 25}, phases: [across], text: The hips turn along.}
    dip: {adds: {working_thoracic_lateral_deg: 15}, phases: [across], text: The shoulder dips.}
raise:
  poses:
    low: {hands_joined_ratio: 1, hands_flexion_deg: 50}
    high: {hands_joined_ratio: 1, hands_flexion_deg: 162}
  repetition:
    - {pose: high, move_s: 2.0, hold_s: 1.2, phase: high}
    - {pose: low, move_s: 2.0, hold_s: 0.6, phase: start}
  contacts: {all: [knee, foot]}
  props: [{kind: ball-hands, radius_ratio: 0.155}]
  faults:
    head: {adds: {head_forward_m: 0.06}, phases: [high], text: The head pokes forward.}
rotate:
  each_side: true
  poses:
    over: &over
      pelvis_pitch_deg: 104
      hip_flexion_deg: 35
      knee_flexion_deg: 8
      shoulder_flexion_deg: 85
      rear_out_m: 0.06
      front_forward_m: 0.06
    up:
      <<: *over
      pelvis_pitch_deg: 96
      thoracic_flexion_deg: -6
      working_trunk_turn_deg: 43
      working_shoulder_flexion_deg: 60
      working_shoulder_abduction_deg: 80
      working_head_turn_deg: 45
  repetition:
    - {pose: up, move_s: 2.2, hold_s: 0.6, phase: up}
    - {pose: over, move_s: 2.2, hold_s: 0.6, phase: start}
  contacts: {all: [ball, toes, hand], up: [ball, toes, resting_hand]}
  props: [{kind: ball-floor, radius_ratio: 0.165}]
  faults:
    too-far: {adds: {ball_forward_m: 0.10}, phases: [], text: The chest lies on the ball.}
row:
  poses:
    long: &sit
      hip_flexion_deg: 85
      knee_flexion_deg: 85
      pelvis_pitch_deg: 2
      shoulder_flexion_deg: 80
    pulled: {<<: *sit, shoulder_flexion_deg: -25, elbow_flexion_deg: 95}
  repetition:
    - {pose: pulled, move_s: 1.2, hold_s: 0.6, phase: pulled}
    - {pose: long, move_s: 1.4, hold_s: 0.4, phase: start}
  contacts: {all: [seat, sole]}
  props:
    - {kind: seat, height_ratio: 0.26}
    - {kind: band, to: each_hand, towards: front, distance_m: 1.6, height_ratio: 0.55}
""")
EQUIPPED = tuple(_SHOWS)
EQUIPPED_FAULTS = [(name, cue) for name in EQUIPPED for cue in _SHOWS[name].get("faults", {})]


@cache
def equipped(name: str) -> Exercise:
    """An exercise that shows one of these demonstrations; all else is another's."""
    data: dict[str, Any] = _SHOWS[name]
    show = Demonstration.model_validate(data)
    return load_exercise("bird-dog").model_copy(update={"id": name, "demonstration": show})


def perform(name: str, **options: object) -> Performance:
    """Two repetitions of it."""
    return Performance(equipped(name), **{"repetitions": 2, **options})  # type: ignore[arg-type]

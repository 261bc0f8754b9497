// Shows the chosen demonstration: right, or one of the faults.

import { demonstration } from "./demos.js";

const show = document.querySelector(".show");
const screen = show.querySelector(".screen");
const video = document.getElementById("demonstration");
const state = document.getElementById("demonstration-state");
const label = document.getElementById("demonstration-label");
const buttons = [...show.querySelectorAll(".choose")];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let chosen = null;

async function choose(button) {
  const name = button.dataset.demo;
  chosen = name;
  for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
  screen.dataset.tone = name === "right" ? "right" : "wrong";
  label.textContent = button.dataset.label;
  const still = () => chosen === name;
  try {
    const url = await demonstration(show.dataset.exercise, name, (demo) => still() && wait(demo), still);
    if (url && still()) play(url);
  } catch {
    if (still()) say(show.dataset.failed);
  }
}

function wait(demo) {
  video.controls = false;
  video.removeAttribute("src");
  video.load();
  const percent = Math.round(demo.progress * 100);
  const drawing = demo.state === "drawing";
  say(drawing ? show.dataset.drawing.replace("{percent}", percent) : show.dataset.waiting);
}

function say(text) {
  state.textContent = text;
  state.hidden = false;
}

function play(url) {
  state.hidden = true;
  if (video.getAttribute("src") !== url) video.src = url;
  video.controls = true;
  if (!calm.matches) video.play().catch(() => {});
}

for (const button of buttons) button.addEventListener("click", () => choose(button));
choose(buttons[0]);

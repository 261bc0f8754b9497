// Plays the demonstration as soon as it is drawn.

import { demonstration } from "../demos.js";

const show = document.querySelector(".show");
const video = document.getElementById("demonstration");
const state = document.getElementById("demonstration-state");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function wait(demo) {
  const percent = Math.round(demo.progress * 100);
  const { drawing, waiting } = show.dataset;
  state.textContent = demo.state === "drawing" ? drawing.replace("{percent}", percent) : waiting;
  state.hidden = false;
}

async function play() {
  try {
    const url = await demonstration(show.dataset.demo, "right", wait);
    state.hidden = true;
    if (video.getAttribute("src") !== url) video.src = url;
    video.controls = true;
    if (!calm.matches) video.play().catch(() => {});
  } catch {
    state.textContent = show.dataset.failed;
  }
}

if (show) play();

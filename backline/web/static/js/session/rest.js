// Counts the rest down; at its end a sound, and it goes on by itself.

import { END, tones, wake } from "./sound.js";

const GO_ON_MS = 1500;
const form = document.getElementById("rest");
const number = document.getElementById("rest-number");
const said = document.getElementById("rest-said");
const untilMs = performance.now() + Number(form.dataset.seconds) * 1000;

number.removeAttribute("aria-label");
addEventListener("pointerdown", wake, { once: true });

const ticking = setInterval(() => {
  const left = Math.max(0, Math.ceil((untilMs - performance.now()) / 1000));
  number.textContent = `${left}`;
  if (left > 0) return;
  clearInterval(ticking);
  said.textContent = form.dataset.over;
  tones(...END);
  setTimeout(() => form.requestSubmit(form.querySelector(".go")), GO_ON_MS);
}, 250);

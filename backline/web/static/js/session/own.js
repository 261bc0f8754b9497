// Without a camera: a big count to tap, or a watch for holds. Both only fill in the form.

import { END, tones, wake } from "./sound.js";

const SOON_S = 5;
const wall = document.querySelector(".work-wall");
const own = document.getElementById("own");
const number = document.getElementById("own-number");
const said = document.getElementById("own-said");
const go = document.getElementById("own-go");
const field = document.getElementById("amount");
const amount = Number(wall.dataset.amount) || Infinity; // a test has no number to reach

let count = 0;
let ticking = null;

function one() {
  wake();
  count += 1;
  put(count);
  tones(...(count === amount ? END : [[880, 0.08]]));
}

function put(value) {
  number.textContent = `${value}`;
  field.value = Math.max(1, value);
  number.classList.toggle("reached", value >= amount);
}

function watch() {
  wake();
  if (ticking) return stop();
  go.textContent = own.dataset.stop;
  said.textContent = own.dataset.soon;
  const startMs = performance.now() + SOON_S * 1000;
  let shown = null;
  ticking = setInterval(() => {
    const seconds = Math.floor((performance.now() - startMs) / 1000);
    if (seconds === shown) return;
    shown = seconds;
    if (seconds < 0) {
      number.textContent = `${-seconds}`;
      return tones([660, 0.08]);
    }
    if (seconds === 0) said.textContent = "";
    put(seconds);
    if (seconds === amount) tones(...END);
    else if (seconds % 10 === 0) tones([880, 0.12]);
  }, 100);
}

function stop() {
  clearInterval(ticking);
  ticking = null;
  said.textContent = "";
  go.textContent = own.dataset.start;
}

if (own) {
  own.hidden = false;
  go.addEventListener("click", wall.dataset.kind === "hold" ? watch : one);
}

// In a session: what happens between two sets, so that nobody on the floor has to touch anything.

import { word } from "./words.js";

const LOOK_BACK_MS = 5000;
const NO_NEWS_MS = 4000;
const get = (id) => document.getElementById(id);

export class Between {
  /** `begin()` starts the next set as the last one was started. */
  constructor(root, view, voice, begin) {
    Object.assign(this, { root, view, voice, begin });
    this.session = Number(root.dataset.session);
    this.set = root.dataset.set ? Number(root.dataset.set) : null;
    get("rest-on").addEventListener("click", () => this.go());
  }

  /** Which set is to be coached: the one under way, or the next. */
  hello() {
    return { session: this.session, set: this.set };
  }

  begun(ready) {
    this.set = ready.set;
    stand(ready.at);
  }

  /** The set has ended; should the server not say what is next, the page is loaded anew. */
  wait() {
    this.over();
    this.later = setTimeout(home, NO_NEWS_MS);
  }

  /** What comes next, after a moment to read how it went. */
  next(message) {
    this.over();
    this.set = null;
    stand(message.at);
    const resting = message.step === "rest";
    const untilMs = performance.now() + (message.seconds ?? 0) * 1000;
    this.later = setTimeout(() => (resting ? this.rest(untilMs) : home()), LOOK_BACK_MS);
  }

  rest(untilMs) {
    this.view.screen("rest");
    get("rest-said").textContent = "";
    const tick = () => {
      const left = Math.max(0, Math.ceil((untilMs - performance.now()) / 1000));
      get("rest-number").textContent = `${left}`;
      if (left > 0) return;
      this.over();
      get("rest-said").textContent = word("rest-over");
      this.voice.announce(word("rest-over"));
      this.later = setTimeout(() => this.go(), 1500);
    };
    tick();
    if (performance.now() < untilMs) this.ticking = setInterval(tick, 250);
  }

  go() {
    this.over();
    this.begin();
  }

  /** Nothing goes on by itself any more. */
  over() {
    clearTimeout(this.later);
    clearInterval(this.ticking);
  }
}

/** The page's forms are about this moment of the session. */
function stand(at) {
  for (const field of document.querySelectorAll("input[name=at]")) field.value = at;
}

function home() {
  location.assign("/session");
}

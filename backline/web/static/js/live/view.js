// Puts a state of the coach on the page. Nothing is decided here.

import { FULL_BEND, Overlay, bendColour } from "./overlay.js";
import { Ring } from "./ring.js";
import { word } from "./words.js";

const BEND_WORD_FROM = 0.02;
const get = (id) => document.getElementById(id);

export class View {
  constructor(root) {
    this.root = root;
    this.kind = root.dataset.kind;
    this.ring = new Ring(get("ring"));
    this.endRing = new Ring(get("end-ring"));
    this.overlay = new Overlay(get("overlay"), get("picture"));
  }

  /** Shows one of the page's screens: start, wait, trouble, live, end, rest. */
  screen(name) {
    this.root.dataset.screen = name;
    const all = this.root.querySelectorAll(`[data-show="${name}"] .go`);
    [...all].find((one) => one.offsetParent)?.focus();
  }

  wait(text) {
    put(get("wait-text"), text);
    this.screen("wait");
  }

  trouble(kind) {
    put(get("trouble-title"), word(`${kind}-title`));
    put(get("trouble-text"), word(`${kind}-text`));
    this.screen("trouble");
  }

  begin(ready, mirrored) {
    this.overlay.mirrored = mirrored;
    get("picture").classList.toggle("mirror", mirrored);
    this.ring.layOut(ready.kind, ready.target ?? 0);
    this.endRing.layOut(ready.kind, ready.target ?? 0);
    this.root.dataset.stage = "framing";
    this.screen("live");
  }

  show(state) {
    this.root.dataset.stage = state.stage;
    this.overlay.draw(state.pose, state.pose?.bend ?? null);
    this.numbers(state);
    this.words(state);
    this.bend(state.pose);
  }

  numbers(state) {
    const counting = state.stage === "work";
    put(get("number"), figure(state));
    if (state.kind !== this.ring.kind) this.ring.layOut(state.kind, state.target);
    this.ring.show(state);
    get("counter").dataset.long = String(get("number").textContent.length > 2);
    put(get("countdown"), state.countdown ? `${state.countdown}` : "");
    get("countdown").hidden = !state.countdown;
    get("counter").hidden = !counting;
    get("counter").classList.toggle("reached", state.reached);
    get("counter").classList.toggle("paused", state.paused);
    put(get("target"), counting ? sides(state) : "");
  }

  words(state) {
    const { cue } = state;
    const hint = state.another ?? state.hint ?? state.instruction;
    put(get("doing"), state.doing?.name ?? "");
    get("cue").hidden = !cue;
    get("cue").dataset.severity = cue?.severity ?? "";
    parts(get("cue"), cue ? [cue.label, cue.say] : []);
    get("hint").hidden = Boolean(cue) || !hint;
    put(get("hint-title"), hint?.title ?? "");
    put(get("hint-text"), hint?.text ?? "");
    const steady = state.stage === "countdown" ? word("hold-still") : "";
    put(get("phase"), cue || hint ? "" : (state.paused ? word("paused") : (state.phase_label ?? steady)));
    put(get("prompt"), cue || hint ? "" : (state.prompt ?? ""));
    get("note").hidden = !["doing", "phase", "prompt", "target"].some((id) => get(id).textContent);
  }

  /** The little gauge: the back line as it bends, and a word for it. Never from the front. */
  bend(pose) {
    const bend = pose?.bend ?? null;
    const line = get("bend-line");
    const gauge = get("bend");
    gauge.hidden = !pose || "never" in gauge.dataset;
    const lift = Math.max(-1, Math.min(1, (bend ?? 0) / FULL_BEND)) * 34;
    line.setAttribute("d", `M10 24 Q80 ${24 - lift} 150 24`);
    line.style.stroke = bendColour(bend);
    line.classList.toggle("unknown", bend === null);
    let said = "unseen";
    if (bend !== null) said = Math.abs(bend) < BEND_WORD_FROM ? "level" : bend > 0 ? "round" : "arch";
    put(get("bend-word"), word(said));
  }

  /** The set looked back on. */
  end(state) {
    const { summary } = state;
    const hurt = state.stage === "stopped";
    this.root.dataset.end = state.stage;
    put(get("end-title"), hurt ? word("stopped-headline") : summary.headline);
    const lines = hurt ? ["stopped-1", "stopped-2", "stopped-3"].map((key) => word(key)) : summary.lines;
    get("end-lines").replaceChildren(...lines.map((line) => item(line)));
    const cues = hurt ? [] : (summary?.cues ?? []);
    get("end-cues-box").hidden = !cues.length;
    get("end-cues").replaceChildren(
      ...cues.map((cue) => {
        const times = cue.times === 1 ? word("times-one") : word("times", { times: cue.times });
        return item(cue.label, times);
      }),
    );
    for (const id of ["again", "end-on"]) if (get(id)) get(id).hidden = hurt;
    if (get("end-hurt")) get("end-hurt").hidden = !hurt;
    get("end-counter").hidden = hurt || !state.target;
    if (!hurt) {
      this.endRing.show(state);
      put(get("end-number"), figure(state));
      get("end-counter").dataset.long = String(figure(state).length > 2);
    }
    this.screen("end");
    if (hurt) get("end-home").focus();
  }
}

/** The big number: repetitions, or seconds in good form. */
function figure(state) {
  if (state.kind !== "hold") return `${state.count}`;
  const seconds = Math.floor(state.clock_s);
  if (seconds < 60) return `${seconds}`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function sides(state) {
  const names = { left: word("left-side"), right: word("right-side") };
  return Object.entries(state.sides).map(([side, count]) => `${names[side]} ${count}`).join("   ");
}

function item(text, more) {
  const li = document.createElement("li");
  li.append(more ? strong(text) : text);
  if (more) li.append(` ${more}`);
  return li;
}

function strong(text) {
  const b = document.createElement("b");
  b.textContent = text;
  return b;
}

/** Changes a text only when it is another, so that it is not announced again. */
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function parts(element, [label, say] = []) {
  const key = label ? `${label}|${say}` : "";
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  const small = document.createElement("span");
  small.textContent = say ?? "";
  element.replaceChildren(...(label ? [strong(label), small] : []));
}

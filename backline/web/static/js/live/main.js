// The live page: a click to begin, then no hands. Picture out, the coach's word back.

import { Between } from "./between.js";
import { Frames } from "./frames.js";
import { NoPicture, openCamera, openDemonstrator } from "./picture.js";
import { LiveSocket } from "./socket.js";
import { View } from "./view.js";
import { Voice } from "./voice.js";
import { word } from "./words.js";

const FINAL = new Set(["done", "left", "stopped"]);
const AFTER_VIDEO_MS = 9000;
const ADVISED = new Set(["full", "elsewhere", "journal"]);
const MOVED = new Set(["set-over", "session-over", "own-count", "no-plan", "not-yours", "no-session"]);

const root = document.getElementById("live");
const get = (id) => document.getElementById(id);
const video = get("picture");
const view = new View(root);
const voice = new Voice(get("caption"));

let set = null; // the set under way: { source, socket, running }
let lock = null;
// In a session sets follow each other; elsewhere there is just one.
const between = root.dataset.session ? new Between(root, view, voice, () => latest()) : null;

async function begin(open, what) {
  end();
  between?.over();
  const mine = { running: true, source: null, socket: null };
  set = mine;
  voice.wake();
  try {
    mine.source = await open(mine);
    if (!mine.source || !mine.running) return mine.source?.stop();
    view.wait(word("loading"));
    mine.socket = new LiveSocket((message) => hear(mine, message), () => fail(mine, "lost"));
    const ready = await mine.socket.open(what());
    if (!mine.running) return undefined;
    between?.begun(ready);
    view.begin(ready, mine.source.mirrored);
    keepAwake();
    await pump(mine);
  } catch (error) {
    fail(mine, error instanceof NoPicture ? error.kind : mine.source ? "lost" : "strange");
  }
  return undefined;
}

/** One frame at a time; the next is taken when the last one's answer is here. */
async function pump(mine) {
  const frames = new Frames(video, mine.source.finished);
  let overMs = null;
  while (mine.running) {
    const frame = await frames.next();
    if (!mine.running) return;
    if (frame) await mine.socket.send(frame);
    if (mine.source.finished()) {
      overMs ??= performance.now();
      if (performance.now() - overMs > AFTER_VIDEO_MS) mine.socket.tell({ type: "finish" });
    }
  }
}

function hear(mine, message) {
  if (message.type === "next") return void next(mine, message);
  if (!mine.running && !mine.stopped) return;
  if (message.type === "error") return void refused(mine, message.error);
  if (message.type !== "state") return;
  if (mine.stopped) return void lastWord(mine, message);
  for (const utterance of message.say) voice.say(utterance);
  view.show(message);
  if (FINAL.has(message.stage)) finish(mine, message);
}

function refused(mine, error) {
  if (ADVISED.has(error.code)) fail(mine, error.code);
  else if (MOVED.has(error.code)) location.assign("/session?moved=1");
  else console.warn(error.code, error.message);
}

/** In a session: what comes after the set. */
function next(mine, message) {
  mine.socket.close();
  if (!mine.stopped) between?.next(message);
}

/** After "it hurts": the answer to an earlier frame may still come, only this one is spoken. */
function lastWord(mine, message) {
  const calm = message.say.find((utterance) => utterance.kind === "pain");
  if (!calm) return;
  voice.say(calm);
  mine.socket.close();
}

/** The set is over: the camera goes off, what was done is shown; its last words are spoken. */
function finish(mine, state) {
  mine.running = false;
  release(mine);
  if (between) between.wait();
  else mine.socket.close();
  view.end(state);
}

/** It hurts: everything stops here and now, whatever the server says later. */
function hurts() {
  if (!set?.running || root.dataset.screen !== "live") return;
  const mine = set;
  mine.running = false;
  mine.stopped = true;
  voice.hush();
  mine.socket.tell({ type: "hurts" });
  release(mine);
  between?.over();
  view.end({ stage: "stopped", summary: null });
}

function fail(mine, kind) {
  if (!mine.running) return;
  mine.running = false;
  release(mine);
  mine.socket?.close();
  view.trouble(kind);
}

function release(mine) {
  mine.source?.stop();
  lock?.release().catch(() => {});
  lock = null;
}

function end() {
  if (!set) return;
  if (set.running) release(set);
  set.running = false;
  set.socket?.close();
  voice.hush();
}

async function keepAwake() {
  try {
    lock = (await navigator.wakeLock?.request("screen")) ?? null;
  } catch {
    lock = null; // not vital: the screen may go dark
  }
}

const withCamera = () =>
  begin((mine) => {
    view.wait(word("asking"));
    return openCamera(video, () => fail(mine, "ended"));
  }, () => between?.hello() ?? exercise(root.dataset.target ? Number(root.dataset.target) : null));

const withDemonstrator = () =>
  begin((mine) => {
    view.wait(word("loading"));
    const tell = (demo) => {
      if (mine.running) view.wait(word("drawing", { percent: Math.round(demo.progress * 100) }));
    };
    const still = () => mine.running;
    const name = `set-${get("demo-fault").value}`;
    return openDemonstrator(video, root.dataset.demos, name, tell, still);
  }, () => exercise(Number(root.dataset.demoTarget)));

const exercise = (target) => ({
  exercise: root.dataset.exercise,
  stage: root.dataset.exerciseStage ?? null,
  target,
});

let latest = withCamera;
const start = (how) => () => {
  latest = how;
  how();
};

get("start").addEventListener("click", start(withCamera));
get("start-demo")?.addEventListener("click", start(withDemonstrator));
get("trouble-demo")?.addEventListener("click", start(withDemonstrator));
get("retry").addEventListener("click", () => latest());
get("again")?.addEventListener("click", () => latest());
get("enough")?.addEventListener("click", () => set?.socket?.tell({ type: "finish" }));
get("hurts").addEventListener("click", hurts);
get("mute").addEventListener("click", () => {
  voice.mute(!voice.muted);
  get("mute").setAttribute("aria-pressed", String(voice.muted));
  get("mute").textContent = word(voice.muted ? "unmute" : "mute");
});

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || root.dataset.screen !== "live") return;
  if (event.code === "Space") hurts();
  else if (event.key === "Escape") get("leave").click();
  else if (event.key.toLowerCase() === "m") get("mute").click();
  else return;
  event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && set?.running && !lock) keepAwake();
});

addEventListener("pagehide", end);

// Until here a click would be lost: the page comes with its buttons off.
for (const id of ["start", "start-demo"]) get(id)?.removeAttribute("disabled");
get("start").focus();

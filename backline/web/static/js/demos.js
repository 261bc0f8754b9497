// Asks for a demonstration and waits until it is drawn.

const PAUSE_MS = 800;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * The address of a demonstration's video, drawn first where needed.
 * `tell(demo)` hears how far it is; `still()` may turn false to give up (gives null).
 * Throws when it can't be drawn.
 */
export async function demonstration(exercise, name, tell = () => {}, still = () => true) {
  let asked = false;
  while (still()) {
    const answer = await fetch(`/api/demos/${exercise}`);
    if (!answer.ok) throw new Error("no such demonstration");
    const demo = (await answer.json()).demos[name];
    if (!demo) throw new Error("no such demonstration");
    if (demo.url) return demo.url;
    if (demo.state === "failed" && asked) throw new Error("not drawn");
    tell(demo);
    if (!asked) {
      asked = true;
      await fetch(`/api/demos/${exercise}/${name}`, { method: "POST" });
    }
    await pause(PAUSE_MS);
  }
  return null;
}

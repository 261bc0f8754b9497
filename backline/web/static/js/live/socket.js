// The conversation with the server (docs/live.md): one frame out, one answer back.

const ANSWER_MS = 4000;
const READY_MS = 30000;

export class LiveSocket {
  /** `hear(message)` gets every state and error; `gone()` is called once when it is over. */
  constructor(hear, gone) {
    this.hear = hear;
    this.gone = gone;
    this.waiting = null;
    this.over = false;
  }

  /** Opens and introduces itself; `what` says which exercise, or which session's set. Resolves
   * when the server is ready to see. */
  open(what) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.socket = new WebSocket(`${scheme}://${location.host}/api/live`);
    this.socket.binaryType = "arraybuffer";
    return new Promise((ready, failed) => {
      const late = setTimeout(() => failed(new Error("late")), READY_MS);
      this.socket.addEventListener("open", () => {
        this.tell({ type: "hello", protocol: 1, source: "pictures", ...what });
      });
      this.socket.addEventListener("message", (event) => {
        const message = JSON.parse(event.data);
        if (message.type === "ready") {
          clearTimeout(late);
          ready(message);
        } else this.take(message);
      });
      this.socket.addEventListener("close", () => {
        clearTimeout(late);
        failed(new Error("closed"));
        this.answered();
        if (!this.over) this.gone();
        this.over = true;
      });
    });
  }

  /** Sends a frame and waits for its answer, or for the watchdog: never two under way. */
  send(frame) {
    if (this.socket.readyState !== WebSocket.OPEN) return Promise.resolve();
    this.socket.send(frame.message);
    return new Promise((done) => {
      const watchdog = setTimeout(() => this.answered(), ANSWER_MS);
      this.waiting = { timeS: frame.timeS, done, watchdog };
    });
  }

  /** Sends a message that is no frame. */
  tell(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  close() {
    this.over = true;
    this.socket?.close();
  }

  take(message) {
    if (message.type !== "dropped") this.hear(message);
    if (message.type === "error" || message.time_s === this.waiting?.timeS) this.answered();
  }

  answered() {
    if (!this.waiting) return;
    clearTimeout(this.waiting.watchdog);
    const { done } = this.waiting;
    this.waiting = null;
    done();
  }
}

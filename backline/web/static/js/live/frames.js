// Takes single frames from the playing <video>: small JPEGs with their time. Keeps none.

const LONG_SIDE_PX = 640;
const QUALITY = 0.8;
const STILL_MS = 120;

export class Frames {
  constructor(video, finished) {
    this.video = video;
    this.finished = finished;
    this.startedMs = performance.now();
    this.canvas = makeCanvas();
    this.context = this.canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  }

  /** The next frame as the socket wants it: 8 bytes of time in seconds, then a JPEG. */
  async next() {
    await this.fresh();
    const timeS = (performance.now() - this.startedMs) / 1000;
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!width || !height) return null;
    const scale = Math.min(1, LONG_SIDE_PX / Math.max(width, height));
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
    }
    this.context.drawImage(this.video, 0, 0, w, h);
    const jpeg = await (await toBlob(this.canvas)).arrayBuffer();
    const message = new Uint8Array(8 + jpeg.byteLength);
    new DataView(message.buffer).setFloat64(0, timeS, true);
    message.set(new Uint8Array(jpeg), 8);
    return { timeS, message };
  }

  /** Waits for a frame that was not taken before. A finished video keeps its last one. */
  fresh() {
    if (this.finished()) return new Promise((done) => setTimeout(done, STILL_MS));
    return new Promise((done) => {
      if (this.video.requestVideoFrameCallback) {
        const giveUp = setTimeout(() => this.finished() && done(), 500);
        this.video.requestVideoFrameCallback(() => {
          clearTimeout(giveUp);
          done();
        });
      } else {
        requestAnimationFrame(() => done());
      }
    });
  }
}

function makeCanvas() {
  if (window.OffscreenCanvas?.prototype.convertToBlob) {
    const canvas = new OffscreenCanvas(16, 16);
    if (canvas.getContext("2d")) return new OffscreenCanvas(16, 16);
  }
  return document.createElement("canvas");
}

function toBlob(canvas) {
  if (canvas.convertToBlob) return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/jpeg", QUALITY);
  });
}

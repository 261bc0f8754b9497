// Draws what the coach sees over the picture: the skeleton, and the back line in the colour
// of its bend.

// Pairs of BlazePose landmarks, as in backline/body.py.
const LIMBS = [
  [11, 12], [23, 24],
  [11, 13], [13, 15], [15, 19], [11, 23], [23, 25], [25, 27], [27, 29], [29, 31], [27, 31],
  [12, 14], [14, 16], [16, 20], [12, 24], [24, 26], [26, 28], [28, 30], [30, 32], [28, 32],
];
const JOINTS = [11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
const SEEN = 0.5;
const FADED = 0.22;

// Blue for arched, marigold for the person's own curve, vermilion for rounded: told apart
// also without red-green sight.
const ARCHED = [74, 144, 255];
const LEVEL = [244, 183, 30];
const ROUNDED = [255, 92, 53];
export const FULL_BEND = 0.07; // about what a full cat adds

/** The colour of a bend: a ratio, rounding positive; null is not judged. */
export function bendColour(bend) {
  if (bend === null) return "rgb(190 205 208)";
  const share = Math.min(Math.abs(bend) / FULL_BEND, 1);
  const end = bend > 0 ? ROUNDED : ARCHED;
  const mixed = LEVEL.map((level, i) => Math.round(level + (end[i] - level) * share));
  return `rgb(${mixed.join(" ")})`;
}

export class Overlay {
  constructor(canvas, video) {
    this.canvas = canvas;
    this.video = video;
    this.context = canvas.getContext("2d");
    this.mirrored = true;
  }

  /** Draws a pose from the server, or nothing. `bend` is measured from the person's own curve. */
  draw(pose, bend) {
    const { canvas, context } = this;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
      canvas.width = width * ratio;
      canvas.height = height * ratio;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    if (!pose || !this.video.videoWidth) return;
    this.place(width, height);
    const thin = Math.max(3, this.box.w / 260);
    this.skeleton(pose.landmarks, thin);
    if (pose.back) this.back(pose.back, bend, thin * 3);
  }

  /** Where the picture lies in the window: whole, in the middle. */
  place(width, height) {
    const { videoWidth, videoHeight } = this.video;
    const scale = Math.min(width / videoWidth, height / videoHeight);
    const [w, h] = [videoWidth * scale, videoHeight * scale];
    this.box = { x: (width - w) / 2, y: (height - h) / 2, w, h };
  }

  at([x, y]) {
    const { box } = this;
    return [box.x + (this.mirrored ? 1 - x : x) * box.w, box.y + y * box.h];
  }

  skeleton(landmarks, width) {
    const { context } = this;
    for (const [from, to] of LIMBS) {
      const [a, b] = [landmarks[from], landmarks[to]];
      if (a[0] === null || b[0] === null) continue;
      context.globalAlpha = Math.min(a[2], b[2]) < SEEN ? FADED : 0.9;
      this.stroke([a, b], width, "#ffffff");
    }
    for (const joint of JOINTS) {
      const point = landmarks[joint];
      if (point[0] === null || point[2] < SEEN) continue;
      context.globalAlpha = 0.95;
      context.beginPath();
      context.arc(...this.at(point), width * 1.5, 0, 2 * Math.PI);
      context.fillStyle = "#ffffff";
      context.fill();
    }
    context.globalAlpha = 1;
  }

  back(points, bend, width) {
    const line = points.filter((point) => point[0] !== null);
    if (line.length > 1) this.stroke(line, width, bendColour(bend));
  }

  stroke(points, width, colour) {
    const { context } = this;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    for (const point of points) context.lineTo(...this.at(point));
    context.lineWidth = width + 4;
    context.strokeStyle = "rgb(8 22 28 / 55%)";
    context.stroke();
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
}

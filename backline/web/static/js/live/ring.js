// The ring round the number: a piece for each repetition to do, and how far this one is.

const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 92;
const INNER = 76;
const MOST_PIECES = 30;
const GAP = 0.05;
const MINUTE_S = 60;

export class Ring {
  constructor(svg) {
    this.svg = svg;
    this.pieces = [];
  }

  /** Lays the ring out for a target; a hold has one piece, and without a target it goes round once
      a minute. Repetitions without a target fill nothing. */
  layOut(kind, target) {
    this.kind = kind;
    this.target = target;
    const count = kind === "hold" || target > MOST_PIECES ? 1 : Math.max(1, Math.round(target));
    const gap = count === 1 ? 0 : Math.min(GAP, 1.6 / count);
    this.svg.replaceChildren();
    this.pieces = Array.from({ length: count }, (_, i) => {
      const turn = (2 * Math.PI) / count;
      const path = arc(RADIUS, i * turn + gap, (i + 1) * turn - gap);
      this.add("ring-under", path);
      return this.add("ring-done", path);
    });
    this.moving = this.add("ring-moving", arc(INNER, 0, 2 * Math.PI));
  }

  show(state) {
    const goal = this.target || Infinity;
    const turn = this.target ? state.clock_s / this.target : (state.clock_s / MINUTE_S) % 1;
    const done = this.kind === "hold" ? turn : state.count;
    this.pieces.forEach((piece, i) => {
      const whole = this.pieces.length === 1 && this.kind !== "hold" ? done / goal : done - i;
      fill(piece, whole);
    });
    fill(this.moving, this.kind === "hold" ? 0 : (state.progress ?? 0));
  }

  add(name, d) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    path.setAttribute("d", d);
    path.setAttribute("pathLength", "1");
    this.svg.append(path);
    return path;
  }
}

function fill(path, share) {
  const shown = Math.min(Math.max(share, 0), 1);
  path.style.strokeDasharray = `${shown} 1`;
  path.style.visibility = shown > 0.001 ? "visible" : "hidden";
}

function arc(radius, from, to) {
  const at = (angle) => [100 + radius * Math.sin(angle), 100 - radius * Math.cos(angle)];
  const [half, end] = [at((from + to) / 2), at(to)].map((p) => p.map((v) => v.toFixed(2)).join(" "));
  const start = at(from).map((v) => v.toFixed(2)).join(" ");
  return `M${start} A${radius} ${radius} 0 0 1 ${half} A${radius} ${radius} 0 0 1 ${end}`;
}

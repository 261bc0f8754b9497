// Short tones, where the browser lets a page make them.

let audio = null;

/** To be called in a click, where there is one, or some browsers stay silent. */
export function wake() {
  const Audio = window.AudioContext ?? window.webkitAudioContext;
  audio ??= Audio ? new Audio() : null;
  audio?.resume?.();
}

/** Tones one after another: [hertz, seconds]. */
export function tones(...list) {
  wake();
  if (!audio) return;
  let at = audio.currentTime;
  for (const [hertz, seconds] of list) {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.2, at + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + seconds + 0.02);
    at += seconds;
  }
}

export const END = [[523, 0.18], [659, 0.18], [784, 0.36]];

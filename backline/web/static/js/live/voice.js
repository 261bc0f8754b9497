// Speaks, with captions; tones where there is no voice. Only voices of this very computer are
// used: some browsers' other voices send the text to their maker.

const TONES = {
  count: [[880, 0, 0.09]],
  praise: [[660, 0, 0.1], [880, 0.12, 0.14]],
  fix: [[440, 0, 0.14], [330, 0.18, 0.2]],
  "stop-cue": [[440, 0, 0.14], [330, 0.18, 0.14], [330, 0.36, 0.2]],
  pain: [[294, 0, 0.5]],
  rest: [[523, 0, 0.18], [659, 0.22, 0.18], [784, 0.44, 0.36]],
};
TONES.polish = TONES.fix;
const PLAIN_TONE = [[660, 0, 0.1]];
const SKIPPABLE = new Set(["count", "prompt", "praise"]);
const ON_THE_PAGE = new Set(["count", "prompt", "hint", "another", "fix", "polish", "stop-cue"]);
const SHORTEST_CAPTION_MS = 3000;

export class Voice {
  constructor(caption) {
    this.caption = caption;
    this.muted = false;
    this.lastId = 0;
    this.current = null;
    this.synthesis = window.speechSynthesis ?? null;
    this.synthesis?.getVoices();
  }

  /** To be called in the person's click, or browsers stay silent. */
  wake() {
    this.lastId = 0;
    const Audio = window.AudioContext ?? window.webkitAudioContext;
    this.audio ??= Audio ? new Audio() : null;
    this.audio?.resume?.();
    if (this.synthesis) {
      const silence = new SpeechSynthesisUtterance(" ");
      silence.volume = 0;
      if (this.voice()) silence.voice = this.voice();
      if (silence.voice) this.synthesis.speak(silence);
    }
  }

  voice() {
    const language = document.documentElement.lang;
    const local = this.synthesis?.getVoices().filter((v) => v.localService) ?? [];
    const fitting = local.filter((v) => v.lang.toLowerCase().startsWith(language));
    return fitting.find((v) => v.default) ?? fitting[0] ?? null;
  }

  mute(muted) {
    this.muted = muted;
    if (muted) this.hush();
  }

  hush() {
    this.current = null;
    this.synthesis?.cancel();
  }

  /** Says an utterance once, and shows it as a caption. */
  say(utterance) {
    if (utterance.id <= this.lastId) return;
    this.lastId = utterance.id;
    this.show(utterance);
    if (this.muted) return;
    const voice = this.voice();
    if (voice) this.speak(utterance, voice);
    else this.sound(TONES[utterance.kind] ?? PLAIN_TONE);
  }

  /** A sentence of the page's own, that stands on it anyway; without a voice a tone. */
  announce(text) {
    const voice = this.voice();
    if (this.muted) return;
    this.sound(TONES.rest);
    if (voice) this.speak({ text, kind: "stage", priority: 0, interrupts: true }, voice);
  }

  speak(utterance, voice) {
    if (utterance.interrupts) this.hush();
    else if (this.current && SKIPPABLE.has(utterance.kind)) return;
    else if (this.current && utterance.priority > this.current.priority) this.hush();
    const speech = new SpeechSynthesisUtterance(utterance.text);
    speech.voice = voice;
    speech.lang = voice.lang;
    this.current = utterance;
    const over = () => {
      if (this.current === utterance) this.current = null;
    };
    speech.addEventListener("end", over);
    speech.addEventListener("error", over);
    this.synthesis.speak(speech);
  }

  /** As a caption, unless the page shows it anyway. */
  show(utterance) {
    if (ON_THE_PAGE.has(utterance.kind)) return;
    clearTimeout(this.fading);
    this.caption.textContent = utterance.text;
    const stay = Math.max(SHORTEST_CAPTION_MS, utterance.duration_s * 1000 + 1200);
    this.fading = setTimeout(() => (this.caption.textContent = ""), stay);
  }

  sound(tones) {
    if (!this.audio) return;
    const now = this.audio.currentTime;
    for (const [hertz, after, length] of tones) {
      const tone = this.audio.createOscillator();
      const gain = this.audio.createGain();
      tone.frequency.value = hertz;
      gain.gain.setValueAtTime(0.0001, now + after);
      gain.gain.exponentialRampToValueAtTime(0.2, now + after + 0.015);
      gain.gain.exponentialRampToValueAtTime(0.0001, now + after + length);
      tone.connect(gain).connect(this.audio.destination);
      tone.start(now + after);
      tone.stop(now + after + length + 0.02);
    }
  }
}

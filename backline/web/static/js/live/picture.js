// Where pictures come from: the camera, or the demonstrator's video. Both play in one <video>.

import { demonstration } from "../demos.js";

/** A reason why there is no picture; `kind` names the advice to show. */
export class NoPicture extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

const KINDS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

const WANTED = {
  audio: false,
  video: {
    facingMode: "user",
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
  },
};

/** Starts the camera in `video`. Gives `{ stop }`; `ended()` is called if it stops by itself. */
export async function openCamera(video, ended) {
  if (!window.isSecureContext) throw new NoPicture("insecure");
  if (!navigator.mediaDevices?.getUserMedia) throw new NoPicture("old");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (error) {
    throw new NoPicture(KINDS[error.name] ?? "strange");
  }
  const [track] = stream.getVideoTracks();
  track.addEventListener("ended", ended);
  video.srcObject = stream;
  await started(video);
  return {
    mirrored: true,
    finished: () => false,
    stop() {
      track.removeEventListener("ended", ended);
      for (const one of stream.getTracks()) one.stop();
      video.srcObject = null;
    },
  };
}

/** Plays the demonstrator doing it right, or with a fault, once. */
export async function openDemonstrator(video, exercise, fault, tell, still) {
  let url;
  try {
    url = await demonstration(exercise, fault, tell, still);
  } catch {
    throw new NoPicture("demo");
  }
  if (!url) return null;
  video.loop = false;
  video.src = url;
  await started(video).catch(() => {
    throw new NoPicture("demo");
  });
  return {
    mirrored: false,
    finished: () => video.ended,
    stop() {
      video.pause();
      video.removeAttribute("src");
      video.load();
    },
  };
}

async function started(video) {
  video.muted = true;
  await video.play();
  if (video.videoWidth) return;
  await new Promise((done, failed) => {
    video.addEventListener("loadeddata", done, { once: true });
    video.addEventListener("error", failed, { once: true });
  });
}

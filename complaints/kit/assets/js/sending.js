// Sends one file, again and again while the service is busy or does not answer: a wait that the service names
// (Retry-After), else one that doubles. What is no matter of time is given back at once.
const AGAIN = new Set([429, 500, 502, 503, 504]);
const TRIES = 10, LONGEST = 60;

/** Post `body` to `url`; return {status, answer}, where a status of 0 means that nothing came back.
 *  `told` hears {sent: 0…1} and {wait: seconds}; `signal` ends it. */
export async function deliver(url, body, told, signal) {
  for (let tries = 1; ; tries += 1) {
    const got = await post(url, body, told, signal);
    const again = got.status === 0 || AGAIN.has(got.status);
    // Too much for one day: the service names no time to wait for.
    const over = got.status === 429 && !got.wait;
    if (!again || over || tries === TRIES || signal.aborted) return got;
    const wait = Math.max(got.wait, Math.min(2 ** (tries - 1), LONGEST));
    told({ wait });
    await pause(wait, signal);
  }
}

function post(url, body, told, signal) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) told({ sent: event.loaded / event.total });
    });
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* a page, not JSON: the status says enough */ }
      resolve({ status: request.status, answer, wait: Number(request.getResponseHeader("Retry-After")) || 0 });
    });
    for (const kind of ["error", "abort"]) {
      request.addEventListener(kind, () => resolve({ status: 0, answer: {}, wait: 0 }));
    }
    signal.addEventListener("abort", () => request.abort(), { once: true });
    told({ sent: 0 });
    request.send(body);
  });
}

function pause(seconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

// A draft that saves itself: <form data-module="autosave" data-url="…"> is posted there a second after a change.
// The answer is any 2xx; what failed is tried again at the next change, and the form's own button always works.
import { word } from "./words.js";

const PAUSE = 1000;

export function start(form) {
  const line = form.querySelector("[data-saved]") ?? form.insertBefore(document.createElement("p"), form.firstChild);
  line.className = "ch-saved";
  line.setAttribute("role", "status");
  let waiting;
  let running = Promise.resolve();
  let touched = false;
  let sent;
  const save = async () => {
    const now = snapshot(form);
    if (!touched || now === sent) return;
    line.textContent = word(form, "saving", "Saving …");
    try {
      const answer = await fetch(form.dataset.url, {
        method: "POST",
        body: new URLSearchParams(now),
        headers: { Accept: "application/json" },
        keepalive: now.length < 60000,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      sent = now;
      const at = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      line.textContent = word(form, "saved", "Draft saved at {at}", { at });
    } catch {
      line.textContent = word(form, "unsaved", "The draft could not be saved. It is tried again at your next change.");
    }
  };
  const soon = () => {
    touched = true;
    clearTimeout(waiting);
    waiting = setTimeout(() => { running = running.then(save); }, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => clearTimeout(waiting));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") running = running.then(save);
  });
}

/** Return the form's texts as a query string; neither files nor the form's one-time key are part of a draft. */
function snapshot(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "once");
  return new URLSearchParams(fields).toString();
}

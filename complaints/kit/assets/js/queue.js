// Keyboard for lists: <… data-module="queue"> around rows with [data-row] (a row's first link is what Enter opens).
// j and k move, Enter opens; any link or button with data-key="x" is pressed by that letter, in the chosen row
// first, else on the page. ? shows them all. Nothing happens while one types, or with Ctrl, Alt or Meta.
import { word } from "./words.js";

export function start(place) {
  const rows = () => [...place.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  let here = -1;
  const choose = (index) => {
    const all = rows();
    if (!all.length) return;
    place.querySelector(".ch-here")?.classList.remove("ch-here");
    here = Math.max(0, Math.min(index, all.length - 1));
    all[here].classList.add("ch-here");
    opener(all[here])?.focus({ preventScroll: true });
    const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    all[here].scrollIntoView({ block: "nearest", behavior: smooth });
  };
  place.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    place.querySelector(".ch-here")?.classList.remove("ch-here");
    row.classList.add("ch-here");
    here = rows().indexOf(row);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog, [contenteditable]")) return;
    // A key that is held acts once: on the page that comes next it would undo or take one more case.
    if (event.repeat && !["j", "k"].includes(event.key)) return;
    const row = rows()[here];
    if (event.key === "j") choose(here + 1);
    else if (event.key === "k") choose(here < 0 ? 0 : here - 1);
    else if (event.key === "Enter" && row && !event.target.closest("a, button, summary, input")) opener(row)?.click();
    else if (event.key === "?") explain(place);
    else {
      const wanted = `[data-key="${CSS.escape(event.key)}"]`;
      const button = row?.querySelector(wanted) ?? [...document.querySelectorAll(wanted)].find((each) => each.offsetParent !== null);
      if (!button || button.disabled) return;
      if (button.matches("input:not([type=submit]):not([type=button]), textarea, select, [tabindex]")) button.focus();
      button.click();
    }
    event.preventDefault();
  });
}

function opener(row) {
  return row.querySelector("a[href]") ?? row.querySelector("button, summary, input");
}

function explain(place) {
  const old = document.querySelector("dialog.ch-keys");
  if (old) { old.showModal(); return; }
  const dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.className = "ch-keys";
  const title = dialog.appendChild(document.createElement("h2"));
  title.className = "govuk-heading-m";
  title.id = "keys-title";
  title.textContent = word(place, "keys", "Keys");
  dialog.setAttribute("aria-labelledby", title.id);
  const list = dialog.appendChild(document.createElement("dl"));
  const line = (key, text) => {
    const term = list.appendChild(document.createElement("dt"));
    term.appendChild(document.createElement("kbd")).textContent = key;
    list.appendChild(document.createElement("dd")).textContent = text;
  };
  line("j", word(place, "next", "next row"));
  line("k", word(place, "previous", "previous row"));
  line("Enter", word(place, "open", "open the row"));
  const seen = new Set();
  for (const button of document.querySelectorAll("[data-key]")) {
    if (button.offsetParent === null || seen.has(button.dataset.key)) continue;
    seen.add(button.dataset.key);
    const label = button.dataset.keyText || button.getAttribute("aria-label") || button.textContent || button.value;
    line(button.dataset.key, (label || button.labels?.[0]?.textContent || "").trim().replace(/\s+/g, " "));
  }
  line("?", word(place, "these", "show these keys"));
  const close = dialog.appendChild(document.createElement("button"));
  close.type = "button";
  close.className = "govuk-button govuk-button--secondary";
  close.textContent = word(place, "close", "Close");
  close.addEventListener("click", () => dialog.close());
  dialog.showModal();
}

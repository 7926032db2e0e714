// A CSV or text file dropped on a text area, or chosen beside it: its text lands in the area, or its addresses below what is there.
// Markup: <div data-module="csv-drop"><textarea>…</textarea><input type="file"></div>; without this the file goes with the form.
import { saying, word } from "./words.js";

const LONGEST = 2 * 1024 * 1024;

export function start(place) {
  const area = place.querySelector("textarea");
  const input = place.querySelector("input[type=file]");
  const say = saying(place, "ch-saved");
  const take = async (file) => {
    if (!file) return;
    if (file.size > LONGEST) {
      say(word(place, "large", "{name} is too large for a list of addresses.", { name: file.name }));
      return;
    }
    const text = (await file.text()).replace(/^\uFEFF/, "").trim();
    const found = addresses(text);
    if (found.length) {
      // An empty field takes the file as it is, with its other columns; one in use only the addresses.
      area.value = area.value.trim() ? [area.value.trim(), ...found].join("\n") : text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.dispatchEvent(new Event("change", { bubbles: true }));
    }
    say(word(place, "found", "{count} addresses taken from {name}.", { count: found.length, name: file.name }));
  };
  const choose = async () => { await take(input.files[0]); input.value = ""; };
  input?.addEventListener("change", choose);
  if (input?.files.length) choose();
  area.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    area.classList.add("ch-drop-over");
  });
  area.addEventListener("dragleave", () => area.classList.remove("ch-drop-over"));
  area.addEventListener("drop", (event) => {
    area.classList.remove("ch-drop-over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
}

/** Return the cells that look like an address, in their order, each once. */
function addresses(text) {
  const cells = text.split(/[\r\n\t;]+|,(?=\s*"?\s*(?:https?:|www\.|$))|"\s*,|,\s*"/);
  const cleaned = cells.map((cell) => cell.trim().replace(/^"+|"+$/g, "").trim());
  return [...new Set(cleaned.filter((cell) => /^(https?:\/\/|www\.)\S+$/i.test(cell)).map((cell) => cell.replace(/,+$/, "")))];
}

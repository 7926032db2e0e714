// A CSV, text or XLSX file dropped on a text area, or chosen beside it: its text lands in the area, or its addresses below what is there.
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
    const bytes = new Uint8Array(await file.arrayBuffer());
    // A workbook is read by the service: it goes with the form.
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return file;
    const text = decoded(bytes).trim();
    const found = addresses(text);
    if (text) {
      // An empty field takes the file as it is, with its other columns; one in use only the addresses,
      // or all lines where there is none: item numbers with their marketplace.
      const more = found.length ? found : [text];
      area.value = area.value.trim() ? [area.value.trim(), ...more].join("\n") : text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const lines = text ? text.split("\n").length : 0;
    say(found.length || !lines
      ? word(place, "found", "{count} addresses taken from {name}.", { count: found.length, name: file.name })
      : word(place, "lines", "{count} lines taken from {name}.", { count: lines, name: file.name }));
  };
  const choose = async () => { if (!(await take(input.files[0]))) input.value = ""; };
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
    const files = event.dataTransfer.files;
    take(files[0]).then((workbook) => { if (workbook && input) input.files = files; });
  });
}

/** Return a table's text: in Unicode, or as Windows in China saves it. */
function decoded(bytes) {
  const wide = { "255,254": "utf-16le", "254,255": "utf-16be" }[bytes.slice(0, 2).join()];
  try {
    return new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** Return the cells that look like an address, in their order, each once. */
function addresses(text) {
  const cells = text.split(/[\r\n\t;]+|,(?=\s*"?\s*(?:https?:|www\.|$))|"\s*,|,\s*"/);
  const cleaned = cells.map((cell) => cell.trim().replace(/^"+|"+$/g, "").trim());
  return [...new Set(cleaned.filter((cell) => /^(https?:\/\/|www\.)\S+$/i.test(cell)).map((cell) => cell.replace(/,+$/, "")))];
}

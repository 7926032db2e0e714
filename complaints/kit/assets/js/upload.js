// Several files by drag and drop, with progress. Each is posted alone to data-url (fields: file, and
// the form's hidden ones); the answer is JSON {id, name} or problem details {title, detail}.
// Markup: <div data-module="upload" data-url data-name="documents" …><input type="file" multiple></div>
// Each kept file becomes <input type="hidden" name=data-name value=id>; without this, files go with the form.
import { saying, word } from "./words.js";

const LARGEST = 20 * 1024 * 1024;

export function start(place) {
  const input = place.querySelector("input[type=file]");
  if (!input || !place.dataset.url) return;
  const list = place.querySelector("ul") ?? place.appendChild(document.createElement("ul"));
  const say = saying(place, "govuk-visually-hidden");
  list.className = "ch-upload__list";
  place.classList.add("ch-upload--ready");
  for (const row of list.children) drop(place, row);
  const take = (files) => [...files].forEach((file) => send(place, input, list, say, file));
  const choose = () => { take(input.files); input.value = ""; };
  input.addEventListener("change", choose);
  if (input.files.length) choose();
  for (const kind of ["dragenter", "dragover"]) {
    place.addEventListener(kind, (event) => { event.preventDefault(); place.classList.add("ch-upload--over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    place.addEventListener(kind, () => place.classList.remove("ch-upload--over"));
  }
  place.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
  input.form?.addEventListener("submit", (event) => {
    if (!list.querySelector("progress")) return;
    event.preventDefault();
    say(word(place, "wait", "Wait until every file has arrived."));
  });
}

function send(place, input, list, say, file) {
  const row = list.appendChild(document.createElement("li"));
  row.className = "ch-upload__item";
  const name = row.appendChild(document.createElement("span"));
  name.className = "ch-upload__name";
  name.textContent = `${file.name} (${size(file.size)})`;
  const largest = Number(place.dataset.largest) || LARGEST;
  if (file.size > largest) {
    fail(place, row, say, word(place, "large", "{name} is larger than {size}.", { name: file.name, size: size(largest) }));
    return;
  }
  const bar = row.appendChild(document.createElement("progress"));
  bar.max = 1;
  bar.setAttribute("aria-label", file.name);
  const body = new FormData();
  for (const hidden of input.form?.querySelectorAll("input[type=hidden][data-send]") ?? []) {
    body.append(hidden.name, hidden.value);
  }
  body.append(place.dataset.field || "file", file);
  const request = new XMLHttpRequest();
  request.open("POST", place.dataset.url);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => { bar.remove(); done(place, row, say, file, request); });
  request.addEventListener("error", () => {
    bar.remove();
    fail(place, row, say, word(place, "lost", "{name} did not arrive. Try again.", { name: file.name }));
  });
  request.send(body);
}

function done(place, row, say, file, request) {
  let answer = {};
  try { answer = JSON.parse(request.responseText); } catch { /* a page, not JSON: the status says enough */ }
  if (request.status >= 400) {
    const why = answer.errors?.[0]?.detail || answer.detail || answer.title;
    fail(place, row, say, why || word(place, "lost", "{name} did not arrive. Try again.", { name: file.name }));
    return;
  }
  const kept = row.appendChild(document.createElement("input"));
  kept.type = "hidden";
  kept.name = place.dataset.name || "documents";
  kept.value = answer.id;
  drop(place, row);
  say(word(place, "arrived", "{name} has arrived.", { name: file.name }));
}

function fail(place, row, say, text) {
  const line = row.appendChild(document.createElement("span"));
  line.className = "ch-upload__error";
  line.textContent = text;
  drop(place, row);
  say(text);
}

function drop(place, row) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ch-button--link";
  button.textContent = word(place, "remove", "Remove");
  button.setAttribute("aria-label", `${button.textContent}: ${row.firstChild.textContent}`);
  button.addEventListener("click", () => { row.remove(); place.querySelector("input[type=file]").focus(); });
  row.insertBefore(button, row.children[1] ?? null);
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

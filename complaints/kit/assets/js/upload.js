// Several files by drag and drop, one after another and in their order, each with its state. Each is posted alone to
// data-url (fields: file, and the form's hidden ones); the answer is JSON {id, name} or problem details {title, detail}.
// Markup: <div data-module="upload" data-url data-name="documents" …><input type="file" multiple></div>
// Each kept file becomes <input type="hidden" name=data-name value=id>; without this, files go with the form.
// The form does not go on while a file in the list has not arrived: it says which, beside the button.
import { deliver } from "./sending.js";
import { saying, word } from "./words.js";

const LARGEST = 20 * 1024 * 1024;

export function start(place) {
  const input = place.querySelector("input[type=file]");
  if (!input || !place.dataset.url) return;
  const list = place.querySelector("ul") ?? place.appendChild(document.createElement("ul"));
  const queue = { place, input, list, say: saying(place, "govuk-visually-hidden"), waiting: [], busy: false };
  list.className = "ch-upload__list";
  place.classList.add("ch-upload--ready");
  for (const row of list.children) {
    row.dataset.here = "";
    offerRemoval(queue, row);
  }
  const choose = () => { take(queue, input.files); input.value = ""; };
  input.addEventListener("change", choose);
  if (input.files.length) choose();
  for (const kind of ["dragenter", "dragover"]) {
    place.addEventListener(kind, (event) => { event.preventDefault(); place.classList.add("ch-upload--over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    place.addEventListener(kind, () => place.classList.remove("ch-upload--over"));
  }
  place.addEventListener("drop", (event) => { event.preventDefault(); take(queue, event.dataTransfer.files); });
  input.form?.addEventListener("submit", (event) => {
    if (!missing(queue).length) return;
    event.preventDefault();
    tellMissing(queue, event.submitter);
  });
}

function take(queue, files) {
  for (const file of files) {
    const row = queue.list.appendChild(document.createElement("li"));
    row.className = "ch-upload__item";
    row.dataset.name = file.name;
    part(row, "name").textContent = `${file.name} (${size(file.size)})`;
    part(row, "state");
    offerRemoval(queue, row);
    const largest = Number(queue.place.dataset.largest) || LARGEST;
    if (file.size > largest) {
      fail(queue, row, word(queue.place, "large", "{name} is larger than {size}.", { name: file.name, size: size(largest) }));
    } else {
      add(queue, row, file);
    }
  }
  work(queue);
}

function add(queue, row, file) {
  state(row, word(queue.place, "waiting", "To be sent"));
  queue.waiting.push({ row, file });
}

/** Send what waits, one after another: the order in which files arrive is the order in which they were chosen. */
async function work(queue) {
  if (queue.busy) return;
  queue.busy = true;
  while (queue.waiting.length) {
    const { row, file } = queue.waiting.shift();
    if (row.isConnected) await send(queue, row, file);
  }
  queue.busy = false;
}

async function send(queue, row, file) {
  const bar = row.appendChild(document.createElement("progress"));
  bar.max = 1;
  bar.setAttribute("aria-label", file.name);
  const removed = new AbortController();
  row.addEventListener("removed", () => removed.abort(), { once: true });
  const told = ({ sent, wait }) => {
    if (wait) {
      bar.hidden = true;
      state(row, word(queue.place, "again", "Busy. We send it again in {seconds} seconds.", { seconds: Math.ceil(wait) }));
      return;
    }
    bar.hidden = false;
    bar.value = sent;
    state(row, sent < 1 ? word(queue.place, "sending", "Sending") : word(queue.place, "checking", "Checking"));
  };
  const { status, answer } = await deliver(queue.place.dataset.url, form(queue, file), told, removed.signal);
  bar.remove();
  if (!row.isConnected) return;
  if (status >= 200 && status < 300) keep(queue, row, answer.id);
  else if (status) fail(queue, row, answer.errors?.[0]?.detail || answer.detail || answer.title || lost(queue, row), file);
  else fail(queue, row, lost(queue, row), file);
}

function form(queue, file) {
  const body = new FormData();
  for (const hidden of queue.input.form?.querySelectorAll("input[type=hidden][data-send]") ?? []) {
    body.append(hidden.name, hidden.value);
  }
  body.append(queue.place.dataset.field || "file", file);
  return body;
}

function keep(queue, row, id) {
  const { place, input } = queue;
  const name = place.dataset.name || "documents";
  row.dataset.here = "";
  // The same bytes have the same id: a file that was sent twice goes with the form once.
  const twin = [...(input.form ?? place).querySelectorAll(`input[name="${name}"]`)].some((each) => each.value === String(id));
  if (twin) {
    state(row, word(place, "same", "The same file is already here"));
  } else {
    const kept = row.appendChild(document.createElement("input"));
    kept.type = "hidden";
    kept.name = name;
    kept.value = id;
    state(row, word(place, "here", "Arrived"));
  }
  queue.say(word(place, "arrived", "{name} has arrived.", { name: row.dataset.name }));
  tellMissing(queue);
}

/** Say why a file is not here; `file` is sent again where somebody asks for it. */
function fail(queue, row, text, file) {
  row.querySelector(".ch-upload__state").textContent = "";
  const line = part(row, "error");
  line.textContent = text;
  queue.say(text);
  if (!file) return;
  const again = button(word(queue.place, "retry", "Send again"), row);
  again.addEventListener("click", () => { line.remove(); again.remove(); add(queue, row, file); work(queue); });
  row.insertBefore(again, line);
}

function offerRemoval(queue, row) {
  const remove = button(word(queue.place, "remove", "Remove"), row);
  remove.addEventListener("click", () => {
    row.dispatchEvent(new Event("removed"));
    row.remove();
    queue.input.focus();
    tellMissing(queue);
  });
  row.insertBefore(remove, row.children[1] ?? null);
}

function button(text, row) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "ch-button--link";
  made.textContent = text;
  made.setAttribute("aria-label", `${text}: ${row.firstElementChild.textContent}`);
  return made;
}

const missing = (queue) => [...queue.list.children].filter((row) => !("here" in row.dataset));

/** Say beside the button that was pressed which files are not here, and once they are, that they are. */
function tellMissing(queue, pressed) {
  if (pressed && !queue.told) {
    queue.told = document.createElement("p");
    queue.told.setAttribute("role", "alert");
    (pressed.closest(".govuk-button-group") ?? pressed).before(queue.told);
  }
  if (!queue.told) return;
  const names = missing(queue).map((row) => row.dataset.name).join(", ");
  queue.told.className = names ? "govuk-error-message" : "govuk-body";
  queue.told.textContent = names
    ? word(queue.place, "missing", "Not here yet: {names}. Wait until they have arrived, or remove them from the list.", { names })
    : word(queue.place, "all", "All files have arrived. You can go on.");
}

function part(row, name) {
  const made = row.appendChild(document.createElement("span"));
  made.className = `ch-upload__${name}`;
  return made;
}

function state(row, text) {
  row.querySelector(".ch-upload__state").textContent = text;
}

const lost = (queue, row) => word(queue.place, "lost", "{name} did not arrive. Try again.", { name: row.dataset.name });

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

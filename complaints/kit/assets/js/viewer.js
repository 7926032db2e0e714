// Pictures of documents, large: <div data-module="viewer"> around links with data-picture="name" to large pictures.
// One dialog for the whole page: every picture of every such place can be looked at there, turned, and put beside
// another one. Keys: j and k walk, + and - zoom, r turns, c compares, o goes to the other side, arrows move, 0 resets.
// Without this file a link leads to its picture.
import { word } from "./words.js";

const STEP = 1.25, MOST = 12, MOVE = 60;
// Seconds until a picture is asked for again, while the service draws too many.
const WAITS = [2, 4, 8, 16];
let dialog, words, sides, active, opener;

export function start(place) {
  for (const image of place.querySelectorAll("img")) askAgain(image);
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-picture]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(place, link);
  });
}

/** Ask for a picture, where another is on its way once that is there: who walks fast asks for the last one alone. */
function ask(image, address) {
  image.dataset.wanted = address;
  if (image.complete || !image.src) image.src = address;
}

function askAgain(image) {
  let tries = 0, wanted = "";
  const later = () => {
    if (image.src !== wanted) [tries, wanted] = [0, image.src];
    if (tries === WAITS.length) return;
    setTimeout(() => { if (image.src === wanted && !image.naturalWidth) image.src = wanted; }, WAITS[tries] * 1000);
    tries += 1;
  };
  image.addEventListener("error", later);
  if (image.complete && image.currentSrc && !image.naturalWidth) later();
}

const pictures = () => [...document.querySelectorAll("a[data-picture]")];

function open(place, link) {
  words = place;
  opener = link;
  dialog ??= build();
  const all = pictures();
  show(sides[0], all.indexOf(link));
  const other = link.dataset.beside ? all.findIndex((each) => each.dataset.picture === link.dataset.beside && each !== link) : -1;
  compare(other >= 0, other);
  activate(0);
  dialog.showModal();
  sides[0].stage.focus();
}

function build() {
  const made = document.body.appendChild(document.createElement("dialog"));
  made.className = "ch-viewer";
  made.setAttribute("aria-label", word(words, "title", "Pictures"));
  const bar = made.appendChild(document.createElement("div"));
  bar.className = "ch-viewer__bar";
  for (const [name, key, text, act] of [
    ["previous", "k", "Previous", () => walk(-1)],
    ["next", "j", "Next", () => walk(1)],
    ["closer", "+", "Zoom in", () => zoom(STEP)],
    ["farther", "-", "Zoom out", () => zoom(1 / STEP)],
    ["turn", "r", "Rotate", turn],
    ["reset", "0", "Whole picture", reset],
    ["compare", "c", "Compare", toggle],
    ["other", "o", "Other side", change],
    ["close", "Esc", "Close", () => made.close()],
  ]) {
    const button = bar.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = `ch-viewer__button ch-viewer__button--${name}`;
    button.dataset.act = name;
    button.append(word(words, name, text), " ");
    button.appendChild(document.createElement("kbd")).textContent = key;
    button.addEventListener("click", act);
  }
  const stages = made.appendChild(document.createElement("div"));
  stages.className = "ch-viewer__stages";
  sides = [0, 1].map((number) => side(stages, number));
  made.addEventListener("keydown", pressed);
  made.addEventListener("close", () => opener?.focus());
  return made;
}

function side(stages, number) {
  const figure = stages.appendChild(document.createElement("figure"));
  figure.className = "ch-viewer__side";
  const caption = figure.appendChild(document.createElement("figcaption"));
  caption.setAttribute("aria-live", "polite");
  const stage = figure.appendChild(document.createElement("div"));
  stage.className = "ch-viewer__stage";
  stage.tabIndex = 0;
  stage.setAttribute("role", "group");
  const image = stage.appendChild(document.createElement("img"));
  image.draggable = false;
  for (const end of ["load", "error"]) {
    image.addEventListener(end, () => { if (image.dataset.wanted !== image.src) image.src = image.dataset.wanted; });
  }
  askAgain(image);
  const made = { figure, caption, stage, image, at: -1, scale: 1, turned: 0, x: 0, y: 0 };
  stage.addEventListener("focus", () => activate(number));
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    active = number;
    zoom(event.deltaY < 0 ? STEP : 1 / STEP);
  }, { passive: false });
  stage.addEventListener("pointerdown", (event) => {
    activate(number);
    stage.setPointerCapture(event.pointerId);
    let { clientX, clientY } = event;
    const drag = (moved) => {
      move(moved.clientX - clientX, moved.clientY - clientY);
      ({ clientX, clientY } = moved);
    };
    stage.addEventListener("pointermove", drag);
    const end = () => stage.removeEventListener("pointermove", drag);
    for (const over of ["pointerup", "pointercancel"]) stage.addEventListener(over, end, { once: true });
  });
  stage.addEventListener("dblclick", () => (made.scale > 1 ? reset() : zoom(STEP ** 4)));
  return made;
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const moves = { ArrowLeft: [MOVE, 0], ArrowRight: [-MOVE, 0], ArrowUp: [0, MOVE], ArrowDown: [0, -MOVE] };
  const acts = {
    j: () => walk(1), k: () => walk(-1), r: turn, 0: reset, "+": () => zoom(STEP), "=": () => zoom(STEP),
    "-": () => zoom(1 / STEP), c: toggle, o: change,
  };
  if (moves[event.key]) move(...moves[event.key]);
  else if (acts[event.key]) acts[event.key]();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// What is done to one side is done to the other, so that two pictures are looked at in step.
const shown = () => (dialog.dataset.two === "true" ? sides : [sides[0]]);

function walk(by) {
  const all = pictures();
  const here = sides[active];
  show(here, (here.at + by + all.length) % all.length);
}

function show(where, index) {
  const link = pictures()[index];
  where.at = index;
  ask(where.image, link.href);
  where.image.alt = link.dataset.picture;
  where.caption.textContent = `${link.dataset.picture} (${index + 1}/${pictures().length})`;
  where.stage.setAttribute("aria-label", link.dataset.picture);
  Object.assign(where, { scale: 1, turned: 0, x: 0, y: 0 });
  place(where);
}

function zoom(by) {
  for (const each of shown()) {
    each.scale = Math.min(MOST, Math.max(1, each.scale * by));
    if (each.scale < 1.01) Object.assign(each, { scale: 1, x: 0, y: 0 });
    place(each);
  }
}

function move(x, y) {
  for (const each of shown()) {
    const most = { x: (each.stage.clientWidth * each.scale) / 2, y: (each.stage.clientHeight * each.scale) / 2 };
    each.x = Math.max(-most.x, Math.min(most.x, each.x + x));
    each.y = Math.max(-most.y, Math.min(most.y, each.y + y));
    place(each);
  }
}

// A picture is turned alone: of two copies one may lie on its side.
function turn() {
  sides[active].turned = (sides[active].turned + 90) % 360;
  place(sides[active]);
}

function reset() {
  for (const each of shown()) {
    Object.assign(each, { scale: 1, turned: 0, x: 0, y: 0 });
    place(each);
  }
}

function place({ image, scale, turned, x, y, stage }) {
  // Lying on its side, a picture fits the stage by its other measure.
  const fits = turned % 180 && image.clientWidth
    ? Math.min(1, stage.clientWidth / image.clientHeight, stage.clientHeight / image.clientWidth) : 1;
  image.style.transform = `translate(${x}px, ${y}px) rotate(${turned}deg) scale(${scale * fits})`;
}

function compare(two, other = -1) {
  const all = pictures();
  const possible = two && all.length > 1;
  dialog.dataset.two = String(possible);
  dialog.querySelector("[data-act=compare]").setAttribute("aria-pressed", String(possible));
  dialog.querySelector("[data-act=compare]").disabled = all.length < 2;
  dialog.querySelector("[data-act=other]").disabled = !possible;
  sides[1].figure.hidden = !possible;
  if (possible) show(sides[1], other >= 0 ? other : (sides[0].at + 1) % all.length);
  activate(possible ? 1 : 0);
}

function toggle() {
  compare(dialog.dataset.two !== "true");
  sides[active].stage.focus();
}

function change() {
  activate(1 - active);
  sides[active].stage.focus();
}

function activate(number) {
  active = dialog.dataset.two === "true" ? number : 0;
  sides.forEach((each, index) => each.figure.classList.toggle("ch-viewer__side--active", index === active));
}

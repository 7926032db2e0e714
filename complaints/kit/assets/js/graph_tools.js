// The tools above a graph: search a name and choose it, move and enlarge the picture by buttons and by keys.
// `look` has zoom and center (in the picture's own measure) and is what the drawing is made from.
import { word } from "./words.js";

const STEP = 1.3;
const [LEAST, MOST] = [0.5, 8];
const NAMED = 8;

/**
 * Add the search field; `found(text)` is told what is typed and returns the nodes whose names have it. The first of them
 * are buttons that choose a node, as a click on it does; Enter chooses the first.
 */
export function searching(place, tools, found, choose) {
  const label = tools.appendChild(document.createElement("label"));
  label.append(word(place, "search", "Search a name"));
  const field = label.appendChild(document.createElement("input"));
  field.type = "search";
  field.className = "govuk-input govuk-input--width-10";
  const count = tools.appendChild(document.createElement("span"));
  count.setAttribute("role", "status");
  const list = tools.appendChild(document.createElement("span"));
  let nodes = [];
  field.addEventListener("input", () => {
    const text = field.value.trim();
    nodes = found(text);
    count.textContent = text ? word(place, "found", "{count} names", { count: nodes.length }) : "";
    list.replaceChildren(...nodes.slice(0, NAMED).flatMap((node) => [pressed(node.label, () => choose(node)), " "]));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !nodes.length) return;
    event.preventDefault();
    choose(nodes[0]);
  });
}

/** Return a button that looks like a link. */
export function pressed(text, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ch-button--link";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

/** Add the buttons, and let the box take keys: + and −, the arrows, 0 for the whole picture. */
export function moving(place, tools, box, look, redraw) {
  const enlarge = (by) => {
    look.zoom = Math.min(MOST, Math.max(LEAST, look.zoom * by));
    redraw();
  };
  const move = (x, y) => {
    const [wide, high] = [box.clientWidth, box.clientHeight];
    const [cx, cy] = look.center ?? look.middle(wide, high);
    look.center = [cx + (x * wide) / (8 * look.zoom), cy + (y * high) / (8 * look.zoom)];
    redraw();
  };
  const whole = () => { look.zoom = 1; look.center = null; redraw(); };
  const acts = {
    "+": () => enlarge(STEP), "=": () => enlarge(STEP), "-": () => enlarge(1 / STEP), 0: whole,
    ArrowLeft: () => move(-1, 0), ArrowRight: () => move(1, 0), ArrowUp: () => move(0, -1), ArrowDown: () => move(0, 1),
  };
  for (const [key, sign, name] of [
    ["+", "+", word(place, "larger", "Larger")],
    ["-", "−", word(place, "smaller", "Smaller")],
    ["ArrowLeft", "←", word(place, "left", "Left")],
    ["ArrowRight", "→", word(place, "right", "Right")],
    ["ArrowUp", "↑", word(place, "up", "Up")],
    ["ArrowDown", "↓", word(place, "down", "Down")],
    ["0", word(place, "whole", "Whole picture"), ""],
  ]) {
    const button = tools.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary ch-button--small";
    button.textContent = sign;
    if (name) { button.setAttribute("aria-label", name); button.title = name; }
    button.addEventListener("click", acts[key]);
  }
  box.tabIndex = 0;
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return;
    acts[event.key]();
    event.preventDefault();
    event.stopPropagation();
  });
}

// The base script of every page: starts the kits' components, then loads the behaviours a page asks for.
// A page that asks for nothing more gets nothing more; without this file every page still works.
import {
  Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, Tabs, createAll,
} from "govuk-frontend";
import { SortableTable } from "@ministryofjustice/frontend/moj/components/sortable-table/sortable-table.mjs";

const BEHAVIOURS = {
  autosave: () => import("./autosave.js"),
  chart: () => import("./chart.js"),
  "confirm-leave": () => import("./confirm_leave.js"),
  "console-menu": () => import("./console_menu.js"),
  copy: () => import("./copy.js"),
  "csv-drop": () => import("./csv_drop.js"),
  desk: () => import("./desk.js"),
  graph: () => import("./graph.js"),
  passkey: () => import("./passkey.js"),
  "policy-form": () => import("./policy_form.js"),
  queue: () => import("./queue.js"),
  recognise: () => import("./recognise.js"),
  replay: () => import("./replay.js"),
  search: () => import("./search.js"),
  upload: () => import("./upload.js"),
  viewer: () => import("./viewer.js"),
};

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [
  Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, SortableTable, Tabs,
]) {
  createAll(component);
}

// What changes in a place while its behaviour is still on its way is told to it once it has started.
for (const place of document.querySelectorAll("[data-module]")) {
  for (const name of place.dataset.module.split(" ")) {
    const missed = new AbortController();
    let changed = false;
    for (const kind of ["input", "change"]) {
      place.addEventListener(kind, () => { changed = true; }, { signal: missed.signal });
    }
    BEHAVIOURS[name]?.().then((behaviour) => {
      missed.abort();
      behaviour.start(place);
      place.dataset.started = name;
      if (changed) place.dispatchEvent(new Event("input"));
    });
  }
}

// "Fill this in." three times says little to who hears the links alone: each names its field.
for (const link of document.querySelectorAll('.govuk-error-summary a[href^="#"]')) {
  const field = document.getElementById(link.hash.slice(1));
  // A choice is named by its question; a field within one by its own label.
  const isChoice = ["radio", "checkbox"].includes(field?.type);
  const label = isChoice ? field.closest("fieldset")?.querySelector("legend") : field?.labels?.[0];
  const name = label?.firstChild?.textContent.trim().replace(/[?:？：]$/, "");
  if (name && !link.textContent.toLowerCase().includes(name.toLowerCase())) {
    link.prepend(name, link.closest("ul").dataset.colon);
  }
}

// What belongs to one choice shows when it is chosen. (The kit's own way puts aria-expanded on a radio.)
function reveal() {
  for (const choice of document.querySelectorAll("input[data-reveals]")) {
    const inside = document.getElementById(choice.dataset.reveals);
    for (const kind of ["radios", "checkboxes"]) {
      inside.classList.toggle(`govuk-${kind}__conditional--hidden`, !choice.checked);
    }
  }
}
if (document.querySelector("input[data-reveals]")) {
  reveal();
  document.addEventListener("change", (event) => event.target.matches("input[type=radio], input[type=checkbox]") && reveal());
  addEventListener("pageshow", reveal);
}

// An open menu closes when one looks elsewhere.
for (const menu of document.querySelectorAll("details.ch-menu")) {
  document.addEventListener("click", (event) => menu.contains(event.target) || menu.removeAttribute("open"));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    }
  });
}

// A draft of the policy: a slider beside each number that has one, and the reason's field only where the value is
// another than the one in force. Without this file each row shows its number and its reason.
import { word } from "./words.js";

export function start(form) {
  for (const row of form.querySelectorAll(".ch-threshold")) {
    const field = row.querySelector(".ch-threshold__value :is(input, select)");
    const reason = row.querySelector(".ch-threshold__why");
    const text = reason.querySelector("input");
    const place = row.querySelector("[data-slider]");
    const slider = place && sliding(place, field);
    const show = () => {
      const stays = Number(field.value) === Number(row.dataset.inForce) && field.value.trim() !== "";
      reason.hidden = stays && !text.value && !reason.querySelector(".govuk-error-message");
      row.classList.toggle("ch-threshold--changed", !stays);
      if (slider) slider.value = field.value;
    };
    row.addEventListener("input", show);
    row.addEventListener("change", show);
    show();
  }
}

function sliding(place, field) {
  const [from, to, step] = place.dataset.slider.split(" ");
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: from, max: to, step, className: "ch-threshold__slider" });
  slider.setAttribute("aria-label", word(place, "slider", "Slider"));
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.after(slider);
  return slider;
}

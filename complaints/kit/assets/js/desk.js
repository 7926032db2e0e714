// The form of the desk: of the reasons, those of the chosen decision are shown (by the style sheet); here a reason
// that is out of sight is let go, or chosen again where it fits the new decision too. A takedown has no grade.
export function start(form) {
  form.addEventListener("change", (event) => {
    if (event.target.name !== "decision") return;
    const reasons = [...form.querySelectorAll("input[name=reason]")];
    const chosen = reasons.find((each) => each.checked);
    const shown = reasons.filter((each) => each.closest("[data-for]").dataset.for === event.target.value);
    if (chosen) chosen.checked = false;
    const same = shown.find((each) => each.value === chosen?.value);
    if (same) same.checked = true;
    if (["take_down", "stand"].includes(event.target.value)) {
      const open = form.querySelector('input[name=merit][value=""]');
      if (open) open.checked = true;
    }
  });
}

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
  // A button that ticks several does so here; without script the server does.
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-ticks]");
    if (!button) return;
    event.preventDefault();
    const named = new Set(button.value.split(" "));
    for (const box of form.querySelectorAll("input[name=claim_ids]")) {
      if (named.has(box.value)) box.checked = button.name === "tick";
    }
    count();
  });
  const count = () => {
    for (const group of form.querySelectorAll("[data-group]")) {
      const boxes = [...group.querySelectorAll("input[name=claim_ids]")];
      group.querySelector("summary").dataset.ticked = `${boxes.filter((box) => box.checked).length}/${boxes.length}`;
    }
  };
  form.addEventListener("change", count);
  count();
}

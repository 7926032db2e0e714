// The search's field: "/" leads to it from anywhere on a page, unless one types.
export function start(field) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog, [contenteditable]")) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

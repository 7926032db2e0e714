// A button that copies: <button type="button" data-module="copy" data-copy="text" data-word-copied="Copied">.
// With data-copy-from="id" it copies that element's text. The button is hidden until this runs.
import { word } from "./words.js";

export function start(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const before = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copyFrom);
    await navigator.clipboard.writeText(button.dataset.copy ?? from?.value ?? from?.textContent.trim() ?? "");
    button.textContent = word(button, "copied", "Copied");
    setTimeout(() => { button.textContent = before; }, 2000);
  });
}

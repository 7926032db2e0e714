// Asks before a half-filled form is left: <form data-module="confirm-leave">. The browser words the question.
export function start(form) {
  let touched = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
}

// What is typed is answered while one types: <textarea data-module="recognise" data-url data-target="id">. The form's
// texts are posted to data-url and the HTML that comes back, which is the server's own table, replaces the target's.
const PAUSE = 700;

export function start(area) {
  const target = document.getElementById(area.dataset.target);
  let waiting;
  const choices = [...area.form.querySelectorAll("select")];
  const typed = () => [area.value, ...choices.map((each) => each.value)].join("\n");
  // What the server last showed, which is not what was typed before this file arrived.
  let last = [area.defaultValue, ...choices.map((each) => each.querySelector("[selected]")?.value ?? "")].join("\n");
  let asking;
  const ask = async () => {
    if (typed() === last) return;
    last = typed();
    asking?.abort();
    asking = new AbortController();
    const fields = [...new FormData(area.form)].filter(([name, value]) => typeof value === "string" && name !== "once");
    try {
      const answer = await fetch(area.dataset.url, {
        method: "POST", body: new URLSearchParams(fields), headers: { Accept: "text/html" }, signal: asking.signal,
      });
      if (answer.ok) target.innerHTML = await answer.text();
    } catch { /* a newer question, or no network: the form's button asks the same */ }
  };
  for (const kind of ["input", "change"]) {
    for (const place of [area, ...choices]) {
      place.addEventListener(kind, () => { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); });
    }
  }
}

// The console's menu: beside the page it stands open, on a telephone it opens by its button.
const BESIDE = window.matchMedia("(min-width: 56em)");

export function start(menu) {
  const fit = () => { menu.open = BESIDE.matches; };
  BESIDE.addEventListener("change", fit);
  fit();
}

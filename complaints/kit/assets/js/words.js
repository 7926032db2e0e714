// The words a script needs, in the page's language: data-word-NAME="…" on the element, else English.
// {name} in a text is replaced by the fact of that name.
export function word(place, name, english, facts = {}) {
  const key = `word${name[0].toUpperCase()}${name.slice(1)}`;
  return (place.dataset[key] || english).replace(/\{(\w+)\}/g, (whole, fact) => facts[fact] ?? whole);
}

/** Say something to a screen reader and to the eye, in one place of the element. */
export function saying(place, className) {
  const line = document.createElement("p");
  line.className = className;
  line.setAttribute("role", "status");
  place.append(line);
  return (text) => { line.textContent = text; };
}

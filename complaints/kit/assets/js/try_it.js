// Starts Swagger UI, which the page loads beside this, over our own description: dark where the
// reader's system is, and with its own words in the page's language.
const place = document.getElementById("swagger");
const words = JSON.parse(place.dataset.words);
const dark = matchMedia("(prefers-color-scheme: dark)");

function colour() {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

/** Put the words of Swagger UI below an element into the page's language; it knows English alone. */
function translate(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const said = words[node.data.trim()];
    // What the API says of itself is rendered from Markdown, and stays as it is.
    if (said && !node.parentElement.closest(".renderedMarkdown, .microlight, textarea, option")) {
      node.data = node.data.replace(node.data.trim(), said);
    }
  }
  for (const field of root.querySelectorAll?.("[placeholder]") ?? []) {
    field.placeholder = words[field.placeholder] ?? field.placeholder;
  }
}

colour();
dark.addEventListener("change", colour);
if (Object.keys(words).length) {
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        translate(node.nodeType === Node.TEXT_NODE ? node.parentNode : node);
      }
    }
  }).observe(place, { childList: true, subtree: true });
}
globalThis.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.spec,
  validatorUrl: null,
  persistAuthorization: false,
});

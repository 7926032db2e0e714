// Makes the server's drawing of hands and links one that can be explored; the drawing and the table beside it stay
// for who has no script. Data: a JSON block
//   {nodes: [{id, name, kind, x, y, size, url, expand}], links: [{source, target, kind, text, weight}],
//    kinds: {kind: "Text for people"}, cap: 200}
// data-url on the place, or a node's own `expand`, answers the same for one step more around ?node=ID.
import { colour, draw, tooltip } from "./echarts.js";
import { saying, word } from "./words.js";

const NODES = { filer: "red", rights_holder: "amber", holder: "amber", store: "blue", operator: "purple", identifier: "grey", listing: "teal", shared: "grey" };
const LINKS = ["teal", "orange", "purple", "blue", "magenta", "amber", "green", "red"];

export function start(place) {
  const data = JSON.parse(place.querySelector('script[type="application/json"]').textContent);
  const drawing = place.querySelector("svg");
  const kinds = () => [...new Set(data.links.map((link) => link.kind))];
  const hidden = new Set();
  const tools = place.insertBefore(document.createElement("fieldset"), place.firstChild);
  tools.className = "ch-graph__tools";
  const { chart, again } = draw(drawing, "ch-graph__canvas", () => option(data, hidden, kinds(), place.clientWidth < 600));
  const say = saying(place, "ch-saved");
  const filters = () => choices(place, tools, data, kinds(), hidden, again);
  filters();
  drawing.remove();
  chart.on("click", async (event) => {
    if (event.dataType !== "node") return;
    const node = data.nodes.find((one) => one.id === event.data.id);
    const url = node.expand ?? (place.dataset.url && `${place.dataset.url}?node=${encodeURIComponent(node.id)}`);
    if (node.open || !url) {
      if (node.url) location.assign(node.url);
      return;
    }
    await expand(place, data, node, url, say);
    filters();
    again();
  });
}

async function expand(place, data, node, url, say) {
  node.open = true;
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const more = await answer.json();
    const known = new Set(data.nodes.map((one) => one.id));
    const fresh = more.nodes.filter((one) => !known.has(one.id)).slice(0, Math.max(0, (data.cap ?? 200) - known.size));
    fresh.forEach((one, index) => {
      const angle = (2 * Math.PI * index) / fresh.length;
      const far = 0.12 * spread(data);
      data.nodes.push({ ...one, x: node.x + far * Math.cos(angle), y: node.y + far * Math.sin(angle) });
    });
    const all = new Set(data.nodes.map((one) => one.id));
    const had = new Set(data.links.map(key));
    data.links.push(...more.links.filter((link) => all.has(link.source) && all.has(link.target) && !had.has(key(link))));
    Object.assign(data.kinds ?? {}, more.kinds);
    say(word(place, "added", "{count} more around {name}. Click again to open it.", { count: fresh.length, name: node.name }));
  } catch {
    node.open = false;
    say(word(place, "failed", "The neighbours of {name} could not be read.", { name: node.name }));
  }
}

const key = (link) => `${link.source} ${link.target} ${link.kind}`;

function spread(data) {
  const xs = data.nodes.map((one) => one.x);
  return Math.max(...xs) - Math.min(...xs) || 1;
}

function choices(place, tools, data, kinds, hidden, again) {
  const legend = document.createElement("legend");
  legend.className = "govuk-visually-hidden";
  legend.textContent = word(place, "filter", "Kinds of link shown");
  tools.replaceChildren(legend);
  for (const kind of kinds) {
    const label = tools.appendChild(document.createElement("label"));
    const box = label.appendChild(document.createElement("input"));
    box.type = "checkbox";
    box.checked = !hidden.has(kind);
    label.append(data.kinds?.[kind] ?? kind);
    box.addEventListener("change", () => { hidden[box.checked ? "delete" : "add"](kind); again(); });
  }
}

function option(data, hidden, kinds, narrow) {
  const links = data.links.filter((link) => !hidden.has(link.kind));
  const joined = new Set(links.flatMap((link) => [link.source, link.target]));
  return {
    tooltip: { trigger: "item", ...tooltip(), formatter: (event) => event.data.text || event.data.name || "" },
    series: [{
      type: "graph",
      layout: "none",
      preserveAspect: "contain",
      roam: true,
      scaleLimit: { min: 0.4, max: 6 },
      left: narrow ? 12 : 40, right: narrow ? 12 : 130, top: 24, bottom: 24,
      emphasis: { focus: "adjacency", label: { show: true } },
      labelLayout: { hideOverlap: true },
      label: { show: !narrow, position: "right", color: colour("ink"), fontSize: 12, textBorderColor: colour("paper"), textBorderWidth: 2 },
      data: data.nodes.map((node) => ({
        id: node.id, name: node.name, x: node.x, y: node.y, text: node.text || node.name,
        symbolSize: node.size ?? (node.kind === "filer" ? 18 : 11),
        symbol: node.kind === "store" ? "rect" : node.kind === "identifier" || node.kind === "shared" ? "diamond" : "circle",
        itemStyle: { color: colour(NODES[node.kind] ?? "grey"), opacity: joined.has(node.id) || node.here ? 1 : 0.2, borderColor: colour("ink"), borderWidth: node.here ? 3 : 0 },
      })),
      links: links.map((link) => ({
        source: link.source, target: link.target, text: link.text || data.kinds?.[link.kind] || link.kind,
        lineStyle: { color: colour(LINKS[kinds.indexOf(link.kind) % LINKS.length]), width: Math.min(5, 1 + (link.weight ?? 0.5)), opacity: 0.75, curveness: 0.08 },
      })),
    }],
  };
}

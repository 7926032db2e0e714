// Makes the server's drawing of hands and links one that can be explored; the table beside it stays as it is.
// Inside the place: <svg> (the drawing, which this replaces) and <script type="application/json">, the picture as
// the API answers it, with texts for people:
//   {nodes: [{id, kind, label, role, shared, holders, x, y, url, text}], edges: [{source, target, kind, weight, text}],
//    kinds: {edge kind: text}, node_kinds: {node kind: text}}
// data-url?expand=ID,ID answers the same once more with what those nodes are tied to. x and y are 0 to 1.
// data-ticks is the name of boxes in the page whose values are ids of filers: a ticked one stands out, and the
// chosen one can be ticked here, or all that were gathered into it (`filers` are their ids).
import { colour, draw, tooltip } from "./echarts.js";
import { moving, pressed, searching } from "./graph_tools.js";
import { word } from "./words.js";

const NODES = { filer: "blue", rights_holder: "amber", store: "teal", operator: "purple", listing: "green", identifier: "grey" };
// Filers lie on an arc: what is nearer than this part of the width is in the same column.
const SAME_COLUMN = 0.13;
const SHAPES = { store: "rect", listing: "rect", identifier: "diamond", operator: "triangle" };
const EDGES = {
  shares: "orange", lockstep: "teal", campaign: "purple", "same hands": "red", "other hands": "green",
  "complained of": "grey", "files for": "amber", runs: "blue",
};
const DASHED = new Set(["other hands", "runs"]);
const MOST = 5;
const MANY = 60;

export function start(place) {
  let data = JSON.parse(place.querySelector('script[type="application/json"]').textContent);
  const drawing = place.querySelector("svg");
  const hidden = new Set();
  const expanded = [];
  const look = { zoom: 1, center: null, words: "", alone: null, chosen: null, ticked: new Set(), middle: (wide, high) => [wide / 2, high / 2] };
  const tools = place.insertBefore(document.createElement("fieldset"), place.firstChild);
  tools.className = "ch-graph__tools";
  const handles = place.insertBefore(document.createElement("div"), tools);
  handles.className = "ch-graph__tools";
  const title = place.querySelector("figcaption")?.textContent.trim() || word(place, "picture", "Who is tied to whom");
  const shown = () => alone(data, look.alone);
  const { box, chart, again } = draw(drawing, "ch-graph__canvas", title, () => option(shown(), hidden, place.clientWidth, look));
  const chosen = document.createElement("p");
  chosen.className = "ch-graph__chosen";
  chosen.setAttribute("role", "status");
  drawing.replaceWith(chosen);
  const redraw = () => {
    choices(place, tools, data, hidden, again);
    box.style.height = `${height(shown())}px`;
    chart.resize();
    again();
  };
  // What the mouse did is kept when the picture is drawn anew.
  chart.on("graphroam", () => {
    const now = chart.getOption().series[0];
    Object.assign(look, { zoom: now.zoom ?? 1, center: now.center ?? null });
  });
  searching(place, handles, (words) => {
    look.words = words.toLocaleLowerCase();
    again();
    return look.words ? data.nodes.filter((node) => isFound(node, look)) : [];
  }, (node) => choose(node));
  moving(place, handles, box, look, again);
  const ticks = boxes(place);
  const ticked = handles.appendChild(document.createElement("span"));
  ticked.setAttribute("role", "status");
  const read = () => {
    const values = ticks.filter((tick) => tick.checked).map((tick) => tick.value);
    look.ticked = new Set(values);
    ticked.textContent = word(place, "ticked", "{count} of {all} ticked", { count: values.length, all: ticks.length });
    again();
  };
  for (const tick of ticks) tick.addEventListener("change", read);
  if (ticks.length) read();
  redraw();

  const expand = async (node) => {
    try {
      const url = new URL(place.dataset.url, location.href);
      url.searchParams.set("expand", [...expanded, node.id].join(","));
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const before = new Set(data.nodes.map((one) => one.id));
      data = { ...data, ...await answer.json() };
      expanded.push(node.id);
      redraw();
      const count = data.nodes.filter((one) => !before.has(one.id)).length;
      chosen.textContent = word(place, "added", "{count} more around {name}.", { count, name: node.label });
    } catch {
      chosen.textContent = word(place, "failed", "The neighbours of {name} could not be read.", { name: node.label });
    }
  };

  chart.on("click", (event) => {
    if (event.dataType === "node") choose(data.nodes.find((one) => one.id === event.data.id));
  });

  function choose(node) {
    look.chosen = node.id;
    again();
    chosen.replaceChildren(`${data.node_kinds?.[node.kind] ?? node.kind}: ${node.text || node.label} `);
    if (node.url) {
      const link = chosen.appendChild(document.createElement("a"));
      link.className = "govuk-link";
      link.href = node.url;
      link.textContent = word(place, "open", "Open");
    }
    const own = ticks.filter((tick) => filersOf(node).includes(tick.value));
    if (own.length) {
      chosen.append(" ", pressed(word(place, "tick", "Tick or untick it"), () => {
        const on = !own.every((tick) => tick.checked);
        for (const tick of own) tick.checked = on;
        own[0].dispatchEvent(new Event("change", { bubbles: true }));
      }));
    }
    chosen.append(" ", look.alone
      ? pressed(word(place, "all", "Show the whole picture"), () => { look.alone = null; redraw(); })
      : pressed(word(place, "alone", "Show only what it is tied to"), () => { look.alone = node.id; redraw(); }));
    const known = !/^(filer|holder|identity|paper|store|operator):\d+$/.test(node.id);
    if (!place.dataset.url || known || expanded.includes(node.id) || expanded.length >= MOST) return;
    chosen.append(" ", pressed(word(place, "more", "Show more around it"), () => expand(node)));
  }
}

/** The ids, as boxes have them, of the filers that a node stands for. */
function filersOf(node) {
  return (node.filers ?? []).map(String);
}

/** The boxes of the page that tick the picture's filers. */
function boxes(place) {
  const name = place.dataset.ticks;
  return name ? [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)] : [];
}

function isFound(node, look) {
  return look.words !== "" && (node.text || node.label).toLocaleLowerCase().includes(look.words);
}

/** The picture around one node; the whole one for none. */
function alone(data, id) {
  if (!id || !data.nodes.some((node) => node.id === id)) return data;
  const kept = new Set([id]);
  for (const edge of data.edges) {
    if (edge.source === id) kept.add(edge.target);
    if (edge.target === id) kept.add(edge.source);
  }
  return {
    ...data,
    nodes: data.nodes.filter((node) => kept.has(node.id)),
    edges: data.edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target)),
  };
}

function choices(place, tools, data, hidden, again) {
  const legend = document.createElement("legend");
  legend.className = "govuk-visually-hidden";
  legend.textContent = word(place, "filter", "Kinds of link shown");
  tools.replaceChildren(legend);
  for (const kind of new Set(data.edges.map((edge) => edge.kind))) {
    const label = tools.appendChild(document.createElement("label"));
    const box = label.appendChild(document.createElement("input"));
    box.type = "checkbox";
    box.checked = !hidden.has(kind);
    const mark = label.appendChild(document.createElement("span"));
    mark.className = `ch-mark ch-mark--${EDGES[kind] ?? "grey"}`;
    label.append(data.kinds?.[kind] ?? kind);
    box.addEventListener("change", () => { hidden[box.checked ? "delete" : "add"](kind); again(); });
  }
}

/** A row for each name of the longest column. */
function height(data) {
  const rows = {};
  for (const node of data.nodes) {
    const column = node.kind === "filer" ? "filer" : node.x;
    rows[column] = (rows[column] ?? 0) + 1;
  }
  return Math.min(1300, Math.max(280, 20 * Math.max(1, ...Object.values(rows)) + 48));
}

function option(data, hidden, wide, look) {
  const narrow = wide < 480;
  const [left, right] = narrow ? [14, 14] : [20, 120];
  const edges = data.edges.filter((edge) => !hidden.has(edge.kind));
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const count = {};
  for (const edge of edges) count[edge.kind] = (count[edge.kind] ?? 0) + 1;
  const tied = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  // What is chosen, ticked or found is drawn last, and so in front of the rest.
  const stands = (node) => (node.id === look.chosen ? 4 : isFound(node, look) ? 3
    : filersOf(node).some((id) => look.ticked.has(id)) ? 2 : node.role === "suspect" || node.role === "ring" ? 1 : 0);
  const ofChosen = (edge) => edge.source === look.chosen || edge.target === look.chosen;
  const places = data.nodes.map((node) => node.x);
  // A name may go as far as the next names begin, or the picture ends.
  const room = (node) => {
    const further = places.filter((x) => x > node.x + SAME_COLUMN);
    const inner = wide - left - right;
    return Math.max(60, (further.length ? Math.min(...further) * inner : inner + right) - node.x * inner - 16);
  };
  return {
    tooltip: { trigger: "item", ...tooltip(), formatter: (event) => event.data.text || "" },
    series: [{
      type: "graph",
      layout: "none",
      roam: true,
      zoom: look.zoom,
      ...(look.center ? { center: look.center } : {}),
      scaleLimit: { min: 0.5, max: 8 },
      left, right, top: 24, bottom: 24,
      emphasis: { focus: "adjacency", label: { show: true } },
      labelLayout: { hideOverlap: true },
      data: [...data.nodes].sort((one, other) => stands(one) - stands(other)).map((node) => {
        const suspect = node.role === "suspect";
        const ring = suspect || node.role === "ring";
        const ticked = filersOf(node).some((id) => look.ticked.has(id));
        const found = isFound(node, look);
        return {
          id: node.id,
          name: node.label,
          text: [data.node_kinds?.[node.kind], node.text || node.label].filter(Boolean).join(": "),
          x: node.x * (wide - left - right),
          y: node.y * (height(data) - 48),
          symbol: SHAPES[node.kind] ?? "circle",
          symbolSize: (suspect ? 17 : node.kind === "filer" ? 11 : 9) + (ticked ? 4 : 0) + (node.count > 1 ? 5 : 0),
          itemStyle: {
            color: colour(ring ? "red" : NODES[node.kind] ?? "grey"),
            opacity: (look.words ? found : tied.has(node.id) || ring) ? 1 : 0.2,
            borderColor: colour("ink"),
            borderWidth: suspect || ticked || node.id === look.chosen ? 3 : 0,
          },
          label: {
            show: found || ring || node.id === look.chosen || node.kind === "identifier" || !narrow, position: "right", color: colour("ink"), fontSize: 12,
            // A long name ends before the column to its right begins; the tooltip says it whole.
            width: room(node), overflow: "truncate",
            fontWeight: suspect || found || ticked || node.id === look.chosen ? 700 : 400, textBorderColor: colour("paper"), textBorderWidth: 2,
          },
        };
      }),
      links: [...edges].sort((one, other) => ofChosen(one) - ofChosen(other)).map((edge) => ({
        source: edge.source,
        target: edge.target,
        text: told(edge, nodes, data),
        lineStyle: {
          color: colour(EDGES[edge.kind] ?? "grey"),
          type: DASHED.has(edge.kind) ? "dashed" : "solid",
          width: ofChosen(edge) ? 2.5 : count[edge.kind] > MANY ? 0.8 : 1 + Math.min(3, Math.log2(1 + (edge.weight ?? 1)) / 2),
          // Many of one kind are drawn faintly, so that what they tie can be seen.
          opacity: ofChosen(edge) ? 1 : Math.max(0.15, Math.min(0.75, (0.75 * MANY) / count[edge.kind])),
          curveness: nodes.get(edge.source)?.kind === nodes.get(edge.target)?.kind ? 0.35 : 0.06,
        },
      })),
    }],
  };
}

function told(edge, nodes, data) {
  const often = edge.weight > 1 ? ` (${edge.weight.toLocaleString(document.documentElement.lang)})` : "";
  const [from, to] = [nodes.get(edge.source)?.label, nodes.get(edge.target)?.label];
  return edge.text || `${from} – ${data.kinds?.[edge.kind] ?? edge.kind}${often} – ${to}`;
}

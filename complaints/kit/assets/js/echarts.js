// The part of ECharts that the charts and the graph use, drawn as SVG: no canvas, no eval, no inline style.
import { BarChart, GraphChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([
  BarChart, GraphChart, LineChart, ScatterChart,
  GridComponent, LegendComponent, MarkLineComponent, TooltipComponent,
  SVGRenderer,
]);

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Return one of our colours, as light or dark has it now. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export const series = () => ["blue", "orange", "teal", "magenta", "amber", "purple", "green", "red"].map(colour);

/**
 * Draw into a new element before `next`; `option()` is asked again when light turns dark.
 * To a screen reader it is one picture called `name`: the table beside it says what is in it.
 */
export function draw(next, className, name, option) {
  const box = document.createElement("div");
  box.className = className;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", name);
  next.parentNode.insertBefore(box, next);
  const chart = init(box, null, { renderer: "svg" });
  const again = () => chart.setOption({
    animation: !calm(),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink") },
    color: series(),
    ...option(box),
  }, true);
  again();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  new ResizeObserver(() => chart.resize({ animation: { duration: 0 } })).observe(box);
  return { box, chart, again };
}

/** Tooltips are drawn as text in the picture: an HTML one would need inline styles. */
export const tooltip = () => ({
  renderMode: "richText",
  confine: true,
  backgroundColor: colour("paper"),
  borderColor: colour("line"),
  textStyle: { color: colour("ink"), fontSize: 14 },
});

export const axis = () => ({
  axisLabel: { color: colour("ink-soft"), fontSize: 13, hideOverlap: true },
  axisLine: { lineStyle: { color: colour("line-strong") } },
  splitLine: { lineStyle: { color: colour("line") } },
  nameTextStyle: { color: colour("ink-soft"), align: "left", fontSize: 13 },
});

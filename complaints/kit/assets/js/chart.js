// Draws a chart from the table that it contains, or from a JSON block:
//   <figure data-module="chart" data-kind="bar|line|stacked|area|funnel"> <table>…</table> </figure>
// Of a table the first column is the axis and every further column a line of numbers (data-value, else the text).
// A JSON block (<script type="application/json">) is {kind, x: [..], series: [{name, values}], x_name, y_name} or, for
// a funnel plot, {kind: "funnel", points: [{x, y, name, url, here}], limits: [{name, points: [[x, y], …]}], centre}.
// data-only names the columns that are drawn (by |), else all with numbers are.
// The table stays where it is: it is what a screen reader reads. A legend of ours beside it
// (.ch-legend, its marks rect.ch-svg__TONE) names the colours; without one the chart has its own.
import { axis, colour, draw, tooltip } from "./echarts.js";

export function start(place) {
  const block = place.querySelector('script[type="application/json"]');
  const table = place.querySelector("table");
  const data = block ? JSON.parse(block.textContent) : read(table, place.dataset.only?.split("|"));
  const kind = data.kind || place.dataset.kind || "bar";
  const title = place.querySelector("caption, figcaption")?.textContent.trim() || document.title;
  const tones = legend(place);
  const option = () => (kind === "funnel" ? funnel(data, tones, place.clientWidth < 600) : lines(data, kind, place, tones));
  const { box, chart } = draw(place.firstElementChild, "ch-chart", title, option);
  // What the server drew is for who has no script.
  place.querySelectorAll("svg.ch-svg").forEach((drawn) => { if (!box.contains(drawn)) drawn.remove(); });
  chart.on("click", (event) => { if (event.data?.url) location.assign(event.data.url); });
}

/** Return the tone of each name in the page's own legend. */
function legend(place) {
  const entries = [...place.querySelectorAll(".ch-legend li")];
  return new Map(entries.map((entry) => [entry.textContent.trim(), /ch-svg__(\w+)/.exec(entry.innerHTML)?.[1] ?? "blue"]));
}

function read(table, only) {
  const heads = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.children]);
  const number = (cell) => Number.parseFloat(cell?.dataset.value ?? cell?.textContent.replace(/[,\s%]/g, ""));
  const columns = heads.slice(1).map((name, index) => ({ name, values: rows.map((row) => number(row[index + 1])) }));
  return { x: rows.map((row) => row[0].textContent.trim()), series: columns.filter((one) => (only ? only.includes(one.name) : one.values.some(Number.isFinite))) };
}

function lines(data, kind, place, tones) {
  const several = data.series.length > 1 && !tones.size;
  const percent = place.dataset.unit === "percent";
  const wide = Math.max(...data.x.map((name) => name.length)) > 14 && kind === "bar";
  const category = { type: "category", data: data.x, ...axis(), splitLine: { show: false }, inverse: wide, name: wide ? "" : data.x_name };
  const value = { type: "value", name: data.y_name, ...axis(), minInterval: percent ? 0 : 1 };
  if (percent) value.axisLabel = { ...value.axisLabel, formatter: "{value} %" };
  return {
    grid: { left: 8, right: 16, top: (several ? 40 : 16) + (data.y_name ? 20 : 0), bottom: 8, containLabel: true },
    legend: { show: several, type: "scroll", top: 0, left: 0, textStyle: { color: colour("ink") } },
    tooltip: { trigger: "axis", ...tooltip() },
    xAxis: wide ? value : category,
    yAxis: wide ? category : value,
    series: data.series.map((one) => ({
      name: one.name,
      data: one.values,
      color: tones.has(one.name) ? colour(tones.get(one.name)) : undefined,
      type: kind === "line" || kind === "area" ? "line" : "bar",
      stack: kind === "stacked" || kind === "area" ? "all" : undefined,
      areaStyle: kind === "area" ? { opacity: 0.35 } : undefined,
      symbolSize: 6,
      showSymbol: data.x.length <= 12,
      barMaxWidth: 36,
    })),
  };
}

/** This filer among all of its kind: number of claims against share unfounded, with control limits. */
function funnel(data, tones, narrow) {
  const dots = data.points.map((point) => ({
    value: [point.x, point.y],
    name: point.name,
    url: point.url,
    symbolSize: point.here ? 15 : narrow ? 5 : 7,
    itemStyle: { color: colour(point.here ? "red" : "blue"), opacity: point.here ? 1 : 0.55 },
    label: { show: Boolean(point.here), formatter: point.name, position: "top", color: colour("ink"), fontWeight: 700 },
  }));
  return {
    grid: { left: 8, right: 24, top: tones.size ? 36 : 62, bottom: 28, containLabel: true },
    legend: { show: !tones.size, type: "scroll", top: 0, left: 0, textStyle: { color: colour("ink") }, data: (data.limits ?? []).map((one) => one.name) },
    tooltip: { trigger: "item", ...tooltip(), formatter: (event) => `${event.name || event.seriesName}\n${event.value[0]} · ${(event.value[1] * 100).toFixed(1)} %` },
    xAxis: { type: "log", name: data.x_name, nameLocation: "middle", nameGap: 26, ...axis(), nameTextStyle: { color: colour("ink-soft"), fontSize: 13 }, splitLine: { show: false } },
    yAxis: { type: "value", name: data.y_name, min: 0, max: 1, ...axis(), axisLabel: { color: colour("ink-soft"), formatter: (share) => `${Math.round(share * 100)} %` } },
    series: [
      ...(data.limits ?? []).map((one) => ({
        name: one.name, type: "line", data: one.points, symbol: "none", silent: true, smooth: true, lineStyle: { width: 1.5, type: "dashed", color: colour(tones.size ? tones.get(one.name) ?? "ink-soft" : "amber") },
      })),
      { type: "scatter", data: dots },
    ],
  };
}

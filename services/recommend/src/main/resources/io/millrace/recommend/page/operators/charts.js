// Lines over time, drawn by uPlot in the page's colours.
import { html, ref } from "../lit.js";
import uPlot from "../lib/uplot/dist/uPlot.esm.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

const clock = seconds => new Date(seconds * 1000).toLocaleTimeString("en-GB");
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function near(low, high) {
  const room = Math.max((high - low) * 0.12, 1e-3);
  return [low - room, high + room];
}

export class LineChart {
  #options;
  #data;
  #plot = null;
  #place = null;
  #observer = null;

  /**
   * @param options label; lines as [{ name, colour (a CSS variable), fill }]; unit(value) in words;
   *     least what y reaches up to at least; close
   *     whether y begins near the lowest and not at 0; height in pixels; time whether x is the time; x names what it is otherwise;
   *     bare whether x has no figures, as only its order says something
   */
  constructor(options) {
    this.#options = options;
    this.#data = [[], ...options.lines.map(() => [])];
    dark.addEventListener("change", () => this.#begin());
  }

  get #height() {
    return this.#options.height ?? 190;
  }

  /** Draws these: x, then one row for each line. */
  set(data) {
    this.#data = data;
    this.#plot?.setData(data);
  }

  /** @param told the same in words */
  view(told) {
    if (this.#data[0].length < 2) return html`<div class="chart"><p class="quiet nothing">The line begins with the second point.</p></div>`;
    return html`<div class="chart" role="img" aria-label="${this.#options.label}. ${told}" ${ref(this.#at)}></div>`;
  }

  #at = place => {
    this.#observer?.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
    this.#place = place ?? null;
    if (!place) return;
    this.#observer = new ResizeObserver(() => {
      const width = place.clientWidth;
      if (!width) return;
      if (this.#plot) this.#plot.setSize({ width, height: this.#height });
      else this.#begin();
    });
    this.#observer.observe(place);
  };

  #begin() {
    if (!this.#place?.clientWidth) return;
    this.#plot?.destroy();
    const { lines, unit, least = 1e-9, close = false, time = true, x = "", bare = false } = this.#options;
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
    this.#plot = new uPlot({
      width: this.#place.clientWidth,
      height: this.#height,
      cursor: { y: false, drag: { x: false, y: false } },
      legend: { live: true },
      scales: { x: { time }, y: { range: (plot, low, high) => close ? near(low, high) : [0, Math.max(high || 0, least) * 1.15] } },
      axes: [{ ...axis, space: 80, size: bare ? 8 : 30, ...(bare ? { values: () => [], grid: { show: false } } : {}), ...(time ? { values: (plot, ticks) => ticks.map(clock) } : {}) }, { ...axis, size: 58, ...(bare ? { space: 22 } : {}), values: (plot, ticks) => ticks.map(tick => unit(tick)) }],
      series: [{ label: time ? "Time" : x, ...(time ? { value: (plot, value) => value == null ? "–" : clock(value) } : {}) }, ...lines.map(line => ({
        label: line.name,
        stroke: colour(line.colour),
        width: 2,
        fill: line.fill ? colour(line.fill) : undefined,
        points: { show: this.#options.points ?? false },
        value: (plot, value) => value == null ? "–" : unit(value),
      }))],
    }, this.#data, this.#place);
  }
}

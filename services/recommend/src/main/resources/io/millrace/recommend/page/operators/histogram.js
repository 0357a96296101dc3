// A histogram of times: how often something took so long.
import { html, nothing, svg } from "../lit.js";
import { count, millis, short } from "../text.js";

const NARROW = matchMedia("(max-width: 620px)").matches;
const WIDTH = NARROW ? 300 : 520;
const LABELS = NARROW ? 4 : 7;
const HEIGHT = 120;

/** Counts since an earlier look, by the same bounds; all of them where there was none. */
export function since(now, before) {
  if (!before) return now;
  const buckets = now.buckets.map((bucket, i) => ({ upToMs: bucket.upToMs, count: bucket.count - (before.buckets[i]?.count ?? 0) }));
  return { count: now.count - before.count, buckets };
}

/** The time that so many do not exceed, by a straight line within the bucket; null for nothing. */
export function quantile(histogram, share) {
  if (!histogram.count) return null;
  const wanted = share * histogram.count;
  let from = 0;
  let before = 0;
  for (const { upToMs, count: upTo } of histogram.buckets) {
    if (upTo > before && upTo >= wanted) return from + (upToMs - from) * Math.max(0, wanted - before) / (upTo - before);
    from = upToMs;
    before = upTo;
  }
  return from;
}

/** The figure with its three quantiles. */
export function histogramView(histogram, nothingYet) {
  if (!histogram?.count) return html`<p class="quiet nothing">${nothingYet}</p>`;
  const p = share => millis(quantile(histogram, share));
  return html`<dl class="quantiles"><div><dt>p50</dt><dd>${p(0.5)}</dd></div><div><dt>p95</dt><dd>${p(0.95)}</dd></div>
      <div><dt>p99</dt><dd>${p(0.99)}</dd></div><div><dt>count</dt><dd>${short(histogram.count)}</dd></div></dl>
    ${bars(histogram)}`;
}

function bars(histogram) {
  const all = within(histogram);
  const first = Math.max(0, all.findIndex(bar => bar.count) - 1);
  const last = Math.min(all.length - 1, all.findLastIndex(bar => bar.count) + 1);
  const shown = all.slice(first, last + 1);
  const most = Math.max(...shown.map(bar => bar.count));
  const width = WIDTH / shown.length;
  const every = Math.ceil(shown.length / LABELS);
  return html`<svg class="histogram" viewBox="0 0 ${WIDTH} ${HEIGHT + 22}" role="img"
      aria-label="${count(histogram.count, "time")}: half within ${millis(quantile(histogram, 0.5))}, 99 of 100 within ${millis(quantile(histogram, 0.99))}">
    ${shown.map((bar, i) => svg`<g><title>${bar.text}: ${bar.count}</title>
      <rect x=${i * width + 1} y=${HEIGHT - height(bar, most)} width=${Math.max(1, width - 2)} height=${height(bar, most)} rx="2" />
      ${i % every === 0 && i < shown.length - 1 ? svg`<text x=${(i + 1) * width} y=${HEIGHT + 17} text-anchor="middle">${bar.label}</text>` : nothing}</g>`)}
    <path d="M0 ${HEIGHT}H${WIDTH}" /></svg>`;
}

const height = (bar, most) => bar.count ? Math.max(2, (HEIGHT - 6) * bar.count / most) : 0;

function within(histogram) {
  let from = 0;
  let before = 0;
  const bars = histogram.buckets.map(({ upToMs, count: upTo }) => {
    const bar = { count: upTo - before, text: `${millis(from)} to ${millis(upToMs)}`, label: upToMs >= 1000 ? `${upToMs / 1000} s` : `${upToMs} ms` };
    from = upToMs;
    before = upTo;
    return bar;
  });
  return [...bars, { count: histogram.count - before, text: `over ${millis(from)}`, label: "more" }];
}

// What the visitor has rated, newest first; every rating can be changed.
import { html, nothing, repeat } from "./lit.js";
import { poster } from "./poster.js";
import { stars } from "./stars.js";
import { count, title, year } from "./text.js";

const FEW = 8;

/**
 * @param rated newest first
 * @param total how many there are in all
 * @param all whether to show more than a few
 */
export function historyPanel({ rated, total, all, rate, open, more }) {
  const shown = all ? rated : rated.slice(0, FEW);
  return html`<section class="panel history" aria-labelledby="history-title">
    <div class="panel-head"><h2 id="history-title">History</h2><span class="quiet">${total ? count(total, "film") : nothing}</span></div>
    ${rated.length === 0 ? html`<p class="quiet">Nothing rated yet. Click the stars below any film.</p>` : nothing}
    <ul class="rated" id="history">${repeat(shown, item => item.itemId, item => html`<li data-id=${item.itemId}>
      <button type="button" class="thumb" aria-label="About ${title(item)}" @click=${() => open(item)}>${poster(item, "history")}</button>
      <div><h3>${title(item)} <span class="year">${year(item)}</span></h3>
      ${stars(title(item), item.rating, given => rate(item, given))}</div></li>`)}</ul>
    ${rated.length > FEW ? html`<button type="button" class="link" aria-expanded=${String(all)} @click=${more}>${all ? "Show fewer" : `Show the last ${rated.length}`}</button>` : nothing}
  </section>`;
}

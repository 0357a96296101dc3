// How long the list took to move after a click, and how that time was spent.
import { html, nothing, svg } from "./lit.js";
import { millis } from "./text.js";

const KEPT = 24;

/** Times of the clicks since the page was opened. */
export class Speed {
  #times = [];
  #last = null;

  /**
   * A click's list is there.
   *
   * @param time milliseconds from the click to the new list on the screen
   * @param parts of it: accepted (the service had written it down), ranked (making the list); may lack
   */
  took(time, parts) {
    this.#last = { time, ...parts };
    this.#times = [...this.#times, time].slice(-KEPT);
  }

  get last() {
    return this.#last?.time ?? null;
  }

  view() {
    if (!this.#last) {
      return html`<div class="speed idle"><span class="figure">– ms</span><span class="quiet">Rate a film: here you see how long the list takes to move.</span></div>`;
    }
    const { time, accepted, ranked } = this.#last;
    return html`<div class="speed"><span class="figure" id="speed">${millis(time)}</span>
      <span class="quiet">from your click to the new list${accepted ? html`; on the stream after ${millis(accepted)}` : nothing}${ranked ? html`, ranked in ${millis(ranked)}` : nothing}</span>
      ${this.#times.length > 1 ? this.#line() : nothing}</div>`;
  }

  #line() {
    const most = Math.max(...this.#times);
    const width = 8;
    return html`<svg class="bars" viewBox="0 0 ${KEPT * width} 30" preserveAspectRatio="xMinYMid" role="img" aria-label="The last ${this.#times.length} clicks, ${millis(Math.min(...this.#times))} to ${millis(most)}">
      ${this.#times.map((time, i) => svg`<rect x=${i * width} width=${width - 2} rx="1.5" y=${30 - Math.max(2, 30 * time / most)} height=${Math.max(2, 30 * time / most)} />`)}</svg>`;
  }
}

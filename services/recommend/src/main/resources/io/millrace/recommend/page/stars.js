// Rating by stars: one stop of the tab key, arrows move along, Enter or a digit rates.
import { html, nothing } from "./lit.js";
import { starsText } from "./text.js";

const STARS = [1, 2, 3, 4, 5];

/**
 * @param name what is rated
 * @param value stars now, 0 if not rated; halves are shown
 * @param rate called with 1 to 5
 */
export function stars(name, value, rate) {
  const stop = value ? Math.round(value) : 1;
  return html`<div class="stars" role="toolbar" aria-label="Rate ${name}" @keydown=${event => onKey(event, rate)}>
    ${STARS.map(star => html`<button type="button" class=${shape(star, value)} tabindex=${star === stop ? 0 : -1}
      aria-label=${starsText(star)} aria-pressed=${value ? String(Math.round(value) === star) : nothing}
      title=${starsText(star)} @click=${() => rate(star)}><svg viewBox="0 0 24 24" aria-hidden="true"><path
        d="M12 2.5l2.95 6.2 6.8.85-5 4.7 1.3 6.75L12 17.7l-6.05 3.3 1.3-6.75-5-4.7 6.8-.85z" /></svg></button>`)}
  </div>`;
}

function shape(star, value) {
  if (value >= star) return "star on";
  return value >= star - 0.5 ? "star half" : "star";
}

function onKey(event, rate) {
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const steps = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: 4 };
  if (event.key in steps) {
    event.preventDefault();
    buttons[Math.max(0, Math.min(4, steps[event.key]))].focus();
  } else if (/^[1-5]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    rate(Number(event.key));
  }
}

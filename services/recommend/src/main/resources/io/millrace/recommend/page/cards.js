// The list of recommendations as cards, and why each film is in it.
import { html, nothing, repeat } from "./lit.js";
import { poster } from "./poster.js";
import { stars } from "./stars.js";
import { title, year } from "./text.js";

const SOURCES = {
  index: "A first guess of the model",
  transitions: "Often follows what you rated",
  popularity: "Popular now",
  fresh: "New here",
};

/** Why the item is in the list, in words: the service's reasons, or where it was found. */
export function reasons(item) {
  const told = (item.reasons ?? []).map(inWords).filter(Boolean);
  const found = (item.sources ?? []).map(source => SOURCES[source]).filter(Boolean);
  const words = told.length ? told : found;
  return item.placement === "explored" ? ["Something new to try", ...words.filter(word => word !== SOURCES.fresh)] : words;
}

/** A reason, with the film that it names written as everywhere on the page. */
function inWords({ text, title: named, itemId }) {
  return named && text ? text.replace(named, () => title({ title: named, itemId })) : text;
}

/**
 * @param items best first
 * @param shifts what became of each since the list before: "new", or places gone up
 * @param given stars given a moment ago, by item
 * @param rate called with item and stars
 * @param open called with the item
 */
export function cards({ items, shifts, given, rate, open }) {
  return html`<ol class="cards" id="list">${repeat(items, item => item.itemId, item =>
    card(item, shifts.get(item.itemId), given.get(item.itemId) ?? 0, rate, open))}</ol>`;
}

function card(item, shift, value, rate, open) {
  const why = reasons(item);
  const name = title(item);
  return html`<li class="card" data-id=${item.itemId}>
    <div class="card-picture">
      <button type="button" class="card-open" aria-label="About ${name}" aria-describedby="why-${item.itemId}" @click=${() => open(item)}>${poster(item)}</button>
      ${badge(shift)}
      <div class="why" id="why-${item.itemId}">${why.length ? html`<strong>Why this?</strong><ul>${why.map(word => html`<li>${word}</li>`)}</ul>` : nothing}</div>
    </div>
    <h3>${name} <span class="year">${year(item)}</span></h3>
    <p class="reason">${why[0] ?? (item.genres ?? []).join(", ")}</p>
    ${stars(name, value, given => rate(item, given))}
  </li>`;
}

function badge(shift) {
  if (!shift) return nothing;
  if (shift === "new") return html`<span class="shift new">new</span>`;
  return html`<span class="shift ${shift > 0 ? "up" : "down"}"><span aria-hidden="true">${shift > 0 ? "▲" : "▼"}</span><span
    class="sr">${shift > 0 ? "up" : "down"} </span>${Math.abs(shift)}</span>`;
}

/** Grey places for a list that is on its way. */
export function placeholders(n) {
  return html`<ol class="cards" aria-hidden="true">${Array.from({ length: n }, () =>
    html`<li class="card empty"><div class="card-picture"></div><div class="bar"></div><div class="bar short"></div></li>`)}</ol>`;
}

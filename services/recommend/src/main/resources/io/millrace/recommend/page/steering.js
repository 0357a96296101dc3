// How the visitor steers the list: sliders, genres, years, seen films; and the same as the API has it.
import { html, nothing } from "./lit.js";

/** Where there is little room the panel begins folded. */
const WIDE = matchMedia("(min-width: 981px)").matches;

/** Nothing asked for: the service's own settings hold. */
export function unsteered() {
  return { diversity: null, exploration: null, only: new Set(), never: new Set(), from: "", to: "", seen: "exclude" };
}

const quoted = text => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
const among = genres => [...genres].map(quoted).join(", ");

/** The fields of a request. */
export function fields(steering) {
  const parts = [];
  if (steering.only.size) parts.push(`genre in (${among(steering.only)})`);
  if (steering.never.size) parts.push(`genre not in (${among(steering.never)})`);
  if (steering.from !== "") parts.push(`year >= ${Number(steering.from)}`);
  if (steering.to !== "") parts.push(`year <= ${Number(steering.to)}`);
  const asked = {};
  if (parts.length) asked.filter = parts.join(" and ");
  if (steering.diversity !== null) asked.diversity = steering.diversity;
  if (steering.exploration !== null && steering.seen !== "only") asked.exploration = steering.exploration;
  if (steering.seen !== "exclude") asked.seen = steering.seen;
  return asked;
}

/** How many things are asked for. */
export function asked(steering) {
  return Object.keys(fields(steering)).length;
}

/**
 * The panel.
 *
 * @param catalogue genres and years to choose from; null while unknown
 * @param change takes what is different
 */
export function steeringPanel(steering, catalogue, change) {
  const n = asked(steering);
  return html`<details class="panel steering" ?open=${WIDE}>
    <summary><h2>Steer the list</h2><span class="quiet">${n ? `${n} set` : nothing}</span></summary>
    ${slider("diversity", "Diversity", "more of the same", "more variety", steering.diversity, 1, change)}
    ${slider("exploration", "Exploration", "tried and true", "new and untried", steering.exploration, 1, change, steering.seen === "only")}
    ${catalogue ? genres(steering, catalogue, change) : nothing}
    ${catalogue?.years ? years(steering, catalogue.years, change) : nothing}
    <div class="field"><label for="seen">Films already rated</label>
      <select id="seen" @change=${event => change({ seen: event.target.value })}>
        ${[["exclude", "leave out"], ["include", "show too"], ["only", "show only these"]].map(([value, text]) =>
          html`<option value=${value} ?selected=${steering.seen === value}>${text}</option>`)}
      </select></div>
    <button type="button" class="link" ?disabled=${n === 0} @click=${() => change(unsteered())}>Reset all</button>
  </details>`;
}

function slider(name, label, low, high, value, max, change, off = false) {
  const shown = value ?? 0;
  return html`<div class="field slider"><label for=${name}>${label}</label>
    <output for=${name}>${Math.round(shown * 100)} %</output>
    <input id=${name} type="range" min="0" max=${max} step="0.05" .value=${String(shown)} ?disabled=${off}
      aria-describedby="${name}-ends" aria-valuetext="${Math.round(shown * 100)} per cent"
      @input=${event => change({ [name]: Number(event.target.value) })}>
    <div class="ends" id="${name}-ends"><span>${low}</span><span class="sr"> to </span><span>${high}</span></div></div>`;
}

const NEXT = { any: "only", only: "never", never: "any" };
const SAYS = { any: "", only: ", wanted", never: ", not wanted" };

function genres(steering, catalogue, change) {
  const state = genre => steering.only.has(genre) ? "only" : steering.never.has(genre) ? "never" : "any";
  const turn = genre => {
    const to = NEXT[state(genre)];
    const only = new Set(steering.only);
    const never = new Set(steering.never);
    only.delete(genre);
    never.delete(genre);
    if (to === "only") only.add(genre);
    if (to === "never") never.add(genre);
    change({ only, never });
  };
  return html`<div class="field" role="group" aria-labelledby="genres-title"><span id="genres-title" class="label">Genres
      <span class="hint">once for wanted, twice for not</span></span>
    <div class="chips">${catalogue.genres.map(({ genre }) => html`<button type="button" class="chip ${state(genre)}"
      aria-pressed=${String(state(genre) !== "any")} @click=${() => turn(genre)}>${genre}<span class="sr">${SAYS[state(genre)]}</span></button>`)}</div></div>`;
}

function years(steering, range, change) {
  const input = (name, label, placeholder) => html`<label><span class="sr">${label}</span><input type="number" inputmode="numeric"
    min="0" max="9999" placeholder=${placeholder} .value=${steering[name]}
    @change=${event => change({ [name]: event.target.validity.valid ? event.target.value : "" })}></label>`;
  return html`<div class="field" role="group" aria-labelledby="years-title"><span id="years-title" class="label">Years</span>
    <div class="years">${input("from", "From year", range.from)}<span aria-hidden="true">to</span>${input("to", "To year", range.to)}</div></div>`;
}

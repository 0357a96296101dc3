// Experiments: each arm's estimates with their intervals; the others beside the first arm.
import { html, nothing, svg } from "../lit.js";
import { get, offers } from "../api.js";
import { short } from "../text.js";

const WIDTH = 220;
const COUNTS = ["users", "impressions", "clicks", "likes", "exposures", "outcomes"];

export class Experiments {
  #offered = null;
  #list = [];

  async load() {
    this.#offered = await offers("/v1/experiments");
    if (this.#offered) this.#list = (await get("v1/experiments").catch(() => ({}))).experiments ?? this.#list;
  }

  view() {
    return html`<section class="panel wide" aria-labelledby="experiments-title">
      <div class="panel-head"><h2 id="experiments-title">Experiments</h2></div>
      ${this.#offered === false ? html`<p class="quiet nothing">This service has no experiments yet.</p>`
        : this.#list.length === 0 ? html`<p class="quiet nothing">None is running. Start one with <code>PUT /v1/experiments/{id}</code>; see <a href="docs">the API</a>.</p>`
        : this.#list.map(one)}
    </section>`;
  }
}

function one(experiment) {
  const arms = experiment.arms ?? [];
  const id = experiment.experimentId ?? experiment.id;
  const counts = COUNTS.filter(name => arms.some(arm => typeof arm[name] === "number"));
  const told = arms.map(estimates);
  const names = [...new Set(told.flatMap(all => [...all.keys()]))];
  return html`<article class="experiment"><h3>${id} ${experiment.state ? html`<span class="state">${experiment.state}</span>` : nothing}</h3>
    ${experiment.description ? html`<p class="quiet">${experiment.description}</p>` : nothing}
    <div class="scrolls" tabindex="0" role="region" aria-label="Arms of ${id}"><table>
      <thead><tr><th scope="col">Arm</th>${counts.map(name => html`<th scope="col" class="number">${words(name)}</th>`)}${names.map(name => html`<th scope="col">${words(name)}</th>`)}</tr></thead>
      <tbody>${arms.map((arm, i) => html`<tr><th scope="row">${arm.name ?? arm.arm}</th>
        ${counts.map(name => html`<td class="number">${short(arm[name] ?? 0)}</td>`)}
        ${names.map(name => html`<td>${interval(told[i].get(name), rangeOf(told, name))}</td>`)}</tr>`)}</tbody></table></div></article>`;
}

/** Whatever of an arm is { value, low, high }, by its name. */
function estimates(arm) {
  const found = new Map();
  const look = (node, name) => {
    if (!node || typeof node !== "object") return;
    if (typeof node.value === "number" && "low" in node && "high" in node) found.set(name, node);
    else for (const [key, inner] of Object.entries(node)) look(inner, name ? `${name} ${key}` : key);
  };
  look(arm, "");
  return found;
}

/** From the lowest to the highest end of all arms; ends that nothing bounds do not count. */
function rangeOf(told, name) {
  const ends = told.flatMap(all => {
    const estimate = all.get(name);
    return estimate ? [estimate.low, estimate.value, estimate.high] : [];
  }).filter(end => typeof end === "number" && Number.isFinite(end));
  return [Math.min(...ends), Math.max(...ends)];
}

function interval(estimate, [low, high]) {
  if (!estimate) return html`<span class="quiet">–</span>`;
  const x = (value, open) => 6 + (WIDTH - 12) * (typeof value === "number" ? Math.min(1, Math.max(0, (value - low) / (high - low || 1))) : open);
  const text = `${figure(estimate.value)}, from ${figure(estimate.low)} to ${figure(estimate.high)}`;
  return html`<svg class="interval" viewBox="0 0 ${WIDTH} 20" role="img" aria-label=${text}>
    <path d="M${x(estimate.low, 0)} 10H${x(estimate.high, 1)}M${x(estimate.low, 0)} 5V15M${x(estimate.high, 1)} 5V15" />
    ${svg`<circle cx=${x(estimate.value, 0.5)} cy="10" r="4.5" />`}</svg><span class="quiet" aria-hidden="true">${text}</span>`;
}

const figure = value => typeof value === "number" ? value.toFixed(3) : "any";

/** "clickRate" as "Click rate". */
function words(name) {
  const apart = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return apart[0].toUpperCase() + apart.slice(1);
}

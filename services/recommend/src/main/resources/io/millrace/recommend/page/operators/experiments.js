// Experiments: each arm's estimate with its interval, against the first arm.
import { html, nothing, svg } from "../lit.js";
import { get, offers } from "../api.js";
import { short } from "../text.js";

const WIDTH = 260;

export class Experiments {
  #offered = null;
  #list = [];

  async load() {
    this.#offered = await offers("/v1/experiments");
    if (this.#offered) this.#list = (await get("v1/experiments").catch(() => ({}))).experiments ?? this.#list;
  }

  view() {
    return html`<section class="panel" aria-labelledby="experiments-title">
      <div class="panel-head"><h2 id="experiments-title">Experiments</h2></div>
      ${this.#offered === false ? html`<p class="quiet nothing">This service has no experiments yet.</p>`
        : this.#list.length === 0 ? html`<p class="quiet nothing">None is running. Start one with <code>PUT /v1/experiments/{id}</code>; see <a href="docs">the API</a>.</p>`
        : this.#list.map(experiment => one(experiment))}
    </section>`;
  }
}

function one(experiment) {
  const arms = experiment.arms ?? [];
  const ends = arms.flatMap(arm => arm.interval ?? []);
  const low = Math.min(0, ...ends);
  const high = Math.max(...ends, low + 1e-6);
  return html`<article class="experiment"><h3>${experiment.experimentId ?? experiment.id} ${experiment.state ? html`<span class="state">${experiment.state}</span>` : nothing}</h3>
    ${experiment.verdict ? html`<p>${experiment.verdict}</p>` : nothing}
    <div class="scrolls" tabindex="0" role="region" aria-label="Arms of ${experiment.experimentId ?? experiment.id}"><table><thead><tr><th scope="col">Arm</th><th scope="col" class="number">Shown</th><th scope="col" class="number">Liked</th><th scope="col">Estimate and interval</th></tr></thead>
    <tbody>${arms.map(arm => html`<tr><th scope="row">${arm.name ?? arm.arm}</th><td class="number">${short(arm.exposures ?? 0)}</td><td class="number">${short(arm.outcomes ?? 0)}</td>
      <td>${interval(arm, low, high)}</td></tr>`)}</tbody></table></div></article>`;
}

function interval(arm, low, high) {
  if (!arm.interval || arm.estimate === undefined || arm.estimate === null) return html`<span class="quiet">not enough yet</span>`;
  const x = value => 6 + (WIDTH - 12) * (value - low) / (high - low);
  const [from, to] = arm.interval;
  const text = `${arm.estimate.toFixed(3)}, from ${from.toFixed(3)} to ${to.toFixed(3)}`;
  return html`<svg class="interval" viewBox="0 0 ${WIDTH} 20" role="img" aria-label=${text}><path d="M${x(from)} 10H${x(to)}M${x(from)} 5V15M${x(to)} 5V15" />
    ${svg`<circle cx=${x(arm.estimate)} cy="10" r="4.5" />`}</svg><span class="quiet">${text}</span>`;
}

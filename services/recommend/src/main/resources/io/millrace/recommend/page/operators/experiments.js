// Experiments: what came of each arm, with intervals, and the others held against the first.
import { html, nothing, svg } from "../lit.js";
import { get, offers } from "../api.js";
import { count, short } from "../text.js";

const WIDTH = 180;
const OUTCOMES = [["clicked", "Clicked"], ["liked", "Liked"]];

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
  const { experimentId: id, arms } = experiment;
  const first = arms[0].name;
  return html`<article class="experiment"><h3>${id} <span class="state">${experiment.method === "interleaving" ? "both arms in each list" : "one arm a user"}</span></h3>
    <p class="quiet">${[experiment.description, `${percent(experiment.traffic)} of the users of layer ${experiment.layer}`].filter(Boolean).join(" · ")}</p>
    <div class="scrolls" tabindex="0" role="region" aria-label="Arms of ${id}"><table>
      <thead><tr><th scope="col">Arm</th><th scope="col" class="number">Users</th><th scope="col" class="number">Lists</th>
        ${OUTCOMES.map(([, name]) => html`<th scope="col">${name}, of 100 users</th><th scope="col">${name}, against ${first}</th>`)}</tr></thead>
      <tbody>${arms.map(arm => row(arm, arms))}</tbody></table></div>
    ${experiment.stale ? html`<p class="note fault" role="status">Stands still: the model of ${arms.filter(arm => arm.stale).map(arm => arm.name).join(", ")} is not there any more. End it, or name another.</p>` : nothing}
    <p class="quiet">Intervals of 95 %; those against the first arm hold however often one looks, those of 100 users are of the users so far. ${arms[0].users === 0 ? "No user has been shown a list of it yet." : nothing}</p></article>`;
}

function row(arm, arms) {
  return html`<tr><th scope="row">${arm.name}<div class="quiet">${settings(arm)}</div></th>
    <td class="number">${short(arm.users)}</td><td class="number">${short(arm.impressions)}</td>
    ${OUTCOMES.map(([key]) => html`<td>${interval(arm[key].rate, rangeOf(arms.map(each => each[key].rate)), hundredth)}<div class="quiet">${count(arm[key].users, "user")}</div></td>
      <td>${arm[key].ratio ? html`${interval(arm[key].ratio, rangeOf(arms.map(each => each[key].ratio), 1), times, 1)}<div>${verdict(arm[key])}</div>` : html`<span class="quiet">–</span>`}</td>`)}</tr>`;
}

/** What the arm changes. */
function settings({ modelVersion, diversity, exploration, retrieval, ranker }) {
  const mix = Object.entries(retrieval ?? {}).filter(([, count]) => count !== null).map(([of, count]) => `${of.replace("Candidates", "")} ${count}`);
  const set = [modelVersion, diversity === null ? "" : `diversity ${diversity}`, exploration === null ? "" : `exploration ${exploration}`,
    ...mix, ranker?.enabled === false ? "no ranker" : "", ranker?.ratingWeight == null ? "" : `rating weight ${ranker.ratingWeight}`].filter(Boolean);
  return set.length ? set.join(", ") : "as for everybody";
}

function verdict({ differs, pValue }) {
  return html`<span class="state ${differs ? "good" : ""}">${differs ? "differs" : "no difference seen yet"}</span> <span class="quiet">p ${pValue < 0.001 ? "below 0.001" : pValue.toFixed(3)}</span>`;
}

/** From the lowest to the highest end of all; ends that nothing bounds do not count. */
function rangeOf(estimates, ...others) {
  const ends = estimates.flatMap(estimate => estimate ? [estimate.low, estimate.value, estimate.high] : []).filter(Number.isFinite);
  return [Math.min(...ends, ...others), Math.max(...ends, ...others)];
}

/** @param even where the arms would be alike, if that is on the scale */
function interval(estimate, [low, high], figure, even) {
  const x = (value, open) => 6 + (WIDTH - 12) * (Number.isFinite(value) ? Math.min(1, Math.max(0, (value - low) / (high - low || 1))) : open);
  const text = `${figure(estimate.value)}, from ${figure(estimate.low)} to ${figure(estimate.high)}`;
  return html`<svg class="interval" viewBox="0 0 ${WIDTH} 20" role="img" aria-label=${text}>
    ${even === undefined ? nothing : svg`<path class="even" d="M${x(even, 0.5)} 1V19" />`}
    <path d="M${x(estimate.low, 0)} 10H${x(estimate.high, 1)}M${x(estimate.low, 0)} 5V15M${x(estimate.high, 1)} 5V15" />
    ${svg`<circle cx=${x(estimate.value, 0.5)} cy="10" r="4.5" />`}</svg><span class="quiet" aria-hidden="true">${text}</span>`;
}

const percent = share => `${+(share * 100).toFixed(2)} %`;
const hundredth = value => Number.isFinite(value) ? (value * 100).toFixed(1) : "any";
const times = value => Number.isFinite(value) ? `${value.toFixed(2)}×` : "any";

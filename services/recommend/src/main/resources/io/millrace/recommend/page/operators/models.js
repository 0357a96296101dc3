// Generations with their measurements, and what an operator can do with them.
import { html, nothing } from "../lit.js";
import { get, offers, post, remove } from "../api.js";
import { ago, short, span } from "../text.js";

const METRICS = [["ndcg@10", "NDCG@10"], ["hr@10", "HR@10"], ["coverage@10", "Coverage@10"], ["recall@10", "Recall@10"]];
const STATES = { serving: "good", resident: "", available: "", refused: "bad", corrupt: "bad", incomplete: "" };

export class Models {
  #changed;
  #models = null;
  #can = { pin: false, rollback: false };
  #note = "";
  #asking = null;
  #busy = false;

  constructor(changed) {
    this.#changed = changed;
  }

  async load() {
    this.#can = { pin: await offers("/v1/models/pin", "post"), unpin: await offers("/v1/models/pin", "delete"), rollback: await offers("/v1/models/rollback", "post") };
    this.#models = await get("v1/models").catch(() => this.#models);
  }

  #ask(text, button, act) {
    this.#asking = { text, button, act };
    this.#changed();
    document.getElementById("confirm").showModal();
  }

  #answer = async yes => {
    const { act } = this.#asking;
    document.getElementById("confirm").close();
    if (!yes) return;
    this.#busy = true;
    this.#note = "";
    this.#changed();
    try {
      this.#note = await act();
    } catch (refusal) {
      this.#note = refusal.message;
    }
    this.#busy = false;
    await this.load();
    this.#changed();
  };

  #rollBack = () => this.#ask(`Take ${this.#models.serving} back? ${this.#before()}, on every replica, until it is unpinned.`, "Roll back", async () => {
    const begin = performance.now();
    const answer = await post("v1/models/rollback");
    return `Rolled back${answer.modelVersion ? ` to ${answer.modelVersion}` : ""}; taken in ${Math.round(performance.now() - begin)} ms.`;
  });

  /** What serves after a roll-back. */
  #before() {
    const { previous } = this.#models;
    return previous === "g000000" ? "Popularity and what follows what answer then, without a model" : `${previous ?? "The one before it"} serves then`;
  }

  #pin = version => this.#ask(`Let ${version} serve, and keep it when newer models come? Every replica follows.`, `Pin ${version}`, async () => {
    await post("v1/models/pin", { modelVersion: version });
    return `${version} is pinned.`;
  });

  #unpin = () => this.#ask("Let the newest model that passed the gate serve again?", "Unpin", async () => {
    await remove("v1/models/pin");
    return "No model is pinned; the newest serves.";
  });

  view() {
    const shown = this.#models;
    const metrics = METRICS.filter(([key]) => shown?.models.some(model => model.metrics?.[key] !== undefined)).slice(0, 3);
    return html`<section class="panel wide" aria-labelledby="models-title">
      <div class="panel-head"><h2 id="models-title">Models</h2><div class="actions">
        ${this.#can.unpin && shown?.pinned ? html`<button type="button" class="button small" ?disabled=${this.#busy} @click=${this.#unpin}>Unpin ${shown.pinned}</button>` : nothing}
        <button type="button" class="button small main" ?disabled=${this.#busy || !this.#can.rollback || !shown?.models.length || shown.previous === null} @click=${this.#rollBack}>Roll back</button></div></div>
      ${!this.#can.rollback && shown ? html`<p class="quiet">This service has no roll-back over HTTP yet.</p>` : nothing}
      <p class="note" role="status">${this.#note}</p>
      ${!shown ? html`<p class="quiet">…</p>` : shown.models.length === 0 ? html`<p class="quiet nothing">No model has been trained yet. ${shown.serving} answers: popularity and what follows what, straight from the stream.</p>`
        : html`<div class="scrolls" tabindex="0" role="region" aria-label="Table of models"><table><thead><tr><th scope="col">Version</th><th scope="col">State</th><th scope="col">Made</th>
          ${metrics.map(([, name]) => html`<th scope="col" class="number">${name}</th>`)}<th scope="col" class="number">Examples</th><th scope="col" class="number">Took</th><th scope="col"><span class="sr">Actions</span></th></tr></thead>
          <tbody>${shown.models.map(model => this.#row(model, shown, metrics))}</tbody></table></div>`}
      ${this.#confirm()}
    </section>`;
  }

  #row(model, shown, metrics) {
    const { provenance = {} } = model;
    const may = this.#can.pin && model.state !== "refused" && model.state !== "corrupt" && shown.pinned !== model.modelVersion;
    return html`<tr class=${model.state}><th scope="row">${model.modelVersion}${model.base ? html`<span class="quiet"> on ${model.base}</span>` : nothing}</th>
      <td><span class="state ${STATES[model.state] ?? ""}">${model.state}</span>${shown.pinned === model.modelVersion ? html` <span class="state good">pinned</span>` : nothing}
        ${shown.shadow?.modelVersion === model.modelVersion ? html` <span class="state">shadow</span>` : nothing}${model.reason ? html`<div class="quiet why-not">${model.reason}</div>` : nothing}</td>
      <td><span title=${new Date(model.createdAt).toLocaleString("en-GB")}>${ago(model.createdAt)}</span></td>
      ${metrics.map(([key]) => html`<td class="number">${metric(model, key)}</td>`)}
      <td class="number">${provenance.examples === undefined ? "–" : short(provenance.examples)}</td><td class="number">${provenance.seconds === undefined ? "–" : span(provenance.seconds)}</td>
      <td class="number">${may ? html`<button type="button" class="button small" ?disabled=${this.#busy} @click=${() => this.#pin(model.modelVersion)}>Pin<span class="sr"> ${model.modelVersion}</span></button>` : nothing}</td></tr>`;
  }

  #confirm() {
    return html`<dialog id="confirm" class="confirm" aria-labelledby="confirm-text"><p id="confirm-text">${this.#asking?.text}</p>
      <div class="actions"><button type="button" class="button" @click=${() => this.#answer(false)}>Cancel</button>
      <button type="button" class="button main" @click=${() => this.#answer(true)}>${this.#asking?.button}</button></div></dialog>`;
  }
}

/** The model's own figure, and how popularity does on the same events. */
function metric(model, key) {
  const own = model.metrics?.[key];
  const plain = model.popularity?.[key];
  if (own === undefined) return "–";
  return html`${own.toFixed(4)}${plain === undefined ? nothing : html`<span class="beside ${own > plain ? "good" : "bad"}">${plain.toFixed(4)}</span>`}`;
}

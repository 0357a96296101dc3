// All about one film: its ratings, why it was recommended, and films like it.
import { html, nothing } from "./lit.js";
import { get, post, takes } from "./api.js";
import { reasons } from "./cards.js";
import { poster } from "./poster.js";
import { stars } from "./stars.js";
import { count, title, year } from "./text.js";

export class Details {
  #item = null;
  #facts = null;
  #similar = null;
  #explains = false;
  #explanation = null;
  #options;

  /**
   * @param options changed() draws anew, rate(item, stars), given(itemId) tells stars given,
   *     explain() promises the list once more, each item with its explanation
   */
  constructor(options) {
    this.#options = options;
  }

  /** Opens on an item; where it was recommended, the click is told to the service. */
  open(item, recommendationId) {
    this.#item = item;
    this.#facts = null;
    this.#similar = null;
    this.#explains = false;
    this.#explanation = null;
    this.#options.changed();
    const dialog = this.#dialog();
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    this.#load(item);
    if (recommendationId) {
      takes("RecommendationRequest", "explain").then(may => this.#may(item, may));
      post("v1/feedback", { recommendationId, itemId: item.itemId, type: "click" }).catch(() => {});
    }
  }

  /** Closes, if it is open. */
  close() {
    if (this.#dialog()?.open) this.#close();
  }

  #may(item, may) {
    if (item !== this.#item) return;
    this.#explains = may;
    this.#options.changed();
  }

  /** Asked for when the visitor unfolds it. */
  async #explain(item, unfolded) {
    if (!unfolded || this.#explanation) return;
    const items = await this.#options.explain().then(answer => answer.items, () => []);
    if (item !== this.#item) return;
    this.#explanation = items.find(other => other.itemId === item.itemId)?.explanation ?? {};
    this.#options.changed();
  }

  #dialog() {
    return document.getElementById("details");
  }

  async #load(item) {
    const path = `v1/items/${encodeURIComponent(item.itemId)}`;
    const [facts, similar] = await Promise.allSettled([get(path), get(`${path}/similar?n=6`)]);
    if (item !== this.#item) return;
    this.#facts = facts.value ?? {};
    this.#similar = similar.value?.items ?? [];
    this.#options.changed();
  }

  #close = () => {
    this.#dialog().close();
  };

  #closed = () => {
    this.#item = null;
    this.#options.changed();
  };

  view() {
    const item = this.#item;
    return html`<dialog id="details" aria-labelledby="details-title" @close=${this.#closed}
      @click=${event => event.target === event.currentTarget && this.#close()}>${item ? this.#about(item) : nothing}</dialog>`;
  }

  #about(item) {
    const why = reasons(item);
    const ratings = this.#facts?.ratings;
    return html`<div class="about">
      <button type="button" class="close" aria-label="Close" @click=${this.#close}>×</button>
      <div class="about-poster">${poster(item, "about")}</div>
      <div class="about-text">
        <h2 id="details-title">${title(item)} <span class="year">${year(item)}</span></h2>
        <p class="tags">${(item.genres ?? []).map(genre => html`<span class="tag">${genre}</span>`)}</p>
        <p class="quiet">${ratings?.count ? html`${ratings.mean.toFixed(1)} of 5 on average, ${count(ratings.count, "rating")}` : this.#facts ? "Not rated by anybody yet" : "…"}</p>
        <div class="about-rate"><span class="label" aria-hidden="true">Your rating</span>${stars(title(item), this.#options.given(item.itemId), given => this.#options.rate(item, given))}</div>
        ${why.length ? html`<h3>Why it is in your list</h3><ul class="plain">${why.map(word => html`<li>${word}</li>`)}</ul>` : nothing}
      </div>
      ${this.#explains ? html`<details class="scored" @toggle=${event => this.#explain(item, event.target.open)}><summary>How it was scored</summary>${explained(this.#explanation)}</details>` : nothing}
      <div class="about-similar"><h3>Films like it</h3>
        ${this.#similar === null ? html`<p class="quiet">…</p>` : this.#similar.length === 0 ? html`<p class="quiet">None known yet.</p>` : nothing}
        <ul class="row">${(this.#similar ?? []).map(other => html`<li><button type="button" class="thumb" aria-label="About ${title(other)}" @click=${() => this.open(other)}>${poster(other, "similar")}</button></li>`)}</ul></div>
    </div>`;
  }
}

const PLACES = { index: "the nearest to you", transitions: "what follows your ratings", popularity: "what is popular now", fresh: "what is new" };

/** The numbers it goes by: what each source says, the rating expected, the ranker's features. */
function explained(explanation) {
  if (!explanation) return html`<p class="quiet">…</p>`;
  const sources = Object.entries(explanation.sources ?? {});
  const features = Object.entries(explanation.features ?? {});
  if (!sources.length && !features.length) return html`<p class="quiet">The list has moved since: this film is no longer in it.</p>`;
  const forecast = explanation.forecast;
  return html`${forecast ? html`<p>You would give it <strong>${forecast.stars.toFixed(1)}</strong> of 5, give or take ${forecast.deviation.toFixed(1)}.</p>` : nothing}
    <ul class="plain">${sources.map(([source, of]) => html`<li>Place ${of.rank} among ${PLACES[source] ?? source} <span class="quiet">score ${figure(of.score)}</span></li>`)}</ul>
    ${features.length ? html`<div class="features" tabindex="0" role="region" aria-label="Features of the ranker"><dl>${features.map(([name, value]) => html`<div><dt>${name}</dt><dd>${figure(value)}</dd></div>`)}</dl></div>` : nothing}`;
}

const figure = value => typeof value === "number" ? String(+value.toPrecision(3)) : String(value ?? "–");

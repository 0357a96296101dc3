// The operators' view: what the system does now, looked at every two seconds while it is open.
import { html, nothing } from "../lit.js";
import { get } from "../api.js";
import { millis, whole } from "../text.js";
import { LineChart } from "./charts.js";
import { Experiments } from "./experiments.js";
import { gauges } from "./gauges.js";
import { histogramView, quantile, since } from "./histogram.js";
import { Models } from "./models.js";
import { Trainings } from "./trainings.js";

const EVERY = 2000;
const KEPT = 300;
const WINDOW = 60000;
const STATUS = { ready: "Ready", loading: "Loading", ending: "Ending" };

export class Operators {
  #draw;
  #looks = [];
  #fault = "";
  #timer = 0;
  #open = false;
  #recent = false;
  #models;
  #trainings;
  #experiments = new Experiments();
  #events = new LineChart({ label: "Events a second", lines: [{ name: "Events/s", colour: "--accent", fill: "--water" }], unit: value => value < 10 ? String(+value.toFixed(1)) : whole(value), least: 2 });
  #times = new LineChart({
    label: "Time to a list, over the last minute",
    lines: [{ name: "p50", colour: "--accent" }, { name: "p99", colour: "--star" }],
    unit: millis,
    least: 5,
  });

  constructor(draw) {
    this.#draw = draw;
    this.#models = new Models(draw);
    this.#trainings = new Trainings(draw);
    document.addEventListener("visibilitychange", () => this.#open && !document.hidden && this.#look());
  }

  get title() {
    return "Operators · Millrace";
  }

  show() {
    if (this.#open) return;
    this.#open = true;
    this.#look();
  }

  hide() {
    this.#open = false;
    clearTimeout(this.#timer);
  }

  async #look() {
    clearTimeout(this.#timer);
    try {
      const facts = await get("v1/operations");
      this.#looks = [...this.#looks, facts].slice(-KEPT);
      this.#fault = "";
      await Promise.all([this.#models.load(), this.#trainings.load(facts.training), this.#experiments.load()]);
    } catch (refusal) {
      this.#fault = refusal.status === 429 ? "The service is busy and turns requests away; what is shown is old." : "The service does not answer; what is shown is old.";
    }
    if (!this.#open) return;
    this.#plot();
    this.#draw();
    clearTimeout(this.#timer);
    if (!document.hidden) this.#timer = setTimeout(() => this.#look(), EVERY);
  }

  #plot() {
    const x = this.#looks.map(look => look.time / 1000);
    this.#events.set([x, this.#looks.map((look, i) => this.#rate(i))]);
    const recent = this.#looks.map((look, i) => this.#answersBefore(i));
    this.#times.set([x, recent.map(times => quantile(times, 0.5)), recent.map(times => quantile(times, 0.99))]);
  }

  /** Events a second between two looks; null for the first. */
  #rate(i) {
    if (i < 1) return null;
    const [before, now] = [this.#looks[i - 1], this.#looks[i]];
    return Math.max(0, (now.events.applied - before.events.applied) * 1000 / Math.max(1, now.time - before.time));
  }

  /** The look a minute before, or the first there is. */
  #before(i) {
    return this.#looks.slice(0, i).find(look => this.#looks[i].time - look.time <= WINDOW);
  }

  /** Times of the lists in the minute before a look; none for the first, whose minute is not known. */
  #answersBefore(i) {
    const before = this.#before(i);
    return before ? since(this.#looks[i].answers, before.answers) : { count: 0, buckets: [] };
  }

  view() {
    const facts = this.#looks.at(-1);
    if (!facts) return html`<div class="operators"><h1>Operators</h1><p class="note ${this.#fault ? "fault" : ""}">${this.#fault || "Looking …"}</p></div>`;
    const last = this.#looks.length - 1;
    const rate = this.#rate(last);
    return html`<div class="operators">
      <div class="panel-head"><div><h1>Operators</h1>
        <p class="quiet">${this.#state(facts)}</p></div></div>
      ${this.#fault ? html`<p class="note fault" role="status">${this.#fault}</p>` : nothing}
      ${gauges(facts, rate)}
      <div class="grid">
        <section class="panel wide" aria-labelledby="events-title"><h2 id="events-title">Events a second</h2>
          ${this.#events.view(rate === null ? "" : `${rate.toFixed(1)} now`)}</section>
        <section class="panel" aria-labelledby="times-title"><h2 id="times-title">Time to a list <span class="hint">last minute: ${this.#spoken(last)}</span></h2>${this.#times.view(this.#spoken(last))}</section>
        ${this.#histogram("answers", "Answers", "time to make a list of recommendations", "No list has been asked for yet.", last)}
        ${this.#histogram("freshness", "Freshness", "from a rating to the user's own answers", "No rating has come over the API yet.", last)}
        ${this.#histogram("itemFreshness", "Freshness for others", "from a rating to others' answers", "No rating that can be followed has come over the API yet.", last)}
        ${this.#models.view()}
        ${this.#trainings.view()}
        ${this.#experiments.view()}
      </div></div>`;
  }

  #spoken(last) {
    const times = this.#answersBefore(last);
    return times.count ? `half within ${millis(quantile(times, 0.5))}, 99 of 100 within ${millis(quantile(times, 0.99))}` : "no list asked for";
  }

  #histogram(field, name, what, nothingYet, last) {
    const now = this.#looks[last][field];
    const shown = this.#recent ? since(now, this.#before(last)?.[field]) : now;
    return html`<section class="panel" aria-labelledby="${field}-title"><div class="panel-head"><h2 id="${field}-title">${name} <span class="hint">${what}</span></h2>
      <button type="button" class="button small" aria-pressed=${String(this.#recent)} @click=${() => { this.#recent = !this.#recent; this.#draw(); }}>Last minute</button></div>
      ${histogramView(shown, this.#recent ? "None in the last minute." : nothingYet)}</section>`;
  }

  #state(facts) {
    const { readiness } = facts;
    const clock = new Date(facts.eventClock).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
    const serving = readiness.modelServes && readiness.modelVersion !== "g000000" ? `model ${readiness.modelVersion} serves` : "no model yet: popularity and what follows what";
    return `${STATUS[readiness.status]} · ${serving} · event clock ${clock}`;
  }
}

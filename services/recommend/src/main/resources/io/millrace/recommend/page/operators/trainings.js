// The training that runs, live, and those before it.
import { html, nothing } from "../lit.js";
import { get, offers, post } from "../api.js";
import { ago, short, span } from "../text.js";
import { LineChart } from "./charts.js";

const STATES = { published: "good", refused: "bad", failed: "bad", silent: "bad" };
const PHASES = {
  reading: "Reading the ratings", inputs: "Preparing", retrieval: "Towers", ratings: "Ratings", candidates: "Drawing candidates", ranking: "Ranker", finish: "Finish",
  judging: "Judging", "judging ratings": "Judging ratings", "judging P3": "Judging lists",
};
const TRIGGERS = { control: "on request", schedule: "on schedule", update: "update between trainings" };

export class Trainings {
  #changed;
  #offered = null;
  #running = null;
  #list = [];
  #live = [];
  #gauge = null;
  #note = "";
  #charts = new Map();

  constructor(changed) {
    this.#changed = changed;
  }

  /** @param gauge the trainer's loss and fraction, where it is in the same process */
  async load(gauge) {
    this.#gauge = gauge;
    this.#offered = await offers("/v1/trainings");
    if (this.#offered) {
      const answer = await get("v1/trainings?n=6").catch(() => null);
      this.#running = answer ? answer.running : this.#running;
      this.#list = answer?.trainings ?? this.#list;
    } else this.#follow();
    for (const [phase, points] of this.#curves()) this.#chart(phase).set([points.map(([x]) => x), points.map(([, loss]) => loss)]);
  }

  /** What the gauges tell, kept as long as one training runs. */
  #follow() {
    const { loss, fraction } = this.#gauge ?? {};
    if (typeof loss !== "number" || !(fraction > 0)) return;
    const last = this.#live.at(-1);
    if (last && fraction < last[0]) this.#live = [];
    if (!last || fraction !== last[0]) this.#live.push([fraction, loss]);
  }

  /** Points of each phase: which report it is (both fits, one after the other), or the share done, and the loss. */
  #curves() {
    const told = this.#running ?? this.#list.find(training => training.curve?.length);
    const curves = new Map();
    for (const { phase, loss } of told?.curve ?? []) {
      if (!curves.has(phase)) curves.set(phase, []);
      const points = curves.get(phase);
      points.push([points.length + 1, loss]);
    }
    if (!told && this.#live.length) curves.set("loss", this.#live);
    return curves;
  }

  #chart(phase) {
    if (!this.#charts.has(phase)) {
      const name = PHASES[phase] ?? phase;
      this.#charts.set(phase, new LineChart({
        label: `Loss of ${name}`,
        lines: [{ name, colour: "--accent" }],
        unit: value => value.toFixed(value < 10 ? 2 : 0),
        height: 130,
        close: true,
        time: false,
        x: this.#offered ? "Report" : "Share",
        bare: true,
      }));
    }
    return this.#charts.get(phase);
  }

  #train = async () => {
    this.#note = "Asking the trainer …";
    this.#changed();
    try {
      await post("v1/models/train");
      this.#note = "The trainer has been asked for a new model; the gate decides whether it serves.";
    } catch (refusal) {
      this.#note = refusal.message;
    }
    this.#changed();
  };

  view() {
    const fraction = this.#running ? this.#running.percent / 100 : this.#offered ? 0 : this.#gauge?.fraction ?? 0;
    const runs = Boolean(this.#running) || (fraction > 0 && fraction < 1);
    const curves = [...this.#curves()];
    const ended = this.#list.filter(training => training.trainingId !== this.#running?.trainingId);
    return html`<section class="panel wide" aria-labelledby="training-title">
      <div class="panel-head"><h2 id="training-title">Training</h2><button type="button" class="button small" ?disabled=${runs} @click=${this.#train}>Train now</button></div>
      <p class="note" role="status">${this.#note}</p>
      <p>${runs ? this.#progress() : "No training runs."}</p>
      ${runs ? html`<progress class="broad" max="1" value=${fraction} aria-label="Training">${Math.round(fraction * 100)} %</progress>` : nothing}
      ${curves.length ? html`<div class="curves">${curves.map(([phase, points]) => html`<figure><figcaption>${PHASES[phase] ?? phase} <span class="quiet">loss ${points.at(-1)[1].toFixed(3)}</span></figcaption>
          ${this.#chart(phase).view(`From ${points[0][1].toFixed(3)} to ${points.at(-1)[1].toFixed(3)}`)}</figure>`)}</div>`
        : html`<p class="quiet nothing">The loss is drawn here while a model is trained.</p>`}
      ${ended.length ? html`<ul class="runs">${ended.map(training => run(training))}</ul>` : nothing}
      ${this.#offered === false ? html`<p class="quiet">This service does not tell of trainings in other processes.</p>` : nothing}
    </section>`;
  }

  #progress() {
    const training = this.#running;
    if (!training) return "A model is being trained.";
    const phase = PHASES[training.phase] ?? training.phase;
    const step = training.steps ? `step ${training.step} of ${training.steps} (${training.fit})` : "";
    return [step, `${phase} ${Math.round(training.percent)} %`, training.epochs ? `epoch ${training.epoch} of ${training.epochs}` : "", training.ratings ? `${short(training.ratings)} ratings` : "", training.device].filter(Boolean).join(" · ");
  }
}

function run(training) {
  const took = training.endedAt ? span((training.endedAt - training.startedAt) / 1000) : "";
  return html`<li><strong>${training.modelVersion ?? "–"}</strong> <span class="state ${STATES[training.state] ?? ""}">${training.state.replaceAll("_", " ")}</span>
    <span class="quiet">${[ago(training.startedAt), took ? `took ${took}` : "", TRIGGERS[training.trigger?.split(" ")[0]] ?? training.trigger ?? "", training.reason].filter(Boolean).join(" · ")}</span></li>`;
}

// The visitor's view: one person's list, moving as they rate and steer.
import { html, nothing, repeat } from "./lit.js";
import { get, offers, post, Refusal, withQuery } from "./api.js";
import { cards, placeholders } from "./cards.js";
import { Combobox } from "./combobox.js";
import { Details } from "./details.js";
import { historyPanel } from "./history.js";
import { moving } from "./motion.js";
import { newId, personPicker } from "./person.js";
import { poster } from "./poster.js";
import * as session from "./session.js";
import { shiftsOf, spoken } from "./shifts.js";
import { Speed } from "./speed.js";
import { stars } from "./stars.js";
import { fields, steeringPanel, unsteered } from "./steering.js";
import { Stream } from "./stream.js";
import { count, millis, starsText, title, year } from "./text.js";

const FIRST = 18;
const MORE = 18;
const MOST = 90;
const BADGES = 8000;
const ENOUGH = 5;
const STEER_PAUSE = 90;
const PATIENCE = 4000;

export class Visitor {
  #draw;
  #speed = new Speed();
  #stream;
  #address = "#/";
  #person = null; // { id } or { id: null } for a session
  #n = FIRST;
  #steering = unsteered();
  #catalogue = null;
  #list = null;
  #answer = null;
  #origin = null;
  #shifts = new Map();
  #given = new Map();
  #rated = [];
  #total = 0;
  #tastes = [];
  #profile = null;
  #all = false;
  #onboarding = [];
  #pending = null;
  #note = "";
  #fault = "";
  #said = "";
  #toast = "";
  #connection = "off";
  #loading = null;
  #badgeTimer = 0;
  #steerTimer = 0;
  #steered = false;
  #asked = 0;

  /** @param draw draws the page */
  constructor(draw) {
    this.#draw = draw;
    this.#stream = new Stream(message => this.#hear(message), state => this.#connected(state));
    const changed = () => draw();
    this.picker = personPicker(id => go(`#/user/${encodeURIComponent(id)}`), changed);
    this.finder = new Combobox({
      id: "film",
      label: "Find a film by title",
      placeholder: "Find a film to rate …",
      find: async text => (await get(withQuery("v1/items", { query: text, n: 8 }))).items,
      show: item => html`<span class="thumb">${poster(item, "found")}</span><span>${title(item)} <span class="quiet">${year(item)}</span></span>`,
      choose: item => this.details.open(item),
      changed,
    });
    this.details = new Details({
      changed,
      rate: (item, rating) => this.#rate(item, rating),
      explain: () => post("v1/recommendations", { ...this.#asker(), n: this.#n, ...fields(this.#steering), explain: true }),
      given: itemId => this.#given.get(itemId) ?? this.#rated.find(item => item.itemId === itemId)?.rating ?? 0,
    });
  }

  /** Shows the person that the address names: user/ID, new, session; somebody, if none. */
  async show(words) {
    if (words[0] === "new") return go(`#/user/${newId()}`, true);
    if (words[0] === "session") return this.#become({ id: null });
    if (words[0] === "user" && words[1]) return this.#become({ id: words[1] });
    return this.#anybody();
  }

  /** The view is left. */
  hide() {
    this.#stream.leave();
    this.#person = null;
    clearTimeout(this.#loading);
    this.#leaveParts();
  }

  /** What was typed and opened is another person's. */
  #leaveParts() {
    this.picker.clear();
    this.finder.clear();
    this.details.close();
  }

  /** Where the view was last. */
  get address() {
    return this.#address;
  }

  get title() {
    if (!this.#person) return "Millrace";
    return this.#person.id === null ? "Anonymous session · Millrace" : `${named(this.#person.id)} · Millrace`;
  }

  /** Somebody who has rated something, or, as long as there is nobody, somebody new. */
  async #anybody() {
    try {
      const users = (await get("v1/users?n=20")).users;
      const likely = users.find(user => user.ratedItems >= 30) ?? users[0];
      go(likely ? `#/user/${encodeURIComponent(likely.userId)}` : "#/new", true);
    } catch {
      this.#fault = "The service does not answer; trying again.";
      this.#draw();
      setTimeout(() => location.hash.length < 3 && this.#anybody(), 1500);
    }
  }

  #become(person) {
    const same = this.#person && this.#person.id === person.id;
    this.#address = person.id === null ? "#/session" : `#/user/${encodeURIComponent(person.id)}`;
    this.#person = person;
    if (!same) {
      this.#list = this.#origin = null;
      this.#answer = null;
      this.#n = FIRST;
      this.#all = false;
      this.#shifts = new Map();
      this.#given = new Map();
      this.#onboarding = [];
      this.#pending = null;
      this.#profile = null;
      this.#note = this.#fault = this.#said = this.#toast = "";
      this.#setRated(person.id === null ? [...session.load()].reverse() : []);
      this.#tastes = [];
      this.#leaveParts();
    }
    this.#draw();
    this.#look();
    this.#lookAround();
  }

  /** The list, by the socket for a person, by a request for a session. */
  #look() {
    if (this.#person?.id === null) {
      this.#stream.leave();
      this.#ask();
    } else if (this.#person) {
      this.#stream.follow({ userId: this.#person.id, n: this.#n, ...fields(this.#steering) });
      this.#learn();
    }
  }

  async #lookAround() {
    this.#catalogue ??= await get("v1/catalogue").catch(() => null);
    this.#draw();
  }

  // ---- lists ------------------------------------------------------------------------------------

  async #ask() {
    const person = this.#person;
    const asked = ++this.#asked;
    try {
      const answer = await post("v1/recommendations", { ...this.#asker(), n: this.#n, ...fields(this.#steering) });
      if (person === this.#person && asked === this.#asked) this.#take(answer);
    } catch (refusal) {
      if (person === this.#person) this.#refused(refusal);
    }
  }

  /** Whom a request is for. */
  #asker() {
    const { id } = this.#person;
    return id === null ? { history: [...this.#rated].reverse().map(({ itemId, rating }) => ({ itemId, rating })) } : { userId: id };
  }

  #hear(message) {
    if (message.type === "recommendations" && message.userId === this.#person?.id) {
      this.#take(message);
      if (message.cause !== "model") this.#learn();
      if (message.cause === "model") this.#say(`A new model serves, ${message.modelVersion}: ${spoken(this.#shifts)}`);
    } else if (message.type === "event" && this.#pending && String(message.itemId) === String(this.#pending.item.itemId)) {
      this.#pending.accepted = performance.now() - this.#pending.begin;
    } else if (message.type === "error") {
      this.#refused(new Refusal(message.status, message));
    }
  }

  #take(answer) {
    this.#origin ??= this.#list ?? [];
    if (this.#pending) this.#steered = false;
    const pending = this.#pending;
    const moved = pending && (pending.again || !answer.items.some(item => item.itemId === pending.item.itemId));
    moving(() => document.getElementById("list"), () => {
      this.#list = answer.items;
      this.#answer = answer;
      this.#fault = "";
      this.#shifts = this.#steered ? new Map() : shiftsOf(this.#origin, answer.items);
      if (moved) this.#given.delete(pending.item.itemId);
      this.#draw();
    });
    this.#steered = false;
    if (moved) this.#landed(pending, answer);
    this.#fadeBadges();
  }

  /** The click's list is on the screen. */
  #landed(pending, answer) {
    this.#pending = null;
    clearTimeout(pending.timer);
    const time = performance.now() - pending.begin;
    this.#speed.took(time, { accepted: pending.accepted, ranked: answer.tookMs });
    const first = answer.items[0] ? ` First is now ${title(answer.items[0])}.` : "";
    this.#toast = html`<strong>${millis(time)}</strong> ${spoken(this.#shifts)}`;
    this.#say(`${title(pending.item)}: ${starsText(pending.rating)}. The list moved in ${millis(time)}: ${spoken(this.#shifts)}.${first}`);
  }

  #fadeBadges() {
    clearTimeout(this.#badgeTimer);
    this.#badgeTimer = setTimeout(() => {
      this.#shifts = new Map();
      this.#origin = null;
      this.#toast = "";
      this.#draw();
    }, BADGES);
  }

  #refused(refusal) {
    const waiting = refusal.status === 503 || refusal.status === 429;
    this.#fault = refusal.status ? refusal.message : "The service does not answer.";
    if (this.#pending) {
      this.#given.delete(this.#pending.item.itemId);
      clearTimeout(this.#pending.timer);
      this.#pending = null;
    }
    this.#draw();
    if (waiting || !refusal.status) {
      clearTimeout(this.#loading);
      this.#loading = setTimeout(() => this.#look(), 1500);
    }
  }

  // ---- the person -------------------------------------------------------------------------------

  /** History and tastes; a person who has rated nothing is offered films to begin with. */
  async #learn() {
    const person = this.#person;
    if (!person || person.id === null) return this.#welcome();
    person.known ||= await isKnown(person.id);
    const user = person.known ? await get(`v1/users/${encodeURIComponent(person.id)}`).catch(() => null) : null;
    if (person !== this.#person) return;
    if (user) {
      this.#profile = user;
      this.#tastes = (user.genres ?? []).slice(0, 3).map(taste => taste.genre);
      this.#setRated(newestFirst(user.recent ?? []), user.ratedItems ?? 0);
    }
    this.#welcome();
    this.#draw();
  }

  #setRated(rated, total = rated.length) {
    this.#rated = rated;
    this.#total = total;
  }

  async #welcome() {
    if (this.#total >= ENOUGH || this.#onboarding.length || !(await offers("/v1/onboarding"))) return;
    const answer = await get("v1/onboarding?n=24").catch(() => ({ items: [] }));
    this.#onboarding = answer.items;
    this.#draw();
  }

  // ---- what the visitor does --------------------------------------------------------------------

  #rate(item, rating) {
    const begin = performance.now();
    const again = this.#rated.some(other => other.itemId === item.itemId) || !this.#list?.some(other => other.itemId === item.itemId);
    this.#pending = { item, rating, begin, again, timer: setTimeout(() => this.#late(item), PATIENCE) };
    this.#given.set(item.itemId, rating);
    this.#origin = this.#list;
    this.#note = "";
    if (this.#person.id === null) this.#rateInSession(item, rating);
    else this.#rateOnStream(item, rating);
    this.#draw();
  }

  #rateInSession(item, rating) {
    this.#setRated([...session.rated(session.load(), item, rating)].reverse());
    this.#ask();
  }

  async #rateOnStream(item, rating) {
    const event = { userId: this.#person.id, itemId: item.itemId, rating };
    const others = this.#rated.filter(other => other.itemId !== item.itemId);
    this.#setRated([{ ...item, rating }, ...others], this.#total + (others.length === this.#rated.length ? 1 : 0));
    if (this.#stream.rate(event)) return;
    try {
      await post("v1/events?wait=applied", event);
      this.#ask();
    } catch (refusal) {
      this.#refused(refusal);
    }
  }

  /** Nothing came: the rating is on the stream all the same, or the connection is gone. */
  #late(item) {
    if (this.#pending?.item !== item) return;
    this.#given.delete(item.itemId);
    this.#pending = null;
    this.#note = `${title(item)} is rated; the list has not moved yet.`;
    this.#draw();
  }

  #steer(change) {
    this.#steering = { ...this.#steering, ...change };
    this.#draw();
    clearTimeout(this.#steerTimer);
    this.#steerTimer = setTimeout(() => {
      this.#steered = true; // another list was asked for: nothing in it has moved
      this.#origin = null;
      this.#note = this.#toast = "";
      this.#look();
    }, STEER_PAUSE);
  }

  #more = () => {
    this.#n = Math.min(MOST, this.#n + MORE);
    this.#look();
  };

  #connected(state) {
    this.#connection = state;
    this.#draw();
  }

  #say(text) {
    this.#said = text;
    this.#note = text;
    this.#draw();
  }

  #open = item => this.details.open(item, this.#answer?.recommendationId);

  #openRated = item => this.details.open(item);

  // ---- what is seen -----------------------------------------------------------------------------

  view() {
    return html`<div class="visitor">
      <section class="hero">
        <div class="hero-who">${this.#who()}</div>
        ${this.#speed.view()}
      </section>
      ${this.#beginning()}
      <div class="columns">
        ${steeringPanel(this.#steering, this.#catalogue, change => this.#steer(change))}
        <section class="recommendations" aria-labelledby="list-title">
          <div class="panel-head"><h2 id="list-title">Recommended</h2>${this.finder.view()}</div>
          <p class="note ${this.#fault ? "fault" : ""}">${this.#fault || this.#note || this.#about()}</p>
          ${this.#list === null ? placeholders(FIRST) : this.#cards()}
        </section>
        ${historyPanel({ rated: this.#rated, total: this.#total, all: this.#all, rate: (item, rating) => this.#rate(item, rating),
            open: this.#openRated, more: () => { this.#all = !this.#all; this.#draw(); } })}
      </div>
      <div class="sr" role="status" aria-live="polite" id="said">${this.#said}</div>
      ${this.#toast ? html`<div class="toast" aria-hidden="true">${this.#toast}</div>` : nothing}
      ${this.details.view()}
    </div>`;
  }

  #cards() {
    if (this.#list.length === 0) return html`<p class="quiet empty-list" id="list">No film is left that fits. Widen the filters.</p>`;
    return html`${cards({ items: this.#list, shifts: this.#shifts, given: this.#given, rate: (item, rating) => this.#rate(item, rating), open: this.#open })}
      ${this.#list.length >= this.#n && this.#n < MOST ? html`<button type="button" class="more" @click=${this.#more}>Show more</button>` : nothing}`;
  }

  #who() {
    const person = this.#person;
    const anonymous = person?.id === null;
    return html`<p class="eyebrow">${anonymous ? "Nothing is stored" : person?.known === false || person?.id?.startsWith("guest-") ? "Someone new" : "Recommendations for"}</p>
      <h1>${!person ? "…" : anonymous ? "Anonymous session" : named(person.id)}</h1>
      <p class="quiet">${this.#facts()}</p>
      <div class="who-actions">${this.picker.view()}
        <a class="button" href="#/new">Be someone new</a>
        ${anonymous
          ? html`<button type="button" class="button" ?disabled=${!this.#rated.length} @click=${() => { session.forget(); this.#person = undefined; this.#become({ id: null }); }}>Start over</button>`
          : html`<a class="button" href="#/session">Stay anonymous</a>`}</div>`;
  }

  #facts() {
    if (!this.#person) return "";
    if (this.#total === 0) return this.#person.id === null ? "Your ratings stay in this tab." : "Has rated nothing yet.";
    const { age, gender, occupation } = this.#profile ?? {};
    const told = [age ? `aged ${age}` : "", gender === "F" ? "woman" : gender === "M" ? "man" : "", occupation && !/^\d+$/.test(occupation) ? occupation : ""].filter(Boolean);
    return [`${count(this.#total, "film")} rated`, this.#tastes.length ? `likes ${this.#tastes.join(", ")}` : "", told.join(", ")].filter(Boolean).join(" · ");
  }

  #beginning() {
    if (this.#total >= ENOUGH || !this.#onboarding.length) return nothing;
    const seen = new Set(this.#rated.map(item => item.itemId));
    const offered = this.#onboarding.filter(item => !seen.has(item.itemId)).slice(0, 12);
    return html`<section class="panel onboarding" aria-labelledby="onboarding-title">
      <div class="panel-head"><h2 id="onboarding-title">Begin with a few films you know</h2>
        <span class="steps"><progress max=${ENOUGH} value=${this.#total} aria-label="Films rated"></progress> ${this.#total} of ${ENOUGH}</span></div>
      <ul class="row">${repeat(offered, item => item.itemId, item => html`<li data-id=${item.itemId}>
        <button type="button" class="thumb" aria-label="About ${title(item)}" @click=${() => this.#openRated(item)}>${poster(item, "begin")}</button>
        <h3>${title(item)}</h3>${stars(title(item), this.#given.get(item.itemId) ?? 0, rating => this.#rate(item, rating))}</li>`)}</ul></section>`;
  }

  #about() {
    const live = { live: "live", connecting: "connecting …", lost: "connection lost, trying again …", off: "" }[this.#connection];
    const made = this.#answer ? `${this.#answer.modelVersion === "g000000" ? "no model yet: by popularity and what follows what" : `model ${this.#answer.modelVersion}`}, made in ${millis(this.#answer.tookMs)}` : "";
    return [live, made].filter(Boolean).join(" · ");
  }
}

/** Whether the service knows the person; asked by a search, as nobody is no mistake there. */
async function isKnown(id) {
  const { users } = await get(withQuery("v1/users", { query: id, n: 5 })).catch(() => ({ users: [] }));
  return users.some(user => user.userId === id);
}

function named(id) {
  return /^\d+$/.test(id) ? `User ${id}` : id;
}

function newestFirst(recent) {
  return [...recent].sort((a, b) => b.timestamp - a.timestamp);
}

function go(hash, instead = false) {
  if (instead) location.replace(hash);
  else location.hash = hash;
}

// A text field that proposes what it finds (the ARIA combobox pattern).
import { html, nothing, live } from "./lit.js";

const PAUSE = 120;

export class Combobox {
  #text = "";
  #found = [];
  #open = false;
  #at = -1;
  #timer = 0;
  #asked = 0;
  #searched = "";
  #options;

  /**
   * @param options id, label, placeholder; find(text) promises entries; show(entry) draws one;
   *     choose(entry) takes it; other(text) may take a text that is none; changed() draws anew
   */
  constructor(options) {
    this.#options = options;
  }

  view() {
    const { id, label, placeholder, show } = this.#options;
    const open = this.#open && (this.#found.length > 0 || this.#text.trim() !== "");
    return html`<div class="combobox" @focusout=${event => this.#left(event)}>
      <label for=${id} class="sr">${label}</label>
      <input id=${id} type="search" role="combobox" autocomplete="off" spellcheck="false" maxlength="200"
        placeholder=${placeholder} aria-expanded=${String(open)} aria-controls="${id}-list" aria-autocomplete="list"
        aria-activedescendant=${open && this.#at >= 0 ? `${id}-${this.#at}` : nothing} .value=${live(this.#text)}
        @input=${event => this.#typed(event.target.value)} @click=${() => this.#search()}
        @keydown=${event => this.#key(event)}>
      <ul id="${id}-list" role="listbox" aria-label=${label} ?hidden=${!open}>
        ${this.#found.map((entry, i) => html`<li id="${id}-${i}" role="option" aria-selected=${String(i === this.#at)}
          @pointerdown=${event => event.preventDefault()} @click=${() => this.#choose(entry)}>${show(entry)}</li>`)}
        ${open && !this.#found.length ? html`<li class="quiet" role="option" aria-selected="false" aria-disabled="true">Nothing found</li>` : nothing}
      </ul>
    </div>`;
  }

  /** Forgets what was typed. */
  clear() {
    if (this.#text || this.#open) this.#clear();
  }

  #typed(text) {
    this.#text = text;
    this.#at = -1;
    this.#asked++; // what is on its way was asked for another text
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#search(), PAUSE);
  }

  async #search() {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    const text = this.#text.trim();
    const found = await this.#options.find(text).catch(() => []);
    if (asked !== this.#asked) return;
    this.#searched = text;
    this.#found = found;
    this.#open = document.activeElement?.id === this.#options.id;
    this.#at = text && found.length ? 0 : -1;
    this.#options.changed();
  }

  #key(event) {
    const last = this.#found.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.#open) return void this.#search();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#at = this.#at < 0 ? (step > 0 ? 0 : last) : (this.#at + step + last + 1) % (last + 1 || 1);
      this.#options.changed();
      document.getElementById(`${this.#options.id}-${this.#at}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#enter();
    } else if (event.key === "Escape") {
      this.#close();
    }
  }

  /** Takes what is marked, of what was found for the very text that is there. */
  async #enter() {
    const text = this.#text.trim();
    if (text && text !== this.#searched) await this.#search();
    if (this.#text.trim() !== text) return;
    if (this.#open && this.#found[this.#at]) this.#choose(this.#found[this.#at]);
    else if (text && this.#options.other) {
      this.#clear();
      this.#options.other(text);
    }
  }

  #choose(entry) {
    this.#clear();
    this.#options.choose(entry);
  }

  #clear() {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#text = this.#searched = "";
    this.#close();
  }

  #left(event) {
    if (!event.currentTarget.contains(event.relatedTarget)) this.#close();
  }

  #close() {
    this.#open = false;
    this.#at = -1;
    this.#options.changed();
  }
}

// The API key, where the service asks for one: kept in this browser tab, sent with every request.
import { html } from "./lit.js";

const KEY = "millrace.key";
const WANTED = "millrace-key-wanted";

/** The key, or nothing. */
export const held = () => sessionStorage.getItem(KEY) ?? "";

/** How a WebSocket, which can send no header, sends it. */
export const protocols = () => (held() ? ["millrace", `millrace.key.${held()}`] : []);

/** Tells that a request was refused for want of a key, or of a good one. */
export const want = () => dispatchEvent(new Event(WANTED));

/** Calls when that was told. */
export const whenWanted = call => addEventListener(WANTED, call);

/** Takes the key back; the page begins again. */
export function forget() {
  sessionStorage.removeItem(KEY);
  location.reload();
}

function keep(event) {
  event.preventDefault();
  sessionStorage.setItem(KEY, new FormData(event.target).get("key").trim());
  location.reload();
}

/** Asks for it. */
export const question = () => html`
  <form class="panel key" @submit=${keep}>
    <h1>${held() ? "This key does not fit" : "A key is needed"}</h1>
    <p>${held()
      ? "The service does not know it any more, or never did. Give another."
      : "This service answers to who has an API key. Whoever runs it makes them: millrace keys create."}</p>
    <label for="key">API key</label>
    <input id="key" name="key" type="password" autocomplete="off" spellcheck="false" required placeholder="mr_...">
    <button class="button main">Go on</button>
    <p class="hint">It stays in this tab and goes when the tab is closed.</p>
  </form>`;

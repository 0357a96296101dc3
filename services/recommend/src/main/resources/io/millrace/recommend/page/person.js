// Who the list is for: somebody known, somebody new, or an anonymous session.
import { html } from "./lit.js";
import { get, withQuery } from "./api.js";
import { Combobox } from "./combobox.js";
import { count } from "./text.js";

/** Picks a person; changed() draws anew, pick(userId) takes one. */
export function personPicker(pick, changed) {
  return new Combobox({
    id: "person",
    label: "Find a person by id",
    placeholder: "Find a person …",
    find: async text => (await get(withQuery("v1/users", { query: text, n: 12 }))).users,
    show: user => html`<span class="who">${user.userId}</span> <span class="quiet">${count(user.ratedItems, "film")}${user.genres.length ? `, ${user.genres.slice(0, 2).join(", ")}` : ""}</span>`,
    choose: user => pick(user.userId),
    other: pick,
    changed,
  });
}

/** An id that nobody has yet. */
export function newId() {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return "guest-" + [...crypto.getRandomValues(new Uint8Array(6))].map(byte => letters[byte % letters.length]).join("");
}

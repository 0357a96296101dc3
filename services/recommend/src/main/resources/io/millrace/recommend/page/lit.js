// What the page uses of lit-html.
export { html, svg, render, nothing } from "./lib/lit-html/lit-html.js";
export { repeat } from "./lib/lit-html/directives/repeat.js";
export { live } from "./lib/lit-html/directives/live.js";
export { ref } from "./lib/lit-html/directives/ref.js";

// Begins the page: which view the address asks for, and the frame around it.
import { forget, held, question, whenWanted } from "./key.js";
import { html, render } from "./lit.js";
import { Operators } from "./operators/operators.js";
import { Visitor } from "./visitor.js";

const root = document.getElementById("page");
let view = null;
let drawing = false;
let waiting = false;
let keyWanted = false;

/** Draws at once; a second call within it is made up for afterwards. */
function draw() {
  if (drawing) {
    waiting = true;
    return;
  }
  drawing = true;
  try {
    render(frame(), root);
    document.title = view?.title ?? "Millrace";
  } finally {
    drawing = false;
  }
  if (waiting) {
    waiting = false;
    draw();
  }
}

const visitor = new Visitor(draw);
const operators = new Operators(draw);

function frame() {
  const here = view === operators ? "operators" : "visitor";
  const tab = (name, href, text) => html`<a href=${href} aria-current=${here === name ? "page" : "false"}>${text}</a>`;
  return html`
    <header>
      <a class="brand" href="#/" aria-label="Millrace"><img src="page/icon.svg" alt="" width="32" height="32"><span>Millrace</span></a>
      <nav aria-label="Views">${tab("visitor", visitor.address, "For you")}${tab("operators", "#/operators", "Operators")}<a href="docs">API</a>${held() ? html`<button class="link" @click=${forget}>Forget the key</button>` : ""}</nav>
    </header>
    <main id="main" tabindex="-1">${keyWanted ? question() : view?.view()}</main>`;
}

function decoded(word) {
  try {
    return decodeURIComponent(word);
  } catch {
    return word; // what is no escape is meant as it is
  }
}

function route() {
  const words = location.hash.replace(/^#\/?/, "").split("/").map(decoded);
  const next = words[0] === "operators" ? operators : visitor;
  if (view !== next) view?.hide();
  view = next;
  view.show(words);
  draw();
}

// The address names the view, so the link to the content must not change it.
document.querySelector(".skip").addEventListener("click", event => {
  event.preventDefault();
  document.getElementById("main").focus();
});
addEventListener("hashchange", route);
whenWanted(() => {
  keyWanted = true;
  view?.hide();
  draw();
});
route();

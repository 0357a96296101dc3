// Moves what has changed its place from where it was, unless the visitor wants no motion; and keeps
// the keyboard's place in a list whose entries go.

const still = matchMedia("(prefers-reduced-motion: reduce)");
const EASE = "cubic-bezier(.2, .8, .2, 1)";

/** Draws, and lets children with data-id glide to their new places. */
export function moving(container, draw) {
  const before = places(container());
  const held = holdFocus(container());
  draw();
  const list = container();
  if (list) settle(list);
  if (list && !still.matches) glide(list, before);
  if (list) held(list);
}

/** What came under a resting pointer is not pointed at: it shows no stars until the pointer moves. */
function settle(list) {
  list.classList.add("settling");
  addEventListener("pointermove", () => list.classList.remove("settling"), { once: true });
}

function places(list) {
  return new Map(entries(list).map(entry => [entry.dataset.id, entry.getBoundingClientRect()]));
}

function entries(list) {
  return list ? [...list.querySelectorAll(":scope > [data-id]")] : [];
}

function glide(list, before) {
  if (!before.size) return;
  for (const entry of entries(list)) {
    const from = before.get(entry.dataset.id);
    const to = entry.getBoundingClientRect();
    if (!from) {
      entry.animate([{ opacity: 0, transform: "scale(.86)" }, { opacity: 1, transform: "none" }], { duration: 380, easing: EASE });
    } else if (Math.abs(from.left - to.left) + Math.abs(from.top - to.top) > 1) {
      entry.animate([{ transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` }, { transform: "none" }],
        { duration: 480, easing: EASE });
    }
  }
}

/** If the focused entry goes, its place's next tenant is focused, at the same kind of control. */
function holdFocus(list) {
  const active = document.activeElement;
  const all = entries(list);
  const place = all.findIndex(entry => entry.contains(active));
  if (place < 0) return () => {};
  const id = all[place].dataset.id;
  const inStars = Boolean(active.closest(".stars"));
  return after => {
    const now = entries(after);
    if (now.some(entry => entry.dataset.id === id && entry.contains(document.activeElement))) return;
    const tenant = now.find(entry => entry.dataset.id === id) ?? now[Math.min(place, now.length - 1)];
    tenant?.querySelector(inStars ? ".stars [tabindex='0']" : "button")?.focus({ preventScroll: true });
  };
}

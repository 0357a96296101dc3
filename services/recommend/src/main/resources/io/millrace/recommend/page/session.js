// An anonymous session: its ratings stay in this browser tab and travel with every request.

const KEY = "millrace.session";

/** Ratings, oldest first. */
export function load() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

/** With one more, or one changed. */
export function rated(ratings, item, rating) {
  const { itemId, title, year, genres } = item;
  const now = [...ratings.filter(other => other.itemId !== itemId), { itemId, title, year, genres, rating }];
  sessionStorage.setItem(KEY, JSON.stringify(now));
  return now;
}

/** Forgets everything. */
export function forget() {
  sessionStorage.removeItem(KEY);
  return [];
}

// Words and figures as people read them.

const WHOLE = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });
const YEAR_AT_END = /\s*\((\d{4})\)\s*$/;
const ARTICLE_AT_END = /^(.*), (The|A|An|Les|Le|La|Il|El|Das|Der|Die|L')((?:\s*\(.*)?)$/;

/** "Piano, The (1993)" as "The Piano"; the id where there is no title. */
export function title(item) {
  if (!item.title) return String(item.itemId);
  const bare = item.title.replace(YEAR_AT_END, "");
  return bare.replace(ARTICLE_AT_END, (all, name, article, rest) =>
    (article.endsWith("'") ? article : article + " ") + name + rest);
}

/** The item's year, from its title where the catalogue has none. */
export function year(item) {
  return item.year ?? (YEAR_AT_END.exec(item.title ?? "") ?? [])[1] ?? "";
}

/** 12,345. */
export function whole(number) {
  return WHOLE.format(number);
}

/** 12.3K. */
export function short(number) {
  return Math.abs(number) < 10000 ? WHOLE.format(number) : SHORT.format(number);
}

/** Milliseconds to two or three figures, with their unit. */
export function millis(ms) {
  if (ms >= 10000) return `${(ms / 1000).toFixed(0)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms >= 20 ? ms.toFixed(0) : ms.toFixed(1)} ms`;
}

/** "1 film", "2 films". */
export function count(number, noun) {
  return `${whole(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** "4 stars", "3.5 stars", "1 star". */
export function starsText(rating) {
  return `${rating} ${rating === 1 ? "star" : "stars"}`;
}

/** "3 minutes ago". */
export function ago(then, now = Date.now()) {
  const seconds = Math.max(0, (now - then) / 1000);
  const steps = [[60, "second"], [3600, "minute"], [86400, "hour"], [Infinity, "day"]];
  const at = steps.findIndex(([limit]) => seconds < limit);
  const unit = at === 0 ? 1 : steps[at - 1][0];
  return seconds < 5 ? "just now" : `${count(Math.floor(seconds / unit), steps[at][1])} ago`;
}

/** "2 h 5 min". */
export function span(seconds) {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

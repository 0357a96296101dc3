// The figures one looks at first.
import { html, nothing } from "../lit.js";
import { count, short, span, whole } from "../text.js";

/** @param facts what /v1/operations answers; rate events a second, null while unknown */
export function gauges(facts, rate) {
  const { readiness, lag, sizes, events, requests } = facts;
  return html`<dl class="gauges">
    ${gauge("Events a second", rate === null ? "–" : rate < 10 ? rate.toFixed(1) : whole(rate), `${short(events.applied ?? 0)} so far`)}
    ${gauge("Behind", lag.features === null ? whole(lag.state ?? 0) : whole(lag.features), lag.features === null ? "records of state to read" : `ratings to process; ${count(lag.state ?? 0, "record")} to read`, (lag.features ?? lag.state ?? 0) > 1000)}
    ${gauge("Ratings", short(sizes.ratings ?? 0), `by ${count(sizes.users ?? 0, "user")}`)}
    ${gauge("Items", short(sizes.items ?? 0), `${short(sizes.transitions ?? 0)} with followers`)}
    ${gauge("Index", short(sizes.index ?? 0), "vectors searched")}
    ${gauge("Requests", short(requests.total), `${short(requests.refused)} refused, ${short(requests.failed)} failed`, requests.failed > 0)}
    ${gauge("Sockets", whole(sizes.sockets ?? 0), `${whole(events.awaited ?? 0)} events awaited`)}
    ${gauge("Up", span(facts.uptimeSeconds), readiness.stateCaughtUp ? "state read in full" : `${Math.floor(readiness.fractionLoaded * 100)} % of the state read`)}
  </dl>`;
}

function gauge(name, value, more, warns = false) {
  return html`<div class="gauge ${warns ? "warns" : ""}"><dt>${name}${warns ? html`<span class="sr"> (look here)</span>` : nothing}</dt><dd>${value}</dd><dd class="quiet">${more}</dd></div>`;
}

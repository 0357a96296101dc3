// The service's API over HTTP. Paths are relative to the page, so it works behind any prefix.
import { held, want } from "./key.js";

/** The service said no: carries the problem's code and faults. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || `the service answered ${status}`);
    this.status = status;
    this.code = problem.code || "";
    this.faults = problem.faults || [];
  }
}

const TRIES = 4;
const PAUSE = 250;

/** What is turned away as the service is busy has not been looked at: it is asked again, a few times. */
async function ask(method, path, body) {
  for (let tried = 1; ; tried++) {
    try {
      return await once(method, path, body);
    } catch (refusal) {
      if (refusal.status !== 429 || tried === TRIES) throw refusal;
    }
    await new Promise(go => setTimeout(go, PAUSE * tried * (1 + Math.random())));
  }
}

async function once(method, path, body) {
  const options = { method, headers: { accept: "application/json" } };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  if (held()) options.headers.authorization = `Bearer ${held()}`;
  const response = await fetch(path, options);
  if (response.status === 401) want();
  const text = await response.text();
  const answer = text ? parsed(text, response.status) : {};
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}

function parsed(text, status) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(status, { detail: `the service answered ${status} with no JSON` });
  }
}

export const get = path => ask("GET", path);
export const post = (path, body = {}) => ask("POST", path, body);
export const remove = path => ask("DELETE", path);

/** A path with parameters; what is undefined or empty is left out. */
export function withQuery(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") query.set(name, value);
  }
  return query.size ? `${path}?${query}` : path;
}

let document_;

/** What the service says of itself: nothing is asked in vain. */
async function described() {
  document_ ??= get("openapi.json").catch(() => {
    document_ = undefined;
    return {};
  });
  return document_;
}

/** Whether this service has the path at all. */
export async function offers(path, method = "get") {
  return Boolean((await described()).paths?.[path]?.[method]);
}

/** Whether bodies of this kind may have the field. */
export async function takes(kind, field) {
  return Boolean((await described()).components?.schemas?.[kind]?.properties?.[field]);
}

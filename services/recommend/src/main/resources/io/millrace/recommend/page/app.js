"use strict";
const byId = id => document.getElementById(id);
let socket = null, wanted = null, retry = null;

function element(name, text, className) {
  const e = document.createElement(name);
  if (text !== undefined) e.textContent = text;
  if (className) e.className = className;
  return e;
}
function note(text, fault) {
  byId("note").textContent = text;
  byId("note").className = fault ? "note fault" : "note";
}
function stars(itemId) {
  const cell = element("td", undefined, "stars");
  for (let s = 1; s <= 5; s++) {
    const b = element("button", "★");
    b.type = "button";
    b.title = s + (s > 1 ? " stars" : " star");
    b.setAttribute("aria-label", "Rate " + b.title);
    b.onclick = () => rate(itemId, s);
    cell.append(b);
  }
  return cell;
}
function show(answer) {
  const rows = answer.items.map((item, i) => {
    const row = element("tr");
    row.append(element("td", i + 1, "number"), element("td", item.title || item.itemId));
    const from = element("td");
    item.sources.forEach(s => from.append(element("span", s, "tag")));
    row.append(from, stars(item.itemId), element("td", item.score.toFixed(3), "number"));
    return row;
  });
  byId("list").replaceChildren(...rows);
  note(rows.length + " items from " + answer.modelVersion + " in " + answer.tookMs.toFixed(1) + " ms");
  history();
}
async function history() {
  const user = wanted.userId;
  const answer = await fetch("v1/users/" + encodeURIComponent(user));
  if (user !== wanted.userId) return;
  if (!answer.ok) {
    byId("history").replaceChildren();
    return;
  }
  const recent = (await answer.json()).recent || [];
  byId("history").replaceChildren(...recent.slice(0, 15).map(r => {
    const row = element("tr");
    row.append(element("td", r.title || r.itemId), element("td", r.rating + " ★", "number"));
    return row;
  }));
}
function rate(itemId, rating) {
  if (socket && socket.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify({event: {userId: wanted.userId, itemId, rating}}));
  } else {
    note("Not connected", true);
  }
}
function follow() {
  clearTimeout(retry);
  if (socket) {
    socket.onclose = null;
    socket.close();
  }
  const url = new URL("v1/stream", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(url);
  socket.onopen = () => socket.send(JSON.stringify({subscribe: wanted}));
  socket.onclose = () => { note("Connection lost, trying again", true); retry = setTimeout(follow, 1000); };
  socket.onmessage = m => {
    const message = JSON.parse(m.data);
    if (message.type === "recommendations") show(message);
    if (message.type === "error") note(message.detail, true);
  };
}
byId("ask").onsubmit = e => {
  e.preventDefault();
  const form = new FormData(e.target);
  wanted = {userId: form.get("user").trim(), n: Number(form.get("n"))};
  follow();
};
async function status() {
  try {
    const s = await (await fetch("health/ready")).json();
    const facts = [["Status", s.waitingFor ? "waiting for " + s.waitingFor : s.status],
      ["Loaded", (100 * s.fractionLoaded).toFixed(1) + " %"], ["Model", s.modelVersion], ["Items", s.items], ["Users", s.users]];
    byId("status").replaceChildren(...facts.map(([name, value]) => {
      const e = element("div", undefined);
      e.append(element("span", name), String(value));
      return e;
    }));
  } catch (e) {
    byId("status").replaceChildren(element("div", "The service does not answer"));
  }
}
status();
setInterval(status, 3000);
byId("ask").requestSubmit();

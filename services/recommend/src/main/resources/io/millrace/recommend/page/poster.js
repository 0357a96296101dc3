// Posters drawn from title and genre: the genre gives colours and motif, the title's letters decide
// where everything lies, so that a film looks the same wherever it is seen.
import { svg } from "./lit.js";
import { title, year } from "./text.js";

const WIDTH = 200;
const HEIGHT = 300;

/** Genre: top colour, bottom colour, colour of the motif, motif. */
const GENRES = {
  "Action": ["#7a1f12", "#d9480f", "#ffd43b", rays],
  "Adventure": ["#0b4f4a", "#2b8a6e", "#f4e3a1", mountains],
  "Animation": ["#3b3fa8", "#7c5ce0", "#ffb3d1", blobs],
  "Children": ["#0a6fb5", "#38a3d8", "#ffe066", balloons],
  "Children's": ["#0a6fb5", "#38a3d8", "#ffe066", balloons],
  "Comedy": ["#b8500a", "#f08c00", "#fff3bf", confetti],
  "Crime": ["#1c1f26", "#3d4452", "#e03131", blinds],
  "Documentary": ["#28423c", "#4e7266", "#d8e2dc", grid],
  "Drama": ["#4a1942", "#893168", "#f0b7c5", scene],
  "Fantasy": ["#241b52", "#5f3dc4", "#d0bfff", moon],
  "Film-Noir": ["#0d0d0f", "#3a3a40", "#f1f3f5", lamp],
  "Horror": ["#140607", "#5c0f14", "#ff6b6b", teeth],
  "IMAX": ["#083358", "#1971c2", "#a5d8ff", grid],
  "Musical": ["#86195a", "#d6336c", "#ffdeeb", staves],
  "Mystery": ["#0c2233", "#1f4e66", "#99c9d8", fog],
  "Romance": ["#8f1d3f", "#e0567a", "#ffe3e9", hearts],
  "Sci-Fi": ["#060b26", "#1b3a78", "#74c0fc", orbits],
  "Thriller": ["#10261f", "#1e5945", "#b2f2bb", target],
  "War": ["#2e3320", "#5c6340", "#e9dfb4", chevrons],
  "Western": ["#7b3410", "#d97b29", "#ffe8b8", sunset],
};
const OTHER = ["#2b3440", "#566573", "#d5dce4", scene];

/** Films of one genre differ a little in colour: so many degrees either way. */
const HUES = 24;

const drawn = new Map();

/**
 * The item's poster, hidden from screen readers: the title is told beside it.
 *
 * @param place where on the page; an item has one poster at each place
 */
export function poster(item, place = "list") {
  const key = `${place}|${item.itemId}|${item.title}`;
  let picture = drawn.get(key);
  if (!picture) {
    if (drawn.size > 2000) drawn.clear();
    picture = draw(item, place);
    drawn.set(key, picture);
  }
  return picture;
}

function draw(item, place) {
  const name = title(item);
  const genres = (item.genres ?? []).filter(genre => GENRES[genre]);
  const random = randomOf(`${item.itemId} ${name}`);
  const first = GENRES[genres[0]] ?? OTHER;
  const other = GENRES[genres[1]] ?? first;
  const turn = between(random, -HUES, HUES);
  const ink = first[2];
  const top = turned(first[0], turn);
  const bottom = turned(random() < 0.5 ? first[1] : other[1], turn);
  const motif = random() < 0.6 ? first[3] : other[3];
  const second = other[2];
  const id = `p${hash(`${item.itemId} ${name}`).toString(36)}-${place}-`;
  const lines = wrapped(name);
  const from = HEIGHT - 22 - (lines.rows.length - 1) * lines.size * 1.08;
  return svg`<svg class="poster" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" focusable="false">
    <defs>
      <linearGradient id="${id}a" x1="0" y1="0" x2=${0.3 + random() * 0.6} y2="1">
        <stop offset="0" stop-color=${top} /><stop offset="1" stop-color=${bottom} />
      </linearGradient>
      <linearGradient id="${id}b" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#000" stop-opacity="0" /><stop offset="1" stop-color="#000" stop-opacity=".72" />
      </linearGradient>
    </defs>
    <rect width=${WIDTH} height=${HEIGHT} fill="url(#${id}a)" />
    ${motif(random, ink, second)}
    <rect y=${Math.max(60, from - 70)} width=${WIDTH} height=${HEIGHT} fill="url(#${id}b)" />
    <text x="14" y="26" class="poster-year" fill="#fff">${year(item)}</text>
    ${lines.rows.map((row, i) => svg`<text x="14" y=${from + i * lines.size * 1.08} font-size=${lines.size}
      class="poster-title" fill="#fff">${row}</text>`)}
  </svg>`;
}

/** The title in lines that fit, in the largest size that needs at most five. */
function wrapped(name) {
  for (let size = 27; size > 15; size -= 2) {
    const rows = rowsOf(name, Math.floor((WIDTH - 28) / (size * 0.6)));
    if (rows) return { rows, size };
  }
  return { rows: [...(rowsOf(name.slice(0, 62), 20) ?? [name.slice(0, 18)])], size: 15 };
}

function rowsOf(name, most) {
  const rows = [""];
  for (const word of name.split(/\s+/)) {
    if (word.length > most) return null;
    const joined = rows.at(-1) ? `${rows.at(-1)} ${word}` : word;
    if (joined.length <= most) rows[rows.length - 1] = joined;
    else rows.push(word);
  }
  return rows.length <= 5 ? rows : null;
}

function hash(text) {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
}

/** Mulberry32: numbers from 0 to 1, always the same for the same text. */
function randomOf(text) {
  let a = hash(text);
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const times = (n, make) => Array.from({ length: n }, (unused, i) => make(i));
const between = (random, low, high) => low + random() * (high - low);

/** A colour with its hue turned by so many degrees. */
function turned(hex, degrees) {
  const [r, g, b] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16) / 255);
  const most = Math.max(r, g, b);
  const range = most - Math.min(r, g, b);
  const light = most - range / 2;
  const saturation = range ? range / (1 - Math.abs(2 * light - 1)) : 0;
  const sixth = !range ? 0 : most === r ? (g - b) / range : most === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return `hsl(${Math.round(sixth * 60 + degrees + 360) % 360} ${Math.round(saturation * 100)}% ${Math.round(light * 100)}%)`;
}

/** The most common genre has several motifs. */
function scene(random, ink, second) {
  return [veils, arches, waves, windows, paths][Math.floor(random() * 5)](random, ink, second);
}

function arches(random, ink, second) {
  const x = between(random, 55, 145);
  return times(6, i => {
    const r = 96 - i * 15;
    return svg`<path d="M${x - r} 300V${150}a${r} ${r} 0 0 1 ${2 * r} 0V300Z" fill=${i % 2 ? second : ink} opacity=${0.1 + i * 0.05} />`;
  });
}

function waves(random, ink, second) {
  const phase = between(random, 0, 60);
  return times(7, i => {
    const y = 60 + i * 28;
    const rise = between(random, 8, 26);
    return svg`<path d="M-20 ${y}q${30 + phase} ${-rise * 2} 80 0t80 0t80 0V300H-20Z" fill=${i % 2 ? second : ink} opacity=".13" />`;
  });
}

function windows(random, ink, second) {
  const lit = Math.floor(random() * 20);
  return times(20, i => svg`<rect x=${24 + (i % 4) * 41} y=${46 + Math.floor(i / 4) * 42} width="28" height="30" rx="2"
    fill=${i === lit ? ink : second} opacity=${i === lit ? 0.95 : between(random, 0.06, 0.2)} />`);
}

function paths(random, ink, second) {
  const x = between(random, 50, 150);
  return svg`<circle cx=${x} cy="92" r=${between(random, 22, 44)} fill=${ink} opacity=".8" />
    ${times(9, i => svg`<path d="M${x} 118Q${x + (i - 4) * between(random, 6, 16)} 190 ${x + (i - 4) * 46} 310" fill="none" stroke=${i % 2 ? second : ink} stroke-width=${between(random, 2, 7)} opacity=".3" />`)}`;
}

function veils(random, ink, second) {
  return times(4, i => {
    const r = between(random, 45, 105);
    return svg`<circle cx=${between(random, 10, 190)} cy=${between(random, 40, 190)} r=${r}
      fill=${i % 2 ? ink : second} opacity=${between(random, 0.12, 0.3)} />`;
  });
}

function rays(random, ink, second) {
  const x = between(random, 50, 150);
  const y = between(random, 70, 130);
  return svg`<g opacity=".55">${times(18, i => {
    const a = (i / 18) * 2 * Math.PI + random() * 0.12;
    const b = a + 0.13;
    return svg`<path d="M${x} ${y}L${x + 380 * Math.cos(a)} ${y + 380 * Math.sin(a)}L${x + 380 * Math.cos(b)} ${y + 380 * Math.sin(b)}Z"
      fill=${i % 3 ? ink : second} opacity=${i % 2 ? 0.35 : 0.6} />`;
  })}</g><circle cx=${x} cy=${y} r=${between(random, 18, 34)} fill=${ink} />`;
}

function mountains(random, ink, second) {
  const ridge = (base, high, fill, opacity) => {
    const peaks = times(5, i => `${i * 50},${base - random() * high}`);
    return svg`<polygon points="0,300 ${peaks.join(" ")} 200,300" fill=${fill} opacity=${opacity} />`;
  };
  return svg`<circle cx=${between(random, 40, 160)} cy=${between(random, 55, 90)} r=${between(random, 18, 32)} fill=${ink} opacity=".9" />
    ${ridge(170, 70, second, 0.35)}${ridge(205, 60, "#06231f", 0.45)}${ridge(245, 50, "#041513", 0.6)}`;
}

function blobs(random, ink, second) {
  return times(7, i => svg`<ellipse cx=${between(random, 0, 200)} cy=${between(random, 20, 210)}
    rx=${between(random, 16, 48)} ry=${between(random, 16, 48)} fill=${i % 2 ? ink : second}
    opacity=${between(random, 0.35, 0.85)} transform="rotate(${between(random, 0, 90)} 100 120)" />`);
}

function balloons(random, ink, second) {
  return times(6, i => {
    const x = between(random, 20, 180);
    const y = between(random, 40, 150);
    const r = between(random, 13, 26);
    return svg`<path d="M${x} ${y + r}q${between(random, -14, 14)} 40 0 90" stroke="#fff" opacity=".5" fill="none" />
      <ellipse cx=${x} cy=${y} rx=${r * 0.86} ry=${r} fill=${["#ff8787", ink, second, "#b2f2bb"][i % 4]} />`;
  });
}

function confetti(random, ink, second) {
  return times(46, i => svg`<rect x=${between(random, -5, 200)} y=${between(random, 5, 230)} width=${between(random, 5, 15)}
    height=${between(random, 4, 8)} rx="2" fill=${[ink, second, "#fff", "#e8590c"][i % 4]} opacity=".85"
    transform="rotate(${between(random, -60, 60)} ${between(random, 0, 200)} ${between(random, 0, 220)})" />`);
}

function blinds(random, ink) {
  const gap = between(random, 15, 22);
  return svg`${times(12, i => svg`<rect x="-20" y=${20 + i * gap} width="260" height=${gap * 0.45} fill="#fff" opacity=${0.16 - i * 0.008}
    transform="rotate(${-8} 100 150)" />`)}
    <rect x=${between(random, 20, 150)} y="0" width=${between(random, 8, 20)} height="300" fill=${ink} opacity=".85" />`;
}

function grid(random, ink, second) {
  return times(48, i => svg`<circle cx=${18 + (i % 6) * 33} cy=${45 + Math.floor(i / 6) * 26} r=${between(random, 2, 12)}
    fill=${random() < 0.25 ? second : ink} opacity=${between(random, 0.3, 0.8)} />`);
}

function moon(random, ink, second) {
  const x = between(random, 60, 140);
  const y = between(random, 70, 120);
  const r = between(random, 32, 48);
  return svg`${times(30, () => svg`<circle cx=${between(random, 0, 200)} cy=${between(random, 0, 210)} r=${between(random, 0.6, 2)} fill="#fff" opacity=".8" />`)}
    <path d="M${x} ${y - r}a${r} ${r} 0 1 0 ${r} ${r}a${r * 0.8} ${r * 0.8} 0 0 1 ${-r} ${-r}Z" fill=${second} />
    <path d="M0 ${between(random, 190, 220)}Q50 ${between(random, 160, 190)} 100 205T200 195V300H0Z" fill=${ink} opacity=".25" />`;
}

function lamp(random, ink) {
  const x = between(random, 40, 160);
  const spread = between(random, 50, 90);
  return svg`<polygon points="${x},34 ${x - spread},300 ${x + spread},300" fill=${ink} opacity=".2" />
    <polygon points="${x},34 ${x - spread * 0.5},300 ${x + spread * 0.5},300" fill=${ink} opacity=".25" />
    <path d="M${x} 0V24M${x - 15} 34a15 12 0 0 1 30 0Z" stroke=${ink} stroke-width="2" fill=${ink} />
    <rect x=${x - 5} y="150" width="10" height="46" rx="5" fill="#000" opacity=".75" /><circle cx=${x} cy="143" r="7" fill="#000" opacity=".75" />`;
}

function teeth(random, ink) {
  const row = (y, way) => times(9, i => {
    const h = between(random, 28, 70) * way;
    return `M${i * 25 - 12} ${y}L${i * 25} ${y + h}L${i * 25 + 12} ${y}Z`;
  }).join("");
  return svg`<circle cx="100" cy="118" r=${between(random, 38, 62)} fill=${ink} opacity=".75" />
    <path d=${row(0, 1)} fill="#0a0303" opacity=".9" /><path d=${row(235, -1)} fill="#0a0303" opacity=".9" /><rect y="235" width="200" height="65" fill="#0a0303" opacity=".9" />`;
}

function staves(random, ink, second) {
  const y = between(random, 60, 100);
  return svg`<g fill="none" stroke=${ink} stroke-width="1.6" opacity=".8">${times(5, i => svg`<path d="M0 ${y + i * 14}Q60 ${y - 30 + i * 14} 110 ${y + i * 14}T210 ${y + i * 14 - 12}" />`)}</g>
    ${times(6, i => {
      const nx = 18 + i * 31;
      const ny = y + between(random, -8, 58);
      return svg`<ellipse cx=${nx} cy=${ny} rx="8" ry="6" fill=${i % 2 ? ink : second} transform="rotate(-20 ${nx} ${ny})" /><path d="M${nx + 7} ${ny}v-38" stroke=${i % 2 ? ink : second} stroke-width="2.5" />`;
    })}`;
}

function fog(random, ink, second) {
  const x = between(random, 70, 130);
  return svg`<circle cx=${x} cy="95" r="26" fill=${second} /><path d="M${x - 12} 105L${x - 22} 175H${x + 22}L${x + 12} 105Z" fill=${second} />
    ${times(6, i => svg`<ellipse cx=${between(random, 0, 200)} cy=${60 + i * 30} rx=${between(random, 70, 130)} ry=${between(random, 7, 15)} fill=${ink} opacity=".22" />`)}`;
}

function hearts(random, ink, second) {
  return times(5, i => {
    const s = between(random, 0.5, 1.7);
    return svg`<path d="M0 8C-4 -12 -36 -8 -30 16C-26 34 -8 42 0 54C8 42 26 34 30 16C36 -8 4 -12 0 8Z" fill=${i % 2 ? ink : second}
      opacity=${between(random, 0.3, 0.8)} transform="translate(${between(random, 30, 170)} ${between(random, 30, 150)}) scale(${s})" />`;
  });
}

function orbits(random, ink, second) {
  const x = between(random, 65, 135);
  const y = between(random, 85, 130);
  const tilt = between(random, -40, 40);
  return svg`${times(40, () => svg`<circle cx=${between(random, 0, 200)} cy=${between(random, 0, 230)} r=${between(random, 0.5, 1.7)} fill="#fff" opacity=".8" />`)}
    <circle cx=${x} cy=${y} r=${between(random, 24, 40)} fill=${second} />
    <g fill="none" stroke=${ink} stroke-width="2" transform="rotate(${tilt} ${x} ${y})">${times(3, i => svg`<ellipse cx=${x} cy=${y} rx=${58 + i * 22} ry=${15 + i * 9} opacity=${0.9 - i * 0.25} />`)}
    <circle cx=${x + 58} cy=${y} r="5" fill=${ink} /></g>`;
}

function target(random, ink, second) {
  const x = between(random, 60, 140);
  const y = between(random, 80, 130);
  return svg`<g fill="none" stroke=${ink}>${times(6, i => svg`<circle cx=${x} cy=${y} r=${10 + i * 20} stroke-width=${7 - i} opacity=${0.75 - i * 0.1} />`)}</g>
    <path d="M${x} 0V300M0 ${y}H200" stroke=${second} stroke-width="1.2" opacity=".7" />`;
}

function chevrons(random, ink, second) {
  const y = between(random, 40, 80);
  return times(5, i => svg`<path d="M${20} ${y + i * 30 + 40}L100 ${y + i * 30}L180 ${y + i * 30 + 40}" fill="none" stroke=${i % 2 ? second : ink}
    stroke-width=${between(random, 6, 13)} opacity=${0.8 - i * 0.12} />`);
}

function sunset(random, ink, second) {
  const x = between(random, 60, 140);
  const r = between(random, 42, 60);
  return svg`<circle cx=${x} cy="150" r=${r} fill=${ink} /><g fill="#7b3410">${times(5, i => svg`<rect x=${x - r} y=${128 + i * 13} width=${2 * r} height=${2 + i * 1.5} />`)}</g>
    <path d="M0 205H40L50 150H84L92 205H130L137 178H160L168 205H200V300H0Z" fill="#2a0f04" opacity=".85" /><circle cx="20" cy="40" r="2" fill=${second} />`;
}

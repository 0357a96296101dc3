// What became of each film since the list before.

/** "new", or places gone up (down below 0), by item; films that stayed are not in it. */
export function shiftsOf(before, after) {
  const were = new Map(before.map((item, i) => [item.itemId, i]));
  const shifts = new Map();
  if (before.length === 0) return shifts;
  after.forEach((item, i) => {
    const was = were.get(item.itemId);
    if (was === undefined) shifts.set(item.itemId, "new");
    else if (was !== i) shifts.set(item.itemId, was - i);
  });
  return shifts;
}

/** The same in words, for those who cannot see it. */
export function spoken(shifts) {
  const entered = [...shifts.values()].filter(shift => shift === "new").length;
  const moved = shifts.size - entered;
  if (!shifts.size) return "the list is as it was";
  return [entered ? `${entered} new` : "", moved ? `${moved} moved` : ""].filter(Boolean).join(", ");
}

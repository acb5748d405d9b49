// Leaves some of its dates in a calendar; loaded once somebody saves some, or looks at those that are ticked.

/** The blocks of one name, as they stand in a calendar.
 * @param {string} text @param {string} name */
const blocks = (text, name) => text.match(new RegExp(`^BEGIN:${name}\r\n[^]*?^END:${name}\r\n`, "gm")) ?? [];

/** A block's lines, none of them folded. */
const unfolded = (block) => block.replaceAll(/\r\n[ \t]/g, "").split("\r\n");

/** What an event is known by. */
const uidOf = (event) => unfolded(event).find((line) => line.startsWith("UID:")).slice(4).replaceAll(/\\([\\;,])/g, "$1");

/** Leave in a calendar the events with these UIDs, the zones that they name, and nothing that says whose it is:
 * Outlook takes a file with a name for a calendar of its own.
 * @param {string} text @param {Set<string>} uids */
export function only(text, uids) {
  const frame = text.match(/^(?:BEGIN:VCALENDAR|VERSION:.*|PRODID:.*|CALSCALE:.*)\r\n(?:[ \t].*\r\n)*/gm).slice(0, 4);
  const events = blocks(text, "VEVENT").filter((event) => uids.has(uidOf(event)));
  const times = events.flatMap((event) => unfolded(event).filter((line) => /^DT(?:START|END);/.test(line)));
  const zones = blocks(text, "VTIMEZONE").filter((zone) => {
    const name = unfolded(zone).find((line) => line.startsWith("TZID:")).slice(5);
    return times.some((line) => line.includes(`;TZID=${name}:`));
  });
  return [...frame, ...zones, ...events, "END:VCALENDAR\r\n"].join("");
}

/** Save some dates of a calendar as a file of their own.
 * @param {string} text @param {Iterable<string>} uids @param {string} name */
export function save(text, uids, name) {
  const file = new Blob([only(text, new Set(uids))], { type: "text/calendar;charset=utf-8" });
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** What a calendar says of each of its dates: by the name of a property its value, without escapes, and the zone.
 * @param {string} text */
export function eventsOf(text) {
  return blocks(text, "VEVENT").map((event) => Object.fromEntries(unfolded(event.replace(/^BEGIN:VALARM[^]*?^END:VALARM\r\n/gm, "")).map((line) => {
    const [, name, parameters, value] = line.match(/^([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):(.*)$/) ?? [];
    const zone = parameters?.match(/;TZID="?([^";]*)/)?.[1];
    return [name, { value: value?.replace(/\\([\\;,nN])/g, (_, sign) => (/n/i.test(sign) ? "\n" : sign)), zone }];
  })));
}

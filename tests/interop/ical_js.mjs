// Calendar files to JSON: what ical.js, and so Thunderbird, finds in each. ICAL_JS is the folder of the package.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(`${process.env.ICAL_JS}/dist/ical.js`));

/** Write an instant in UTC, or a whole day as a date. */
function written(time) {
  return time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString();
}

/** Read one file by its own time zones alone. */
function events(file) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const { uid, summary, description, location } = event;
    const status = component.getFirstPropertyValue("status");
    return { uid, start: written(event.startDate), end: written(event.endDate), summary, description, location, status };
  });
}

process.stdout.write(JSON.stringify(process.argv.slice(2).map(events)));

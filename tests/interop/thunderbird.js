// What Thunderbird shows of the calendars at some addresses: the body of a function that Marionette calls in its own process.
// Each is subscribed to if it is not yet, and asked for anew; `forget` takes the subscriptions away again.
const [addresses, forget, done] = arguments;
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const EVENTS = Ci.calICalendar.ITEM_FILTER_TYPE_EVENT | Ci.calICalendar.ITEM_FILTER_ALL_ITEMS;
const SILENT = ["onStartBatch", "onEndBatch", "onAddItem", "onModifyItem", "onDeleteItem", "onPropertyChanged", "onPropertyDeleting"];

function subscribed(address) {
  const known = cal.manager.getCalendars().find((one) => one.uri.spec === address);
  if (known) {
    return known;
  }
  const made = cal.manager.createCalendar("ics", Services.io.newURI(address));
  made.name = address;
  made.setProperty("cache.enabled", true);
  cal.manager.registerCalendar(made);
  return cal.manager.getCalendarById(made.id);
}

function refreshed(calendar) {
  return new Promise((resolve, reject) => {
    const observer = { QueryInterface: ChromeUtils.generateQI(["calIObserver"]) };
    for (const name of SILENT) {
      observer[name] = () => {};
    }
    observer.onLoad = () => (calendar.removeObserver(observer), resolve());
    observer.onError = (_calendar, number, words) => (calendar.removeObserver(observer), reject(new Error(`${number}: ${words}`)));
    calendar.addObserver(observer);
    calendar.refresh();
  });
}

function moment(time) {
  const digits = time.icalString;
  return time.isDate ? `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}` : new Date(time.nativeTime / 1000).toISOString();
}

async function shown(address) {
  const calendar = subscribed(address);
  await refreshed(calendar);
  const items = await calendar.getItemsAsArray(EVENTS, 0, null, null);
  if (forget) {
    cal.manager.unregisterCalendar(calendar);
  }
  return items.map((item) => ({
    uid: item.id, summary: item.title, description: item.getProperty("DESCRIPTION"), location: item.getProperty("LOCATION"),
    status: item.status, start: moment(item.startDate), end: moment(item.endDate),
  }));
}

(async () => {
  const found = [];
  for (const address of addresses) {
    found.push(await shown(address));
  }
  return { found };
})().catch((error) => ({ error: `${error}` })).then(done);

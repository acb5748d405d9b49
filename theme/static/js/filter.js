// Narrows a list to what the address asks for (?free=yes&topic=…), so that a narrowed list can be shared and gone back from.
const bar = document.querySelector("[data-filter]");
const controls = [...bar.querySelectorAll("select, input")];
const [status, clear, every, pages, more] = ["[role=status]", "[data-clear]", "[data-all]", ".more", "details"].map((part) => bar.querySelector(part));
const ROWS = "li[data-is]";
const OPEN = /^(?:open|few-places|walk-in|not-yet-open)$/;

const rowsNow = () => [...document.querySelectorAll(ROWS)];
const valueOf = ({ type, checked, value }) => (type === "checkbox" && !checked ? "" : value);

/** Whether a row is, or has, what a control says; whether one can still register changes while the page is open. */
function has({ dataset }, { name, type, value }) {
  if (name === "open") return OPEN.test(dataset.state);
  return (type === "checkbox" ? dataset.is : dataset[name])?.split(" ").includes(type === "checkbox" ? name : value);
}

/** Show the rows that have all that is chosen, say how many they are, and offer their own page if there is one. */
function show() {
  const chosen = controls.filter(valueOf);
  const rows = rowsNow();
  for (const row of rows) row.hidden = !chosen.every((choice) => has(row, choice));
  for (const group of document.querySelectorAll(`.group:has(${ROWS})`)) group.hidden = !group.querySelector(`${ROWS}:not([hidden])`);
  const shown = rows.filter((row) => !row.hidden);
  const { count, none } = status.dataset;
  status.textContent = !chosen.length ? "" : shown.length ? count.replace("{shown}", shown.length).replace("{all}", rows.length) : none;
  clear.hidden = !chosen.length;
  const number = document.querySelector("[data-pick]") ? shown.filter(({ dataset: { uid, end } }) => uid && Date.parse(end) > Date.now()).length : 0;
  every.hidden = number < 2 || (pages && !chosen.length);
  every.textContent = every.dataset.all.replace("{number}", number);
  if (!pages) return;
  const { url } = (chosen.length === 1 && chosen[0].selectedOptions?.[0].dataset) || {};
  pages.hidden = !url;
  for (const link of pages.children) link.href = `${url}${link.dataset.of}`;
}

/** Choose what the address asks for; what it asks in vain is left out. */
function read() {
  const asked = new URLSearchParams(location.search);
  for (const control of controls) {
    const value = asked.get(control.name) ?? "";
    if (control.type === "checkbox") control.checked = value === control.value;
    else control.value = [...control.options].some((option) => option.value === value) ? value : "";
  }
  if (more && controls.some((control) => control.options && control.value)) more.open = true;
  show();
}

/** Write what is chosen into the address. */
function write() {
  const asked = new URLSearchParams(controls.filter(valueOf).map((control) => [control.name, control.value]));
  history.pushState(null, "", `${location.pathname}${String(asked) && `?${asked}`}`);
  show();
}

bar.addEventListener("change", write);
clear.addEventListener("click", () => {
  for (const control of controls) Object.assign(control, control.options ? { value: "" } : { checked: false });
  controls[0].focus();
  write();
});
addEventListener("popstate", read);

// What has ended since the build has left the list already, and is no choice any more.
for (const option of bar.querySelectorAll("option[value]:not([value=''])")) {
  const choice = { name: option.parentElement.name, value: option.value };
  if (!rowsNow().some((row) => has(row, choice))) option.remove();
}
if (more) more.open = matchMedia("(width >= 48rem)").matches;
read();
bar.hidden = false;

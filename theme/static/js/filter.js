// Narrows a list to what the address asks for (?topic=…&place=…), so that a narrowed list can be shared and gone back from.
const bar = document.querySelector("[data-filter]");
const selects = [...bar.querySelectorAll("select")];
const [status, clear, pages] = ["[role=status]", "button", ".more"].map((part) => bar.querySelector(part));
const ROWS = "li[data-month]";

const rowsNow = () => [...document.querySelectorAll(ROWS)];
const has = (row, { name, value }) => row.dataset[name]?.split(" ").includes(value);

/** Show the rows that have all that is chosen, say how many they are, and offer their own page if there is one. */
function show() {
  const chosen = selects.filter(({ value }) => value);
  const rows = rowsNow();
  for (const row of rows) row.hidden = !chosen.every((choice) => has(row, choice));
  for (const group of document.querySelectorAll(`.group:has(${ROWS})`)) group.hidden = !group.querySelector(`${ROWS}:not([hidden])`);
  const shown = rows.filter((row) => !row.hidden).length;
  const { count, none } = status.dataset;
  status.textContent = !chosen.length ? "" : shown ? count.replace("{shown}", shown).replace("{all}", rows.length) : none;
  clear.hidden = !chosen.length;
  if (!pages) return;
  pages.hidden = chosen.length !== 1;
  if (pages.hidden) return;
  const { url } = chosen[0].selectedOptions[0].dataset;
  for (const link of pages.children) link.href = `${url}${link.dataset.of}`;
}

/** Choose what the address asks for; what it asks in vain is left out. */
function read() {
  const asked = new URLSearchParams(location.search);
  for (const select of selects) {
    select.value = asked.get(select.name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
  }
  show();
}

/** Write what is chosen into the address. */
function write() {
  const asked = new URLSearchParams(selects.filter(({ value }) => value).map(({ name, value }) => [name, value]));
  history.pushState(null, "", `${location.pathname}${String(asked) && `?${asked}`}`);
  show();
}

bar.addEventListener("change", write);
clear.addEventListener("click", () => {
  for (const select of selects) select.value = "";
  selects[0].focus();
  write();
});
addEventListener("popstate", read);

// What has ended since the build has left the list already, and is no choice any more.
for (const option of bar.querySelectorAll("option[value]:not([value=''])")) {
  const choice = { name: option.parentElement.name, value: option.value };
  if (!rowsNow().some((row) => has(row, choice))) option.remove();
}
read();
bar.hidden = false;

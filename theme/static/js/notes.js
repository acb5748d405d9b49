// Shows a footnote beside its number, for a pointer, the keyboard and a finger; without this the number leads to the list.
const { footnote } = document.querySelector("script[data-footnote]").dataset;
const WAIT = 250;

/** A copy of a note without its way back, in the page right behind its number. */
function noteOf(link) {
  const note = document.createElement("div");
  const text = document.getElementById(decodeURIComponent(link.hash.slice(1))).cloneNode(true);
  for (const back of text.querySelectorAll(".footnote-backref")) back.remove();
  for (const one of text.querySelectorAll("[id]")) one.removeAttribute("id");
  note.append(...text.childNodes);
  Object.assign(note, { className: "footnote-shown", popover: "auto", role: "note" });
  note.ariaLabel = footnote.replace("{number}", link.textContent);
  link.closest("sup").after(note);
  return note;
}

// A note has its place in a window of one width.
let width = innerWidth;
addEventListener("resize", () => {
  if (width !== innerWidth) document.querySelector(".footnote-shown:popover-open")?.hidePopover();
  width = innerWidth;
});

function place(note, link) {
  const { left, top, bottom } = link.getBoundingClientRect();
  const fits = bottom + note.offsetHeight + 8 < innerHeight || top < note.offsetHeight + 8;
  note.style.left = `${scrollX + Math.max(8, Math.min(left, document.documentElement.clientWidth - note.offsetWidth - 8))}px`;
  note.style.top = `${scrollY + (fits ? bottom + 4 : top - note.offsetHeight - 4)}px`;
}

for (const link of "popover" in HTMLElement.prototype ? document.querySelectorAll("a.footnote-ref") : []) {
  let note, timer;
  const show = () => {
    clearTimeout(timer);
    if (!note) {
      note = noteOf(link);
      for (const gone of ["pointerleave", "focusout"]) note.addEventListener(gone, hideSoon);
    }
    if (note.matches(":popover-open")) return;
    note.showPopover();
    place(note, link);
  };
  const hideSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => note?.matches(":popover-open:not(:hover, :focus-within)") && note.hidePopover(), WAIT);
  };
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show();
  });
  link.addEventListener("pointerenter", ({ pointerType }) => {
    clearTimeout(timer);
    if (pointerType === "mouse") timer = setTimeout(show, WAIT);
  });
  link.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && hideSoon());
  link.addEventListener("focus", () => link.matches(":focus-visible") && show());
  link.addEventListener("blur", hideSoon);
}

// Tells Sveltia CMS how this site's files are read and written: every value is text, as `hireground check` reads it, and
// what nobody changed stays byte for byte, with its comments and its spelling.
"use strict";
window.CMS_MANUAL_INIT = true;

const WRITTEN = "written";
const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)([\s\S]*)$/m;
let SCHEMA;

const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const parse = (text) => jsyaml.load(text, { schema: SCHEMA });
const dump = (value) => jsyaml.dump(value, { schema: SCHEMA, lineWidth: -1, noRefs: true });

// What a field can show of a value; undefined for what it cannot, which then stays in the file as it is.
const READERS = {
  text: (value) => (typeof value === "string" ? value : undefined),
  switch: (value) => ({ yes: true, true: true, no: false, false: false })[String(value).toLowerCase()],
  words: (value) =>
    typeof value === "string"
      ? value.split(",").map((word) => word.trim()).filter(Boolean)
      : Array.isArray(value) && value.every((word) => typeof word === "string") ? value : undefined,
  group: (value, field) => (isMap(value) ? readAll(value, field.fields) : undefined),
  items: (value, field) => {
    const items = (Array.isArray(value) ? value : [value]).map((item) =>
      isMap(item) ? readAll(item, field.fields) : typeof item === "string" ? { [field.fields[0].name]: item } : undefined,
    );
    return items.includes(undefined) ? undefined : items;
  },
};

function kind(field) {
  if (field.widget === "boolean") return "switch";
  if (field.widget === "object") return "group";
  if (field.widget === "list") return field.fields ? "items" : "words";
  return field.multiple ? "words" : "text";
}

// Read the keys of a group that have a field. In a group below the first level all others come along untouched.
function readAll(values, fields) {
  const known = new Map(fields.map((field) => [field.name, field]));
  const found = {};
  for (const [name, value] of Object.entries(values)) {
    const field = known.get(name);
    const shown = field ? READERS[kind(field)](value, field) : value;
    found[name] = shown === undefined ? value : shown;
  }
  return found;
}

function readTop(values, fields) {
  const found = {};
  for (const field of fields) {
    const shown = field.name in values ? READERS[kind(field)](values[field.name], field) : undefined;
    if (shown !== undefined) found[field.name] = shown;
  }
  return found;
}

// Leave out what is empty, and write everything else as text; undefined if nothing is left.
function cleaned(value) {
  if (value === true) return "yes";
  if (value === false || value === null || value === undefined || value === "") return undefined;
  if (Array.isArray(value)) {
    const items = value.map(cleaned).filter((item) => item !== undefined);
    return items.length ? items : undefined;
  }
  if (isMap(value)) {
    const pairs = Object.entries(value).filter(([name]) => !name.startsWith("__")).map(([name, one]) => [name, cleaned(one)]);
    const left = pairs.filter(([, one]) => one !== undefined);
    return left.length ? Object.fromEntries(left) : undefined;
  }
  return typeof value === "string" ? value.trim() : String(value);
}

// Write a date that says nothing but when it begins in the short form.
function shortened(value) {
  if (!Array.isArray(value)) return value;
  return value.map((item) => (isMap(item) && Object.keys(item).join() === "start" ? item.start : item));
}

const same = (one, other) => JSON.stringify(sorted(cleaned(one))) === JSON.stringify(sorted(cleaned(other)));

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  return isMap(value) ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value;
}

// Split front matter into what stands for each key: its lines, and the comments above it.
function parts(text) {
  const found = [];
  let before = "";
  for (const line of text.split(/(?<=\n)/)) {
    const key = /^["']?([A-Za-z_][\w-]*)["']?[ \t]*:/.exec(line);
    if (key) {
      found.push({ name: key[1], text: before + line });
      before = "";
    } else if (found.length && !/^(#|\s*$)/.test(line)) {
      found.at(-1).text += before + line;
      before = "";
    } else {
      before += line;
    }
  }
  return [found, before];
}

function textFormat(fields) {
  return {
    fromFile(text) {
      const found = FRONT_MATTER.exec(text);
      if (!found) throw new Error("this file's front matter is not between lines of ---; edit it as text");
      return { ...readTop(parse(found[1]) ?? {}, fields), body: found[2].replace(/^\r?\n/, ""), [WRITTEN]: found[1] };
    },
    toFile(entry) {
      const { body = "", [WRITTEN]: written = "", ...values } = entry;
      const before = readTop((written && parse(written)) || {}, fields);
      const [old, rest] = parts(written);
      const names = new Set(old.map((part) => part.name));
      const lines = old.map((part) => {
        if (!(part.name in before) && cleaned(values[part.name]) === undefined) return part.text;
        if (part.name in before && same(values[part.name], before[part.name])) return part.text;
        return one(part.name, values[part.name]);
      });
      for (const name of Object.keys(values)) if (!names.has(name)) lines.push(one(name, values[name]));
      const text = lines.map((line) => (line && !line.endsWith("\n") ? `${line}\n` : line)).join("");
      return `---\n${text}${rest}---\n${body.replace(/\s*$/, "")}\n`;
    },
  };
}

function one(name, value) {
  const left = shortened(cleaned(value));
  return left === undefined ? "" : dump({ [name]: left });
}

// A list of people or places: an item that nobody changed is written as it stood.
function listFormat(known) {
  return {
    fromFile(text) {
      const [head, ...items] = text.split(/^(?=- )/m);
      known.set("head", parse(head) === undefined || parse(head) === null ? head : "");
      for (const item of items) known.set(JSON.stringify(sorted(parse(item)[0])), item);
      return parse(text) ?? [];
    },
    toFile(entries) {
      const items = (cleaned(entries) ?? []).map((item) => known.get(JSON.stringify(sorted(item))) ?? dump([item]));
      return (known.get("head") ?? "") + items.map((item) => (item.endsWith("\n") ? item : `${item}\n`)).join("");
    },
  };
}

document.addEventListener("DOMContentLoaded", async () => {
  SCHEMA = jsyaml.FAILSAFE_SCHEMA.extend({ implicit: [jsyaml.types.null] });
  const config = await (await fetch("config.json")).json();
  for (const { format, fields } of config.collections) {
    if (format) CMS.registerCustomFormat(format, "md", textFormat(fields.filter(({ name }) => name !== "body" && name !== WRITTEN)));
  }
  CMS.registerCustomFormat("list", "yaml", listFormat(new Map()));
  CMS.init({ config: { ...config, load_config_file: false } });
});

// Style sheets, named as arguments, to a line a fault; none if every rule, property and value is known.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { validate } = createRequire(`${process.env.NODE_MODULES}/`)("csstree-validator");

for (const file of process.argv.slice(2)) {
  for (const { line, column, message, descriptor } of validate(readFileSync(file, "utf8"), file)) {
    if (descriptor !== "margin") console.log(`${file}:${line}:${column}: ${message}`);
  }
}

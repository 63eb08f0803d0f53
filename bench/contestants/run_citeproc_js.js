// citeproc-js on one task: module folder, folder of locales, style path, task file.
"use strict";

const fs = require("fs");
const path = require("path");

const [module_, locales, style, task] = process.argv.slice(2);
const CSL = require(path.resolve(module_));
const data = JSON.parse(fs.readFileSync(task, "utf8"));
const items = new Map(data.items.map((item) => [item.id, item]));

const engine = new CSL.Engine(
  {
    retrieveItem: (id) => items.get(id),
    retrieveLocale: (tag) => {
      const file = path.join(locales, `locales-${tag}.xml`);
      return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false;
    },
  },
  fs.readFileSync(style, "utf8"),
);
const citations = data.citations.map((cites, place) => ({
  citationID: `c${place}`,
  citationItems: cites,
  properties: { noteIndex: place + 1 },
}));
// All at once: the quickest way that it offers for a whole document.
for (const [, , text] of engine.rebuildProcessorState(citations)) console.log(text);
console.log(engine.makeBibliography()[1].join(""));

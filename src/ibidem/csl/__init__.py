"""The CSL processor. It knows styles, locales and items; it knows no host, file format or markup.

Where to find what, in the order in which a document is formatted by `processor`:

- A style is read (`style`, `element`, `locales`; `safe_xml`) and compiled once: `compile` makes a function of
  each rendering element (`elements`), `layout` keeps those of a style, `name_options` and `options`
  what it says of names, cites and lists. What is wrong with it is told by `validate` (`relaxng`,
  `macro_calls`).
- Items are looked at once (`item_data`, with `particles` and `number`), sorted and numbered
  (`sort`, `collation`), and get their places (`position`).
- Most of a style is settled by what items have in common (`traits`). What is left for items of a
  kind (`rendering`) renders a cite or an entry in a `context` to a tree (`output`), text by text:
  `markup`, `person`, `name_list`, `initials`, `text_case`, `ordinal`, `page_range`, `script`,
  `addresses`, `citation_label`.
- Items whose cites look the same are told apart (`disambiguate`, `year_suffix`).
- Trees are rewritten by their tags (`rewrite`): cites are put in order (`cite_order`), collapsed
  (`collapse`) and joined to citations (`cites`, `citation`, `citing`, `intext`), entries to the
  list (`bibliography`, `listing`); terms begin sentences with a capital (`sentence_start`).
- At last all that is around texts becomes text, once: `finish`, with `runs`, `punctuation` and
  `superscript`.
"""

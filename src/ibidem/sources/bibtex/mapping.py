"""The tables of the mapping BibTeX / biblatex -> CSL 1.0.2; `convert.py` reads them.

Where converters differ the comment says whose rule it is: P pandoc, L citeproc-lua, C citation-js,
B Better BibTeX. Rules without a letter are common to all of them.
"""

from __future__ import annotations

from typing import Final

from ibidem.variables import name_set

# --- entry types --------------------------------------------------------------------------------

ENTRY_TYPES: Final = {
    "article": "article-journal",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "reference": "book",
    "mvreference": "book",
    "commentary": "book",
    "bookinbook": "book",  # P; L has chapter
    "inbook": "chapter",
    "incollection": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "inreference": "entry-encyclopedia",  # P; L and C have entry
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "booklet": "pamphlet",  # P; C and B have book
    "manual": "report",  # P has book
    "techreport": "report",
    "report": "report",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "bathesis": "thesis",
    "bachelorsthesis": "thesis",
    "candthesis": "thesis",
    "mathesis": "thesis",
    "masterthesis": "thesis",
    "diplomathesis": "thesis",
    "misc": "document",  # P leaves the type empty
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "website": "webpage",
    "unpublished": "manuscript",
    "periodical": "periodical",  # P has article-journal
    "suppperiodical": "article-journal",
    "patent": "patent",
    "softwareversion": "software",
    "softwaremodule": "software",
    "codefragment": "software",
    "data": "dataset",
    "artwork": "graphic",
    "image": "graphic",  # C has figure
    "audio": "song",
    "music": "song",  # C has musical_score
    "movie": "motion_picture",
    "video": "motion_picture",
    "letter": "personal_communication",
    "letters": "personal_communication",
    "jurisdiction": "legal_case",
    "legal": "treaty",
    "newsarticle": "article-newspaper",
    "talk": "speech",
    "presentation": "speech",
    "preprint": "article",
    "inpress": "article",
    "ancienttext": "classic",
    "classictext": "classic",
    "archival": "collection",
    "exhibition": "event",
}
"""Entry types; a name that is a CSL type itself needs no row."""

SUBTYPES: Final = {
    ("article", "magazine"): "article-magazine",
    ("article", "newspaper"): "article-newspaper",
    ("article", "nonacademic"): "article-magazine",  # biblatex-apa
    ("inreference", "dictionary"): "entry-dictionary",
    ("online", "post"): "post",
    ("online", "blog"): "post-weblog",
    ("image", "figure"): "figure",
    ("image", "map"): "map",
    ("artwork", "map"): "map",
    ("audio", "podcast"): "broadcast",
    ("audio", "podcastepisode"): "broadcast",
    ("audio", "radio"): "broadcast",
    ("audio", "interview"): "interview",
    ("audio", "speech"): "speech",
    ("video", "tvseries"): "broadcast",
    ("video", "tvepisode"): "broadcast",
    ("legislation", "bill"): "bill",
    ("legislation", "hearing"): "hearing",
    ("legislation", "regulation"): "regulation",
}
"""`entrysubtype` within an entry type."""

POST_SERVICES: Final = frozenset(
    ("twitter", "facebook", "reddit", "mastodon", "bluesky", "instagram")
)

NO_ITEM: Final = frozenset(("xdata", "comment", "bibnote", "set", "control"))

ARTICLES: Final = frozenset(("article", "suppperiodical", "periodical", "review", "newsarticle"))
PARTS: Final = name_set(
    """inbook incollection inproceedings conference inreference bookinbook suppbook
    suppcollection"""
)
"""Entries inside of a book."""
BOOKS: Final = name_set(
    """book mvbook collection mvcollection proceedings mvproceedings reference mvreference
    commentary manual booklet"""
)
THESES: Final = frozenset(name for name, kind in ENTRY_TYPES.items() if kind == "thesis")
WITHOUT_CONTAINERS: Final = BOOKS | THESES
"""Entries that are in no journal and no book: what programs write there is ignored, as in BibTeX."""

NAMED_BY_LAW: Final = frozenset(
    ("bill", "hearing", "legal_case", "legislation", "regulation", "treaty")
)
"""CSL types whose titles are names."""

WITH_PAGE_TOTALS: Final = frozenset(("book", "thesis", "report", "pamphlet"))
"""CSL types whose `pages`, if a single number, count the pages."""

# --- fields ---------------------------------------------------------------------------------------

TEXT_FIELDS: Final = {
    "abstract": "abstract",
    "annotation": "annote",
    "annote": "annote",
    "keywords": "keyword",
    "venue": "event-place",
    "version": "version",
    "volumes": "number-of-volumes",
    "pagetotal": "number-of-pages",
    "numpages": "number-of-pages",
    "chapter": "chapter-number",
    "section": "section",
    "part": "part-number",  # P merges it into volume
    "library": "call-number",
    "shorthand": "citation-label",
    "shortjournal": "container-title-short",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
    "origaddress": "original-publisher-place",
}
"""Fields that become one variable, read as text."""

VERBATIM_FIELDS: Final = {
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
}
"""Fields whose value is no TeX."""

PUBLISHERS: Final = ("publisher", "institution", "school", "organization", "howpublished")
"""The first one present is the publisher (P joins them all)."""

WEB_MEDIA: Final = ("online", "web", "web page", "website", "internet", "electronic")
"""What `howpublished` says of works that have an address anyway."""

PLACES: Final = ("location", "address")

CONTAINERS: Final = ("journaltitle", "journal", "newspaper")

ARTICLE_NUMBERS: Final = ("eid", "articleno", "article-number", "art_number", "elocation-id")

# --- names ------------------------------------------------------------------------------------------

NAME_FIELDS: Final = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
    "booktranslator": "translator",
    "commentator": "contributor",
    "annotator": "contributor",
    "introduction": "contributor",
    "foreword": "contributor",
    "afterword": "contributor",
    "holder": "author",
    "execproducer": "executive-producer",
    "writer": "script-writer",
    "origauthor": "original-author",
}
"""Fields of names; the names of CSL's own variables need no row."""

ROLES: Final = {
    "editor": "editor",
    "translator": "translator",
    "compiler": "compiler",
    "organizer": "organizer",
    "director": "director",
    "producer": "producer",
    "execproducer": "executive-producer",
    "interviewer": "interviewer",
    "illustrator": "illustrator",
    "curator": "curator",
    "chair": "chair",
    "composer": "composer",
    "narrator": "narrator",
    "host": "host",
    "guest": "guest",
    "writer": "script-writer",
    "performer": "performer",
    "founder": "contributor",
    "continuator": "contributor",
    "redactor": "contributor",
    "reviser": "contributor",
    "collaborator": "contributor",
}
"""Values of `editortype`, `editoratype`, `authortype`, `nameatype` …"""

TYPED_NAMES: Final = {
    "author": ("authortype", "author"),
    "editor": ("editortype", "editor"),
    "editora": ("editoratype", "contributor"),
    "editorb": ("editorbtype", "contributor"),
    "editorc": ("editorctype", "contributor"),
    "namea": ("nameatype", "contributor"),
    "nameb": ("namebtype", "contributor"),
    "namec": ("namectype", "contributor"),
}
"""Name field -> the field that tells its role, and the variable without it."""

# --- keys that biblatex localises ------------------------------------------------------------------

GENRES: Final = {
    "phdthesis": "Doctoral dissertation",
    "mathesis": "Master’s thesis",
    "mastersthesis": "Master’s thesis",
    "bathesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
    "software": "Computer software",
    "datacd": "CD-ROM",
    "audiocd": "Audio CD",
    "patent": "Patent",
    "patentus": "U.S. patent",
    "patenteu": "European patent",
    "patentde": "German patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patreq": "Patent request",
    "patrequs": "U.S. patent request",
    "patreqeu": "European patent request",
    "patreqde": "German patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
}
"""Values of `type` (English); the thesis genres are APA's words, as in L."""

LOCAL_GENRES: Final = {
    "de": {
        "phdthesis": "Dissertation",
        "mathesis": "Masterarbeit",
        "bathesis": "Bachelorarbeit",
        "techreport": "Technischer Bericht",
        "resreport": "Forschungsbericht",
    },
    "fr": {
        "phdthesis": "thèse de doctorat",
        "mathesis": "mémoire de master",
        "bathesis": "mémoire de licence",
        "techreport": "rapport technique",
        "resreport": "rapport scientifique",
    },
    "es": {
        "phdthesis": "Tesis doctoral",
        "mathesis": "Tesis de máster",
        "bathesis": "Tesis de grado",
        "techreport": "informe técnico",
    },
    "it": {"phdthesis": "Tesi di dottorato", "mathesis": "Tesi di laurea magistrale"},
    "nl": {"phdthesis": "Proefschrift", "mathesis": "Masterscriptie"},
    "pt": {"phdthesis": "Tese de doutorado", "mathesis": "Dissertação de mestrado"},
}

TYPE_GENRES: Final = {
    "phdthesis": "phdthesis",
    "mastersthesis": "mathesis",
    "masterthesis": "mathesis",
    "mathesis": "mathesis",
    "bathesis": "bathesis",
    "bachelorsthesis": "bathesis",
    "candthesis": "candthesis",
}
"""Entry types that say the genre themselves. (@techreport does not: styles would print it twice.)"""

JURISDICTIONS: Final = {
    "patentus": "US",
    "patrequs": "US",
    "patenteu": "EP",
    "patreqeu": "EP",
    "patentde": "DE",
    "patreqde": "DE",
    "patentfr": "FR",
    "patreqfr": "FR",
    "patentuk": "GB",
    "patrequk": "GB",
}

COUNTRIES: Final = {
    "countryde": "Germany",
    "countryeu": "European Union",
    "countryep": "European Union",
    "countryfr": "France",
    "countryuk": "United Kingdom",
    "countryus": "United States of America",
}

STATES: Final = {
    "inpress": "in press",
    "submitted": "submitted",
    "forthcoming": "forthcoming",
    "inpreparation": "in preparation",
    "prepublished": "prepublished",
}

LOCAL_STATES: Final = {
    "de": {
        "inpress": "im Druck",
        "submitted": "eingereicht",
        "forthcoming": "im Erscheinen",
        "inpreparation": "in Vorbereitung",
        "prepublished": "Vorveröffentlichung",
    },
    "fr": {
        "inpress": "sous presse",
        "submitted": "soumis",
        "forthcoming": "à paraître",
        "inpreparation": "en préparation",
        "prepublished": "prépublié",
    },
}

SERIES: Final = {"newseries": "new series", "oldseries": "old series", "jourser": "ser."}

EDITIONS: Final = {
    word: str(number)
    for number, words in enumerate(
        (
            "first 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
            "eleventh 11th",
            "twelfth 12th",
        ),
        1,
    )
    for word in words.split()
}
"""English ordinals -> number, which every style can print in its own way (L, B)."""

# --- addresses of eprints ---------------------------------------------------------------------------

EPRINT_ADDRESSES: Final = {
    "arxiv": "https://arxiv.org/abs/",
    "jstor": "https://www.jstor.org/stable/",
    "pubmed": "https://www.ncbi.nlm.nih.gov/pubmed/",
    "googlebooks": "https://books.google.com?id=",
    "hdl": "https://hdl.handle.net/",
    "ascl": "https://ascl.net/",
}

ARCHIVES: Final = {
    "arxiv": "arXiv",
    "jstor": "JSTOR",
    "pubmed": "PubMed",
    "googlebooks": "Google Books",
    "ascl": "Astrophysics Source Code Library",
}

PREPRINT_SERVERS: Final = {
    "arxiv": "arXiv",
    "biorxiv": "bioRxiv",
    "medrxiv": "medRxiv",
    "ssrn": "SSRN",
    "psyarxiv": "PsyArXiv",
    "socarxiv": "SocArXiv",
    "chemrxiv": "ChemRxiv",
    "osf preprints": "OSF Preprints",
    "research square": "Research Square",
    "techrxiv": "TechRxiv",
    "hal": "HAL",
}

# --- languages ---------------------------------------------------------------------------------------

LANGUAGES: Final = {
    "english": "en",
    "american": "en-US",
    "usenglish": "en-US",
    "british": "en-GB",
    "ukenglish": "en-GB",
    "australian": "en-AU",
    "canadian": "en-CA",
    "newzealand": "en-NZ",
    "german": "de-DE",
    "ngerman": "de-DE",
    "germanb": "de-DE",
    "austrian": "de-AT",
    "naustrian": "de-AT",
    "swissgerman": "de-CH",
    "nswissgerman": "de-CH",
    "french": "fr-FR",
    "francais": "fr-FR",
    "acadian": "fr-CA",
    "canadien": "fr-CA",
    "spanish": "es-ES",
    "mexican": "es-MX",
    "italian": "it-IT",
    "portuguese": "pt-PT",
    "portuges": "pt-PT",
    "brazil": "pt-BR",
    "brazilian": "pt-BR",
    "dutch": "nl-NL",
    "afrikaans": "af-ZA",
    "danish": "da-DK",
    "swedish": "sv-SE",
    "norsk": "nb-NO",
    "norwegian": "nb-NO",
    "nynorsk": "nn-NO",
    "icelandic": "is-IS",
    "finnish": "fi-FI",
    "estonian": "et-EE",
    "latvian": "lv-LV",
    "lithuanian": "lt-LT",
    "polish": "pl-PL",
    "czech": "cs-CZ",
    "slovak": "sk-SK",
    "slovene": "sl-SI",
    "slovenian": "sl-SI",
    "croatian": "hr-HR",
    "serbian": "sr-RS",
    "bosnian": "bs-BA",
    "hungarian": "hu-HU",
    "magyar": "hu-HU",
    "romanian": "ro-RO",
    "bulgarian": "bg-BG",
    "russian": "ru-RU",
    "ukrainian": "uk-UA",
    "belarusian": "be-BY",
    "greek": "el-GR",
    "polutonikogreek": "el-GR",
    "latin": "la",
    "turkish": "tr-TR",
    "arabic": "ar",
    "hebrew": "he-IL",
    "persian": "fa-IR",
    "farsi": "fa-IR",
    "hindi": "hi-IN",
    "thai": "th-TH",
    "vietnamese": "vi-VN",
    "japanese": "ja-JP",
    "chinese": "zh-CN",
    "korean": "ko-KR",
    "basque": "eu-ES",
    "catalan": "ca-AD",
    "galician": "gl-ES",
    "irish": "ga-IE",
    "welsh": "cy-GB",
    "esperanto": "eo",
    "indonesian": "id-ID",
    "malay": "ms-MY",
}
"""babel's and polyglossia's names -> BCP 47."""

LANGUAGE_VARIANTS: Final = {
    "british": "en-GB",
    "uk": "en-GB",
    "american": "en-US",
    "us": "en-US",
    "usmax": "en-US",
    "australian": "en-AU",
    "newzealand": "en-NZ",
    "canadian": "en-CA",
    "austrian": "de-AT",
    "swiss": "de-CH",
    "brazilian": "pt-BR",
    "mexican": "es-MX",
}
"""`langidopts = {variant=…}` of polyglossia."""

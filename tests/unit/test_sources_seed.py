"""The bibliography that the project was born from, value by value, and a big one as a whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ibidem.model import Date, Name
from ibidem.sources import Library, load_library

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("IBIDEM_DATA", ROOT.parent / "shared" / "data"))

ICLR = "13th International Conference on Learning Representations"
ICML = "42nd International Conference on Machine Learning"
ACM = "Association for Computing Machinery"

# key: type, year, authors, variables
EXPECTED: dict[str, tuple[str, int, str, dict[str, str]]] = {
    "21854": (
        "thesis",
        2026,
        "Iofinova",
        {
            "title": "On the utility and effects of efficiency in artificial neural networks",
            "genre": "Doctoral dissertation",
            "publisher": "Institute of Science and Technology Austria",
            "number-of-pages": "237",
            "ISSN": "2663-337X",
            "DOI": "10.15479/AT-ISTA-21854",
        },
    ),
    "21857": (
        "paper-conference",
        2026,
        "Nicolicioiu Iofinova Jovanovic Kurtic Nikdan Panferov Markov Shavit Alistarh",
        {
            "title": "Panza: Investigating the feasibility of fully-local personalized text "
            "generation",
            "title-short": "Panza",
            "container-title": "Third Conference on Parsimony and Learning (Proceedings Track)",
            "publisher": "OpenReview",
            "publisher-place": "Tübíngen, Germany",
            "keyword": "LLMs, PEFT, LoRA, personalization, efficient ML",
        },
    ),
    "21859": (
        "article",
        2026,
        "Iofinova Alistarh",
        {
            "title": "Behemoth: Benchmarking unlearning in LLMs using fully synthetic data",
            "title-short": "Behemoth",
            "publisher": "arXiv",
            "number": "arXiv:2601.23153",
            "DOI": "10.48550/arXiv.2601.23153",
        },
    ),
    "19877": (
        "paper-conference",
        2025,
        "Frantar Castro Chen Hoefler Alistarh",
        {
            "title": "MARLIN: Mixed-precision auto-regressive parallel inference on Large "
            "Language Models",
            "title-short": "MARLIN",
            "container-title": "Proceedings of the 30th ACM SIGPLAN Annual Symposium on "
            "Principles and Practice of Parallel Programming",
            "publisher": ACM,
            "publisher-place": "Las Vegas, NV, United States",
            "page": "239-251",
            "ISBN": "9798400714436",
            "DOI": "10.1145/3710848.3710871",
        },
    ),
    "19969": (
        "article-journal",
        2025,
        "Alistarh Rybicki Voitovych",
        {
            "title": "Near-optimal leader election in population protocols on graphs",
            "container-title": "Distributed Computing",
            "publisher": "Springer Nature",
            "volume": "38",
            "page": "207-245",
            "ISSN": "1432-0452",
            "DOI": "10.1007/s00446-025-00487-7",
        },
    ),
    "20032": (
        "paper-conference",
        2025,
        "Chen Yao Pervez Alistarh Locatello",
        {
            "title": "Scalable mechanistic neural networks",
            "container-title": ICLR,
            "publisher": "ICLR",
            "publisher-place": "Singapore, Singapore",
            "page": "63716-63737",
            "ISBN": "9798331320850",
        },
    ),
    "20034": (
        "paper-conference",
        2025,
        "Robert Safaryan Modoranu Alistarh",
        {
            "title": "LDAdam: Adaptive optimization from low-dimensional gradient statistics",
            "title-short": "LDAdam",
            "container-title": ICLR,
            "publisher": "ICLR",
            "publisher-place": "Singapore, Singapore",
            "page": "101877-101913",
            "ISBN": "9798331320850",
        },
    ),
    "20037": (
        "paper-conference",
        2025,
        "Sawmya Kong Markov Alistarh Shavit",
        {
            "title": "Wasserstein distances, neuronal entanglement, and sparsity",
            "container-title": ICLR,
            "publisher": "ICLR",
            "publisher-place": "Singapore, Singapore",
            "page": "26244-26274",
            "ISBN": "9798331320850",
        },
    ),
    "20038": (
        "paper-conference",
        2025,
        "Jin Humayun Evci Subramanian Yazdanbakhsh Alistarh Dziugaite",
        {
            "title": "The journey matters: Average parameter count over pre-training unifies "
            "sparse and dense scaling laws",
            "title-short": "The journey matters",
            "container-title": ICLR,
            "publisher": "ICLR",
            "publisher-place": "Singapore, Singapore",
            "page": "85165-85181",
            "ISBN": "9798331320850",
        },
    ),
    "20224": (
        "paper-conference",
        2025,
        "Martynov Buzdalov Pankratov Aksenov Schmid",
        {
            "title": "In the search of optimal tree networks: Hardness and heuristics",
            "title-short": "In the search of optimal tree networks",
            "container-title": "Proceedings of the 2025 Genetic and Evolutionary Computation "
            "Conference",
            "publisher": ACM,
            "publisher-place": "Malaga, Spain",
            "page": "249-257",
            "ISBN": "9798400714658",
            "DOI": "10.1145/3712256.3726425",
        },
    ),
    "20684": (
        "paper-conference",
        2025,
        "Kurtic Marques Pandit Kurtz Alistarh",
        {
            "title": "“Give me BF16 or give me death”? Accuracy-performance trade-offs in LLM "
            "quantization",
            "container-title": "Proceedings of the 63rd Annual Meeting of the Association for "
            "Computational Linguistics",
            "publisher": "Association for Computational Linguistics",
            "publisher-place": "Vienna, Austria",
            "page": "26872-26886",
            "ISBN": "9798891762510",
            "ISSN": "0736-587X",
        },
    ),
    "20704": (
        "article-journal",
        2025,
        "Tuo Zeng Chen Cheng",
        {
            "title": "Scalable multitemperature free energy sampling of classical Ising spin "
            "states",
            "container-title": "Journal of Chemical Theory and Computation",
            "publisher": "American Chemical Society",
            "volume": "21",
            "issue": "22",
            "page": "11427-11435",
            "ISSN": "1549-9626",
            "DOI": "10.1021/acs.jctc.5c01248",
        },
    ),
    "19713": (
        "article-journal",
        2025,
        "Talaei Ansaripour Nadiradze Alistarh",
        {
            "title": "Hybrid decentralized optimization: Leveraging both first- and "
            "zeroth-order optimizers for faster convergence",
            "title-short": "Hybrid decentralized optimization",
            "container-title": "Proceedings of the 39th AAAI Conference on Artificial Intelligence",
            "publisher": "Association for the Advancement of Artificial Intelligence",
            "volume": "39",
            "issue": "19",
            "page": "20778-20786",
            "ISSN": "2374-3468",
            "DOI": "10.1609/aaai.v39i19.34290",
        },
    ),
    "20820": (
        "paper-conference",
        2025,
        "Sieberling Kuznedelev Kurtic Alistarh",
        {
            "title": "EvoPress: Accurate dynamic model compression via evolutionary search",
            "title-short": "EvoPress",
            "container-title": ICML,
            "publisher": "ML Research Press",
            "publisher-place": "Vancouver, Canada",
            "volume": "267",
            "page": "55556-55590",
            "ISSN": "2640-3498",
        },
    ),
    "20821": (
        "paper-conference",
        2025,
        "Nguyen Markov Wu Ramezani-Kebrya Antonakopoulos Alistarh Cevher",
        {
            "title": "Layer-wise quantization for quantized optimistic dual averaging",
            "container-title": ICML,
            "publisher": "ML Research Press",
            "publisher-place": "Vancouver, Canada",
            "volume": "267",
            "page": "46026-46072",
            "ISSN": "2640-3498",
        },
    ),
    "21250": (
        "paper-conference",
        2025,
        "Alistarh Ellen Fedorov",
        {
            "title": "An almost-logarithmic lower bound for leader election with bounded value "
            "contention",
            "container-title": "39th International Symposium on Distributed Computing",
            "publisher": "Schloss Dagstuhl - Leibniz-Zentrum für Informatik",
            "publisher-place": "Berlin, Germany",
            "volume": "356",
            "page": "3:1-3:16",
            "DOI": "10.4230/LIPIcs.DISC.2025.3",
        },
    ),
    "21257": (
        "chapter",
        2025,
        "Kurtic Kuznedelev Frantar Goinv Pandit Agarwalla Nguyen Marques Kurtz Alistarh",
        {
            "title": "Sparse Fine-Tuning for Inference Acceleration of Large Language Models",
            "container-title": "Enhancing LLM Performance. Efficacy, Fine-Tuning, and Inference "
            "Techniques",
            "publisher": "Springer Nature",
            "page": "83-97",
            "ISBN": "9783031857461",
            "ISSN": "2522-803X",
            "DOI": "10.1007/978-3-031-85747-8_6",
        },
    ),
    "21858": (
        "article",
        2025,
        "Iofinova Jovanovic Alistarh",
        {
            "title": "Position: It's time to act on the risk of efficient personalized text "
            "generation",
            "title-short": "Position",
            "publisher": "arXiv",
            "number": "arXiv:2502.06560",
            "DOI": "10.48550/arXiv.2502.06560",
        },
    ),
    "18070": (
        "paper-conference",
        2024,
        "Chatterjee Kungurtsev Alistarh",
        {
            "title": "Federated SGD with local asynchrony",
            "container-title": "Proceedings of the 44th International Conference on Distributed "
            "Computing Systems",
            "publisher": "IEEE",
            "publisher-place": "Jersey City, NJ, United States",
            "page": "857-868",
            "ISBN": "9798350386059",
            "ISSN": "2575-8411",
            "DOI": "10.1109/ICDCS60910.2024.00084",
        },
    ),
    "18113": (
        "paper-conference",
        2024,
        "Egiazarian Panferov Kuznedelev Frantar Babenko Alistarh",
        {
            "title": "Extreme compression of large language models via additive quantization",
            "container-title": "Proceedings of the 41st International Conference on Machine "
            "Learning",
            "publisher": "ML Research Press",
            "publisher-place": "Vienna, Austria",
            "volume": "235",
            "page": "12284-12303",
            "ISSN": "2640-3498",
        },
    ),
}


@pytest.fixture(scope="module")
def seed() -> Library:
    return load_library([ROOT / "seeds" / "refs.bib"])


def test_the_seed_is_read_whole_and_without_complaint(seed: Library) -> None:
    assert list(seed) == list(EXPECTED)
    assert [seed[key].id for key in seed] == list(EXPECTED)
    assert seed.diagnostics == ()


@pytest.mark.parametrize("key", EXPECTED)
def test_the_values_of_a_seed_entry(seed: Library, key: str) -> None:
    item_type, year, families, variables = EXPECTED[key]
    item = seed[key]
    assert item.type == item_type
    assert dict(item.fields) == variables
    assert dict(item.dates) == {"issued": Date(parts=((year,),))}
    assert [name.family for name in item.names["author"]] == families.split()
    assert set(item.names) == ({"author", "editor"} if key == "21257" else {"author"})


def test_given_names_of_the_seed_stay_as_they_are(seed: Library) -> None:
    assert seed["21859"].names["author"] == (
        Name(family="Iofinova", given="Eugenia B", parse_particles=False),
        Name(family="Alistarh", given="Dan-Adrian", parse_particles=False),
    )


def test_the_seed_as_a_text_file(tmp_path: Path) -> None:
    (tmp_path / "export.txt").write_bytes((ROOT / "seeds" / "refs.bib").read_bytes())
    assert list(load_library(["export.txt"], base=tmp_path)) == list(EXPECTED)


needs_iridia = pytest.mark.skipif(
    not (DATA / "iridia.bib").exists(), reason="iridia.bib is not there; set IBIDEM_DATA"
)


@needs_iridia
def test_a_big_hand_written_file_is_read_whole() -> None:
    library = load_library([DATA / "iridia.bib"])
    items = [library[key] for key in library]
    assert len(items) == 3305
    assert library.diagnostics == ()  # every macro, crossref and command is resolved
    assert sum("container-title" in item.fields for item in items) > 2400
    assert not any("#" in name.family for item in items for name in item.names.get("author", ()))

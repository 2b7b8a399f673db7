"""Links as the page's own script reads them early, and as Python reads them: the same words."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bundle.output.page import EARLY
from playwright._impl._driver import compute_driver_executable

from linreg import links
from linreg.links._spelling import spelling_of

GOOD = [
    "v=1&data=collinear&epsilon=0.001&view=collinearity&theme=dark",
    "n=50&embed=1&hide=tabs,dials&view=closed-form",
    "theme=contrast",
    "target=a%26theme%3Ddark&points=x:1;y:2&view=descent",
]
BITS = [
    "&",
    "=",
    "%26",
    "%3D",
    "%",
    ",",
    "%20",
    " ",
    "#",
    "?",
    ".",
    "Dark",
    "1",
    "0",
    "é",
    "%ff",
    "…",
]
ENDS = [".", ")", ",", '"', ">", "…", "%22", "%20and view=fit", "%0Athen", "?fbclid=1", "&utm_a=b"]
ENDS += ["|text>", "%E2%80%8B", "&amp", "”"]


def mangled(count: int) -> Iterator[str]:
    rng = random.Random(11)
    ways = [
        lambda text: quote(text, safe=""),
        lambda text: quote(quote(text, safe=""), safe=""),
        lambda text: quote(text, safe="="),
        lambda text: text.replace("&", "&amp;"),
        lambda text: text.replace("=", "=3D"),
        lambda text: text.replace("&", " & ").replace("=", "%20=%20"),
        str.upper,
        lambda text: rng.choice(["?", "/", "!", "#?", "/?"]) + text,
        lambda text: text + rng.choice(ENDS),
        lambda text: text + rng.choice(ENDS) + rng.choice(ENDS),
        lambda text: text[: (at := rng.randrange(len(text)))] + rng.choice(BITS) + text[at:],
        lambda text: text[: (at := rng.randrange(len(text)))] + rng.choice(BITS) + text[at + 1 :],
    ]
    for _ in range(count):
        text = rng.choice(GOOD)
        for way in rng.choices(ways, k=rng.randrange(1, 4)):
            text = way(text)
        yield text


@pytest.fixture(scope="module")
def read_early(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    schemas = {key: links.schema()["properties"][key] for key in EARLY}
    given = {"keys": list(links.KEYS), "schemas": schemas, "fragments": list(mangled(4000))}
    file = tmp_path_factory.mktemp("links") / "links.json"
    file.write_text(json.dumps(given))
    script = Path(__file__).with_name("read_links.js")
    node = compute_driver_executable()[0]
    done = subprocess.run(
        [node, script, file], capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(done.stdout) | {"fragments": given["fragments"]}


def test_both_read_the_same(read_early: dict[str, Any]) -> None:
    told = 0
    for fragment, said in zip(read_early["fragments"], read_early["said"], strict=True):
        state, _ = links.decode(fragment)
        expected = {key: state[key] for key in EARLY if key in state}
        assert said == json.loads(json.dumps(expected)), fragment
        told += bool(said)
    assert told > 2500


def test_both_know_the_same_free_texts(read_early: dict[str, Any]) -> None:
    free = {name for name, key in links.KEYS.items() if not spelling_of(key).closed}
    assert set(read_early["free"]) == free

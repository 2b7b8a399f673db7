"""Joined modules do what the modules do, and what cannot be joined is refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from bundle.output import join, page
from playwright._impl._driver import compute_driver_executable

FILES = {
    "look.css": '.a::before { content: "\\25B8 \u00e9"; }\n',
    "main.js": 'import { twice as double } from "./parts/a.js";\nimport "./parts/b.js";\n'
    'import LOOK from "./look.css" with { type: "text" };\n'
    "console.log(LOOK.trim());\n"
    "console.log(double(21), globalThis.seen, import.meta.url.endsWith('main.js'));\n",
    "parts/a.js": 'import { Two } from "../c.js";\n'
    "const hidden = 1;\nexport function twice(x) {\n  return x * new Two().value * hidden;\n}\n",
    "parts/b.js": 'import { one, two } from "../c.js";\nconst hidden = 5;\n'
    "const place = import.meta.url.split('/').slice(-2).join('/');\n"
    "globalThis.seen = [one, two, hidden, place].join();\n",
    "c.js": "export const { one, two } = { one: 1, two: 2 };\n"
    "export class Two {\n  value = two;\n}\n// import { x } from elsewhere\n",
}


def printed(folder: Path, entry: str) -> str:
    node = compute_driver_executable()[0]
    (folder / "package.json").write_text('{"type": "module"}')
    done = subprocess.run(
        [node, "--experimental-import-text", "--no-warnings", folder / entry],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def test_a_joined_module_does_what_its_modules_do(tmp_path: Path) -> None:
    write(tmp_path / "many", FILES)
    write(tmp_path / "one", {"main.js": join.joined(FILES, "main.js")})
    found = printed(tmp_path / "one", "main.js")
    assert found == printed(tmp_path / "many", "main.js")
    assert found == FILES["look.css"] + "42 1,2,5,parts/b.js true\n"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.js": 'import { b } from "./b.js";', "b.js": 'import "./a.js";'}, "circle: a.js, b.js"),
        ({"a.js": 'import { b } from "./b.js";'}, "b.js, which does not exist"),
        ({"a.js": 'import B from "./b.css" with { type: "text" };'}, "b.css, which does not exist"),
        ({"a.js": "export default 3;"}, "a.js: 'export default 3;' is no"),
        ({"a.js": 'import b from "./b.js";', "b.js": ""}, "is no import"),
    ],
)
def test_what_cannot_be_joined_is_refused(files: dict[str, str], said: str) -> None:
    with pytest.raises(SystemExit, match=said):
        join.joined(files, "a.js")


def test_the_page_asks_for_few_scripts_of_its_own() -> None:
    scripts = page.scripts(page.sources())
    assert set(scripts) == {"boot.js", "worker.js", "sandbox_worker.js"}
    assert not any(b"\nimport " in script for script in scripts.values())

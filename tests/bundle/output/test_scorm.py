"""The packages for learning platforms: their files and manifests."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bundle.lessons import lessons
from bundle.output import scorm, single_file

VERSIONS = {"12": "1.2", "2004": "2004 4th Edition"}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    (folder / single_file.NAME).write_bytes(b"the edition")
    scorm.write(folder, lessons.read_all())
    return folder


@pytest.mark.parametrize("version", scorm.NAMES)
def test_the_manifest_names_every_file_and_the_page_to_open(dist: Path, version: str) -> None:
    with zipfile.ZipFile(dist / scorm.NAMES[version]) as package:
        names = set(package.namelist())
        manifest = ElementTree.fromstring(package.read("imsmanifest.xml"))
    space = {"ims": scorm._SPACES[version][0]}
    listed = {file.get("href") for file in manifest.iterfind(".//ims:file", space)}
    assert listed == names - {"imsmanifest.xml"}
    resource = manifest.find(".//ims:resource", space)
    assert resource is not None
    assert resource.get("href") in listed
    assert "sco" in resource.attrib.values()
    assert manifest.findtext(".//ims:schemaversion", None, space) == VERSIONS[version]
    item = manifest.find(".//ims:item", space)
    assert item is not None
    assert item.get("identifierref") == resource.get("identifier")


@pytest.mark.parametrize("version", scorm.NAMES)
def test_the_page_knows_its_version_and_all_questions(version: str) -> None:
    course = lessons.read_all()
    text = scorm.start_page(version, course)
    block = re.search(r'id="course">(.*?)</script>', text)
    assert block is not None
    told = json.loads(block[1])
    assert told["version"] == int(version)
    assert told["questions"] == {one.name: len(one.questions) for one in course}

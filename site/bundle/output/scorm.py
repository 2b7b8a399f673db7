"""The one-file edition as a course for learning platforms, in SCORM 1.2 and in SCORM 2004.

A package reports the share of the lessons' questions that are answered, as progress and as score,
and gives the platform what it needs to go on from there. See site/web/scorm/.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from playground.lessons.lesson import Lesson

from bundle import archive, paths
from bundle.output import join, page, single_file

NAMES = {"12": "linreg-playground-scorm12.zip", "2004": "linreg-playground-scorm2004.zip"}
TITLE = "linreg playground: lessons on linear regression"
START, MANIFEST = "index.html", "imsmanifest.xml"
# The namespaces of each version: those of the package, and those of SCORM itself.
_SPACES = {
    "12": (
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    ),
    "2004": ("http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.adlnet.org/xsd/adlcp_v1p3"),
}
_SAID = {"12": ("1.2", "scormtype"), "2004": ("2004 4th Edition", "scormType")}


def manifest(version: str, files: Iterable[str]) -> str:
    """Return imsmanifest.xml for a package of these files. version: 12 or 2004."""
    package, scorm = _SPACES[version]
    schema, kind = _SAID[version]
    listed = "\n".join(f'      <file href="{escape(name)}"/>' for name in sorted(files))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="linreg-playground" version="{page.version()}"
    xmlns="{package}" xmlns:adlcp="{scorm}">
  <metadata><schema>ADL SCORM</schema><schemaversion>{schema}</schemaversion></metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>{escape(TITLE)}</title>
      <item identifier="lessons" identifierref="page"><title>{escape(TITLE)}</title></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:{kind}="sco" href="{START}">
{listed}
    </resource>
  </resources>
</manifest>
"""


def start_page(version: str, course: Iterable[Lesson]) -> str:
    """Return the page that a platform opens."""
    template = (paths.WEB / "scorm" / START).read_text(encoding="utf-8")
    questions = {lesson.name: len(lesson.questions) for lesson in course}
    block = page.data_block({"version": int(version), "questions": questions}, "course")
    script = page.inline_script(join.joined(page.sources(), "scorm/course.js"))
    return template.replace("<!-- course -->", f"{block}\n<script>{script}</script>")


def write(dist: Path, course: Iterable[Lesson]) -> None:
    """Write both packages into dist/, from its one-file edition."""
    course = list(course)
    edition = (dist / single_file.NAME).read_bytes()
    for version, name in NAMES.items():
        files = {START: start_page(version, course).encode(), single_file.NAME: edition}
        files[MANIFEST] = manifest(version, files).encode()
        (dist / name).write_bytes(archive.zip_bytes(files))

"""Every outside file that the playground is made of: name, hash, size and where it may come from.

Any source will do; the hash decides. The Python packages of the build and test environment itself
are pinned in requirements.lock and requirements-test.lock beside this file.
"""

from __future__ import annotations

from dataclasses import dataclass

PYODIDE = "314.0.3"
# What the browser's Python calls itself; the lock object handed to loadPyodide must agree.
PLATFORM = {
    "arch": "wasm32",
    "platform": "emscripten_5_0_3",
    "version": PYODIDE,
    "abi_version": "2026_0",
    "python": "3.14.0",
}


@dataclass(frozen=True)
class Url:
    """A plain download."""

    address: str

    def __str__(self) -> str:
        return self.address


@dataclass(frozen=True)
class Wheel:
    """The file itself is a wheel that pip can download: the one for `python` and `platforms`."""

    requirement: str
    platforms: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"the Python package index ({self.requirement})"


@dataclass(frozen=True)
class Member:
    """The file is packed inside another pinned file."""

    carrier: str
    path: str

    def __str__(self) -> str:
        return f"{self.carrier} ({self.path})"


@dataclass(frozen=True)
class NpmTarball:
    """The file is packed in an npm package; needs npm on this machine."""

    package: str
    path: str

    def __str__(self) -> str:
        return f"npm's {self.package} ({self.path})"


Source = Url | Wheel | Member | NpmTarball


@dataclass(frozen=True)
class Pin:
    """One outside file. `keep` is false for a file that only carries others."""

    name: str
    sha256: str
    size: int
    sources: tuple[Source, ...]
    keep: bool = True


CARRIER = Pin(
    "open_webui-0.12.4-py3-none-any.whl",
    "02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6",
    106366595,
    (Wheel("open-webui==0.12.4"),),
    keep=False,
)

NUMPY = "numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl"


def _pyodide(name: str, sha256: str, size: int) -> Pin:
    sources: list[Source] = [
        Url(f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/{name}"),
        Member(CARRIER.name, f"open_webui/frontend/pyodide/{name}"),
    ]
    if not name.endswith(".whl"):
        sources.append(NpmTarball(f"pyodide@{PYODIDE}", f"package/{name}"))
    return Pin(name, sha256, size, tuple(sources))


RUNTIME = (
    _pyodide(
        "pyodide.mjs", "5cfc46f5dcbaf2a16f26e2363f441873eb424762609cc03db00d6a2ace4d00e5", 17880
    ),
    _pyodide(
        "pyodide.asm.mjs",
        "1a9775427ef6e8abaa7db88ece0515422d1886915ae5c9093776410c865dfd8d",
        1249447,
    ),
    _pyodide(
        "pyodide.asm.wasm",
        "e7f8fac36f8bf11085309cbc5c829b3ec3057c18bf1d73b05a6741612d63cdbf",
        9596462,
    ),
    _pyodide(
        "python_stdlib.zip",
        "444c770dfd75a32097fc0a7d5c1413fd3140601f49c3a1f2e9af0376fcd124b4",
        2545106,
    ),
)

# The reference decoder of Zstandard 1.5.0 and nothing else, compiled for speed.
_ZSTANDARD = "zstandard-wasm@1.5.0-rev.5"
UNPACKER = Pin(
    "zstd.speed.wasm",
    "53bb6e4227b84fa9a501e00d5e3e1cfcdf4af6f4a5db80eb7e1b026f68463fa5",
    49904,
    (
        Url(f"https://cdn.jsdelivr.net/npm/{_ZSTANDARD}/zstd/zstd.speed.wasm"),
        NpmTarball(_ZSTANDARD, "package/zstd/zstd.speed.wasm"),
    ),
)


# Lets the search of the documentation run from a folder on a disk, where browsers start no workers.
_IFRAME_WORKER = "iframe-worker@1.0.4"
SEARCH_SHIM = Pin(
    "iframe-worker-shim.js",
    "e8e412dbcfea9b7e31b5ffa288d7b6035915e714c542f4176a0cdbe262fc9609",
    1391,
    (
        Url(f"https://cdn.jsdelivr.net/npm/{_IFRAME_WORKER}/shim/index.js"),
        NpmTarball(_IFRAME_WORKER, "package/shim/index.js"),
    ),
)

# A learning platform's side of SCORM, for the tests.
_SCORM_AGAIN = "scorm-again@3.4.3"
SCORM_RUNTIME = Pin(
    "scorm-again.min.js",
    "f30f4574fea51d7c61dd03c90a1bf1e4edc71fbc2ffaeb0b271c83b81e63ec84",
    604864,
    (
        Url(f"https://cdn.jsdelivr.net/npm/{_SCORM_AGAIN}/dist/scorm-again.min.js"),
        NpmTarball(_SCORM_AGAIN, "package/dist/scorm-again.min.js"),
    ),
)


def _pure(name: str, sha256: str, size: int) -> Pin:
    project, version = name.split("-")[:2]
    return Pin(name, sha256, size, (Wheel(f"{project}=={version}"),))


def _without_extension(name: str, sha256: str, size: int) -> Pin:
    """A wheel whose compiled part is left out: its pure Python fall-back serves in the browser."""
    project, version, _, _, platforms = name.removesuffix(".whl").split("-")
    source = Wheel(f"{project}=={version}", tuple(platforms.split(".")))
    return Pin(name, sha256, size, (source,))


PACKAGES = (
    _pyodide(NUMPY, "0cad9c1b91f0082e4f959bc0e0bf5835a2efbba6ab3b1e9d1fe6e7e564cca98e", 2916023),
    _pure(
        "panel-1.9.4-py3-none-any.whl",
        "c89c4c1e728297daf0628ea5070fb0da8ad77781e2a3142d302479537c1de6a4",
        30334484,
    ),
    _pure(
        "bokeh-3.9.2-py3-none-any.whl",
        "448e07d5ee78231f5bdece3be020024bb98696c0d6b127e0e2df0b8ba8fa9765",
        6409477,
    ),
    _pure(
        "param-2.4.2-py3-none-any.whl",
        "56f56e991d11cdf9fa8248ca3b1c7d5badfd6b4da3b3886b764b95823d270b07",
        155563,
    ),
    _pure(
        "pyviz_comms-3.0.6-py3-none-any.whl",
        "4eba6238cd4a7f4add2d11879ce55411785b7d38a7c5dba42c7a0826ca53e6c2",
        84275,
    ),
    _pure(
        "jinja2-3.1.6-py3-none-any.whl",
        "85ece4451f492d0c13c5dd7c13a64681a86afae63a5f347908daf103ce6d2f67",
        134899,
    ),
    _without_extension(
        "markupsafe-3.0.4-cp311-cp311-"
        "manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl",
        "6da83a088f8ef93b2d483a8232a4dbf4d69d3d8496b568a03c56becac43e1808",
        22961,
    ),
    _without_extension(
        "pyyaml-6.0.3-cp311-cp311-"
        "manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl",
        "b8bb0864c5a28024fac8a632c443c87c5aa6f215c0b126c449ae1a150412f31d",
        806638,
    ),
    _pure(
        "packaging-26.3-py3-none-any.whl",
        "d7193f7c8e4e93f444fde0262bf90af30e16fa0ad0ad44cb553c87339b23cd1c",
        129956,
    ),
    # Only fetched when somebody asks for a QR code.
    _pure(
        "segno-1.6.6-py3-none-any.whl",
        "28c7d081ed0cf935e0411293a465efd4d500704072cdb039778a2ab8736190c7",
        76503,
    ),
    # The build's own Markdown and LaTeX, fetched when somebody opens a lesson file.
    _pure(
        "markdown_it_py-4.3.0-py3-none-any.whl",
        "7aa1511a46c39138de78d9eba92ce47e63124d8003fc98b3a351909e04239efa",
        96951,
    ),
    _pure(
        "mdurl-0.1.2-py3-none-any.whl",
        "84008a41e51615a49fc9966191ff91509e3c40b939176e643fd50a5c2196b8f8",
        9979,
    ),
    _pure(
        "mdit_py_plugins-0.7.0-py3-none-any.whl",
        "7f8e30403f3dd8bfe3afcdcbc6e61066d3f2e714167507b9c26eb385ec399353",
        72937,
    ),
    _pure(
        "latex2mathml-3.81.1-py3-none-any.whl",
        "c337668441b71c819b6733905a8058ba9a9d767bae11a0c5fdacb3aff31361bd",
        79159,
    ),
    # Without it Panel's browser module imports pandas.
    _pure(
        "pyodide_http-0.2.2-py3-none-any.whl",
        "cf006ea593c1643b5badeb4d42ed24a6eebd830276171fa1f82de0777b3fb608",
        9796,
    ),
)

"""How Sphinx builds the documentation."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
PACKAGE: Final = HERE.parent / "src" / "clientcare"
LAYERS: Final = (  # the reading order: from what everything rests on to what people look at
    "domain",
    "policies",
    "rulebook",
    "wording",
    "errors",
    "codec",
    "repositories",
    "kinds",
    "book",
    "record_store",
    "aio",
    "adapters",
    "columnar",
    "services",
    "reports",
    "testing",
    "cli",
)

project = "clientcare"
author = "The clientcare maintainers"
project_copyright = "The clientcare maintainers"
release = tomllib.loads((HERE.parent / "pyproject.toml").read_text())["project"]["version"]
version = release

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "clientcare"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
napoleon_use_ivar = True
napoleon_numpy_docstring = False
add_module_names = False


def _modules(layer: str) -> list[Path]:
    """Return the files of a layer's public modules, the package itself first."""
    if not (PACKAGE / layer).is_dir():
        return [PACKAGE / f"{layer}.py"] if (PACKAGE / f"{layer}.py").is_file() else []
    found = sorted((PACKAGE / layer).rglob("*.py"))
    public = [path for path in found if not path.name.startswith("_")]
    return [PACKAGE / layer / "__init__.py", *public]


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    )


def _exported(path: Path) -> bool:
    """Tell whether a module lists the names that it exports, imported ones too."""
    return any(
        isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for node in ast.parse(path.read_text(encoding="utf-8")).body
    )


def write_reference() -> None:
    """Write one page a layer, so that no public module can be forgotten."""
    folder = HERE / "reference" / "api"
    folder.mkdir(exist_ok=True)
    for stale in folder.glob("*.md"):
        if stale.stem not in LAYERS:
            stale.unlink()
    for layer in LAYERS:
        modules = _modules(layer)
        if not modules:
            continue
        parts = [f"# `clientcare.{layer}`\n"]
        for path in modules:
            name = _dotted(path)
            if name != f"clientcare.{layer}":
                parts.append(f"## `{name}`\n")
            options = ":members:\n" + (":imported-members:\n" if _exported(path) else "")
            parts.append(f"```{{eval-rst}}\n.. automodule:: {name}\n")
            parts.append("".join(f"   {line}\n" for line in options.splitlines()) + "```\n")
        text = "\n".join(parts)
        page = folder / f"{layer}.md"
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")


write_reference()

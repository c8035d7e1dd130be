"""Write the template as a zip with conventional delimiters, for where << >> cannot go.

Windows has no file names with < in them, and some tools look for {{. What the zip generates is
the same.
"""

import json
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAME = "flask-connect-starter"
PROJECT = "<<cookiecutter.project_slug>>"
DELIMITERS = {"<<": "{{", ">>": "}}", "<%": "{%", "%>": "%}", "<#": "{#", "#>": "#}"}
NOT_SHIPPED = (
    "__pycache__",
    "instance",
    "screenshots",
    ".env",
    ".venv",
    ".*_cache",
    ".hypothesis",
    "*.py[co]",
)
# The same bytes whenever it is made.
EPOCH = (2020, 1, 1, 0, 0, 0)


class Ambiguous(Exception):
    """A file that already holds a conventional delimiter, which would come to mean something."""


def conventional(text: str, name: str) -> str:
    """The text with each delimiter exchanged for cookiecutter's own. Raises Ambiguous."""
    for ours, theirs in DELIMITERS.items():
        if theirs in text:
            raise Ambiguous(f"{name} holds {theirs}, which cookiecutter would take for its own.")
        text = text.replace(ours, theirs)
    return text


def questions() -> str:
    """cookiecutter.json without the setting that renames the delimiters."""
    answers = json.loads((ROOT / "cookiecutter.json").read_text(encoding="utf-8"))
    for name in [name for name in answers["_jinja2_env_vars"] if name.endswith("_string")]:
        del answers["_jinja2_env_vars"][name]
    lines = json.dumps(answers, indent=2, ensure_ascii=False)
    # Closing braces of the JSON itself stand alone on their lines, so none is doubled here.
    return conventional(lines, "cookiecutter.json") + "\n"


def shipped(folder: Path) -> list[Path]:
    """The files below a folder that belong to the template, in a settled order."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        path
        for path in files
        if not any(fnmatch(part, no) for part in path.relative_to(ROOT).parts for no in NOT_SHIPPED)
    ]


def verbatim(path: Path) -> bool:
    """Whether cookiecutter copies this file of the project as it is."""
    kept = json.loads((ROOT / "cookiecutter.json").read_text(encoding="utf-8"))
    parts = path.relative_to(ROOT / PROJECT).parts
    heads = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    return any(fnmatch(head, name) for head in heads for name in kept["_copy_without_render"])


def contents() -> dict[str, bytes]:
    """What the zip holds, by path."""
    files = {"cookiecutter.json": questions().encode()}
    for name in ("README.md", "LICENSE", "CHANGELOG.md", "UPGRADE.md", "docs/order-timeline.png"):
        files[name] = (ROOT / name).read_bytes()
    for path in shipped(ROOT / "hooks"):
        name = path.relative_to(ROOT).as_posix()
        files[name] = conventional(path.read_text(encoding="utf-8"), name).encode()
    for path in shipped(ROOT / PROJECT):
        name = path.relative_to(ROOT).as_posix()
        data = path.read_bytes()
        if not verbatim(path):
            data = conventional(data.decode(), name).encode()
        files[conventional(name, name)] = data
    return files


def write(folder: Path) -> Path:
    """Write the zip into the folder and return its path."""
    answers = json.loads((ROOT / "cookiecutter.json").read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{NAME}-{answers['_template_version']}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        # Cookiecutter looks for the one folder that the first entry names.
        zipped.writestr(zipfile.ZipInfo(f"{NAME}/", EPOCH), b"")
        for name, data in contents().items():
            entry = zipfile.ZipInfo(f"{NAME}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            zipped.writestr(entry, data)
    return archive


if __name__ == "__main__":
    print(write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"))

"""What generating a project costs, as a ratio to an empty template, both timed in one run."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 9


def seconds(template: Path, output: Path) -> float:
    """How long one generation takes, from the shell's point of view."""
    command = [sys.executable, "-m", "cookiecutter", str(template), "--no-input"]
    environment = os.environ | {"COOKIECUTTER_CONFIG": str(output.parent / "config.yaml")}
    start = time.perf_counter()
    subprocess.run(
        [*command, "--output-dir", str(output)], check=True, capture_output=True, env=environment
    )
    return time.perf_counter() - start


def empty_template(folder: Path) -> Path:
    """The least that cookiecutter takes: one question, one folder, one file."""
    (folder / "{{cookiecutter.slug}}").mkdir(parents=True)
    (folder / "cookiecutter.json").write_text('{"slug": "empty"}', encoding="utf-8")
    (folder / "{{cookiecutter.slug}}" / "README").write_text("\n", encoding="utf-8")
    return folder


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        replays = scratch / "replays"
        (scratch / "config.yaml").write_text(f"replay_dir: {replays}\n", encoding="utf-8")
        templates = {"empty template": empty_template(scratch / "empty"), "this template": ROOT}
        times: dict[str, list[float]] = {label: [] for label in templates}
        # By turns, so that whatever else the machine does falls on both.
        for run in range(RUNS):
            for number, (label, template) in enumerate(templates.items()):
                times[label].append(seconds(template, scratch / f"out-{run}-{number}"))

    medians = {label: statistics.median(each) for label, each in times.items()}
    for label, median in medians.items():
        print(f"{label:15} {median:6.3f} s  (median of {RUNS})")
    print(f"{'ratio':15} {medians['this template'] / medians['empty template']:6.2f}")


if __name__ == "__main__":
    main()

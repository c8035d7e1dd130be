"""What generation writes: the template's files, answers in few places, secrets of its own."""

import filecmp
import json
import shutil
import stat
import tomllib
from pathlib import Path

import pytest
from conftest import PROJECT, ROOT, Bake

OTHER_ANSWERS = {
    "project_name": "Zanzibar Bazaar",
    "project_slug": "zanzibar",
    "platform_country": "FR",
    "currency": "jpy",
    "application_fee_percent": "2.5",
    "accounts_api": "v2",
}
# The only files that an answer may change.
RENDERED = {".env", ".env.example", "README.md", "pyproject.toml"}
SECRETS = (
    "SECRET_KEY",
    "STRIPE_SECRET_KEY",
    "STRIPE_PUBLISHABLE_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "STRIPE_CONNECT_WEBHOOK_SECRET",
    "STRIPE_THIN_WEBHOOK_SECRET",
)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def files_for(project: Path, *chosen: str) -> dict[str, bytes]:
    """The files that a bake should hold: the project's, and the chosen options' over them."""
    every = files(project)
    held = {name: data for name, data in every.items() if not name.startswith("options/")}
    for answer in chosen:
        held |= files(project / "options" / answer)
    return held


def env(project: Path) -> dict[str, str]:
    lines = (project / ".env").read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def test_what_is_not_rendered_equals_the_template_byte_for_byte(template: Path, bake: Bake) -> None:
    ours = files_for(template / PROJECT)
    baked = files(bake(**OTHER_ANSWERS))

    assert set(baked) == set(ours) | {".env"}
    assert {name for name in baked if baked[name] != ours.get(name)} == RENDERED


@pytest.mark.parametrize("pattern", ["destination", "separate"])
@pytest.mark.parametrize("queue", ["inline", "celery"])
def test_a_choice_is_files_kept_or_dropped(
    template: Path, bake: Bake, pattern: str, queue: str
) -> None:
    baked = files(bake(charge_pattern=pattern, task_queue=queue))

    expected = files_for(template / PROJECT, pattern, queue)
    assert set(baked) == set(expected) | {".env"}
    assert {name for name in baked if baked[name] != expected.get(name)} == RENDERED


def test_no_template_tag_is_left(bake: Bake) -> None:
    project = bake(**OTHER_ANSWERS)

    for name in RENDERED:
        text = (project / name).read_text()
        assert not [tag for tag in ("<<", ">>", "<%", "%>", "<#", "#>", "#%") if tag in text], name
        assert "cookiecutter" not in text.lower().replace("a cookiecutter template", ""), name


def test_no_answer_shows_outside_the_rendered_files(bake: Bake) -> None:
    project = bake(**OTHER_ANSWERS)

    said = {name for name, data in files(project).items() if b"zanzibar" in data.lower()}
    assert said <= RENDERED


def test_the_same_answers_give_the_same_tree_and_other_secrets(bake: Bake) -> None:
    one, other = bake(folder="one"), bake(folder="other")

    ours, theirs = files(one), files(other)
    assert {name for name in ours | theirs if ours.get(name) != theirs.get(name)} == {".env"}
    for name in SECRETS:
        assert env(one)[name] != env(other)[name], name


def test_env_is_for_its_owner_only_and_ready_for_the_sandbox(bake: Bake) -> None:
    project = bake(**OTHER_ANSWERS)

    settings = env(project)
    assert stat.S_IMODE((project / ".env").stat().st_mode) == 0o600
    assert len({settings[name] for name in SECRETS}) == len(SECRETS)
    assert all(len(settings[name]) >= 64 for name in SECRETS)
    assert settings["STRIPE_SECRET_KEY"].startswith("sk_test_")
    assert settings["STRIPE_PUBLISHABLE_KEY"].startswith("pk_test_")
    assert settings["STRIPE_THIN_WEBHOOK_SECRET"].startswith("whsec_")
    assert settings["STRIPE_API_BASE"] == "http://127.0.0.1:4242"
    assert settings["STRIPE_ACCOUNTS_API"] == "v2"
    assert settings["PLATFORM_NAME"] == '"Zanzibar Bazaar"'


def test_the_example_settings_hold_no_secret(bake: Bake) -> None:
    example = (bake() / ".env.example").read_text().splitlines()

    for name in SECRETS:
        assert {line for line in example if line.startswith(f"{name}=")} <= {
            f"{name}={prefix}" for prefix in ("", "sk_test_", "pk_test_", "whsec_")
        }


def test_git_would_never_take_the_settings_or_the_data(bake: Bake) -> None:
    ignored = (bake() / ".gitignore").read_text().splitlines()

    assert {".env", "instance/", ".venv/"} <= set(ignored)


def test_what_a_used_clone_carries_along_does_not_travel(
    template: Path, bake: Bake, tmp_path: Path
) -> None:
    clean = bake(folder="clean")
    used = shutil.copytree(template, tmp_path / "used")
    for name in ("__pycache__", "app/__pycache__", ".mypy_cache/3.11", "instance", ".venv/bin",
                 ".ruff_cache", ".pytest_cache", ".hypothesis", "tests/.pytest_cache"):  # fmt: skip
        folder = used / PROJECT / name
        folder.mkdir(parents=True)
        (folder / "left.pyc").write_bytes(b"\xff\xfe<<")
    (used / PROJECT / ".env").write_text("SECRET_KEY=someone-else's\n")

    dirty = bake(used, folder="dirty")

    assert set(files(dirty)) == set(files(clean))
    assert "someone-else's" not in (dirty / ".env").read_text()


def test_the_project_records_its_answers_and_the_templates_version(bake: Bake) -> None:
    recorded = tomllib.loads((bake(**OTHER_ANSWERS) / "pyproject.toml").read_text())["tool"]
    questions = json.loads((ROOT / "cookiecutter.json").read_text())

    assert recorded["starter"]["template_version"] == questions["_template_version"]
    asked = {name for name in questions if not name.startswith("_")}
    assert set(recorded["starter"]["answers"]) == asked
    assert recorded["starter"]["answers"].items() >= OTHER_ANSWERS.items()


def test_the_version_is_the_same_wherever_it_stands() -> None:
    version = json.loads((ROOT / "cookiecutter.json").read_text())["_template_version"]

    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == version
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_lock_files_name_no_index_and_hash_everything(template: Path) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (template / PROJECT / name).read_text()
        assert "://" not in text
        assert "--index" not in text
        pins = [line for line in text.splitlines() if line[:1].isalnum()]
        assert pins
        assert all("==" in pin and pin.endswith("\\") for pin in pins)


def test_the_locks_agree_and_hold_what_pyproject_asks_for(bake: Bake) -> None:
    project = bake()

    def pins(name: str) -> set[str]:
        return {
            line.split(" ")[0]
            for line in (project / name).read_text().splitlines()
            if line[:1].isalnum()
        }

    runtime, everything = pins("requirements.txt"), pins("requirements-dev.txt")
    wanted = tomllib.loads((project / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {pin.partition("==")[0] for pin in runtime}
    assert runtime <= everything
    assert {each.partition(">")[0].partition("[")[0] for each in wanted} <= names


def test_nothing_names_a_place_only_its_makers_have(template: Path) -> None:
    for name, data in files(template).items():
        for place in {f"{ROOT}/", f"{Path.home()}/"} - {"//"}:
            assert place.encode() not in data, f"{name} names {place}"


@pytest.mark.parametrize("name", ["con.txt", "a<b", "what?"])
def test_the_check_for_portable_names_would_notice(name: str) -> None:
    assert unportable(name)


def test_every_path_in_the_project_can_stand_on_windows(bake: Bake) -> None:
    names = [part for path in files(bake()) for part in path.split("/")]

    assert [name for name in names if unportable(name)] == []


def unportable(name: str) -> bool:
    reserved = {"con", "prn", "aux", "nul"}
    return bool(set(name) & set('<>:"|?*\\')) or name.partition(".")[0].lower() in reserved


def test_generating_again_from_the_answers_recorded_gives_the_same_project(bake: Bake) -> None:
    first = bake(folder="first", **OTHER_ANSWERS)
    recorded = tomllib.loads((first / "pyproject.toml").read_text())["tool"]["starter"]["answers"]

    second = bake(folder="second", **recorded)

    compared = filecmp.dircmp(first, second, ignore=[".env"])
    assert compared.diff_files + compared.left_only + compared.right_only == []

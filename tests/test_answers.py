"""Which answers are taken, which are refused, and that a refusal leaves nothing behind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Bake, environment

REFUSED = [
    ("project_name", ""),
    ("project_name", 'Ada"s'),
    ("project_name", "a\\b"),
    ("project_name", "line\nbreak"),
    ("project_name", "x" * 61),
    ("project_name", "${HOME}"),
    ("project_slug", "My Shop"),
    ("project_slug", "../shop"),
    ("project_slug", "a--b"),
    ("project_slug", "shop-"),
    ("platform_country", "USA"),
    ("platform_country", "XX"),
    ("platform_country", ""),
    ("currency", "dollars"),
    ("currency", "abc"),
    ("currency", "kwd"),
    ("application_fee_percent", "-1"),
    ("application_fee_percent", "101"),
    ("application_fee_percent", "100.01"),
    ("application_fee_percent", "2.555"),
    ("application_fee_percent", "2,5"),
    ("application_fee_percent", "1e1"),
    ("application_fee_percent", "ten"),
    ("application_fee_percent", "nan"),
    ("application_fee_percent", ".5"),
    ("application_fee_percent", "٣"),
    ("accounts_api", "v3"),
    ("charge_pattern", "direct"),
    ("task_queue", "rq"),
]


def generate(template: Path, output: Path, *answers: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does, and keep what it said."""
    command = [sys.executable, "-m", "cookiecutter", str(template), "--no-input"]
    return subprocess.run(
        [*command, "--output-dir", str(output), *answers],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "answer"), REFUSED)
def test_a_bad_answer_is_refused_by_its_name_and_nothing_is_left(
    template: Path, tmp_path: Path, name: str, answer: str
) -> None:
    output = tmp_path / "out"
    output.mkdir()

    done = generate(template, output, f"{name}={answer}")

    assert done.returncode != 0
    assert name in done.stderr
    assert list(tmp_path.iterdir()) == [output]
    assert list(output.iterdir()) == []


def test_a_refusal_shows_a_good_answer_and_every_bad_one(template: Path, tmp_path: Path) -> None:
    done = generate(template, tmp_path, "currency=euros", "application_fee_percent=2,5")

    assert "currency: 'euros'" in done.stderr
    assert "For example: usd" in done.stderr
    assert "application_fee_percent: '2,5'" in done.stderr
    assert "For example: 2.5" in done.stderr


def test_an_answer_cannot_become_code_in_a_hook(template: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"

    done = generate(template, tmp_path, f"project_name='''\nopen({str(mark)!r}, 'w')\n'''")

    assert done.returncode != 0
    assert not mark.exists()


@pytest.mark.parametrize(
    ("percent", "basis_points"),
    [
        ("0", 0), ("0.01", 1), ("0.07", 7), ("0.29", 29), ("0.5", 50), ("1.15", 115), ("2.5", 250),
        ("8.20", 820), ("10", 1000), ("010", 1000), ("99.99", 9999), ("100", 10000),
        ("100.00", 10000),
    ],
)  # fmt: skip
def test_a_fee_in_percent_becomes_exactly_its_basis_points(
    bake: Bake, percent: str, basis_points: int
) -> None:
    settings = (bake(application_fee_percent=percent) / ".env").read_text()

    assert f"\nAPPLICATION_FEE_BPS={basis_points}\n" in settings


def test_country_and_currency_are_taken_in_either_case(bake: Bake) -> None:
    settings = (bake(platform_country="fr", currency="JPY") / ".env").read_text()

    assert "\nPLATFORM_COUNTRY=FR\n" in settings
    assert "\nPLATFORM_CURRENCY=jpy\n" in settings


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ada's Café & Söhne", "ada-s-cafe-sohne"),
        ("東京 Market", "dong-jing-market"),
        ("9 Lives", "9-lives"),
        ("!!!", "marketplace"),
    ],
)
def test_the_folder_is_named_after_the_marketplace(bake: Bake, name: str, slug: str) -> None:
    project = bake(project_name=name)

    assert project.name == slug
    assert f'\nPLATFORM_NAME="{name}"\n' in (project / ".env").read_text()


def test_every_question_is_asked_in_words(template: Path) -> None:
    questions = json.loads((template / "cookiecutter.json").read_text())

    asked = {name for name in questions if not name.startswith("_")}
    assert set(questions["__prompts__"]) == asked
    for name in asked:
        if isinstance(questions[name], list):
            assert set(questions["__prompts__"][name]) == {"__prompt__", *questions[name]}

"""What an installation from a wheel gets."""

from __future__ import annotations

from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

_ROOT = Path(__file__).parents[2]


def test_a_wheel_holds_every_file_of_the_package() -> None:
    """Tables, texts and templates too; what version control ignores is left out, so nothing of it may be needed."""
    packed = {entry.distribution_path for entry in WheelBuilder(str(_ROOT)).recurse_included_files()}
    needed = {
        path.relative_to(_ROOT / "src").as_posix()
        for path in (_ROOT / "src" / "opencredreg").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert needed - packed == set()
    assert {name.partition("/")[0] for name in packed} == {"opencredreg"}
    for name in (
        "ctdl/_generated/vocabulary.json",
        "ctdl/help/en.json",
        "py.typed",
        "web/templates/base.html",
    ):
        assert f"opencredreg/{name}" in packed

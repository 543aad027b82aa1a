"""The built wheel: everything the source tree holds is in it, and it works alone in a fresh environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.support.running import ROOT, SEEDS, environment

PACKAGES = ("indexer", "webapp")
NETWORK = {
    name: os.environ[name]
    for name in os.environ
    if name.upper().startswith(("PIP_", "HTTP", "NO_PROXY", "SSL_", "REQUESTS_", "XDG_"))
}


def finished(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run in a plain environment that can reach the package index; fails with what the command said."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=environment(**NETWORK),
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


def pip(*arguments: str | Path, cwd: Path, python: Path | None = None) -> None:
    """Call pip, on the environment of another Python if one is given."""
    there = ["--python", python] if python else []
    quiet = ["--quiet", "--disable-pip-version-check"]
    finished(sys.executable, "-m", "pip", *there, *arguments, *quiet, cwd=cwd)


def fresh(home: Path) -> Path:
    """The folder of scripts of a new, empty environment."""
    venv.create(home)
    return home / ("Scripts" if os.name == "nt" else "bin")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the sources, so that nothing is left behind in the checkout."""
    home = tmp_path_factory.mktemp("wheel")
    source = home / "source"
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", home, source, cwd=home)
    return next(home.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    ours = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file()
    }
    ours = {
        name for name in ours if "__pycache__" not in name and not Path(name).name.startswith(".")
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == ours


def test_the_wheel_works_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    """Its dependencies are those of the tests, so that no network is needed."""
    scripts = fresh(tmp_path / "environment")
    pip("install", "--no-deps", wheel, cwd=tmp_path, python=scripts / "python")
    packages = "import sysconfig; print(sysconfig.get_path('purelib'))"
    place = finished(scripts / "python", "-c", packages, cwd=tmp_path).stdout.strip()
    Path(place, "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    assert_works(scripts, tmp_path)


@pytest.mark.network
def test_the_locked_packages_and_the_wheel_are_all_it_takes(wheel: Path, tmp_path: Path) -> None:
    scripts = fresh(tmp_path / "environment")
    python = scripts / "python"
    lock = ROOT / "requirements.txt"
    pip("install", "--no-deps", "--require-hashes", "-r", lock, cwd=tmp_path, python=python)
    pip("install", "--no-index", f"{wheel}[formats]", cwd=tmp_path, python=python)
    assert_works(scripts, tmp_path)


def assert_works(scripts: Path, cwd: Path) -> None:
    finished(scripts / "indexer", "build", "--index", "index", SEEDS, cwd=cwd)
    asked = ("cua khau thong minh", "--index", "index", "--fields", "id,provinces")
    found = finished(scripts / "search", *asked, cwd=cwd).stdout
    assert found.startswith("003_50f2c003bc21364e\t")
    assert "Lạng Sơn" in found  # the gazetteer came along

    page = finished(scripts / "python", "-c", GET_PAGE, cwd=cwd).stdout
    assert "<mark" in page and "Quảng Tây" in page  # templates and translations came along
    missing = subprocess.run(
        [scripts / "search", "x"], cwd=cwd, env=environment(), capture_output=True, check=False
    )
    assert missing.returncode == 3


GET_PAGE = """
import re, sys
from webapp import create_app
client = create_app(index="index").test_client()
page = client.get("/?q=cua+khau+thong+minh")
assert page.status_code == 200, page.status
sheets = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
assert sheets and all(client.get(sheet).status_code == 200 for sheet in sheets), sheets
sys.stdout.buffer.write(page.data)
"""

"""Programs that the machine lacks are found where they were fetched; its own are preferred."""

import subprocess

import pytest

from env import prerequisites, programs
from env.steps import SetupError


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine without any of the programs or a font, and an empty cache."""
    monkeypatch.setattr(programs, "CACHE", tmp_path)
    monkeypatch.setattr(programs, "FONT_FOLDERS", (str(tmp_path / "fonts"),))
    monkeypatch.setattr(programs, "find_own", lambda *names: None)
    monkeypatch.delenv("WKHTMLTOPDF_REAL", raising=False)
    programs.home.cache_clear()
    yield tmp_path
    programs.home.cache_clear()


def unpack(folder, packages):
    """Stand for the download: a program that tells where its libraries are sought."""
    program = folder / "root" / programs.FILES["wkhtmltopdf"]
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$LD_LIBRARY_PATH" "$@"\n')
    program.chmod(0o755)
    library = folder / "root/usr/lib" / f"{programs.platform.machine()}-linux-gnu/pulse/libx-1.so"
    library.parent.mkdir(parents=True)
    library.touch()
    (folder / "root/usr/share/fonts").mkdir(parents=True)
    programs._write_scripts(folder, folder / "root")
    (folder / "complete").touch()


def test_all_is_missing_on_a_bare_machine(bare):
    assert programs.missing() == ["chromium", "wkhtmltopdf", "poppler-utils", "fonts-noto-core"]
    assert programs.find("wkhtmltopdf") is None
    assert "WKHTMLTOPDF_REAL" not in prerequisites.environment()


def test_what_was_fetched_is_used(bare, monkeypatch):
    monkeypatch.setattr(programs, "_fetch", unpack)
    programs.ensure()
    program = programs.find("wkhtmltopdf")
    said = subprocess.run([program, "a b"], capture_output=True, text=True, check=True).stdout
    assert "linux-gnu/pulse" in said
    assert said.endswith(" a b\n")
    env = prerequisites.environment()
    assert env["WKHTMLTOPDF_REAL"] == program
    assert env["FONTCONFIG_FILE"] == str(programs.home() / "fonts.conf")
    assert env["PATH"].endswith(str(programs.home() / "bin"))


def test_a_machine_without_apt_goes_on_without(bare, monkeypatch, capsys):
    def refuse(folder, packages):
        raise SetupError("there is no apt-get here")

    monkeypatch.setattr(programs, "_fetch", refuse)
    programs.ensure()
    assert "going on without chromium" in capsys.readouterr().err
    assert programs.fetched() is None


def test_the_machine_lacks_what_it_lacks(monkeypatch):
    monkeypatch.setattr(programs, "_has_fonts", lambda: True)
    monkeypatch.setattr(programs, "find_own", lambda *names: "chromium" in names or None)
    assert programs.missing() == ["wkhtmltopdf", "poppler-utils"]


def test_packages_that_bring_no_program_are_not_taken_for_complete(bare, monkeypatch, capsys):
    class Apt:
        """An apt that has nothing to download: it takes the packages for installed."""

        def __init__(self, folder):
            self.folder = folder
            folder.mkdir()

        def update(self):
            pass

        def fetch(self, *packages):
            return []

    monkeypatch.setattr(programs, "MachineApt", Apt)
    programs.ensure()
    assert "did not bring all their programs" in capsys.readouterr().err
    assert programs.fetched() is None

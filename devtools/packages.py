"""Pinned packages of PyPI and npm, each set in a folder of the cache."""

import shutil
import subprocess

from .addon import ROOT
from .cache import CACHE, built, digest, locked, logged
from .console import output, run, say
from .machine import apt_install, find_python

REQUIREMENTS = ROOT / "requirements"


def ensure_venv(name, requirement_files, no_deps=()):
    """Return the Python of a virtual environment; a digest of the packages is in its name."""
    python = find_python()
    texts = [(REQUIREMENTS / file).read_text() for file in requirement_files]
    version = output([python, "-c", "import sys; print(sys.version)"])
    venv = CACHE / f"{name}-{digest(version, *texts, *no_deps)}"
    # A venv contains its own path, so it cannot be renamed when it is complete: this file says so.
    whole = venv / "whole"
    if whole.exists():
        return venv / "bin" / "python"
    with locked("download.lock"):
        if not whole.exists():
            make_venv(python, venv, name, requirement_files, no_deps)
            whole.touch()
    return venv / "bin" / "python"


def make_venv(python, venv, name, requirement_files, no_deps):
    probe = run([python, "-c", "import ensurepip, venv"], check=False, stderr=subprocess.DEVNULL)
    if probe.returncode:
        apt_install(["python3-venv"], "Python's venv is missing")
    say(f"Downloading the Python packages of {', '.join(requirement_files)} (about a minute)")
    shutil.rmtree(venv, ignore_errors=True)
    try:
        run([python, "-m", "venv", venv])
        pip = [venv / "bin" / "python", "-m", "pip", "install", "--quiet"]
        files = [item for file in requirement_files for item in ("-r", REQUIREMENTS / file)]
        logged([*pip, *files], f"pip-{name}.log", "Installing the Python packages")
        if no_deps:
            logged([*pip, "--no-deps", *no_deps], f"pip-{name}.log", "Installing the OCA addon")
    except BaseException:
        shutil.rmtree(venv, ignore_errors=True)
        raise


def addon_requirements():
    """Return what the addon needs and what it uses where it is there; pip adds no dependencies."""
    files = ROOT / "requirements.txt", REQUIREMENTS / "optional.txt"
    lines = [line for file in files for line in file.read_text().splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def oca_pins():
    return (REQUIREMENTS / "oca.txt").read_text()


def ensure_oca_addons(python):
    """Return a folder that has the addons of requirements/oca.txt in its odoo/addons."""
    folder = CACHE / f"oca-{digest(oca_pins())}"
    if not folder.exists():
        with locked("download.lock"):
            if not folder.exists():
                say("Downloading OCA's addons from PyPI")
                with built(folder) as partial:
                    command = [python, "-m", "pip", "install", "--quiet", "--no-deps"]
                    logged(
                        [*command, "--target", partial, "-r", REQUIREMENTS / "oca.txt"],
                        "pip-oca.log",
                        "Installing OCA's addons",
                    )
    return folder


def ensure_node(packages, name):
    """Install npm packages in a folder of the cache; return the folder of their commands."""
    folder = CACHE / f"{name}-{digest(*packages)}"
    commands = folder / "node_modules" / ".bin"
    if not folder.exists():
        with locked("download.lock"):
            if not folder.exists():
                if not shutil.which("npm") or not shutil.which("node"):
                    apt_install(["nodejs", "npm"], "Node.js is missing (for right-to-left CSS)")
                say(f"Downloading {', '.join(packages)} from npm")
                with built(folder) as partial:
                    (partial / "package.json").write_text("{}")
                    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", partial]
                    logged([*command, *packages], f"npm-{name}.log", "npm install")
    if not shutil.which("node"):
        apt_install(["nodejs"], "Node.js is missing (for right-to-left CSS)")
    return commands

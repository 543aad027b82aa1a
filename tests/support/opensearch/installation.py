"""A node's programs: fetched by Maven once, outside the tree, with the few files a distribution adds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from indexer.storage.durability import locked

__all__ = ["home", "reason_missing"]

POM = Path(__file__).with_name("pom.xml")
VERSION = re.search(r"<opensearch.version>([^<]+)<", POM.read_text("utf-8"))[1]  # type: ignore[index]
MODULES = {
    "transport-netty4": "org.opensearch.transport.Netty4Plugin",
    "analysis-common": "org.opensearch.analysis.common.CommonAnalysisPlugin",
}
NETTY_POLICY = """\
grant codeBase "${codebase.netty-common}" {
  permission java.io.FilePermission "/proc/sys/net/core/somaxconn", "read";
  permission java.net.SocketPermission "*", "accept,connect,resolve";
  permission java.lang.RuntimePermission "*", "setContextClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
grant codeBase "${codebase.netty-transport}" {
  permission java.io.FilePermission "/proc/sys/net/core/somaxconn", "read";
  permission java.net.SocketPermission "*", "accept,connect";
};
"""
SECONDS = 240  # for Maven, over a network; 8 to 14 where it was quick


def cache() -> Path:
    """Where programs are kept between runs; as root in a place that other users may enter, since
    nodes run as one of them.
    """
    if os.geteuid() == 0:
        return Path("/var/cache/cuakhau-tests")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cuakhau-tests"


def reason_missing() -> str:
    """Why no node can be started here, "" when one can."""
    if os.name != "posix" or not Path("/proc").is_dir():
        return "nodes are started on Linux only"
    if shutil.which("java") is None:
        return "there is no Java"
    java = subprocess.run(["java", "-version"], capture_output=True, encoding="utf-8", check=False)
    version = re.search(r'version "(\d+)', java.stderr)
    if version is None or not 17 <= int(version[1]) < 24:
        return f"OpenSearch {VERSION} runs on Java 17 to 23, not on {version and version[1]}"
    if not _folder().is_dir() and shutil.which("mvn") is None:
        return "there is no Maven to fetch OpenSearch with"
    return ""


def _folder() -> Path:
    return cache() / f"opensearch-{VERSION}"


def home() -> Path:
    """The directory of programs, made when it is not there."""
    folder = _folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.parent / "LOCK", SECONDS):
        if not folder.is_dir():
            aside = folder.with_name(folder.name + ".new")
            shutil.rmtree(aside, ignore_errors=True)
            command = ["mvn", "-B", "-q", "-f", str(POM), f"-Dhome={aside}", "package"]
            subprocess.run(command, check=True, timeout=SECONDS, cwd=folder.parent)
            _describe(aside)
            aside.rename(folder)
    return folder


def _describe(folder: Path) -> None:
    for name, entry in MODULES.items():
        described = {
            "name": name,
            "description": name,
            "version": VERSION,
            "opensearch.version": VERSION,
            "java.version": "11",
            "classname": entry,
            "has.native.controller": "false",
        }
        lines = "".join(f"{key}={value}\n" for key, value in described.items())
        (folder / "modules" / name / "plugin-descriptor.properties").write_text(lines, "utf-8")
    policy = folder / "modules" / "transport-netty4" / "plugin-security.policy"
    policy.write_text(NETTY_POLICY, "utf-8")
    for name in ("bin", "plugins", "extensions"):
        (folder / name).mkdir(exist_ok=True)

"""Every error the engine raises on purpose. Messages are for the person at the keyboard."""

from __future__ import annotations

from typing import Any

__all__ = [
    "BadArticle",
    "BadCorrection",
    "BadQuery",
    "BadSetting",
    "ClusterUnavailable",
    "CuaKhauError",
    "IndexBusy",
    "IndexCorrupt",
    "IndexMissing",
    "IndexOutdated",
    "NoGeneration",
    "ReadOnlyArchive",
    "SystemRefusal",
    "UnreadableSource",
]


class CuaKhauError(Exception):
    """Root of the engine's errors. `code` is stable; programs may rely on it."""

    code = "error"


class BadQuery(CuaKhauError):
    """A request that cannot be answered as asked; `parameter` names the part at fault."""

    code = "bad_query"

    def __init__(self, message: str, parameter: str = "q") -> None:
        super().__init__(message)
        self.parameter = parameter


class BadArticle(CuaKhauError):
    """An article given as a record that cannot be taken as it is; `parameter` names the field at
    fault.
    """

    code = "bad_article"

    def __init__(self, message: str, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class BadCorrection(CuaKhauError):
    """A correction that cannot be taken as it is, or a table of them that cannot be read;
    `parameter` names the field at fault.
    """

    code = "bad_correction"

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class BadSetting(CuaKhauError, ValueError):
    """An environment variable says what is no value of its kind; the message names it."""

    code = "bad_setting"


class IndexMissing(CuaKhauError):
    """There is no index at the given place."""

    code = "index_missing"


class IndexOutdated(CuaKhauError):
    """The index was written by another analysis or schema version and must be rebuilt."""

    code = "index_outdated"


class IndexCorrupt(CuaKhauError):
    """Files of the index are damaged; the source articles stay the truth."""

    code = "index_corrupt"


class ClusterUnavailable(CuaKhauError):
    """No node of the cluster that holds the archive answers, or none as it should."""

    code = "cluster_unavailable"


class ReadOnlyArchive(CuaKhauError):
    """What is asked for is of index directories; a cluster has its own way of doing it."""

    code = "read_only_archive"


class NoGeneration(CuaKhauError):
    """There is no earlier generation of the index to go back to."""

    code = "no_generation"


class BadBackup(CuaKhauError):
    """What was to be put back is no backup, or a damaged one; the index is as it was."""

    code = "bad_backup"

    def __init__(self, backup: object, fault: CuaKhauError) -> None:
        super().__init__(f"{backup}: {fault}")
        self.backup, self.fault = backup, fault


class SystemRefusal(CuaKhauError):
    """The system refused what an answer needs; nothing is said of the index.

    `kind` is "files", "memory", "permission", "space" or "device".
    """

    code = "system_refusal"

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


class IndexBusy(CuaKhauError):
    """Another process is writing to the index and did not finish in time."""

    code = "index_busy"


class UnreadableSource(CuaKhauError):
    """A source file that cannot be read as an article; it is reported and skipped. `reading`: the
    report, where one was made.
    """

    code = "unreadable_source"

    def __init__(self, message: str = "", reading: Any = None) -> None:
        super().__init__(message)
        self.reading = reading

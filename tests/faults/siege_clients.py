"""The clients of a siege: what they ask, and what they hold the answers to."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote

from tests.faults.siege_server import TOKEN

__all__ = ["Answer", "Asked", "Reader", "Writer"]

PATIENCE = 40.0  # seconds until a client takes a connection for lost
HONEST = ("busy", "index_busy", "queue_full")  # codes of a 503 that is about the load alone
MOST = 25  # faults that are kept
OFTEN = 0.3  # of a reader's questions, those about what is being written
PAGES = ("/?q={}", "/feed.atom?q={}", "/export/results.csv?q={}", "/timeline?q={}", "/articles/s1")


@dataclass
class Answer:
    """Status 0: the connection broke, nothing is known."""

    status: int
    body: str = ""


@dataclass
class Asked:
    """What all clients saw together."""

    seen: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        with self._guard:
            self.seen[what] += 1

    def fault(self, what: str) -> None:
        with self._guard:
            self.seen["faults"] += 1
            if len(self.faults) < MOST:
                self.faults.append(what)

    def told(self) -> dict[str, Any]:
        times = sorted(self.seconds) or [0.0]
        spread = {
            f"p{part}": round(times[int(len(times) * part / 100)], 3) for part in (50, 95, 99)
        }
        return {"seen": dict(sorted(self.seen.items())), "faults": self.faults, "GET": spread}


class Client:
    """One connection, opened again when it breaks."""

    def __init__(self, port: int, asked: Asked, dice: random.Random) -> None:
        self.port, self.asked, self.dice = port, asked, dice
        self._connection: HTTPConnection | None = None

    def run(self, over: threading.Event) -> None:
        """Ask until it is over."""
        try:
            while not over.is_set():
                self.turn(over)
        finally:
            self.close()

    def turn(self, over: threading.Event) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """The next question comes by another connection, and so perhaps to another process."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def ask(self, method: str, address: str, body: object = None) -> Answer:
        """The answer, held to this: no 5xx but a 503 that says when to come again, and why."""
        self._connection = self._connection or HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE
        )
        headers = {"Authorization": f"Bearer {TOKEN}"} if method != "GET" else {}
        data = None
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        began = time.monotonic()
        try:
            self._connection.request(method, address, data, headers)
            response = self._connection.getresponse()
            text = response.read().decode("utf-8")
        except (OSError, HTTPException):
            self.close()
            self.asked.count(f"{method} broken")
            time.sleep(0.1)
            return Answer(0)
        if method == "GET":  # a writer may ask to wait for its commit
            self.asked.seconds.append(time.monotonic() - began)
        self.asked.count(f"{method} {response.status}")
        if response.status >= 500:
            honest = response.status == 503 and response.headers["Retry-After"]
            code = re.search(r'"code":\s*"(\w+)"', text)
            if not honest or (code is not None and code[1] not in HONEST):
                self.asked.fault(f"{method} {address}: {response.status} {text[:300]}")
            time.sleep(0.2)
        return Answer(response.status, text)


@dataclass
class Kept:
    """An article that one writer alone changes: its versions are numbered, "" is none. Versions from
    `least`, known to be in the index, to `last`, asked for, may be seen; `sure`: acknowledged.
    """

    texts: list[str] = field(default_factory=lambda: [""])
    least: int = 0
    sure: int = 0

    @property
    def last(self) -> int:
        return len(self.texts) - 1


class Writer(Client):
    """Sends articles and removals of its own ids, each until it is acknowledged."""

    def __init__(self, port: int, prefix: str, asked: Asked, dice: random.Random) -> None:
        super().__init__(port, asked, dice)
        self.kept = {f"{prefix}{number}": Kept() for number in range(12)}

    def turn(self, over: threading.Event) -> None:
        self._write(self.dice.sample(sorted(self.kept), self.dice.choice((1, 1, 2, 5))), over)
        over.wait(self.dice.random() * 0.1)

    def _write(self, ids: list[str], over: threading.Event) -> None:
        """Several at once, of one kind; asked again as long as nobody acknowledges."""
        remove = self.dice.random() < 0.25
        for id_ in ids:
            kept = self.kept[id_]
            kept.texts.append("" if remove else f"Bài {id_} lần {len(kept.texts)} gửi.")
        versions = {id_: self.kept[id_].last for id_ in ids}
        wait = self.dice.choice((0, 5, 30))
        if remove:
            named = "&".join(f"id={id_}" for id_ in ids)
            method, address, body = "DELETE", f"/api/v1/articles?wait={wait}&{named}", None
        else:
            method, address = "POST", f"/api/v1/articles?wait={wait}"
            body = [{"id": id_, "text": self.kept[id_].texts[-1]} for id_ in ids]
        while (status := self.ask(method, address, body).status) in (0, 503):
            if over.is_set():
                return  # not acknowledged: it may be there or not
        if status not in (200, 201, 202):
            self.asked.fault(f"{method} {ids}: {status}")
            return
        for id_, version in versions.items():
            self.kept[id_].sure = version
            if status in (200, 201):
                self.kept[id_].least = version
        if status in (200, 201):
            self.look(self.dice.choice(ids))

    def look(self, id_: str) -> None:
        """Committed is found, by whichever process answers."""
        self.close()
        check_version(self, id_, self.kept[id_])

    def lost(self, now: dict[str, str]) -> Iterator[str]:
        """What was acknowledged and is not what an index holds."""
        for id_, kept in self.kept.items():
            if now.get(id_, "") not in kept.texts[kept.sure :]:
                yield f"{id_} is {now.get(id_, '')!r}, not {kept.texts[kept.sure :]}"


def check_version(client: Client, id_: str, kept: Kept) -> None:
    """Ask for an article: what is told is a version between the last that was known to be in and the
    last that was asked for.
    """
    least = kept.least
    answer = client.ask("GET", f"/api/v1/articles/{id_}")
    if answer.status not in (200, 404):
        return
    text = json.loads(answer.body)["text"] if answer.status == 200 else ""
    if text not in kept.texts[least:]:
        client.asked.fault(f"{id_} is {text!r}, not of {kept.texts[least:]}")


class Reader(Client):
    """Asks for what stands, and holds it to what it must be; for what is written, to what it may be."""

    def __init__(
        self,
        port: int,
        articles: dict[str, dict[str, str]],
        writers: list[Writer],
        asked: Asked,
        dice: random.Random,
    ) -> None:
        super().__init__(port, asked, dice)
        self._articles, self._writers = articles, writers

    def turn(self, over: threading.Event) -> None:
        if self.dice.random() < OFTEN:
            kept = self.dice.choice(self._writers).kept
            id_ = self.dice.choice(sorted(kept))
            check_version(self, id_, kept[id_])
        else:
            self.dice.choice((self._article, self._search, self._all, self._page, self._suggest))()
        over.wait(0.02)

    def _any(self) -> dict[str, str]:
        return self._articles[self.dice.choice(sorted(self._articles))]

    def _article(self) -> None:
        one = self._any()
        answer = self.ask("GET", f"/api/v1/articles/{one['id']}")
        if answer.status in (200, 404):
            told = json.loads(answer.body)
            if (told.get("title"), told.get("text")) != (one["title"], one["text"]):
                self.asked.fault(f"{one['id']} is {answer.body[:300]}")

    def _search(self) -> None:
        """A word that one article holds."""
        one = self._any()
        word = one["title"].split()[1]
        answer = self.ask("GET", f"/api/v1/search?q={quote(word)}&literal=1")
        self._held(answer, word, 1, [one["id"]])

    def _all(self) -> None:
        """Two words that all articles of the files hold, and no other."""
        query = quote('"thường trực"')
        answer = self.ask("GET", f"/api/v1/search?q={query}&per_page=1&literal=1")
        self._held(answer, "thường trực", len(self._articles), None)

    def _held(self, answer: Answer, query: str, total: int, ids: list[str] | None) -> None:
        if answer.status != 200:
            return
        told = json.loads(answer.body)
        found = [hit["id"] for hit in told["hits"] if not hit.get("near")]
        if told["total"] != total or (ids is not None and found != ids):
            self.asked.fault(f"{query}: {told['total']} found, {found[:5]}")

    def _page(self) -> None:
        address = self.dice.choice(PAGES).format(quote("cửa khẩu"))
        answer = self.ask("GET", address)
        if answer.status == 200 and "cửa khẩu" not in answer.body:
            self.asked.fault(f"{address}: {answer.body[:300]}")

    def _suggest(self) -> None:
        self.ask("GET", f"/api/v1/suggest?q={quote('cửa kh')}")

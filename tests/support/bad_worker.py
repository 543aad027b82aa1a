"""A reading process that misbehaves as the file's name says: what the parent must live with."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import PurePath

from indexer.reading.apart import received, sent


def main() -> None:
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sent(answers, {"ready": True})
    while (question := received(questions)) is not None:
        what = PurePath(question["path"]).stem
        if what == "hangs":
            threading.Event().wait()
        elif what == "crashes":
            os.abort()
        elif what == "grows":
            held = bytearray(400 << 20)
            held[::4096] = b"x" * len(held[::4096])
            threading.Event().wait()
        elif what == "babbles":
            answers.write(b"\xff" * 100)
            answers.flush()
            os._exit(3)
        document = {
            "id": question["id"],
            "title": "",
            "text": "Lạng Sơn họp.",
            "path": question["path"],
        }
        lists = {"provinces": [], "counterparts": []}
        sent(answers, {"documents": [document | lists]})
        sent(answers, {"end": True, "skipped": [], "noted": [], "others": {}})


if __name__ == "__main__":
    main()

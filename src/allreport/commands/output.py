"""What commands share: exit status and JSON as bytes."""

from __future__ import annotations

import json
from typing import Any

READ_ALL, SOME_FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
Commands = Any  # what `argparse.ArgumentParser.add_subparsers` gives


def dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def indented(record: bytes) -> bytes:
    return json.dumps(json.loads(record), ensure_ascii=False, indent=2).encode()

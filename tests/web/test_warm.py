"""The warm parent: what it is when it forks, and what its children do not share."""

from __future__ import annotations

import json
import subprocess
import sys

PROBE = """
import json, os, sys, threading
from tutor import warm
warm.import_all()
tasks = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
import random, sqlite3, gc
from tutor.store.store import new_uuid7
new_uuid7(); random.random()
drawn = []
for _ in range(2):
    read, write = os.pipe()
    if os.fork() == 0:
        warm.renew()
        os.write(write, json.dumps([new_uuid7()[14:], random.random()]).encode())
        os._exit(0)
    os.wait()
    drawn.append(json.loads(os.read(read, 999)))
open_databases = [one for one in gc.get_objects() if isinstance(one, sqlite3.Connection)]
print(json.dumps([tasks, threading.active_count(), drawn, len(open_databases),
                  sorted(name for name in sys.modules)]))
"""


def test_the_parent_is_one_thread_and_its_children_draw_other_numbers():
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, timeout=120
    )
    tasks, threads, (one, other), databases, modules = json.loads(done.stdout)
    assert (tasks, threads, databases) == (1, 1, 0)
    assert one[0] != other[0]
    assert one[1] != other[1]
    assert {"tutor.tui.screens.quiz", "tutor.services.context", "sqlmodel"} <= set(modules)
    assert not {"aiohttp", "textual_serve"} & set(modules)

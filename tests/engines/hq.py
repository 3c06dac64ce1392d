#!/usr/bin/env python3
"""`hq submit` as the job file calls it, on a HyperQueue of its own: server and worker of the package from PyPI.

The package has no `hq`. Its tasks are counted from 0, so one that does nothing comes first.
"""

import argparse
import os

from hyperqueue import Job
from hyperqueue.cluster import LocalCluster, WorkerConfig
from hyperqueue.task.function import ResourceRequest

arguments = argparse.ArgumentParser()
arguments.add_argument("verb", choices=["submit"])
arguments.add_argument("--wait", action="store_true", required=True)
arguments.add_argument("--name", required=True)
arguments.add_argument("--array", required=True)
arguments.add_argument("--cpus", required=True, type=int)
arguments.add_argument("command", nargs="+")
asked = arguments.parse_args()
first, last = map(int, asked.array.split("-"))
assert first == 1, asked.array

with LocalCluster() as cluster:
    cluster.start_worker(WorkerConfig(cores=max(2, asked.cpus)))
    job = Job()
    job.program(["true"])
    for _ in range(last):
        job.program(asked.command, cwd=os.getcwd(), resources=ResourceRequest(cpus=asked.cpus))
    client = cluster.client()
    client.wait_for_jobs([client.submit(job)])

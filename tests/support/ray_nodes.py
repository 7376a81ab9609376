"""A real Ray cluster, with all of its nodes on this machine."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from ray.cluster_utils import Cluster as Nodes

from server.batch.ray_pool import QUIET

NODES = 3
# The least that Ray accepts is 75 MB: the blocks of a test are smaller.
STORE_BYTES = 80_000_000

# Ray takes a node for dead after 15 seconds: too long to watch.
_HEALTH = {"health_check_period_ms": 500, "health_check_failure_threshold": 4}


class Cluster:
    """Nodes of one core each, of which the first is the head."""

    def __init__(self, nodes: int, folder: str) -> None:
        node = {"num_cpus": 1, "object_store_memory": STORE_BYTES}
        head = node | {"include_dashboard": False, "temp_dir": folder, "_system_config": _HEALTH}
        self._nodes = Nodes(initialize_head=True, head_node_args=head)
        self._others = [self._nodes.add_node(**node) for _ in range(nodes - 1)]
        self.address: str = self._nodes.address

    def kill_a_node(self) -> None:
        """Kill a node that is not the head, with all that runs there, as a power cut would."""
        self._nodes.remove_node(self._others.pop(), allow_graceful=False)

    def stop(self) -> None:
        self._nodes.shutdown()


@contextmanager
def start_cluster(nodes: int = NODES, **environment: str) -> Iterator[Cluster]:
    """Start a cluster that keeps to itself, if its environment says nothing else."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        # Not one of pytest's folders: the path of a socket has at most 107 bytes.
        folder = stack.enter_context(TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True))
        # A head also writes its address into $RAY_TMPDIR/ray, which it does not make.
        (Path(folder) / "ray").mkdir()
        for name, value in (QUIET | {"RAY_TMPDIR": folder} | environment).items():
            patch.setenv(name, value)
        cluster = Cluster(nodes, folder)
        try:
            yield cluster
        finally:
            cluster.stop()

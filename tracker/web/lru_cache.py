"""What was made last, kept in the process up to a stated weight."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

__all__ = ["Memory"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Values by key. Those not asked for longest go first, so that together they never weigh more than ``most``.

    A value that alone weighs more than a quarter of that is not kept: it would drive out what others need. Any
    number of threads may use it at once.
    """

    def __init__(self, most: int):
        self.most = most
        self.weight = 0
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """The value, which now counts as asked for last; None where it is not kept."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, weight: int) -> None:
        """Keep a value in place of the one that the key had."""
        with self._lock:
            if key in self._values:
                self.weight -= self._values.pop(key)[1]
            if weight * 4 > self.most:
                return
            self._values[key] = (value, weight)
            self.weight += weight
            while self.weight > self.most:
                _, (_, freed) = self._values.popitem(last=False)
                self.weight -= freed

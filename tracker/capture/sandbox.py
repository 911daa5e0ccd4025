"""The sandbox: a process of its own for each file, without network, other files or other programs (Linux).

``confine`` is called by the process itself before it reads anything of others: namespaces, Landlock, seccomp and limits
by the C library alone. ``run`` starts such a process, waits for it and kills it with all that it started.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

__all__ = ["MEMORY", "Confinement", "Ended", "confine", "run", "system_paths"]

_ROOT = Path(__file__).parents[2]
"""Where this package is. The settings know it, too, and would cost each of these processes a quarter of a second."""
MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 30
_FILE_BYTES = 100_000_000
_NEW_USER, _NEW_NET, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2
_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""System calls of Landlock, the same on every architecture."""
_READ_FILE, _READ_DIR, _WRITE_FILE, _REMOVE, _MAKE, _TRUNCATE = 1 << 2, 1 << 3, 1 << 1, 1 << 5, 1 << 8, 1 << 14
_ACCESS_BY_ABI = (0, (1 << 13) - 1, (1 << 14) - 1, (1 << 15) - 1, (1 << 15) - 1, (1 << 16) - 1)
"""All that Landlock can refuse in files, by its version."""
_REFUSED_CALLS = {
    # Audit number of the architecture; socket, connect, socketpair; execve, execveat; clone, clone3, fork, vfork; kill,
    # pidfd_send_signal; ptrace, process_vm_readv and _writev; io_uring_setup, mount, bpf, userfaultfd, keyctl.
    "x86_64": (
        0xC000003E,
        (41, 42, 53, 59, 322, 56, 435, 57, 58, 62, 424, 101, 310, 311, 425, 165, 321, 323, 250),
    ),
    "aarch64": (0xC00000B7, (198, 203, 199, 221, 281, 220, 435, 129, 424, 117, 270, 271, 425, 40, 280, 282, 219)),
}
"""Sockets that are files are beyond both namespaces and Landlock; a second process could outlive the first."""


class Confinement(NamedTuple):
    """What holds a process: its own network, the rules of files, and the refused system calls."""

    network: bool
    files: bool
    calls: bool

    @property
    def holds(self) -> bool:
        """Whether it is enough to open what others made."""
        return self.files and (self.network or self.calls)


class Ended(NamedTuple):
    """How a process ended: its code (below 0: the signal), whether its time was up, and its last words."""

    code: int
    late: bool
    errors: str


def system_paths() -> list[Path]:
    """What a process reads to run at all: interpreter, libraries, this package, random numbers."""
    places = [sys.prefix, sys.base_prefix, "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/urandom", "/dev/null"]
    return [path for path in (*map(Path, places), _ROOT / "tracker") if path.exists()]


def confine(reads: Iterable[Path], folder: Path | None) -> Confinement:
    """Close this process in, for good: it may read ``reads`` and write into ``folder``, and nothing else."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, CPU_SECONDS),
    ):
        resource.setrlimit(limit, (value, value + (limit == resource.RLIMIT_CPU)))
    if sys.platform != "linux":
        return Confinement(network=False, files=False, calls=False)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    network = libc.unshare(_NEW_USER | _NEW_NET | _NEW_IPC) == 0
    return Confinement(network, _landlock(libc, reads, folder), _refuse_calls(libc))


def _landlock(libc: ctypes.CDLL, reads: Iterable[Path], folder: Path | None) -> bool:
    abi = libc.syscall(_CREATE, None, 0, 1)
    if abi < 1:
        return False
    every = _ACCESS_BY_ABI[min(abi, len(_ACCESS_BY_ABI) - 1)]
    # From version 4 on also TCP, from 6 on also signals and named sockets of others.
    attributes = struct.pack("QQQ", every, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    rules = libc.syscall(_CREATE, attributes, 24 if abi >= 6 else 16 if abi >= 4 else 8, 0)
    if rules < 0:
        return False
    try:
        for path in reads:
            _allow(libc, rules, path, (_READ_FILE | _READ_DIR if path.is_dir() else _READ_FILE) & every)
        if folder:
            writes = _READ_FILE | _READ_DIR | _WRITE_FILE | _REMOVE | _MAKE | _TRUNCATE
            _allow(libc, rules, folder, writes & every)
        return bool(libc.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, access: int) -> None:
    number = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if libc.syscall(_ADD, rules, 1, struct.pack("=Qi", access, number), 0):
            raise OSError(ctypes.get_errno(), f"no rule for {path}")
    finally:
        os.close(number)


def _refuse_calls(libc: ctypes.CDLL) -> bool:
    """A filter of system calls: those of the list fail with “not permitted”, on any other architecture all do."""
    if platform.machine() not in _REFUSED_CALLS:
        return False
    audit, numbers = _REFUSED_CALLS[platform.machine()]
    load, equal, give = 0x20, 0x15, 0x06
    refuse, allow = 0x00050000 | 1, 0x7FFF0000
    lines = [(load, 0, 0, 4), (equal, 1, 0, audit), (give, 0, 0, refuse), (load, 0, 0, 0)]
    # Numbers from 2^30 on are those of another way to call the same kernel.
    lines.append((0x35, len(numbers) + 1, 0, 0x40000000))
    lines += [(equal, len(numbers) - i, 0, number) for i, number in enumerate(numbers)]
    lines += [(give, 0, 0, allow), (give, 0, 0, refuse)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    program = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(code))
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, program, 0, 0) == 0)


def run(module: str, arguments: list[str], folder: Path, seconds: float = WALL_SECONDS) -> Ended:
    """Run a module of this package in a process of its own, in a folder of its own; it is to call ``confine`` first."""
    command = [sys.executable, "-P", "-s", "-B", "-m", module, *arguments]
    environment = {"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8", "PATH": "/nonexistent"}
    with (
        (folder / "errors").open("wb") as errors,
        subprocess.Popen(  # noqa: S603 - this program's own module, arguments of our making
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        ) as process,
    ):
        late = False
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            late = True
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
    return Ended(code, late, (folder / "errors").read_bytes()[-2000:].decode("utf-8", "replace"))

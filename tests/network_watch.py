"""Runs a command and reports every try to reach beyond this computer.

Two witnesses: strace sees each system call of the command and its children, native code
included (Linux); an audit hook sees what Python code does (anywhere).
"""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import skip_or_fail

CALLS = "connect,bind,sendto,sendmsg,sendmmsg"
DNS_PORT = 53
RESOLVER_SOCKET = "systemd/resolve"
"""Part of the path by which a local service is asked to look names up on the network."""

ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
PORT = re.compile(r"sin6?_port=htons\((\d+)\)")


def stays_here(address: str, port: int) -> bool:
    """Whether talking to this address keeps everything on this computer. Name servers on
    the loopback address pass questions on, so their port does not count as here."""
    ip = ipaddress.ip_address(address)
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback and port != DNS_PORT


def outside_calls(trace: str) -> list[str]:
    """The lines of an strace log that reach, or let others reach, beyond this computer."""
    return [line for line in trace.splitlines() if _goes_outside(line)]


def _goes_outside(line: str) -> bool:
    if "sa_family=AF_INET" not in line:
        return "sa_family=AF_UNIX" in line and RESOLVER_SOCKET in line
    addresses = [v4 or v6 for v4, v6 in ADDRESS.findall(line)]
    ports = [int(port) for port in PORT.findall(line)]
    if not addresses or len(addresses) != len(ports):
        return True
    return not all(map(stays_here, addresses, ports))


def why_no_strace(folder: Path) -> str | None:
    """Why processes can't be traced here; None where they can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    probe = ["strace", "-o", str(folder / "probe.strace"), "true"]
    if subprocess.run(probe, capture_output=True).returncode != 0:
        return "this computer doesn't let strace trace a process"
    return None


def need_strace(folder: Path) -> None:
    """Skip (or fail, see `skip_or_fail`) where processes can't be traced."""
    why_not = why_no_strace(folder)
    if why_not is not None:
        skip_or_fail(why_not)


def need_namespace() -> None:
    """Skip (or fail) where a process can't be given a network of its own."""
    if shutil.which("unshare") is None:
        skip_or_fail("unshare is not installed")
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode != 0:
        skip_or_fail("this computer doesn't let unshare make a network namespace")


def traced(command: list[str], log: Path) -> list[str]:
    """`command`, with its network calls and its children's written to `log`."""
    return ["strace", "-f", "-qq", "-s", "0", "-e", f"trace={CALLS}", "-o", str(log), *command]


@contextmanager
def running(command: list[str], env: dict[str, str] | None = None) -> Iterator[subprocess.Popen]:
    """`command` in the background; at the end it is interrupted as by Ctrl-C and waited for."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **(env or {})},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


AUDITED = textwrap.dedent("""
    import runpy, sys
    log = open(sys.argv[1], "a", buffering=1)
    here = ("127.0.0.1", "::1", "localhost")

    def watch(event, arguments):
        if event in ("socket.getaddrinfo", "socket.gethostbyname"):
            address = arguments[0]
        elif event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
            address = arguments[1]
            address = address[0] if isinstance(address, tuple) else None
        else:
            return
        if address is not None and address not in here:
            log.write(f"{event} {address}\\n")

    sys.addaudithook(watch)
    module, sys.argv = sys.argv[2], sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
""")


def audited(module: str, arguments: list[str], log: Path) -> list[str]:
    """The command that runs `python -m module arguments` with each try of Python code to
    reach beyond this computer written to `log`."""
    log.touch()
    return [sys.executable, "-c", AUDITED, str(log), module, *arguments]

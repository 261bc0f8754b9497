"""Nothing leaves the computer: proven at the level of the operating system."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.network_watch import (
    audited,
    need_namespace,
    need_strace,
    outside_calls,
    traced,
)

# An address set aside for documentation; connecting a datagram socket sends nothing to it.
REACHES_OUT = """
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    try:
        s.connect(("192.0.2.1", 9))
    except OSError:
        pass
"""


@pytest.mark.parametrize(
    "line",
    [
        'connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16)',
        'connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16)',
        'bind(3, {sa_family=AF_INET, sin_port=htons(8000), sin_addr=inet_addr("0.0.0.0")}, 16)',
        "connect(3, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), "
        'inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28)',
        'sendto(3, ""..., 5, 0, {sa_family=AF_INET, sin_port=htons(9), '
        'sin_addr=inet_addr("192.0.2.1")}, 16)',
        "connect(3, {sa_family=AF_INET, ...}, 16 <unfinished ...>",
        'connect(3, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42)',
    ],
)
def test_reaching_out_is_noticed(line: str) -> None:
    assert outside_calls(f"41 {line} = 0\n") == [f"41 {line} = 0"]


@pytest.mark.parametrize(
    "line",
    [
        'connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16)',
        'bind(3, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16)',
        "bind(3, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), "
        'inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28)',
        'sendto(3, ""..., 5, 0, NULL, 0)',
        'connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110)',
    ],
)
def test_staying_here_is_allowed(line: str) -> None:
    assert outside_calls(f"41 {line} = 0\n") == []


def test_strace_catches_a_program_that_reaches_out(tmp_path: Path) -> None:
    need_strace(tmp_path)
    log = tmp_path / "calls.strace"
    subprocess.run(traced([sys.executable, "-c", REACHES_OUT], log), check=True)
    assert len(outside_calls(log.read_text())) == 1


def test_strace_catches_a_child_that_looks_up_a_name(tmp_path: Path) -> None:
    need_strace(tmp_path)
    log = tmp_path / "calls.strace"
    lookup = "import socket; socket.getaddrinfo('backline.invalid', 443)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {lookup!r}])"
    command = traced([sys.executable, "-c", child], log)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, timeout=60)
    assert outside_calls(log.read_text())


def test_the_audit_catches_a_module_that_reaches_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reaches_out.py").write_text(REACHES_OUT)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    log = tmp_path / "calls.audit"
    subprocess.run(audited("reaches_out", [], log), check=True)
    assert log.read_text() == "socket.connect 192.0.2.1\n"


def test_the_namespace_has_no_way_out() -> None:
    need_namespace()
    program = REACHES_OUT.replace("pass", "raise SystemExit('no way out')")
    command = ["unshare", "-rn", sys.executable, "-c", program]
    result = subprocess.run(command, capture_output=True, text=True)
    assert "no way out" in result.stderr

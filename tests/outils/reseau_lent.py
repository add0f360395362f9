"""A poor network: a relay in front of a local port that carries few bytes a second towards it, and all that comes back."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

TETE = 4000  # bytes that pass at once: the headers of a request


@contextlib.contextmanager
def reseau_lent(port: int, debit: int) -> Iterator[int]:
    """The port to speak to; `debit` is bytes a second."""
    with socket.socket() as ecoute:
        ecoute.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # what is not carried yet waits at the sender's
        ecoute.bind(("127.0.0.1", 0))
        ecoute.listen()
        threading.Thread(target=_accueillir, args=(ecoute, port, debit), daemon=True).start()
        yield ecoute.getsockname()[1]
        ecoute.shutdown(socket.SHUT_RDWR)


def _accueillir(ecoute: socket.socket, port: int, debit: int) -> None:
    with contextlib.suppress(OSError):  # the end
        while True:
            devant, _ = ecoute.accept()
            derriere = socket.create_connection(("127.0.0.1", port))
            threading.Thread(target=_monter, args=(devant, derriere, debit), daemon=True).start()
            threading.Thread(target=_descendre, args=(derriere, devant), daemon=True).start()


def _monter(devant: socket.socket, derriere: socket.socket, debit: int) -> None:
    with contextlib.suppress(OSError):
        morceau = devant.recv(TETE)
        while morceau:
            derriere.sendall(morceau)
            morceau = devant.recv(max(1, debit // 10))
            time.sleep(0.1)


def _descendre(derriere: socket.socket, devant: socket.socket) -> None:
    with devant, derriere, contextlib.suppress(OSError):
        while morceau := derriere.recv(1 << 16):
            devant.sendall(morceau)
        devant.shutdown(socket.SHUT_WR)
        time.sleep(1)  # what was said reaches the sender before the line is cut

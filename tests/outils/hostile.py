"""A partner that misbehaves, over a true socket: closed, silent, slow, endless, or cut. For HTTP, SMTP and clamd alike."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

MANIERES = ("fermé", "muet", "goutte", "goutte_entete", "sans_fin", "coupe")


@contextmanager
def hostile(
    maniere: str, *, debut: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", pas: float = 0.1
) -> Iterator[int]:
    """The port of a partner that behaves as `maniere`; `debut` is how its answers begin, `pas` the seconds between two bytes.

    fermé: nobody listens. muet: it accepts and says nothing. goutte: its answer comes byte after byte and never ends.
    goutte_entete: even its first line does. sans_fin: it talks without end, fast. coupe: it hangs up at once.
    """
    prise = socket.create_server(("127.0.0.1", 0))
    port = prise.getsockname()[1]
    if maniere == "fermé":
        prise.close()
        yield port
        return
    fini = threading.Event()
    fil = threading.Thread(target=_accueillir, args=(prise, maniere, debut, pas, fini), daemon=True)
    fil.start()
    try:
        yield port
    finally:
        fini.set()
        prise.close()
        fil.join(2)


def _accueillir(prise: socket.socket, maniere: str, debut: bytes, pas: float, fini: threading.Event) -> None:
    prise.settimeout(0.1)
    while not fini.is_set():
        try:
            ligne, _ = prise.accept()
        except TimeoutError:
            continue
        except OSError:
            return
        threading.Thread(target=_tenir, args=(ligne, maniere, debut, pas, fini), daemon=True).start()


def _tenir(ligne: socket.socket, maniere: str, debut: bytes, pas: float, fini: threading.Event) -> None:
    with ligne:
        try:
            if maniere == "coupe":
                return
            if maniere in ("goutte", "sans_fin"):
                ligne.sendall(debut + (b"\r\n" if debut.startswith(b"HTTP") else b""))
            while not fini.is_set():
                if maniere == "sans_fin":
                    ligne.sendall(b" " * 65536)
                    continue
                if maniere == "goutte_entete" and debut:
                    ligne.sendall(debut[:1])
                    debut = debut[1:]
                elif maniere == "goutte":
                    ligne.sendall(b" ")
                time.sleep(pas)
        except OSError:
            pass

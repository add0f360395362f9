"""What mail servers say of an address, told to whoever keeps addresses."""

from __future__ import annotations

from collections.abc import Callable

type_juge = Callable[[str, bool], None]
_juges: list[type_juge] = []


def quand_une_adresse_est_jugee(fonction: type_juge) -> type_juge:
    """Register a function that is told, for an address, whether a mail server took a mail for it (True) or says for good
    that there is nobody there (False). It runs in the transaction that marks the mail, and only writes rows.
    """
    if fonction not in _juges:
        _juges.append(fonction)
    return fonction


def juger(adresse: str, *, joignable: bool) -> None:
    """Tell them."""
    for juge in _juges:
        juge(adresse, joignable)

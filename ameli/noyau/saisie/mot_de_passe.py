"""A password as it is typed. Pure: nothing of it is ever said."""

from __future__ import annotations

from ameli.noyau.saisie.signes import visibles


def net(texte: str) -> str:
    """Without the spaces around nor the signs that nobody sees, which come with a copy and which no new password may have."""
    return visibles(texte).strip()


def essais(texte: str) -> tuple[str, ...]:
    """What to compare, in one try: exactly what was typed, then the same without what came with the copy."""
    return tuple(dict.fromkeys((texte, net(texte))))

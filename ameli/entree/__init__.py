"""The entrance: a body is read whole, whatever its pace, before it takes a thread (docs/decisions/0024-corps-lus-avant-le-fil.md)."""

from ameli.entree.corps import Limites
from ameli.entree.pont import Entree

__all__ = ["Entree", "Limites"]

"""`python -m ameli.superviseur`: the whole product with practice people, until Ctrl-C."""

from __future__ import annotations

import sys

from ameli.superviseur.demo import demarrer

sys.exit(demarrer())

"""What every paper of the caisse shares: who writes, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Adresse, Caisse, Personne


@dataclass(frozen=True)
class EnTete:
    """Top of a paper: the name of the caisse and its postal address, line by line."""

    caisse: str
    adresse: tuple[str, ...]

    @classmethod
    def de(cls, caisse: Caisse) -> EnTete:
        lignes = tuple(ligne.strip() for ligne in caisse.adresse.splitlines() if ligne.strip())
        return cls(caisse.nom, lignes[1:] if lignes[:1] == (caisse.nom,) else lignes)


@dataclass(frozen=True)
class Destinataire:
    """The address block, placed for a window envelope; a foreign country closes it, in capitals."""

    nom: str
    lignes: tuple[str, ...]

    @classmethod
    def de(cls, personne: Personne, adresse: Adresse | None) -> Destinataire:
        lignes = list(adresse.lignes) if adresse else []
        if adresse and adresse.nom_du_pays:
            lignes.append(adresse.nom_du_pays.upper())
        return cls(str(personne), tuple(lignes))

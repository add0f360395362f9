"""The documents that today's answers ask for, on the check page: a form whose fields are made from the list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ameli.noyau.televersement.controle import PDF
from demarches.moteur.pieces_du_brouillon import ChampPiece, FormulaireDePieces
from demarches.moteur.termes import Contexte, Lecteurs, PieceVoulue

if TYPE_CHECKING:
    from demarches.moteur.etapes import EtapeDesPieces


class FormulaireDesPieces(FormulaireDePieces):
    """One field for each document. With `exiger=False` they come one by one: what is missing is judged at the deposit."""

    etape: EtapeDesPieces

    def __init__(
        self, *args: Any, contexte: Contexte, etape: EtapeDesPieces, exiger: bool = True, **kwargs: Any
    ) -> None:
        self.voulues = {voulue.cle: voulue for voulue in etape.voulues(contexte)}
        self.base_fields = {cle: _champ(voulue, exiger) for cle, voulue in self.voulues.items()}
        super().__init__(*args, contexte=contexte, etape=etape, **kwargs)
        for nom in self.fields:
            self._proposer(nom)

    def _lecteurs(self, nom: str) -> Lecteurs | None:
        return self.voulues[nom].scellee

    def _noms_de_memes_lecteurs(self, nom: str) -> list[str]:
        return [autre for autre in self.fields if self._lecteurs(autre) is self._lecteurs(nom)]

    def peut_resservir(self, champ: str, cle: str) -> bool:
        """Only what the same people read: a sealed document never stands where agents read, nor the reverse."""
        siennes = self._noms_de_memes_lecteurs(champ)
        return super().peut_resservir(champ, cle) and any(
            ligne.id == cle for autre in siennes for ligne in self.lignes(autre)
        )

    def _proposer(self, nom: str) -> None:
        """What was sent for another document may show this one too, when it is needed and still missing, and the same people read both."""
        champ: Any = self.fields[nom]
        if champ.selon_les_cas and not self.lignes(nom):
            lus = self._noms_de_memes_lecteurs(nom)
            ailleurs = {ligne.id: ligne for autre in lus for ligne in self.lignes(autre)}
            pieces = self._connues(ailleurs).values()
            champ.widget.autres = [
                replace(ailleurs[piece.public_id], valeur=f"{nom}/{piece.public_id}")
                for piece in sorted(pieces, key=lambda piece: piece.pk)
                if piece.type_mime in champ.accepte
            ]


def _champ(voulue: PieceVoulue, exiger: bool) -> ChampPiece:
    champ = ChampPiece(
        libelle=voulue.libelle, label=voulue.libelle, maximum=voulue.maximum, accepte=",".join(voulue.formats),
        required=voulue.obligatoire and exiger, selon_les_cas=voulue.obligatoire,
        error_messages={"required": f"Ajoutez ce document\N{NO-BREAK SPACE}: {voulue.libelle}."},
    )  # fmt: skip
    indice = champ.help_text if PDF in voulue.formats else champ.help_text.replace(" ou PDF", "")
    champ.help_text = f"{voulue.pourquoi} {indice}".strip()
    champ.widget.ajouter = True
    return champ

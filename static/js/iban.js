/* data-controle="iban": grouped by four while typing, checked as the server does, with the same sentences.
   The sentences may come from the server: data-message-court, -long, -pays, -cle, -rib, -juste. */
const LONGUEURS = Object.fromEntries(
  ("AD24 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 LU20 LV21 " +
    "MC27 MT31 NL18 NO15 PL28 PT25 RO24 SE24 SI19 SK24 SM27 VA22")
    .split(" ")
    .map((code) => [code.slice(0, 2), Number(code.slice(2))]),
);
const MESSAGES = {
  court: "Il manque des caractères : cet IBAN en compte {attendus}, vous en avez saisi {saisis}.",
  long: "Il y a trop de caractères : cet IBAN en compte {attendus}, vous en avez saisi {saisis}.",
  pays: "Cet IBAN n’est pas d’un pays de la zone SEPA. Contactez votre caisse.",
  cle: "Cet IBAN comporte une erreur. Comparez-le avec votre RIB.",
  rib: "La clé de ce RIB ne correspond pas. Comparez-la avec votre RIB.",
  juste: "IBAN valide",
};
/* As `ameli.noyau.saisie.iban.serrer`: what is neither letter nor digit, the words before the number and the BIC after it leave. */
const LARGES = /[\uff01-\uff5e]/g;
const AUTOUR = /[^\p{L}\p{N}+]|[\u115f\u1160\u3164\uffa0]/gu;
const AVANT = /^(?:\p{L}+(?=[A-Z]{2}[0-9]{2})|\p{L}*IBAN)/u;
const APRES = /^([0-9A-Z]{14,}?)(?:CODE)?(?:BIC|SWIFT)+[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/;
const etroit = (large) => String.fromCharCode(large.charCodeAt(0) - 0xfee0);
const serrer = (texte) =>
  texte.normalize("NFC").replace(LARGES, etroit).replace(AUTOUR, "").toUpperCase().replace(AVANT, "").replace(APRES, "$1");
const grouper = (serre) => serre.replace(/(.{4})(?=.)/g, "$1 ");
const modulo97 = (chiffres) => [...chiffres].reduce((reste, chiffre) => (reste * 10 + Number(chiffre)) % 97, 0);

/** "cle", "rib", "court", "long", "pays", "juste", or "" while there is too little to say anything. */
export function verifier(serre) {
  if (serre.length < 2) return "";
  const attendus = LONGUEURS[serre.slice(0, 2)];
  if (!attendus) return "pays";
  if (serre.length !== attendus) return serre.length < attendus ? "court" : "long";
  const tourne = serre.slice(4) + serre.slice(0, 4);
  if (!/^[0-9A-Z]+$/.test(serre) || modulo97(tourne.replace(/[A-Z]/g, (l) => l.charCodeAt(0) - 55)) !== 1) return "cle";
  return /^(FR|MC)/.test(serre) && !cleRibJuste(serre) ? "rib" : "juste";
}

/** Bank 5, branch 5, account 11 (letters A,J=1 … S=2 … Z=9), key 2: the 23 digits are a multiple of 97. */
function cleRibJuste(serre) {
  const rib = serre.slice(4).replace(/[A-Z]/g, (lettre) => {
    const rang = lettre.charCodeAt(0) - 65;
    return rang < 18 ? (rang % 9) + 1 : rang - 16;
  });
  return modulo97(rib) === 0;
}

for (const champ of document.querySelectorAll("input[data-controle=iban]")) {
  const dire = document.getElementById(`${champ.id}_controle`);
  let attente = 0;
  const montrer = (fini) => {
    const serre = serrer(champ.value);
    const etat = verifier(serre);
    const muet = !etat || (etat === "court" && !fini);
    const modele = champ.dataset[`message${etat.charAt(0).toUpperCase()}${etat.slice(1)}`] ?? MESSAGES[etat] ?? "";
    dire.textContent = muet
      ? ""
      : (etat === "juste" ? "✓ " : "") +
        modele.replace("{attendus}", LONGUEURS[serre.slice(0, 2)]).replace("{saisis}", serre.length);
    dire.dataset.etat = muet ? "" : etat === "juste" ? "juste" : "faux";
  };
  champ.addEventListener("input", () => {
    const avant = serrer(champ.value.slice(0, champ.selectionStart)).length;
    champ.value = grouper(serrer(champ.value));
    const place = avant + Math.max(0, Math.ceil(avant / 4) - 1);
    champ.setSelectionRange(place, place);
    clearTimeout(attente);
    attente = setTimeout(() => montrer(false), 400);
  });
  champ.addEventListener("blur", () => {
    clearTimeout(attente);
    montrer(true);
  });
  if (champ.value) champ.value = grouper(serrer(champ.value));
}

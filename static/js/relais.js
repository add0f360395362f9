/* data-relais="address": the page of the computer asks whether the phone has moved, less and less often, until the code ends.
   Without this file « J’ai envoyé la photo » does the same. */
const zone = document.querySelector("[data-relais]");
const ATTENTES = [2, 15]; // seconds: the first wait, the longest one
let attente = ATTENTES[0];

const demander = async () => {
  const reponse = await fetch(zone.dataset.relais, { redirect: "manual" }).catch(() => null);
  const etat = reponse?.ok && (await reponse.json()).etat;
  // Something has happened: the page itself knows what. Signed out meanwhile: it leads to the sign-in and back.
  if (reponse?.type === "opaqueredirect" || (etat && etat !== zone.dataset.etat)) {
    location.replace(location.pathname);
    return;
  }
  attente = Math.min(attente * 1.25, ATTENTES[1]);
  setTimeout(demander, attente * 1000);
};

zone.textContent = "Cette page avancera toute seule.";
setTimeout(demander, attente * 1000);
addEventListener("visibilitychange", () => {
  if (!document.hidden) attente = ATTENTES[0];
});

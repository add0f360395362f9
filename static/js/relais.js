/* data-relais="address": the page of the computer asks whether the phone has moved, less and less often, until the code ends.
   Without this file « J’ai envoyé la photo » does the same. */
const zone = document.querySelector("[data-relais]");
let attente = 2; // seconds

const demander = async () => {
  const reponse = await fetch(zone.dataset.relais, { redirect: "manual" }).catch(() => null);
  const etat = reponse?.ok && (await reponse.json()).etat;
  // The page itself knows what has happened; who was signed out meanwhile is led to the sign-in and back.
  if (reponse?.type === "opaqueredirect" || (etat && etat !== zone.dataset.etat)) {
    location.replace(location.pathname);
    return;
  }
  attente = Math.min(attente * 1.25, 15);
  setTimeout(demander, attente * 1000);
};

zone.textContent = "Cette page avancera toute seule.";
setTimeout(demander, attente * 1000);

/* Passkeys: the browser makes one, or shows one. The answer travels in the hidden field of the form; the server judges. */

const formulaire = document.querySelector("form[data-cle]");
const dire = (texte) => {
  const place = formulaire.querySelector("[data-cle-message]");
  place.textContent = texte;
};

async function repondre(evenement) {
  const champ = formulaire.querySelector("input[name=credential]");
  if (champ.value || evenement.submitter?.hasAttribute("data-sans-cle")) return;
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
  const options = JSON.parse(formulaire.dataset.options).publicKey;
  try {
    const cle = formulaire.dataset.cle === "creer"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    champ.value = JSON.stringify(cle.toJSON());
    formulaire.requestSubmit(evenement.submitter);
  } catch {
    dire("Votre appareil n’a pas répondu. Recommencez, ou choisissez un autre moyen.");
  }
}

if (formulaire) {
  if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    formulaire.querySelector("[data-cle-bouton]").hidden = false;
    formulaire.addEventListener("submit", repondre, true);
  } else {
    dire("Ce navigateur ne connaît pas les clés d’accès. Choisissez un autre moyen.");
  }
}

/* Small comforts of every page. Each looks for its mark in the HTML; a page without script loses none of its functions. */

/* data-prendre-le-focus: the error summary is read at once. */
document.querySelector("[data-prendre-le-focus]")?.focus();

/* data-un-envoi: a form leaves once; the button wakes again when the page comes back from history. */
for (const formulaire of document.querySelectorAll("form[data-un-envoi]")) {
  formulaire.addEventListener("submit", (evenement) => {
    if (formulaire.dataset.parti) {
      evenement.preventDefault();
      return;
    }
    formulaire.dataset.parti = "1";
    evenement.submitter?.setAttribute("aria-disabled", "true");
  });
}
addEventListener("pageshow", () => {
  for (const formulaire of document.querySelectorAll("form[data-parti]")) {
    delete formulaire.dataset.parti;
    formulaire.querySelector("[aria-disabled=true]")?.removeAttribute("aria-disabled");
  }
});

/* type="password": show what is typed. The button comes from here: without script there is nothing to press. */
for (const champ of document.querySelectorAll("input[type=password]")) {
  const bouton = document.createElement("button");
  const cadre = document.createElement("div");
  const dire = (visible) => {
    champ.type = visible ? "text" : "password";
    bouton.textContent = visible ? "Masquer" : "Afficher";
    bouton.setAttribute("aria-label", `${bouton.textContent} le mot de passe`); // what is seen is in what is said
  };
  bouton.type = "button";
  bouton.className = "lien-bouton";
  bouton.setAttribute("aria-controls", champ.id);
  bouton.addEventListener("click", () => dire(champ.type === "password"));
  champ.form?.addEventListener("submit", () => dire(false));
  cadre.className = "avec-oeil";
  champ.replaceWith(cadre);
  cadre.append(champ, bouton);
  dire(false);
}

/* data-compteur="4000" on a textarea: how much is left of it, or how much is too much, said when the typing rests. Nothing is cut. */
for (const champ of document.querySelectorAll("textarea[data-compteur]")) {
  const reste = document.createElement("p");
  let attente = 0;
  const dire = () => {
    const n = Number(champ.dataset.compteur) - champ.value.length;
    const combien = `${Math.abs(n).toLocaleString("fr-FR")} caractère${Math.abs(n) > 1 ? "s" : ""}`;
    reste.textContent = n < 0 ? `Il y a ${combien} de trop.` : `Il reste ${combien}.`;
  };
  reste.className = "controle";
  reste.setAttribute("role", "status");
  champ.after(reste);
  champ.addEventListener("input", () => {
    clearTimeout(attente);
    attente = setTimeout(dire, 600);
  });
  dire();
}

/* data-imprimer, data-copier="id": buttons that only a script can serve are hidden until it is here. */
for (const bouton of document.querySelectorAll("[data-imprimer]")) {
  bouton.hidden = false;
  bouton.addEventListener("click", () => print());
}
for (const bouton of navigator.clipboard ? document.querySelectorAll("[data-copier]") : []) {
  bouton.hidden = false;
  bouton.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(bouton.dataset.copier).textContent.trim());
    bouton.nextElementSibling.textContent = "Copié";
  });
}

/* A warning 150 s before something ends, one key to go on; typing goes on too, a minute at least between two. `continuer` gives
   the seconds that were gained, 0 when none was. Once it has ended, `mots.cacher` takes the page out of sight. */
const AVANCE = 150;
function avertirAvantLaFin(secondes, mots, continuer) {
  let minuterie = 0;
  let avant = null;
  let passe = false;
  const panneau = document.createElement("div");
  panneau.className = "session-bientot";
  panneau.setAttribute("role", "alertdialog");
  panneau.setAttribute("aria-describedby", mots.nom);
  panneau.innerHTML = '<h2 class="titre-4"></h2><p role="status"></p><button class="bouton" type="button"></button>';
  const texte = panneau.querySelector("p");
  const bouton = panneau.querySelector("button");
  texte.id = mots.nom;
  const titrer = (titre) => {
    panneau.querySelector("h2").textContent = titre;
    panneau.setAttribute("aria-label", titre);
  };
  const cacher = (oui) => {
    for (const partie of mots.cacher ? document.body.children : []) partie.hidden = oui && partie !== panneau;
  };
  const attendre = (reste) => {
    clearTimeout(minuterie);
    minuterie = setTimeout(prevenir, Math.max(0, reste - AVANCE) * 1000);
  };
  const prevenir = () => {
    avant = document.activeElement;
    titrer(mots.titre);
    texte.textContent = mots.bientot;
    bouton.textContent = mots.rester;
    document.body.append(panneau);
    bouton.focus();
    minuterie = setTimeout(finir, AVANCE * 1000);
  };
  const finir = () => {
    passe = true;
    cacher(true);
    titrer(mots.passe ?? mots.titre);
    texte.textContent = mots.fini;
    bouton.textContent = mots.recommencer;
    bouton.focus();
  };
  bouton.addEventListener("click", async () => {
    const tropTard = passe;
    const gagnees = await continuer().catch(() => 0);
    if (!gagnees && tropTard) return mots.reprendre();
    if (!gagnees && !passe) texte.textContent = mots.rate;
    if (!gagnees) return;
    passe = false; // or another tab kept it open
    cacher(false);
    panneau.remove();
    avant?.focus();
    attendre(gagnees);
  });
  attendre(secondes);
  let dernier = Date.now();
  document.addEventListener("input", async () => {
    if (!mots.cacher || passe || Date.now() - dernier < 60_000) return;
    dernier = Date.now();
    const gagnees = await continuer().catch(() => 0);
    if (!gagnees || passe) return;
    panneau.remove();
    attendre(gagnees);
  });
}

/* data-session-expire-dans (seconds) on body. data-session-visiteur: nobody is signed in; it is what they have begun that ends. */
const { sessionExpireDans, sessionUrl, sessionVisiteur } = document.body.dataset;
const relire = () => location.assign(location.href.split("#")[0]);
/* What was typed leaves as it is: without a session nothing is done with it, and it comes back after signing in. */
let saisi = null;
document.addEventListener("input", (evenement) => {
  const formulaire = evenement.target.form;
  if (formulaire?.method === "post") saisi = formulaire;
});
const rapporter = () => (saisi?.isConnected ? HTMLFormElement.prototype.submit.call(saisi) : relire());
const MOTS_DE_SESSION =
  sessionVisiteur === undefined
    ? {
        nom: "session-bientot",
        titre: "Êtes-vous toujours là ?",
        rester: "Rester connecté",
        bientot:
          "Sans réponse de votre part, vous serez déconnecté dans 2 minutes et 30 secondes. Vos réponses enregistrées sont conservées.",
        passe: "Vous êtes déconnecté",
        fini: "C’est une sécurité. Reconnectez-vous : vous reviendrez à cette page, avec ce que vous avez écrit.",
        recommencer: "Me reconnecter",
        rate: "La connexion n’a pas pu être prolongée. Vérifiez votre réseau, puis appuyez à nouveau.",
        cacher: true,
        reprendre: rapporter,
      }
    : {
        nom: "session-bientot",
        titre: "Êtes-vous toujours là ?",
        rester: "Continuer",
        bientot: "Sans réponse de votre part, il faudra recommencer dans 2 minutes et 30 secondes.",
        fini: "Le délai est passé, par sécurité. La page suivante dit ce qui est gardé.",
        recommencer: "Recommencer",
        rate: "Le délai n’a pas pu être prolongé. Vérifiez votre réseau, puis appuyez à nouveau.",
        reprendre: relire,
      };
if (sessionExpireDans && sessionUrl) {
  avertirAvantLaFin(Number(sessionExpireDans), MOTS_DE_SESSION, async () => {
    const jeton = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const reponse = await fetch(sessionUrl, { method: "POST", headers: { "X-CSRFToken": jeton } });
    return reponse.ok ? Number((await reponse.json()).expire_dans) : 0;
  });
}

/* data-captcha-expire-dans (seconds): another image is asked for as « Autre image » does, which keeps what was typed. */
const captcha = document.querySelector("[data-captcha-expire-dans]");
const autreImage = captcha?.form?.querySelector("[name=autre_image]");
if (autreImage) {
  const demander = () => autreImage.click();
  const mots = {
    nom: "captcha-bientot",
    titre: "L’image à recopier va changer",
    rester: "Afficher une autre image",
    bientot: "Elle change dans 2 minutes et 30 secondes. Vos autres réponses restent.",
    fini: "Cette image ne sert plus. Vos autres réponses restent.",
    recommencer: "Afficher une autre image",
    rate: "",
    reprendre: demander,
  };
  avertirAvantLaFin(Number(captcha.dataset.captchaExpireDans), mots, () => {
    demander();
    return new Promise(() => {}); // the page leaves
  });
}

/* Without network: the page says so, and its forms stay in it with what was typed. « Pas de réseau », which the service worker
   shows in the place of a page, opens that page as soon as the site answers. `onLine` knows nothing of a site on this machine. */
navigator.serviceWorker?.register("/service-worker.js", { updateViaCache: "none" }).catch(() => {}); // refused in a private window
const { attendLeReseau } = document.body.dataset; // the address of « Pas de réseau », on itself
const repond = () => fetch("/healthz", { method: "HEAD", cache: "no-store" }).then(() => true, () => false);
if (attendLeReseau === undefined) {
  let coupe = false;
  const avis = document.createElement("div");
  const sonder = async () => {
    coupe = !navigator.onLine && !(await repond());
    avis.textContent = coupe ? "Pas de réseau. Ce que vous avez écrit reste sur cette page." : "";
  };
  avis.className = "sans-reseau";
  avis.setAttribute("role", "status");
  document.body.prepend(avis);
  addEventListener("online", sonder);
  addEventListener("offline", sonder);
  document.addEventListener(
    "submit",
    (evenement) => {
      if (!coupe) return;
      evenement.preventDefault();
      evenement.stopImmediatePropagation();
      avis.textContent = "Rien n’est parti : il n’y a pas de réseau. Attendez son retour, puis appuyez de nouveau.";
    },
    true,
  );
} else if (attendLeReseau !== location.pathname) {
  setInterval(async () => (await repond()) && relire(), 3000);
}

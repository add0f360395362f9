/* data-suggestions: addresses proposed while typing, as an ARIA combobox. Without this file a button and a list do the same. */
const ATTENTE = 250;
const MINIMUM = 3;
const envoyer = async (zone, url, question, signal) => {
  const jeton = zone.closest("form").querySelector("input[name=csrfmiddlewaretoken]").value;
  const reponse = await fetch(url, {
    method: "POST", body: new URLSearchParams(question), headers: { "X-CSRFToken": jeton }, signal,
  });
  return reponse.json();
};

for (const zone of document.querySelectorAll("[data-suggestions]")) {
  const champ = zone.querySelector("input[name=recherche]");
  const liste = document.createElement("ul");
  const dire = document.createElement("p");
  let minuterie = 0;
  let demande = null;
  let courante = -1;

  zone.querySelector("[data-sans-script]").closest("p").remove();
  liste.id = `${champ.id}_liste`;
  liste.className = "suggestions";
  liste.hidden = true;
  liste.setAttribute("role", "listbox");
  liste.setAttribute("aria-label", "Adresses proposées");
  dire.className = "controle";
  dire.setAttribute("role", "status");
  champ.after(liste, dire);
  for (const [nom, valeur] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": liste.id,
  })) {
    champ.setAttribute(nom, valeur);
  }

  const options = () => [...liste.children];
  const fermer = () => {
    liste.hidden = true;
    courante = -1;
    champ.setAttribute("aria-expanded", "false");
    champ.removeAttribute("aria-activedescendant");
  };
  const designer = (rang) => {
    courante = rang;
    for (const [n, option] of options().entries()) option.setAttribute("aria-selected", String(n === rang));
    const option = options()[rang];
    champ.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const oublier = () => {
    for (const ancien of zone.querySelectorAll("[name=choix]")) (ancien.closest(".champ") ?? ancien).remove();
  };
  const choisir = (option) => {
    oublier();
    const cache = document.createElement("input");
    Object.assign(cache, { type: "hidden", name: "choix", value: option.dataset.jeton });
    champ.value = option.textContent;
    zone.append(cache);
    dire.textContent = "✓ Adresse choisie";
    dire.dataset.etat = "juste";
    fermer();
  };
  const montrer = ({ suggestions, indisponible }) => {
    liste.textContent = "";
    liste.append(
      ...suggestions.map(({ libelle, jeton: valeur }, rang) => {
        const option = document.createElement("li");
        option.id = `${liste.id}_${rang}`;
        option.textContent = libelle;
        option.dataset.jeton = valeur;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.addEventListener("mousedown", (evenement) => evenement.preventDefault());
        option.addEventListener("click", () => choisir(option));
        return option;
      }),
    );
    const n = suggestions.length;
    dire.dataset.etat = "";
    dire.textContent = n
      ? `${n} ${n > 1 ? zone.dataset.trouvees : zone.dataset.trouvee}`
      : indisponible ? zone.dataset.panne : zone.dataset.aucune;
    fermer();
    liste.hidden = !n;
    champ.setAttribute("aria-expanded", String(n > 0));
  };
  const chercher = () => {
    const texte = champ.value.trim();
    if (texte.length >= MINIMUM) return demander({ q: texte });
    demande?.abort();
    dire.textContent = "";
    fermer();
  };
  const demander = async (question) => {
    demande?.abort();
    const celle = (demande = new AbortController());
    try {
      montrer(await envoyer(zone, zone.dataset.suggestions, question, celle.signal));
    } catch {
      if (!celle.signal.aborted) montrer({ suggestions: [], indisponible: true });
    }
  };

  champ.addEventListener("input", () => {
    oublier();
    clearTimeout(minuterie);
    minuterie = setTimeout(chercher, ATTENTE);
  });
  champ.addEventListener("keydown", (evenement) => {
    const total = options().length;
    const ouverte = !liste.hidden;
    if ((evenement.key === "ArrowDown" || evenement.key === "ArrowUp") && total) {
      liste.hidden = false;
      champ.setAttribute("aria-expanded", "true");
      designer((courante + (evenement.key === "ArrowDown" ? 1 : courante < 0 ? 0 : -1) + total) % total);
    } else if (evenement.key === "Enter" && ouverte && courante >= 0) {
      choisir(options()[courante]);
    } else if (evenement.key === "Escape" && ouverte) {
      fermer();
    } else {
      return;
    }
    evenement.preventDefault();
  });
  champ.addEventListener("blur", fermer);

  const position = zone.querySelector("[data-position]");
  position.hidden = !navigator.geolocation;
  position.firstElementChild.addEventListener("click", () => {
    champ.focus();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        oublier();
        demander({ lon: coords.longitude, lat: coords.latitude });
      },
      () => (dire.textContent = position.dataset.position),
    );
  });
}

/* data-communes: by hand, the communes of the postal code as radio buttons, the only one chosen. Without this file a button
   asks the server for the same list. */
const creer = (balise, attributs, ...dedans) => {
  const element = Object.assign(document.createElement(balise), attributs);
  element.append(...dedans);
  return element;
};

for (const zone of document.querySelectorAll("[data-communes]")) {
  const code = zone.querySelector("input[name=code_postal]");
  const place = zone.querySelector("[data-commune]");
  const dire = creer("p", { className: "controle" });
  dire.setAttribute("role", "status");
  place.before(dire);
  zone.querySelector("[data-sans-script]").closest("p").remove();

  const bouton = (nom, rang, total) => {
    const id = `id_commune_${rang}`;
    const option = creer("input", { type: "radio", name: "commune", value: nom, id, required: true, checked: total === 1 });
    return creer("div", { className: "choix__carte" }, option, creer("label", { htmlFor: id, textContent: nom }));
  };
  const liste = (noms) => creer("div", { className: "champ champ--choix" },
    creer("fieldset", {}, creer("legend", { textContent: "Commune" }),
      creer("div", { className: "choix" }, ...noms.map((nom, rang) => bouton(nom, rang, noms.length)))));
  const ecrite = () => creer("div", { className: "champ champ--simple" },
    creer("label", { htmlFor: "id_commune", textContent: "Commune" }),
    creer("input", { type: "text", name: "commune", id: "id_commune", autocomplete: "off", spellcheck: false, size: 38, required: true }));

  code.addEventListener("change", async () => {
    const { suggestions } = await envoyer(zone, zone.dataset.communes, { code_postal: code.value.trim() })
      .catch(() => ({ suggestions: [] }));
    const noms = suggestions.map(({ libelle }) => libelle);
    if (!noms.length && place.querySelector("input[type=text]")) return; // what is being typed stays
    const dedans = place.contains(document.activeElement);
    place.textContent = "";
    place.append(noms.length ? liste(noms) : ecrite());
    if (dedans) place.querySelector("input").focus();
    const n = noms.length;
    dire.textContent = n ? `${n} ${n > 1 ? zone.dataset.trouvees : zone.dataset.trouvee}` : "";
  });
}

/* Small comforts for every page; each works without this file. */
document.querySelector("[data-prendre-le-focus]")?.focus();

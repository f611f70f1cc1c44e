// What the header's parts lack without a script. The page works without this.

// The list of languages closes on Escape, and when the reader goes on elsewhere.
const languages = document.querySelector(".ch-languages");

if (languages) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && languages.open) {
      languages.open = false;
      languages.querySelector("summary").focus();
    }
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (!languages.contains(event.target)) languages.open = false;
    });
  }
}

// Light and dark are radio buttons of which the chosen one has the focus: Space and Enter take the other.
document.querySelector("[data-md-component=palette]")?.addEventListener("keydown", (event) => {
  if ([" ", "Enter"].includes(event.key) && event.target.matches("input")) {
    event.preventDefault();
    event.target.nextElementSibling.click();
  }
});

// Sets light or dark before the first paint: the reader's choice if one was made, else the system's. Says that scripts run.
(function () {
  "use strict";
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function chosen() {
    try { return localStorage.getItem("theme"); } catch (e) { return null; }
  }
  function apply() {
    document.documentElement.setAttribute("data-bs-theme", chosen() || (dark.matches ? "dark" : "light"));
  }
  apply();
  document.documentElement.setAttribute("data-scripts", "on");
  dark.addEventListener("change", apply);
})();

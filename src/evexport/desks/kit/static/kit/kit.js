// What scripts add to pages that work without them: the light/dark button, focus on errors and on swapped parts.
(function () {
  "use strict";
  var root = document.documentElement;
  var button = document.getElementById("theme");

  function nameTheButton() {
    var dark = root.getAttribute("data-bs-theme") === "dark";
    button.querySelector(".tool-words").textContent = dark ? button.dataset.light : button.dataset.dark;
  }

  if (button) {
    button.hidden = false;
    nameTheButton();
    button.addEventListener("click", function () {
      var next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
      root.setAttribute("data-bs-theme", next);
      try { localStorage.setItem("theme", next); } catch (e) { /* the choice then lasts for this page */ }
      nameTheButton();
    });
    new MutationObserver(nameTheButton).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
  }

  var wrong = document.querySelector("[data-focus]");
  if (wrong) { wrong.focus(); }

  // After a part of the page was exchanged, say what changed; move focus only if the reader followed a link in it.
  document.body.addEventListener("htmx:afterSettle", function (event) {
    // The event may name the part that was taken out; what took its place has the same id.
    var part = document.getElementById(event.detail.target.id);
    var heading = part && part.querySelector("[data-announce]");
    if (!heading) { return; }
    document.getElementById("live").textContent = heading.textContent;
    var from = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (from && from.tagName === "A") { heading.focus(); }
  });
})();

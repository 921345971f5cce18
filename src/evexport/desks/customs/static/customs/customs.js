// What scripts add to the gate: the field is empty and ready again after each answer; a car scanned twice is told at once.
(function () {
  "use strict";
  var scan = document.querySelector("[data-scan]");
  if (scan) {
    // The field is emptied as the number leaves, not as the answer comes: a scanner may already be typing the next one.
    document.body.addEventListener("htmx:beforeSend", function (event) {
      if (event.detail.target.id !== "found") { return; }
      scan.dataset.sent = scan.value;
      scan.value = "";
      scan.focus();
    });
    document.body.addEventListener("htmx:afterRequest", function (event) {
      if (event.detail.target.id !== "found" || event.detail.successful || scan.value) { return; }
      scan.value = scan.dataset.sent;
    });
  }

  var cars = document.querySelector("[data-cars]");
  if (!cars) { return; }
  var told = document.getElementById("cars-told");
  told.hidden = false;

  function plain(line) {
    return line.split(/[,;，；\t]/)[0].replace(/[\s\u2010-\u2015\u2212\uff0d-]/g, "").toUpperCase();
  }

  function tell(twice) {
    var lines = cars.value.split("\n").map(plain).filter(Boolean);
    var odd = lines.filter(function (vin) { return vin.length !== 17; });
    var said = [told.dataset.count.replace("__", lines.length)];
    if (twice.length) { said.unshift(told.dataset.twice.replace("__", twice.join(", "))); }
    if (odd.length) { said.push(told.dataset.odd + ": " + odd.slice(0, 3).join(", ")); }
    told.textContent = said.join(" · ");
    told.classList.toggle("failed-words", Boolean(twice.length || odd.length));
  }

  // A scanner ends each number with Enter, a paste brings many: after either, what stands twice is taken out and named.
  function settle() {
    var seen = {}, twice = [], kept = [];
    cars.value.split("\n").forEach(function (line) {
      var vin = plain(line);
      if (vin && seen[vin]) { twice.push(vin); return; }
      seen[vin] = true;
      kept.push(line);
    });
    if (twice.length) {
      cars.value = kept.join("\n").replace(/\n*$/, "\n");
      document.getElementById("live").textContent = told.dataset.twice.replace("__", twice.join(", "));
    }
    tell(twice);
  }

  cars.addEventListener("keyup", function (event) { if (event.key === "Enter") { settle(); } });
  cars.addEventListener("paste", function () { setTimeout(settle, 0); });
  cars.addEventListener("change", settle);
  tell([]);
})();

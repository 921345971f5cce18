// What a person would see to be wrong with a page, which the accessibility checker does not look for.
// Each function gives sentences with the place; no sentence, nothing wrong.
window.look = (function () {
  "use strict";
  const CHINESE = /[\u3400-\u9fff]/, ENGLISH = /\b[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}\b/;
  const LEAST = 24;

  function place(one) {
    const path = [];
    for (let at = one; at && at !== document.body && path.length < 4; at = at.parentElement) {
      path.unshift(at.tagName.toLowerCase() + (at.id ? "#" + at.id : "") + (at.classList.length ? "." + [...at.classList].join(".") : ""));
    }
    return path.join(" > ") + " “" + (one.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60) + "”";
  }

  function seen(one) {
    if (!one.checkVisibility({ visibilityProperty: true })) { return false; }
    for (let at = one; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).clipPath !== "none") { return false; } // for screen readers alone
    }
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  }

  function every(selector) { return [...document.body.querySelectorAll(selector)]; }

  function head() {
    const wrong = [], h1 = every("h1").filter(function (one) { return one.checkVisibility(); });
    if (h1.length !== 1) { wrong.push("headings of the first order: " + h1.length); }
    if (!/^.{2,} – ./.test(document.title)) { wrong.push("title: " + document.title); }
    const lang = location.pathname === "/en" || location.pathname.startsWith("/en/") ? "en" : "zh-Hans";
    if (document.documentElement.lang !== lang) { wrong.push("lang: " + document.documentElement.lang); }
    return wrong;
  }

  function texts() {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const one = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() && !one.closest("script, style, [hidden]")) { found.push([walker.currentNode.data.trim(), one]); }
    }
    return found;
  }

  // On an English page Chinese says that it is; on a Chinese page no English sentence stands unmarked.
  function tongues() {
    const english = document.documentElement.lang === "en", strange = english ? CHINESE : ENGLISH;
    return texts().filter(function ([text, one]) {
      const lang = one.closest("[lang]").lang;
      return strange.test(text) && !one.closest("code, pre, textarea, select") && lang === document.documentElement.lang;
    }).map(function ([, one]) { return "wrong language: " + place(one); });
  }

  // The page itself never scrolls sideways; a wide table scrolls in its own region.
  function width() {
    if (document.documentElement.scrollWidth <= window.innerWidth) { return []; }
    const wide = every("*").filter(function (one) {
      return seen(one) && one.getBoundingClientRect().right > window.innerWidth + 1 && !one.closest(".table-wrap");
    });
    return ["scrolls sideways: " + document.documentElement.scrollWidth + " px; " + wide.slice(-2).map(place).join("; ")];
  }

  function cut() {
    return every("*").filter(function (one) {
      const style = getComputedStyle(one);
      if (style.overflowX !== "hidden" && style.overflowX !== "clip" || !seen(one)) { return false; }
      return one.textContent.trim() && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 2) && one.tagName !== "svg";
    }).map(function (one) { return "cut off: " + place(one); });
  }

  // Words that stand over their neighbours or out of the box that they belong to.
  function spilt() {
    return every("a.btn, button, .tag, dt, dd, th, td, summary, h1, h2, h3, p, li, legend, label").filter(function (one) {
      const style = getComputedStyle(one);
      return seen(one) && style.display !== "inline" && style.overflowX === "visible" && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0;
    }).map(function (one) { return "spills over: " + place(one); });
  }

  function small() {
    return every("a[href], button, input:not([type=hidden]), select, textarea, summary").filter(function (one) {
      if (!seen(one) || one.matches(".visually-hidden, .skip")) { return false; }
      const target = one.matches("input") && one.closest("label") || one, box = target.getBoundingClientRect();
      if (box.width >= LEAST && box.height >= LEAST) { return false; }
      if (getComputedStyle(one).display === "inline") { return false; } // within a line of text: the exception of 2.5.8
      return true;
    }).map(function (one) {
      const box = one.getBoundingClientRect();
      return "target of " + Math.round(box.width) + " × " + Math.round(box.height) + ": " + place(one);
    });
  }

  // After a press of Tab each stop is focused in turn: it must be seen, and be seen to have the focus.
  function focus() {
    const stops = every("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']").filter(function (one) {
      return seen(one) && !one.disabled && !one.classList.contains("skip");
    });
    return stops.filter(function (one) {
      one.focus();
      if (document.activeElement !== one) { return false; } // another choice of the same group has it
      const style = getComputedStyle(one);
      return !(style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    }).map(function (one) { return "focus cannot be seen: " + place(one); });
  }

  // Empties the last form that asks for words, and names the button that sends it.
  function empty() {
    const words = "input[required]:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea[required]";
    const form = [...document.querySelectorAll("form[method=post]")].filter(function (one) { return one.querySelector(words); }).pop();
    form.querySelectorAll("input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea").forEach(function (one) { one.value = ""; });
    (form.querySelector("button.btn-primary[type=submit]") || form.querySelector("button[type=submit]")).setAttribute("data-press", "");
  }

  // On paper: nothing to press, no navigation, and every word dark enough on white, since grounds are not printed.
  function printed() {
    const wrong = every("nav, button, select, input:not([type=hidden])").filter(seen).map(function (one) { return "printed: " + place(one); });
    const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    texts().forEach(function ([, one]) {
      if (!seen(one)) { return; }
      brush.fillStyle = "#fff"; brush.fillRect(0, 0, 1, 1);
      brush.fillStyle = getComputedStyle(one).color; brush.fillRect(0, 0, 1, 1);
      const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data].map(function (part) {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
      });
      if (1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) < 4.5) { wrong.push("too pale on paper: " + place(one)); }
    });
    return [...new Set(wrong)].slice(0, 6);
  }

  function all() {
    const wrong = [...head(), ...tongues(), ...width(), ...cut(), ...spilt(), ...small(), ...focus()];
    return [...new Set(wrong)].slice(0, 12);
  }

  return { all: all, empty: empty, printed: printed };
})();

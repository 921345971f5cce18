// Draws each chart from the figures beside it, in the page's colours; the table under it says the same without scripts.
(function () {
  "use strict";
  if (!window.echarts) { return; }
  var drawn = [];

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  function option(told) {
    var names = told.colours.length ? told.colours : ["azurite", "malachite", "gamboge-line", "cinnabar", "quiet", "edge"];
    var palette = names.map(function (name) { return colour("--" + name); });
    var across = told.kind === "rank" || told.kind === "shares";
    var stacked = told.kind === "stack" || told.kind === "shares";
    var words = { type: "category", data: told.categories, inverse: across, axisLabel: { color: colour("--quiet"), hideOverlap: true, width: across ? 180 : undefined, overflow: "truncate" }, axisLine: { lineStyle: { color: colour("--edge") } } };
    var numbers = { type: "value", minInterval: 1, axisLabel: { color: colour("--quiet") }, splitLine: { lineStyle: { color: colour("--line") } } };
    return {
      color: palette, animation: false, textStyle: { fontFamily: colour("--sans") },
      grid: { left: 8, right: 24, top: told.series.length > 1 ? 40 : 16, bottom: 8, containLabel: true },
      legend: told.series.length > 1 ? { top: 0, type: "scroll", textStyle: { color: colour("--ink") }, pageTextStyle: { color: colour("--ink") }, pageIconColor: colour("--azurite") } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", confine: true },
      xAxis: across ? numbers : words, yAxis: across ? words : numbers,
      series: told.series.map(function (one) {
        return { name: one.name, data: one.values, type: told.kind === "line" ? "line" : "bar", stack: stacked ? "all" : undefined, barMaxWidth: 36, symbolSize: 5 };
      })
    };
  }

  function drawAll() {
    drawn.forEach(function (chart) { chart.dispose(); });
    drawn = Array.prototype.map.call(document.querySelectorAll("[data-chart]"), function (place) {
      var told = JSON.parse(place.dataset.chart);
      if (told.kind === "rank" || told.kind === "shares") { place.style.height = Math.max(160, 22 * told.categories.length + 64) + "px"; }
      var chart = window.echarts.init(place, null, { renderer: "canvas" });
      chart.setOption(option(told));
      return chart;
    });
  }

  // What is drawn needs no open table beside it; without scripts the table is all there is, and stands open.
  function fold() { document.querySelectorAll(".chart + details").forEach(function (table) { table.open = false; }); }

  drawAll();
  fold();
  window.addEventListener("resize", function () { drawn.forEach(function (chart) { chart.resize(); }); });
  new MutationObserver(drawAll).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  document.body.addEventListener("htmx:afterSettle", drawAll);
})();

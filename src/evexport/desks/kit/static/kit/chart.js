// Draws each chart from the figures beside it, in the page's colours; the table under it says the same without scripts.
(function () {
  "use strict";
  if (!window.echarts) { return; }
  var drawn = [];

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  function option(told) {
    var palette = ["--azurite", "--malachite", "--gamboge-line", "--cinnabar", "--quiet", "--edge"].map(colour);
    var across = told.kind === "rank";
    var words = { type: "category", data: told.categories, inverse: across, axisLabel: { color: colour("--quiet"), hideOverlap: true }, axisLine: { lineStyle: { color: colour("--edge") } } };
    var numbers = { type: "value", name: told.unit, nameTextStyle: { color: colour("--quiet") }, axisLabel: { color: colour("--quiet") }, splitLine: { lineStyle: { color: colour("--line") } } };
    return {
      color: palette, animation: false, textStyle: { fontFamily: colour("--sans") },
      grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
      legend: told.series.length > 1 ? { top: 0, textStyle: { color: colour("--ink") } } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", confine: true },
      xAxis: across ? numbers : words, yAxis: across ? words : numbers,
      series: told.series.map(function (one) {
        return { name: one.name, data: one.values, type: told.kind === "line" ? "line" : "bar", stack: told.kind === "stack" ? "all" : undefined, barMaxWidth: 36, symbolSize: 5 };
      })
    };
  }

  function drawAll() {
    drawn.forEach(function (chart) { chart.dispose(); });
    drawn = Array.prototype.map.call(document.querySelectorAll("[data-chart]"), function (place) {
      var chart = window.echarts.init(place, null, { renderer: "canvas" });
      chart.setOption(option(JSON.parse(place.dataset.chart)));
      return chart;
    });
  }

  drawAll();
  window.addEventListener("resize", function () { drawn.forEach(function (chart) { chart.resize(); }); });
  new MutationObserver(drawAll).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  document.body.addEventListener("htmx:afterSettle", drawAll);
})();

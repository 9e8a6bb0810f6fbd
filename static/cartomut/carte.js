/* CartoMut's map: areas, water, towns and places drawn on one Leaflet canvas.
 *
 * Python sends one object of data at each run (cartomut/maps/payload.py); the geometry comes once,
 * in limites-<hash>.js. Text from data only ever becomes textContent or canvas text, never HTML.
 */
(function () {
  "use strict";

  var CLUSTER_UNTIL = 9; // below zoom 10 close places share one symbol with their count
  var CLUSTER_RADIUS = 34; // pixels
  var TOGETHER = 6; // places at one point that are shown around it at any zoom
  var TOWNS_BY_ZOOM = [[9, 111], [8, 40], [7, 14], [0, 6]];
  var HALO_FROM_ZOOM = 9.5;
  var HALO_METRES = { quartier: 800, commune: 2000, ville: 4000, region: 25000 };

  /* ---- Symbols: a CircleMarker that may be another shape, moved aside by some pixels ---- */

  var Symbol = L.CircleMarker.extend({
    _project: function () {
      L.CircleMarker.prototype._project.call(this);
      if (this.options.aside) {
        this._point = this._point.add(this.options.aside);
        this._updateBounds();
      }
    },
    _updatePath: function () { this._renderer._updateSymbol(this); }
  });

  var SHAPES = {
    cercle: function (ctx, x, y, r) { ctx.arc(x, y, r, 0, 2 * Math.PI); },
    carre: function (ctx, x, y, r) { polygon(ctx, x, y, r * 1.15, 4, Math.PI / 4); },
    losange: function (ctx, x, y, r) { polygon(ctx, x, y, r * 1.2, 4, 0); },
    triangle: function (ctx, x, y, r) { polygon(ctx, x, y + r * 0.15, r * 1.3, 3, -Math.PI / 2); },
    croix: function (ctx, x, y, r) { cross(ctx, x, y, r * 1.1, r * 0.42); }
  };

  function polygon(ctx, x, y, r, sides, turn) {
    for (var i = 0; i < sides; i++) {
      var angle = turn + (2 * Math.PI * i) / sides;
      ctx[i ? "lineTo" : "moveTo"](x + r * Math.cos(angle), y + r * Math.sin(angle));
    }
    ctx.closePath();
  }

  function cross(ctx, x, y, r, t) {
    var corners = [[-t, -r], [t, -r], [t, -t], [r, -t], [r, t], [t, t],
      [t, r], [-t, r], [-t, t], [-r, t], [-r, -t], [-t, -t]];
    corners.forEach(function (corner, i) {
      ctx[i ? "lineTo" : "moveTo"](x + corner[0], y + corner[1]);
    });
    ctx.closePath();
  }

  L.Canvas.include({
    _updateSymbol: function (layer) {
      if (!this._drawing || layer._empty()) { return; }
      var ctx = this._ctx, p = layer._point, r = layer._radius;
      if (layer.options.parts) { donut(ctx, p, r, layer.options); return; }
      ctx.beginPath();
      SHAPES[layer.options.forme](ctx, p.x, p.y, r);
      this._fillStroke(ctx, layer);
    }
  });

  function donut(ctx, p, r, options) {
    var total = 0, start = -Math.PI / 2;
    options.parts.forEach(function (part) { total += part.n; });
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    options.parts.forEach(function (part) {
      var end = start + (2 * Math.PI * part.n) / total;
      ctx.beginPath();
      ctx.moveTo(p.x, p.y);
      ctx.arc(p.x, p.y, r, start, end);
      ctx.fillStyle = part.couleur;
      ctx.fill();
      start = end;
    });
    ctx.beginPath();
    ctx.arc(p.x, p.y, r - 5, 0, 2 * Math.PI);
    ctx.fillStyle = options.fond;
    ctx.fill();
    ctx.beginPath();
    ctx.arc(p.x, p.y, r, 0, 2 * Math.PI);
    ctx.lineWidth = 1;
    ctx.strokeStyle = options.fond;
    ctx.stroke();
    ctx.fillStyle = options.encre;
    ctx.font = "600 12px 'IBM Plex Sans', sans-serif";
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(String(total), p.x, p.y + 0.5);
  }

  /* ---- Hatches for "no data" and "not surveyed": a canvas pattern is a fill like a colour ---- */

  function hatch(kind, ink, paper) {
    var tile = document.createElement("canvas"), ctx = tile.getContext("2d");
    tile.width = tile.height = 8;
    ctx.fillStyle = paper;
    ctx.fillRect(0, 0, 8, 8);
    ctx.strokeStyle = ctx.fillStyle = ink;
    if (kind === "points") {
      ctx.fillRect(1, 1, 2, 2);
      ctx.fillRect(5, 5, 2, 2);
    } else {
      ctx.lineWidth = 1.2;
      ctx.beginPath();
      ctx.moveTo(-2, 6); ctx.lineTo(6, -2);
      ctx.moveTo(2, 10); ctx.lineTo(10, 2);
      ctx.stroke();
    }
    return ctx.createPattern(tile, "repeat");
  }

  function fills(palette) {
    return {
      inconnu: hatch("points", palette.hachure, palette.fond),
      non_enquete: hatch("traits", palette.hachure, palette.fond)
    };
  }

  /* ---- What a click tells Python: the kind and the id, never the geometry ---- */

  var clicks = 0;

  function selectable(layer, kind, id) {
    layer.toGeoJSON = function () {
      clicks = Math.max(clicks + 1, Date.now());
      return { type: "Feature", geometry: null, properties: { genre: kind, id: id, clic: clicks } };
    };
    return layer;
  }

  function notSelectable(layer) { layer.toGeoJSON = null; return layer; }

  function label(title, lines) {
    var box = document.createElement("div"), head = document.createElement("strong");
    head.textContent = title;
    box.appendChild(head);
    (lines || []).forEach(function (line) {
      var row = document.createElement("div");
      row.textContent = line;
      box.appendChild(row);
    });
    return box;
  }

  /* ---- Layers, kept between runs on the map object ---- */

  function state(map) {
    if (!map._cartomut) {
      var s = map._cartomut = { renderer: map.getRenderer(L.polyline([])), level: null };
      ["areas", "water", "circles", "halos", "places"].forEach(function (name) {
        s[name] = L.featureGroup().addTo(map);
      });
      s.towns = L.layerGroup().addTo(map);
      L.control.scale({ imperial: false }).addTo(map);
      focusInPlace(map.getContainer());
      s.areas.bindTooltip(function (l) { return label(l._titre, l._lignes); }, { sticky: true });
      s.places.bindTooltip(function (l) { return label(l._titre, l._lignes); }, { direction: "top" });
      map.on("moveend", function () { if (s.data) { drawPlaces(map, s); drawTowns(map, s); } });
    }
    return map._cartomut;
  }

  /* Leaflet focuses the map as the button goes down; were the page to scroll then to show all of it,
   * the click would end on another region. */
  function focusInPlace(container) {
    container.focus = function () {
      HTMLElement.prototype.focus.call(container, { preventScroll: true });
    };
  }

  function drawAreas(s) {
    var data = s.data, shapes = window.CARTOMUT_LIMITES[data.niveau];
    if (s.level !== data.niveau) {
      s.areas.clearLayers();
      Object.keys(shapes).forEach(function (code) {
        var layer = L.GeoJSON.geometryToLayer({ type: "Feature", geometry: shapes[code] });
        layer._code = code;
        s.areas.addLayer(selectable(layer, data.niveau, code));
      });
      s.level = data.niveau;
    }
    var special = fills(data.palette);
    s.areas.eachLayer(function (layer) {
      var area = data.aplat[layer._code] || ["", ""], chosen = data.choisis.indexOf(layer._code) >= 0;
      layer._titre = window.CARTOMUT_LIMITES.noms[data.niveau][layer._code] || "";
      layer._lignes = area[1] ? [data.mesure, area[1]] : [];
      layer.setStyle({
        fill: true, fillOpacity: 1, fillColor: special[area[0]] || data.teintes[area[0]] || data.palette.mer,
        color: chosen ? data.palette.choisi : data.palette.limite, weight: chosen ? 3 : 1,
        opacity: 1
      });
    });
    s.areas.eachLayer(function (layer) {
      if (data.choisis.indexOf(layer._code) >= 0) { layer.bringToFront(); }
    });
  }

  function drawWater(s) {
    var data = s.data, style = { interactive: false, color: data.palette.eau, fillColor: data.palette.eau };
    s.water.clearLayers();
    [["rivieres", { weight: 1.4, fill: false }], ["lacs", { weight: 0, fill: true, fillOpacity: 1 }]]
      .forEach(function (pair) {
        if (data.couches.indexOf(pair[0]) < 0) { return; }
        window.CARTOMUT_LIMITES[pair[0]].forEach(function (feature) {
          s.water.addLayer(L.geoJSON(feature.forme, Object.assign({}, style, { style: Object.assign({}, style, pair[1]) })));
        });
      });
  }

  function drawCircles(s) {
    s.circles.clearLayers();
    s.data.cercles.forEach(function (circle) {
      s.circles.addLayer(L.circleMarker(window.CARTOMUT_LIMITES.centres[circle.code], {
        radius: circle.rayon, color: s.data.palette.cercle, weight: 1.6,
        fillColor: s.data.palette.cercle, fillOpacity: 0.35, interactive: false
      }));
    });
  }

  function drawTowns(map, s) {
    s.towns.clearLayers();
    if (s.data.couches.indexOf("villes") < 0) { return; }
    var zoom = map.getZoom(), view = map.getBounds();
    var count = TOWNS_BY_ZOOM.find(function (step) { return zoom >= step[0]; })[1];
    window.CARTOMUT_LIMITES.villes.slice(0, count).forEach(function (town) {
      if (!view.contains([town[1], town[2]])) { return; }
      var name = document.createElement("span");
      name.textContent = town[0];
      name.style.color = s.data.palette.encre;
      name.style.textShadow = ["0 0 2px ", "0 0 4px "].map(function (blur) {
        return blur + s.data.palette.fond;
      }).join(",");
      s.towns.addLayer(L.marker([town[1], town[2]], {
        interactive: false, keyboard: false,
        icon: L.divIcon({ className: "cartomut-ville", html: name, iconSize: null, iconAnchor: [-9, 6] })
      }));
    });
  }

  function indexPlaces(s) {
    var p = s.data.lieux;
    s.index = new Supercluster({
      radius: CLUSTER_RADIUS, maxZoom: CLUSTER_UNTIL, minPoints: 2,
      map: function (point) { var parts = {}; parts[p.cat[point.i]] = 1; return { parts: parts }; },
      reduce: function (sum, one) {
        sum.parts = Object.assign({}, sum.parts);
        Object.keys(one.parts).forEach(function (cat) {
          sum.parts[cat] = (sum.parts[cat] || 0) + one.parts[cat];
        });
      }
    });
    s.index.load(p.lat.map(function (lat, i) {
      return {
        type: "Feature", properties: { i: i },
        geometry: { type: "Point", coordinates: [p.lon[i] / 1e5, lat / 1e5] }
      };
    }));
  }

  function drawPlaces(map, s) {
    var view = map.getBounds().pad(0.2), zoom = Math.floor(map.getZoom());
    var box = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    var found = s.index.getClusters(box, zoom), together = {};
    s.places.clearLayers();
    s.halos.clearLayers();
    found.forEach(function (feature) {
      var leaves = feature.properties.cluster ? samePoint(s, feature) : [feature];
      if (!leaves) { s.places.addLayer(cluster(map, s, feature)); return; }
      leaves.forEach(function (leaf) {
        var at = leaf.geometry.coordinates.join();
        (together[at] = together[at] || []).push(leaf.properties.i);
      });
    });
    Object.keys(together).forEach(function (at) { drawTogether(map, s, together[at]); });
  }

  /* A few places given at one and the same point need no cluster: they stand around it at once. */
  function samePoint(s, feature) {
    if (feature.properties.point_count > TOGETHER) { return null; }
    var leaves = s.index.getLeaves(feature.id, TOGETHER), at = leaves[0].geometry.coordinates.join();
    return leaves.every(function (leaf) { return leaf.geometry.coordinates.join() === at; }) && leaves;
  }

  /* Places given at the same point stand around it, each within reach of the pointer. */
  function drawTogether(map, s, indices) {
    var p = s.data.lieux, ring = indices.length > 1 ? Math.max(15, (indices.length * 19) / (2 * Math.PI)) : 0;
    halo(map, s, indices[0]);
    indices.forEach(function (i, rank) {
      var angle = (2 * Math.PI * rank) / indices.length - Math.PI / 2;
      var kind = s.data.categories[p.cat[i]], chosen = s.data.lieu_choisi === p.id[i];
      var symbol = new Symbol([p.lat[i] / 1e5, p.lon[i] / 1e5], {
        forme: kind.forme, radius: chosen ? 10 : 7, weight: chosen ? 3.5 : 1.5,
        color: chosen ? s.data.palette.choisi : s.data.palette.contour,
        dashArray: kind.pointille ? "2,2" : null,
        fillColor: kind.vide ? s.data.palette.fond : kind.couleur, fillOpacity: 1,
        aside: ring ? L.point(ring * Math.cos(angle), ring * Math.sin(angle)) : null
      });
      if (kind.vide && !chosen) { symbol.options.color = kind.couleur; symbol.options.weight = 2; }
      symbol._titre = p.nom[i];
      symbol._lignes = [kind.nom, s.data.precisions[p.precision[i]].nom];
      s.places.addLayer(selectable(symbol, kind.genre, p.id[i]));
    });
  }

  function halo(map, s, i) {
    var p = s.data.lieux, metres = HALO_METRES[s.data.precisions[p.precision[i]].code];
    if (!metres || map.getZoom() < HALO_FROM_ZOOM) { return; }
    s.halos.addLayer(L.circle([p.lat[i] / 1e5, p.lon[i] / 1e5], {
      radius: metres, color: s.data.palette.encre, weight: 1, opacity: 0.6, dashArray: "3,4",
      fillColor: s.data.palette.encre, fillOpacity: 0.06, interactive: false
    }));
  }

  function cluster(map, s, feature) {
    var at = feature.geometry.coordinates, parts = feature.properties.parts;
    var shares = Object.keys(parts).map(function (cat) {
      return { n: parts[cat], couleur: s.data.categories[cat].couleur, nom: s.data.categories[cat].nom };
    });
    var symbol = new Symbol([at[1], at[0]], {
      parts: shares, radius: 12 + Math.min(14, 2.2 * Math.log2(feature.properties.point_count)),
      fond: s.data.palette.fond, encre: s.data.palette.encre
    });
    symbol._titre = s.data.textes.grappe + " (" + feature.properties.point_count + ")";
    symbol._lignes = shares.map(function (share) { return share.nom + " : " + share.n; });
    symbol.on("click", function () {
      var zoom = s.index.getClusterExpansionZoom(feature.id);
      map.setView([at[1], at[0]], Math.min(zoom, CLUSTER_UNTIL + 1.5));
    });
    return notSelectable(symbol);
  }

  function bounds(view) {
    return L.geoJSON(window.CARTOMUT_LIMITES[view.niveau][view.code]).getBounds();
  }

  function frame(map, s) {
    var view = s.data.vue;
    if (s.view !== view.cle) {
      map.fitBounds(view.cadre || bounds(view), { animate: Boolean(s.view), padding: [6, 6] });
      s.view = view.cle;
    }
    var container = map.getContainer(), texts = s.data.textes;
    container.style.background = s.data.palette.mer;
    container.setAttribute("aria-label", texts.carte);
    container.setAttribute("role", "application");
    map.attributionControl.setPrefix(false);
    if (s.credit) { map.attributionControl.removeAttribution(s.credit); }
    map.attributionControl.addAttribution((s.credit = texts.mention));
    [["in", texts.zoom_plus], ["out", texts.zoom_moins]].forEach(function (pair) {
      var button = container.querySelector(".leaflet-control-zoom-" + pair[0]);
      button.title = pair[1];
      button.setAttribute("aria-label", pair[1]);
    });
  }

  /** Draw one run's data; called by the script that Python sends at each run. */
  function draw(map, data) {
    var s = state(map);
    s.data = data;
    window.feature_group = []; // streamlit-folium never empties it
    indexPlaces(s);
    frame(map, s);
    drawAreas(s);
    drawWater(s);
    drawCircles(s);
    drawPlaces(map, s);
    drawTowns(map, s);
    s.circles.bringToFront();
    s.places.bringToFront();
    window.CARTOMUT_CARTE = { map: map, dessins: (window.CARTOMUT_CARTE || { dessins: 0 }).dessins + 1 };
  }

  window.CartoMut = { draw: draw };
})();

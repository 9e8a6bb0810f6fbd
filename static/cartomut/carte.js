/* CartoMut's map: areas, water, towns and places drawn on one Leaflet canvas.
 *
 * Python sends one object of data at each run (cartomut/maps/carte.py); the geometry comes once,
 * in limites-<hash>.js. Text from data only ever becomes textContent or canvas text, never HTML.
 */
(function () {
  "use strict";

  var CLUSTER_UNTIL = 9; // below zoom 10 close places share one symbol with their count
  var CLUSTER_RADIUS = 34; // pixels
  var TOGETHER = 6; // places at one point that are shown around it at any zoom
  var MOST_CORNERS = 60; // of a drawn area
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
    croix: function (ctx, x, y, r) { cross(ctx, x, y, r * 1.1, r * 0.42); },
    fleche: function (ctx, x, y, r, options) { polygon(ctx, x, y, r, 3, options.angle); }
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
      SHAPES[layer.options.forme](ctx, p.x, p.y, r, layer.options);
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

  /* ---- One hatch for each reason to have no value: a canvas pattern is a fill like a colour ---- */

  var HATCHES = {
    inconnu: [],
    non_enquete: [[-2, 6, 6, -2], [2, 10, 10, 2]],
    masque: [[0, 0, 8, 8], [8, 0, 0, 8]],
    non_calculable: [[0, 2, 8, 2], [0, 6, 8, 6]],
    sans_entite: [[4, 0, 4, 8]],
    non_declare: [[4, 0, 4, 8]]
  };

  function hatch(strokes, ink, paper) {
    var tile = document.createElement("canvas"), ctx = tile.getContext("2d");
    tile.width = tile.height = 8;
    ctx.fillStyle = paper;
    ctx.fillRect(0, 0, 8, 8);
    ctx.strokeStyle = ctx.fillStyle = ink;
    if (!strokes.length) { ctx.fillRect(1, 1, 2, 2); ctx.fillRect(5, 5, 2, 2); }
    ctx.lineWidth = 1.2;
    strokes.forEach(function (ends) {
      ctx.beginPath();
      ctx.moveTo(ends[0], ends[1]);
      ctx.lineTo(ends[2], ends[3]);
      ctx.stroke();
    });
    return ctx.createPattern(tile, "repeat");
  }

  function fills(palette) {
    var made = {};
    Object.keys(HATCHES).forEach(function (name) {
      made[name] = hatch(HATCHES[name], palette.hachure, palette.fond);
    });
    return made;
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
      ["areas", "water", "circles", "rings", "dots", "halos", "links", "places", "zone"].forEach(function (name) {
        s[name] = L.featureGroup().addTo(map);
      });
      s.towns = L.layerGroup().addTo(map);
      L.control.scale({ imperial: false, position: "topright" }).addTo(map);
      focusInPlace(map.getContainer());
      s.areas.bindTooltip(function (l) { return label(l._titre, l._lignes); }, { sticky: true });
      s.links.bindTooltip(function (l) { return label(l._titre, l._lignes); }, { sticky: true });
      s.dots.bindTooltip(function (l) { return label(l._titre, l._lignes); }, { direction: "top" });
      s.places.bindTooltip(function (l) { return label(l._titre, l._lignes); }, { direction: "top" });
      map.on("moveend", function () {
        if (s.data) { resizeDots(map, s); drawPlaces(map, s); drawTowns(map, s); }
      });
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
      layer._lignes = area[1] ? [data.mesure].concat(area.slice(1)) : [];
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

  /* Circles on the ground around centres: within so many kilometres. */
  function drawRings(s) {
    s.rings.clearLayers();
    (s.data.anneaux || []).forEach(function (ring) {
      s.rings.addLayer(L.circle([ring[0], ring[1]], {
        radius: ring[2], color: s.data.palette.choisi, weight: 1.2, opacity: 0.75,
        fillColor: s.data.palette.choisi, fillOpacity: 0.06, interactive: false
      }));
    });
  }

  /* Thousands of small marks, each in the shape and colour of its class, never gathered. */
  function drawDots(map, s) {
    var d = s.data.semis, size = dotSize(map);
    s.dots.clearLayers();
    s.dotSize = size;
    if (!d) { return; }
    d.lat.forEach(function (lat, i) {
      var kind = d.classes[d.rang[i]];
      var dot = new Symbol([lat / 1e5, d.lon[i] / 1e5], {
        forme: kind[1], radius: size, stroke: size > 4, weight: 1, color: s.data.palette.contour,
        fillColor: kind[2], fillOpacity: 0.95
      });
      dot._titre = d.nom[i];
      dot._lignes = [kind[0]];
      s.dots.addLayer(notSelectable(dot));
    });
  }

  function dotSize(map) {
    return Math.max(1.8, Math.min(7, 1.8 + (map.getZoom() - 7) * 1.3));
  }

  function resizeDots(map, s) {
    var size = dotSize(map);
    if (!s.data.semis || size === s.dotSize) { return; }
    s.dotSize = size;
    s.dots.eachLayer(function (dot) {
      dot.options.stroke = size > 4;
      dot.setRadius(size);
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

  function category(s, rank) {
    var kind = s.data.categories[rank];
    return {
      genre: kind[0], nom: kind[1], forme: kind[2], couleur: kind[3],
      vide: kind[4] === 1, pointille: kind[5] === 1
    };
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
      var kind = category(s, p.cat[i]), chosen = s.data.lieu_choisi === p.id[i];
      var symbol = new Symbol([p.lat[i] / 1e5, p.lon[i] / 1e5], {
        forme: kind.forme, radius: chosen ? 10 : 7, weight: chosen ? 3.5 : 1.5,
        color: chosen ? s.data.palette.choisi : s.data.palette.contour,
        dashArray: kind.pointille ? "2,2" : null,
        fillColor: kind.vide ? s.data.palette.fond : kind.couleur, fillOpacity: 1,
        aside: ring ? L.point(ring * Math.cos(angle), ring * Math.sin(angle)) : null
      });
      if (kind.vide && !chosen) { symbol.options.color = kind.couleur; symbol.options.weight = 2; }
      symbol._titre = p.nom[i];
      symbol._lignes = [kind.nom, s.data.precisions[+p.precision[i]].nom];
      s.places.addLayer(selectable(symbol, kind.genre, p.id[i]));
    });
  }

  function halo(map, s, i) {
    var p = s.data.lieux, metres = HALO_METRES[s.data.precisions[+p.precision[i]].code];
    if (!metres || map.getZoom() < HALO_FROM_ZOOM) { return; }
    s.halos.addLayer(L.circle([p.lat[i] / 1e5, p.lon[i] / 1e5], {
      radius: metres, color: s.data.palette.encre, weight: 1, opacity: 0.6, dashArray: "3,4",
      fillColor: s.data.palette.encre, fillOpacity: 0.06, interactive: false
    }));
  }

  function cluster(map, s, feature) {
    var at = feature.geometry.coordinates, parts = feature.properties.parts;
    var shares = Object.keys(parts).map(function (cat) {
      var kind = category(s, cat);
      return { n: parts[cat], couleur: kind.couleur, nom: kind.nom };
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

  /* ---- Links between places: a line by type, an arrow on the way where it goes ---- */

  function drawLinks(map, s) {
    s.links.clearLayers();
    if (!s.data.liens) { return; }
    s.data.liens.traits.forEach(function (line) {
      var type = s.data.liens.types[line[4]];
      var from = L.latLng(line[0] / 1e5, line[1] / 1e5), to = L.latLng(line[2] / 1e5, line[3] / 1e5);
      var stroke = L.polyline([from, to], {
        color: type[1], weight: 2.5, opacity: 0.9, dashArray: type[2] || null
      });
      var a = map.project(from, 10), b = map.project(to, 10);
      var arrow = new Symbol(map.unproject(a.add(b.subtract(a).multiplyBy(0.62)), 10), {
        forme: "fleche", radius: 7, angle: Math.atan2(b.y - a.y, b.x - a.x),
        stroke: false, fillColor: type[1], fillOpacity: 1
      });
      [stroke, arrow].forEach(function (layer) {
        layer._titre = line[5];
        layer._lignes = [type[0]];
        s.links.addLayer(notSelectable(layer));
      });
    });
  }

  /* ---- An area drawn by the reader; only its corners go to Python ---- */

  function drawZone(s) {
    s.zone.clearLayers();
    if (!s.data.zone) { return; }
    s.zone.addLayer(outline(s, s.data.zone[0], s.data.zone[1]));
  }

  function outline(s, points, radius) {
    var style = {
      interactive: false, color: s.data.palette.choisi, weight: 2.5, dashArray: "7,5",
      fillColor: s.data.palette.choisi, fillOpacity: 0.08
    };
    if (radius) { return L.circle(points[0], Object.assign({ radius: radius * 1000 }, style)); }
    return L.polygon(points, style);
  }

  function drawTools(map, s) {
    var texts = s.data.outils;
    if (!texts || s.tools) {
      if (s.tools && texts) { nameTools(s, texts); }
      return;
    }
    var bar = L.control({ position: "topleft" });
    bar.onAdd = function () {
      var box = L.DomUtil.create("div", "leaflet-bar cartomut-outils");
      s.tools = ["rectangle", "polygone"].map(function (kind) {
        var button = L.DomUtil.create("button", "", box);
        button.type = "button";
        button.appendChild(icon(kind));
        L.DomEvent.on(button, "click", function () { begin(map, s, kind); });
        return button;
      });
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    bar.addTo(map);
    s.help = L.DomUtil.create("div", "cartomut-aide", map.getContainer());
    s.help.setAttribute("role", "status");
    nameTools(s, texts);
    captureDrawing(map, s);
  }

  function nameTools(s, texts) {
    s.tools.forEach(function (button, rank) {
      button.title = texts[rank];
      button.setAttribute("aria-label", texts[rank]);
    });
  }

  function icon(kind) {
    var tile = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    var shape = document.createElementNS(tile.namespaceURI, "path");
    tile.setAttribute("viewBox", "0 0 20 20");
    tile.setAttribute("aria-hidden", "true");
    shape.setAttribute("d", kind === "rectangle" ? "M3 5H17V15H3Z" : "M4 7L11 3L17 9L13 17L5 15Z");
    tile.appendChild(shape);
    return tile;
  }

  function begin(map, s, kind) {
    var again = s.drawing && s.drawing.kind === kind;
    end(map, s);
    if (again) { return; }
    var rank = kind === "rectangle" ? 0 : 1;
    s.drawing = { kind: kind, points: [] };
    s.tools[rank].setAttribute("aria-pressed", "true");
    s.help.textContent = s.data.outils[rank + 2];
    map.getContainer().classList.add("cartomut-dessin");
    map.getContainer().focus();
  }

  function end(map, s) {
    s.drawing = null;
    s.help.textContent = "";
    s.tools.forEach(function (button) { button.setAttribute("aria-pressed", "false"); });
    map.getContainer().classList.remove("cartomut-dessin");
    drawZone(s);
  }

  /* While an area is drawn the map itself hears nothing: no pan, no click on a region. */
  function captureDrawing(map, s) {
    var container = map.getContainer();
    ["pointerdown", "pointermove", "pointerup", "mousedown", "mouseup", "click", "dblclick",
      "touchstart", "touchmove", "touchend", "keydown"].forEach(function (name) {
      container.addEventListener(name, function (event) {
        if (!s.drawing || event.target.closest(".leaflet-control")) { return; }
        event.stopImmediatePropagation();
        if (name.indexOf("touch") === 0 || name === "mousedown") { event.preventDefault(); }
        if (HEARD[name]) { HEARD[name](map, s, event); }
      }, { capture: true, passive: false });
    });
  }

  var HEARD = {
    pointerdown: function (map, s, event) {
      var d = s.drawing, at = map.mouseEventToLatLng(event);
      d.down = map.mouseEventToContainerPoint(event);
      if (d.kind === "rectangle" && !d.points.length) { d.points = [at]; }
    },
    pointermove: function (map, s, event) { preview(s, map.mouseEventToLatLng(event)); },
    pointerup: function (map, s, event) {
      var d = s.drawing, at = map.mouseEventToLatLng(event), here = map.mouseEventToContainerPoint(event);
      if (!d.down) { return; }
      if (d.kind === "rectangle") {
        if (map.latLngToContainerPoint(d.points[0]).distanceTo(here) > 8) {
          finish(map, s, corners(d.points[0], at));
        }
        return;
      }
      var last = d.points[d.points.length - 1];
      if (last && map.latLngToContainerPoint(last).distanceTo(here) < 5) { return; }
      if (d.points.length > 2 && map.latLngToContainerPoint(d.points[0]).distanceTo(here) < 12) {
        finish(map, s, d.points);
        return;
      }
      d.points.push(at);
      preview(s, at);
    },
    dblclick: function (map, s) { close(map, s); },
    keydown: function (map, s, event) {
      if (event.key === "Escape") { end(map, s); }
      if (event.key === "Enter") { close(map, s); }
    }
  };

  function close(map, s) {
    if (s.drawing.kind === "polygone" && s.drawing.points.length > 2) { finish(map, s, s.drawing.points); }
  }

  function corners(a, b) {
    return [[a.lat, a.lng], [a.lat, b.lng], [b.lat, b.lng], [b.lat, a.lng]].map(function (p) {
      return L.latLng(p[0], p[1]);
    });
  }

  function preview(s, at) {
    var d = s.drawing;
    if (!d.points.length) { return; }
    s.zone.clearLayers();
    s.zone.addLayer(outline(s, d.kind === "rectangle" ? corners(d.points[0], at) : d.points.concat([at])));
  }

  function finish(map, s, points) {
    var text = points.slice(0, MOST_CORNERS).map(function (p) {
      return p.lat.toFixed(4) + "," + p.lng.toFixed(4);
    }).join(";");
    s.data.zone = [points.map(function (p) { return [p.lat, p.lng]; }), null];
    end(map, s);
    s.areas.fire("click", { layer: selectable({}, "zone", "polygone:" + text) });
  }

  /* ---- Two maps side by side: each says where it looks, in the page that holds both ---- */

  var LOOK = "cartomut-vue";

  function follow(map, s) {
    if (!s.data.ensemble || s.following) { return; }
    var page = window.parent, me = String(Math.random());
    s.following = true;
    function tell() {
      if (s.led || !s.data.ensemble) { return; }
      var centre = map.getCenter();
      page.dispatchEvent(new page.CustomEvent(LOOK, {
        detail: { de: me, lat: centre.lat, lng: centre.lng, zoom: map.getZoom() }
      }));
    }
    function hear(event) {
      var seen = event.detail;
      if (seen.de === me || !s.data.ensemble) { return; }
      if (seen.question) { tell(); return; }
      s.led = true;
      map.setView([seen.lat, seen.lng], seen.zoom, { animate: false });
      s.led = false;
    }
    page.addEventListener(LOOK, hear);
    window.addEventListener("pagehide", function () { page.removeEventListener(LOOK, hear); });
    map.on("move", tell);
    page.dispatchEvent(new page.CustomEvent(LOOK, { detail: { de: me, question: true } }));
  }

  function bounds(view) {
    return L.geoJSON(window.CARTOMUT_LIMITES[view.niveau][view.code]).getBounds();
  }

  function frame(map, s) {
    var view = s.data.vue;
    if (s.view !== view.cle) {
      var moving = Boolean(s.view) && !s.data.ensemble; // two maps that follow each other jump
      map.fitBounds(view.cadre || bounds(view), { animate: moving, padding: [6, 6] });
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
    drawRings(s);
    drawDots(map, s);
    drawLinks(map, s);
    drawPlaces(map, s);
    drawTowns(map, s);
    drawZone(s);
    drawTools(map, s);
    s.circles.bringToFront();
    s.links.bringToFront();
    s.places.bringToFront();
    s.zone.bringToFront();
    follow(map, s);
    window.CARTOMUT_CARTE = { map: map, dessins: (window.CARTOMUT_CARTE || { dessins: 0 }).dessins + 1 };
  }

  window.CartoMut = { draw: draw };
})();

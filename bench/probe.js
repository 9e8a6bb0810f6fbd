/* Runs first in the page: tells the bench what the reader sees, and when.
 * `repere` is the binding that bench/browser.py adds; times are on the wall clock, after painting.
 * It looks when something has changed; at each painted frame only where there is a map, whose frame
 * has the page's origin: looking all the time took a tenth of the page's processor time.
 */
(() => {
  if (window !== window.top) return
  const told = new WeakMap() // element → what was last told of it, by name

  const tell = (name, value) => {
    const at = (performance.timeOrigin + performance.now()) / 1000
    window.repere(JSON.stringify({ name, value, at }))
  }
  const tellChange = (element, name, value) => {
    const known = told.get(element) || {}
    if (!value || known[name] === value) return
    told.set(element, { ...known, [name]: value })
    setTimeout(() => tell(name, value), 0) // asked for while preparing a frame: runs once painted
  }
  const lookAtText = (tag, name) => {
    const found = document.getElementsByTagName(tag)[0]
    if (found) tellChange(found, name, found.textContent)
  }
  // A chart changes in many small steps: the last of them is told once it is painted.
  let charted = false
  let asked = false // a look is due at the next frame
  const inChart = (target) => target.closest && target.closest(".js-plotly-plot")
  const watch = new MutationObserver((changes) => {
    charted = charted || changes.some((change) => inChart(change.target))
    ask()
  })
  watch.observe(document, { childList: true, characterData: true, subtree: true })
  const lookAtCharts = () => {
    if (charted) setTimeout(() => tell("figures", 1), 0)
    charted = false
  }
  const lookAtMap = (frame) => {
    const inside = frame.contentWindow
    if (!inside || !inside.location.pathname.includes("st_folium")) return
    const loaded = inside.performance.timeOrigin
    if ((told.get(frame) || {}).cadre !== loaded) told.delete(frame)
    tellChange(frame, "cadre", loaded)
    tellChange(frame, "carte", (inside.CARTOMUT_CARTE || {}).dessins)
    tellChange(frame, "marqueurs", inside.document.getElementsByClassName("leaflet-marker-icon").length)
  }
  const look = () => {
    asked = false
    lookAtText("h1", "titre")
    lookAtText("h2", "sous_titre")
    lookAtText("strong", "compte")
    lookAtCharts()
    const frames = Array.from(document.getElementsByTagName("iframe"))
    frames.forEach(lookAtMap)
    if (frames.length) ask() // what changes inside a frame is not told to the page around it
  }
  const ask = () => {
    if (!asked) requestAnimationFrame(look)
    asked = true
  }

  addEventListener("pointerdown", () => tell("clic", 1), true)
  ask()
})()

/* Runs first in the page and in each of its frames: tells the bench what the reader sees, and when.
 * `repere` is the binding that bench/browser.py adds; times are on the wall clock, after painting.
 */
(() => {
  const tell = (name, value) => {
    const at = (performance.timeOrigin + performance.now()) / 1000
    window.repere(JSON.stringify({ name, value, at }))
  }
  const afterPaint = (action) => requestAnimationFrame(() => setTimeout(action, 0))
  const watch = (name, read) => {
    let last = null
    const look = () => {
      const value = read()
      if (value && value !== last) afterPaint(() => tell(name, value))
      last = value
      requestAnimationFrame(look)
    }
    look()
  }

  if (window === window.top) {
    const text = (tag) => (document.getElementsByTagName(tag)[0] || {}).textContent
    watch("titre", () => text("h1"))
    watch("sous_titre", () => text("h2"))
    addEventListener("pointerdown", () => tell("clic", 1), true)
    return
  }
  if (!location.pathname.includes("st_folium")) return
  tell("cadre", 1)
  let drawn
  Object.defineProperty(window, "CARTOMUT_CARTE", {
    get: () => drawn,
    set: (value) => {
      drawn = value
      afterPaint(() => tell("carte", value.dessins))
    }
  })
  const markers = document.getElementsByClassName("leaflet-marker-icon")
  watch("marqueurs", () => markers.length)
})()

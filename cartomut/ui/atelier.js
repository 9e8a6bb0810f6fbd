// What the stage hears and tells: keys and clicker, moving on by itself, the presenter's timer.
// The place in the story is the server's: a key only says which way to go.
const KEYS = {
  ArrowRight: "suivante", PageDown: "suivante", " ": "suivante",
  ArrowLeft: "precedente", PageUp: "precedente",
  Home: "premiere", End: "derniere", Escape: "quitter",
  r: "reprendre", n: "notes",
}
const STYLE = `
  button { font: inherit; font-variant-numeric: tabular-nums; color: inherit; cursor: pointer;
    background: none; border: 0; padding: .4rem .5rem; min-height: 2.75rem }
  button:focus-visible { outline: 2px solid var(--st-primary-color) }
`
const TYPED = "input, textarea, select, [contenteditable=true], [role=combobox], [role=listbox]"
const MOVED = `${TYPED}, [role=slider], [role=radiogroup], [role=tablist], [role=grid], canvas`
const OPEN = "[data-testid=stPopoverBody], [role=dialog], [role=listbox]"

const SOON = 700 // ms for which a move waits for the run under way: keys in a burst make one move
const FRESH = 3000 // ms after which a step that has not come is no longer what keys count from

const state = { component: null, wait: null, paused: false, place: "", move: null }

function aimed() {
  const { step } = state.component.data
  const { move } = state
  return move && Date.now() - move.at < FRESH ? move.to : step
}

// A key says which step to show, counted from the one asked for last: the server may not have come
// to it yet, and a burst of a clicker must still end where it should.
function say(gesture) {
  if (!state.component) return
  if (gesture === "quitter" || gesture === "notes") return tell(gesture)
  const { count } = state.component.data
  const from = aimed()
  const ways = { suivante: from + 1, precedente: from - 1, premiere: 0, derniere: count - 1 }
  const to = Math.max(0, Math.min(ways[gesture] ?? from, count - 1))
  if (to === from && gesture !== "reprendre") return
  const waiting = state.move?.unsent
  state.move = { to, at: Date.now(), since: waiting ? state.move.since : Date.now(), unsent: true }
  if (!waiting) send()
}

function send() {
  const { move } = state
  if (!move?.unsent || !state.component) return
  const app = document.querySelector("[data-test-script-state]")
  const runs = app && app.dataset.testScriptState !== "notRunning"
  if (runs && Date.now() - move.since < SOON) return setTimeout(send, 40)
  move.unsent = false
  tell(`etape:${move.to}`)
}

function tell(gesture) {
  state.component.setTriggerValue("geste", gesture)
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen()
  else document.documentElement.requestFullscreen?.().catch(() => {})
}

// "And in Bouaké?": the filters open with the cursor in them, wherever the focus was.
function choose(tries = 20) {
  const open = document.querySelector(".st-key-atelier_filtrer button")
  if (open && open.getAttribute("aria-expanded") !== "true") open.click()
  const first = document.querySelector("[data-testid=stPopoverBody] input")
  if (first) first.focus()
  else if (tries) setTimeout(choose, 50, tries - 1)
}

function black() {
  const there = document.getElementById("cartomut_noir")
  if (there) return there.remove()
  const made = document.createElement("div")
  made.id = "cartomut_noir"
  made.style.cssText = "position:fixed;inset:0;background:#000;z-index:2000000"
  made.addEventListener("click", () => made.remove())
  document.body.append(made)
}

function pressed(event, root, within = false) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  const aim = event.composedPath?.()[0] ?? event.target
  const turned = event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End"
  if (aim.closest?.(turned ? MOVED : TYPED)) return
  if (turned && within) return // a map moves by its own arrows
  if (event.key === " " && aim.closest?.("button, a, summary")) return
  if (event.key === "Escape" && (document.querySelector(OPEN) || document.fullscreenElement)) return
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (key === "f") fullScreen()
  else if (key === "c") { event.preventDefault(); choose() }
  else if (key === "b" || key === ".") black()
  else if (key === "p") { state.paused = !state.paused; plan(root) }
  else if (KEYS[key]) { event.preventDefault(); say(KEYS[key]) }
}

// Keys pressed while a map has the focus are heard too: its frame is one of ours.
function hearFrames(root, signal) {
  for (const frame of document.querySelectorAll("iframe")) {
    try {
      const inside = frame.contentWindow
      if (inside.cartomutHeard === signal) continue
      inside.cartomutHeard = signal
      inside.addEventListener("keydown", (event) => pressed(event, root, true), { signal })
    } catch { /* a frame of another origin keeps its keys */ }
  }
}

function plan() {
  clearTimeout(state.wait)
  const { seconds, step, count } = state.component.data
  if (seconds && step + 1 < count && !state.paused) state.wait = setTimeout(() => say("suivante"), seconds * 1000)
}

// A server started anew knows nothing of this page: the address of the step is opened again.
function survive() {
  const app = document.querySelector("[data-test-connection-state]")
  if (!app) return
  if (app.dataset.testConnectionState !== "CONNECTED") state.lost ??= window.location.href
  else if (state.lost) window.location.replace(state.lost)
}

function started(story, anew) {
  const key = `cartomut_debut_${story}`
  try {
    if (anew || !sessionStorage.getItem(key)) sessionStorage.setItem(key, String(Date.now()))
    return Number(sessionStorage.getItem(key))
  } catch {
    return state.since ??= Date.now()
  }
}

export default function (component) {
  const parent = component.parentElement
  const { story, step, texts, seconds } = component.data
  state.component = component
  if (state.move && !state.move.unsent && state.move.to === step) state.move = null
  let root = parent.querySelector("button")
  if (!root) {
    const style = document.createElement("style")
    style.textContent = STYLE
    root = document.createElement("button")
    root.type = "button"
    root.addEventListener("click", () => { started(state.component.data.story, true); showTime() })
    parent.append(style, root)
  }
  root.title = texts.timer
  root.setAttribute("aria-label", texts.timer)
  const showTime = () => {
    const passed = Math.max(0, Math.floor((Date.now() - started(story)) / 1000))
    const two = (number) => String(number).padStart(2, "0")
    const paused = seconds && state.paused ? ` · ${texts.paused}` : ""
    root.textContent = `${two(Math.floor(passed / 60))}:${two(passed % 60)}${paused}`
    hearFrames(root, heard)
    survive()
  }
  state.stop?.abort()
  state.stop = new AbortController()
  const heard = state.stop.signal
  window.addEventListener("keydown", (event) => pressed(event, root), { signal: heard })
  const clock = setInterval(showTime, 1000)
  heard.addEventListener("abort", () => clearInterval(clock))
  showTime()
  const place = `${story}/${step}/${seconds}`
  if (place !== state.place) { state.place = place; plan() }
  return () => {
    state.stop?.abort()
    clearTimeout(state.wait)
    state.place = ""
    state.component = state.move = null
    document.getElementById("cartomut_noir")?.remove()
  }
}

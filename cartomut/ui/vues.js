// The reader's own views: kept in this browser alone, carried to another by a file. Names are text,
// and an address is always put together here from one of our own pages and its query.
const KEY = "cartomut_vues"
const FORMAT = "cartomut_vues"
const LONGEST_NAME = 80
const LONGEST_QUERY = 4000
const MOST_VIEWS = 200
const MOST_BYTES = 500000

const STYLE = `
  :host, .vues { font: inherit; color: inherit }
  .vues { display: flex; flex-direction: column; gap: .6rem; width: 100%; line-height: 1.4 }
  form, li, .file { display: flex; gap: .4rem; align-items: center; flex-wrap: wrap }
  label { font-weight: 500 }
  input[type=text] { flex: 1 1 8rem; min-width: 0; box-sizing: border-box; padding: .4rem .5rem;
    font: inherit; color: inherit; background: var(--st-background-color);
    border: 1px solid var(--st-border-color); border-radius: .4rem }
  ul { list-style: none; margin: 0; padding: 0; max-height: 40vh; overflow: auto }
  li { padding: .25rem 0; border-top: 1px solid var(--st-border-color) }
  li a { flex: 1 1 8rem; min-width: 0; overflow-wrap: anywhere; color: var(--st-link-color) }
  button { font: inherit; font-size: .875em; color: inherit; cursor: pointer; min-height: 2.25rem;
    padding: .3rem .6rem; border-radius: .4rem; border: 1px solid var(--st-border-color);
    background: var(--st-secondary-background-color) }
  :is(a, button, input):focus-visible { outline: 2px solid var(--st-primary-color);
    outline-offset: 1px }
  p { margin: 0; font-size: .875em; overflow-wrap: anywhere }
`

function make(tag, given = {}, children = []) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value)
    else if (name === "text") made.textContent = value
    else made.setAttribute(name, value)
  }
  made.append(...children)
  return made
}

const fill = (pattern, ...values) => values.reduce((text, one) => text.replace("{}", () => one), pattern)

// Returns [view, ""] or [null, why not].
export function checked(view, pages, texts) {
  const name = typeof view?.nom === "string" ? view.nom.trim() : ""
  if (!name) return [null, texts.nameless]
  const said = name.slice(0, LONGEST_NAME)
  if (typeof view.page !== "string" || !pages.includes(view.page))
    return [null, fill(texts.other_page, said)]
  if (typeof view.requete !== "string" || view.requete.length > LONGEST_QUERY)
    return [null, fill(texts.bad_query, said)]
  const query = new URLSearchParams(view.requete).toString()
  return [{ nom: said, page: view.page, requete: query }, ""]
}

export function readFile(text, pages, texts) {
  let content
  try {
    content = JSON.parse(text)
  } catch {
    return { views: [], refused: [texts.not_json] }
  }
  if (content?.format !== FORMAT || !Array.isArray(content.vues))
    return { views: [], refused: [texts.not_ours] }
  const results = content.vues.slice(0, MOST_VIEWS).map((one) => checked(one, pages, texts))
  const refused = results.filter(([view]) => !view).map(([, why]) => why)
  if (content.vues.length > MOST_VIEWS) refused.push(fill(texts.too_many, String(MOST_VIEWS)))
  return { views: results.map(([view]) => view).filter(Boolean), refused }
}

export function merged(kept, added) {
  const all = [...kept]
  for (const view of added) {
    if (all.some((one) => one.nom === view.nom && one.page === view.page && one.requete === view.requete))
      continue
    all.push({ ...view, nom: free(view.nom, all) })
  }
  return all.slice(0, MOST_VIEWS)
}

function free(name, views) {
  const taken = new Set(views.map((one) => one.nom))
  if (!taken.has(name)) return name
  let rank = 2
  while (taken.has(`${name} (${rank})`)) rank += 1
  return `${name} (${rank})`
}

function here(pages) {
  const parts = window.location.pathname.split("/")
  const last = parts.pop()
  const page = pages.includes(last) ? last : ""
  const choices = new URLSearchParams(window.location.search)
  choices.delete("acces")  // a link that reads is not a choice of the view
  return { page, requete: choices.toString() }
}

function base(pages) {
  const parts = window.location.pathname.split("/")
  if (pages.includes(parts.at(-1)) || parts.at(-1) === "") parts.pop()
  return parts.join("/") + "/"
}

function load(pages, texts) {
  const kept = readFile(
    JSON.stringify({ format: FORMAT, vues: JSON.parse(localStorage.getItem(KEY) || "[]") }),
    pages,
    texts,
  )
  return kept.views
}

export default function (component) {
  const { pages, texts } = component.data
  const parent = component.parentElement
  const old = parent.querySelector(".vues")
  if (old && old.dataset.texts === JSON.stringify(texts)) return
  old?.remove()
  const said = make("p", { role: "status" })
  const list = make("ul")
  const name = make("input", { type: "text", id: "nom_de_vue", maxlength: String(LONGEST_NAME) })
  const say = (text) => { said.textContent = text }

  const read = () => {
    try {
      return load(pages, texts)
    } catch {
      say(texts.no_storage)
      return []
    }
  }
  const write = (views) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(views))
    } catch {
      say(texts.no_storage)
    }
    show()
  }

  const rename = (rank, item) => {
    const views = read()
    const field = make("input", { type: "text", maxlength: String(LONGEST_NAME), "aria-label": texts.new_name })
    field.value = views[rank].nom
    const form = make("form", {
      onsubmit: (event) => {
        event.preventDefault()
        const wanted = field.value.trim()
        if (!wanted) return say(texts.without_name)
        const others = views.filter((_, other) => other !== rank)
        views[rank] = { ...views[rank], nom: free(wanted, others) }
        write(views)
        say(texts.renamed)
      },
    }, [field, make("button", { type: "submit", text: texts.save })])
    item.replaceChildren(form)
    field.focus()
  }

  const show = () => {
    const views = read()
    list.replaceChildren(...views.map((view, rank) => {
      const item = make("li")
      const label = (text) => fill(texts.of_view, text, view.nom)
      item.append(
        make("a", { text: view.nom, href: `${base(pages)}${view.page}?${view.requete}`, target: "_self" }),
        make("button", { type: "button", text: texts.rename, "aria-label": label(texts.rename), onclick: () => rename(rank, item) }),
        make("button", {
          type: "button",
          text: texts.remove,
          "aria-label": label(texts.remove),
          onclick: () => {
            write(read().filter((_, other) => other !== rank))
            say(fill(texts.removed, view.nom))
          },
        }),
      )
      return item
    }))
    if (!views.length) list.replaceChildren(make("li", {}, [make("p", { text: texts.none })]))
  }

  const save = (event) => {
    event.preventDefault()
    if (!name.value.trim()) return say(texts.without_name)
    const { page, requete } = here(pages)
    const [view, why] = checked({ nom: name.value, page, requete }, pages, texts)
    if (!view) return say(why)
    const views = read()
    if (views.length >= MOST_VIEWS) return say(fill(texts.too_many, String(MOST_VIEWS)))
    const named = { ...view, nom: free(view.nom, views) }
    write([...views, named])
    name.value = ""
    say(fill(texts.saved, named.nom))
  }

  const carry = () => {
    const content = { format: FORMAT, version: 1, vues: read() }
    const blob = new Blob([JSON.stringify(content, null, 1)], { type: "application/json" })
    const link = make("a", { href: URL.createObjectURL(blob), download: "cartomut_vues.json" })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  }

  const file = make("input", {
    type: "file",
    accept: ".json,application/json",
    hidden: "",
    "aria-label": texts.bring,
    onchange: async () => {
      const chosen = file.files[0]
      if (!chosen) return
      const content = chosen.size > MOST_BYTES ? "" : await chosen.text()
      const { views, refused } = readFile(content, pages, texts)
      const before = read()
      const after = merged(before, views)
      if (views.length) write(after)
      say([fill(texts.brought, String(after.length - before.length)), ...refused.slice(0, 3)].join(" "))
      file.value = ""
    },
  })

  const root = make("div", { class: "vues" }, [
    make("style", { text: STYLE }),
    make("form", { onsubmit: save }, [
      make("label", { for: "nom_de_vue", text: texts.name }),
      name,
      make("button", { type: "submit", text: texts.save }),
    ]),
    said,
    list,
    make("div", { class: "file" }, [
      make("button", { type: "button", text: texts.carry, onclick: carry }),
      make("button", { type: "button", text: texts.bring, onclick: () => file.click() }),
      file,
    ]),
    make("p", { text: texts.where }),
  ])
  root.dataset.texts = JSON.stringify(texts)
  parent.append(root)
  show()
}

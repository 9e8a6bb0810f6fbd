// Tells what only the browser knows: the size of the page, whether the typeface came, and which
// other hosts the page asked for anything. Nothing of it leaves the app.
const FAMILY = "IBM Plex Sans"

async function look() {
  await document.fonts.ready
  const fonts = [...document.fonts].filter((one) => one.family.includes(FAMILY))
  const hosts = performance
    .getEntriesByType("resource")
    .map((one) => new URL(one.name, window.location.href))
    .filter((one) => one.protocol.startsWith("http") && one.host !== window.location.host)
    .map((one) => one.host)
  return JSON.stringify({
    width: window.innerWidth,
    height: window.innerHeight,
    ratio: window.devicePixelRatio,
    font: fonts.some((one) => one.status === "loaded"),
    hosts: [...new Set(hosts)].slice(0, 5),
  })
}

export default function (component) {
  const { data, setStateValue } = component
  let told = data.known
  const tell = async () => {
    const seen = await look()
    if (seen !== told) setStateValue("vu", (told = seen))
  }
  let waiting
  const later = () => {
    clearTimeout(waiting)
    waiting = setTimeout(tell, 400)
  }
  tell()
  window.addEventListener("resize", later)
  return () => {
    clearTimeout(waiting)
    window.removeEventListener("resize", later)
  }
}

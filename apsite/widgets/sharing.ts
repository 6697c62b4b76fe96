/** Links to a figure's state, and code to embed it, for the reader to take away. */

import { address } from "./link"

/** Copy a link to the figure `name` in `state`; returns what is to be said of it. `root` is the figure's element. */
export function copyLink(root: HTMLElement, name: string, state: string): Promise<string> {
  const anchor = root.closest("figure")?.id ?? ""
  return copied(address(name, state, anchor), "The link is copied: it brings back what you see.")
}

/** Copy the code that puts the figure `name` in `state` into another page; `home` is where the site begins. */
export function copyEmbed(home: URL, name: string, state: string, title: string): Promise<string> {
  const target = new URL(`embed/${name}/`, home)
  if (state) target.search = `${name}=${state}`
  const code = `<iframe src="${target.href}" title="${title}" width="800" height="900" loading="lazy"></iframe>`
  return copied(code, "The code is copied: put it into your page.")
}

async function copied(text: string, said: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text)
    return said
  } catch {
    return `This browser does not let the page copy. Here it is: ${text}`
  }
}

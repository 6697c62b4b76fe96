/** Short texts with subscripts and superscripts, as elements. */

import type { Words } from "./types"

const TAGS: Readonly<Record<string, string>> = { i: "i", sub: "sub", sup: "sup" }

/** Put `words` into `parent`; a line break in them is one on the page. */
export function setWords(parent: Element, words: Words): void {
  for (const [text, style] of words) {
    const lines = text.split("\n")
    lines.forEach((line, index) => {
      if (index) parent.append(document.createElement("br"))
      const tag = TAGS[style]
      if (!tag) return parent.append(line)
      const element = document.createElement(tag)
      element.textContent = line
      return parent.append(element)
    })
  }
}

/** A name as it is set: E_K and its like with an index. */
export function named(text: string): Words {
  return text.split(/\b([A-Za-z]_[A-Za-z]+)/).flatMap((part, index): Words => {
    const [letter, below] = part.split("_") as [string, string]
    return index % 2
      ? [
          [letter, "i"],
          [below, "sub"],
        ]
      : part
        ? [[part, ""]]
        : []
  })
}

/** Give `element` a text. A text that is there is changed in place: for a new node the page would be laid out more widely. */
export function setText(element: Element, text: string): void {
  const { firstChild } = element
  if (!(firstChild instanceof Text)) element.textContent = text
  else if (firstChild.data !== text) firstChild.data = text
}

/**
 * An element of a fixed height for what changes often, in one of its own: as no part of a grid it can be laid out alone,
 * where the browser would otherwise go through the whole page.
 */
export function apart(content: HTMLElement): HTMLElement {
  content.classList.add("ap-live__apart")
  return make("div", {}, content)
}

/** An element with attributes and content. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...content)
  return element
}

/** What stands behind the wrong answers of a class: what the questions themselves say of them, most frequent first. */

import { make } from "../page/elements"

/** Some words of a question about a wrong answer, and who gave that. */
interface Met {
  words: string
  asked: string
  names: string[]
}

export class Behind {
  private readonly met = new Map<string, Met>()

  /** Count that `name` gave the answer to the question `asked` of which `words` are said. */
  add(words: string, asked: string, name: string): void {
    const key = `${asked}\n${words}`
    const found = this.met.get(key)
    if (found) found.names.push(name)
    else this.met.set(key, { words, asked, names: [name] })
  }

  /** All that was met by more than one reader, as a section; nothing, where there is none. */
  get shared(): HTMLElement[] {
    const all = [...this.met.values()].filter(({ names }) => names.length > 1)
    if (!all.length) return []
    const items = all
      .sort((one, other) => other.names.length - one.names.length)
      .map(({ words, asked, names }) =>
        make(
          "li",
          {},
          make("p", {}, words),
          make("p", { class: "ap-handed__whose" }, `${asked} – ${names.length} readers: ${names.join(", ")}`),
        ),
      )
    return [make("section", {}, make("h2", {}, "What several of them think"), make("ul", {}, ...items))]
  }
}

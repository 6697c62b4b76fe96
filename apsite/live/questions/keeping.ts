/** What a reader has answered, kept in this browser and nowhere else. */

const VERSION = 1
const MOST = 20 // answers to one question

/** An answer as it is told to who gave it, and when it was given. */
export interface Try {
  answer: string
  right: boolean
  at: string
  /** The answer as it is judged, where its words do not tell all of it, and the edition of the question. */
  given?: string
  of?: string
}

/** What was done about one question. */
export interface Record {
  tries: Try[]
  hints: number
  solution: boolean
}

/** What is kept of a book: by page, and by question. */
export interface Kept {
  version: number
  pages: { [page: string]: { [question: string]: Record } }
  /** Whether the reader wants to see in the navigation how far that is. */
  path: boolean
}

/** The name under which answers are kept of the book that begins at `home`; null where none are to be, as on slides. */
export function nameIn({ pathname }: URL): string | null {
  return document.querySelector("[data-keeps=nothing]") ? null : `ap-answers:${pathname}`
}

/** The page whose questions these are, by its address within the book: the one at hand, or the one that they were taken from. */
export function pageIn({ pathname }: URL): string {
  const from = document.querySelector<HTMLElement>("[data-asked-by]")?.dataset["askedBy"]
  if (from !== undefined) return from
  return location.pathname.startsWith(pathname) ? location.pathname.slice(pathname.length) : location.pathname
}

export function nothing(): Kept {
  return { version: VERSION, pages: {}, path: false }
}

/** What `text` holds; what is not of this form is left out. */
export function read(text: string | null): Kept {
  const found = nothing()
  let given: unknown
  try {
    given = JSON.parse(text ?? "")
  } catch {
    return found
  }
  if (!isObject(given) || given["version"] !== VERSION || !isObject(given["pages"])) return found
  found.path = given["path"] === true
  for (const [page, questions] of Object.entries(given["pages"])) {
    if (!isObject(questions)) continue
    const own: { [question: string]: Record } = {}
    for (const [name, record] of Object.entries(questions)) if (isRecord(record)) own[name] = record
    found.pages[page] = own
  }
  return found
}

function isObject(value: unknown): value is { [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function isRecord(value: unknown): value is Record {
  return (
    isObject(value) &&
    typeof value["hints"] === "number" &&
    typeof value["solution"] === "boolean" &&
    Array.isArray(value["tries"]) &&
    value["tries"].every(
      each => isObject(each) && typeof each["answer"] === "string" && typeof each["right"] === "boolean" && typeof each["at"] === "string",
    )
  )
}

/** The answers of one page. A browser that keeps nothing for pages (a file, a frame) has them until the page goes. */
export class Keeping {
  private kept: Kept

  /** `name`: that of the book's answers in this browser, which several books may share; null keeps them until the page goes. */
  constructor(
    private readonly name: string | null,
    readonly page: string,
  ) {
    this.kept = this.fetched()
  }

  /** Whether answers outlast the page. */
  get lasts(): boolean {
    return this.name !== null
  }

  /** What was done about a question, which may be nothing. */
  of(question: string): Record {
    const page = this.kept.pages[this.page]
    const record = page && Object.hasOwn(page, question) ? page[question] : undefined
    return record ?? { tries: [], hints: 0, solution: false }
  }

  /** What is kept of this page. */
  get own(): { readonly [question: string]: Record } {
    return this.kept.pages[this.page] ?? {}
  }

  /** Whether anything is kept, of any page. */
  get any(): boolean {
    return Object.values(this.kept.pages).some(page => Object.keys(page).length > 0)
  }

  /** Keep what was done about a question. What other tabs have kept meanwhile stays. */
  put(question: string, record: Record): void {
    this.kept = this.fetched()
    const own = (this.kept.pages[this.page] ??= {})
    own[question] = { ...record, tries: record.tries.slice(-MOST) }
    this.store()
  }

  /** All that is kept, as it is now. */
  get all(): Kept {
    return (this.kept = this.fetched())
  }

  /** Keep whether the reader wants to see the path. */
  want(path: boolean): void {
    this.kept = { ...this.fetched(), path }
    this.store()
  }

  private store(): void {
    if (this.name === null) return
    try {
      localStorage.setItem(this.name, this.written)
    } catch {
      // It is there until the page goes.
    }
  }

  /** All that is kept, as a file holds it. */
  get written(): string {
    return `${JSON.stringify(this.kept, null, 1)}\n`
  }

  forget(): void {
    this.kept = nothing()
    if (this.name === null) return
    try {
      localStorage.removeItem(this.name)
    } catch {
      // There was nothing.
    }
  }

  private fetched(): Kept {
    if (this.name === null) return this.kept ?? nothing()
    try {
      const text = localStorage.getItem(this.name)
      return text === null ? (this.kept ?? nothing()) : read(text)
    } catch {
      return this.kept ?? nothing()
    }
  }
}

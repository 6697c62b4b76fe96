/** What a reader takes away: tables, files, and a drawing as an image. */

const SEPARATOR = ","

/** Any columns as comma-separated values. */
export function columns(headers: readonly string[], rows: readonly (readonly (number | string)[])[]): string {
  return [headers.map(quoted), ...rows].map(row => row.join(SEPARATOR)).join("\r\n") + "\r\n"
}

export function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

/** Hand a file to the reader. */
export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement("a")
  Object.assign(link, { href: address, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** The SVG document `svg` as a PNG of twice its size. */
export async function image(svg: string, { width, height }: { width: number; height: number }): Promise<Blob> {
  const picture = new Image()
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await picture.decode()
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height })
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error("no image"))), "image/png"))
}

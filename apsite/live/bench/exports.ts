/** What a reader takes away: tables, and the figure as a drawing or an image. */

import type { Content } from "../plot/content"
import type { Palette } from "../page/palette"
import { share, type Axes, type Words } from "../page/types"

const SEPARATOR = ","

/** Any columns as comma-separated values. */
export function columns(headers: readonly string[], rows: readonly (readonly (number | string)[])[]): string {
  return [headers.map(quoted), ...rows].map(row => row.join(SEPARATOR)).join("\r\n") + "\r\n"
}

export function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

/** One pair of axes and what stands in it. */
export interface Drawn {
  axes: Axes
  content: Content
}

/** All that is seen of a figure: its size in CSS pixels, images and, over them, axes. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly panels: readonly Drawn[]
  /** As elements of SVG. */
  readonly images?: readonly string[]
}

/** The figure as an SVG document on the page's own ground. */
export function drawing({ width, height, panels, images = [] }: Drawing, colors: Palette, title: string): string {
  const body = panels.map(({ axes, content }, index) => panelOf(axes, content, colors, index)).join("\n")
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
    ` font-family="'Source Sans 3', system-ui, sans-serif" font-size="12.7">\n<title>${inMarkup(title)}</title>\n` +
    `<rect width="100%" height="100%" fill="${colors["page"]}"/>\n${[...images, body].join("\n")}\n</svg>\n`
  )
}

function panelOf(axes: Axes, content: Content, colors: Palette, index: number): string {
  const { left, top, width, height } = axes
  const x = (value: number): number => round(left + share(axes.x, value) * width)
  const y = (value: number): number => round(top + (1 - share(axes.y, value)) * height)
  const line = (points: Iterable<readonly [number, number | null]>): string => {
    let [path, pen] = ["", "M"]
    for (const [a, b] of points) {
      if (b === null || !Number.isFinite(b)) pen = "M"
      else [path, pen] = [`${path}${pen}${x(a)} ${y(b)}`, "L"]
    }
    return path
  }
  const stroked = (d: string, color: string, thick: number, dash: readonly number[], alpha: number): string =>
    `<path d="${d}" fill="none" stroke="${colors[color]}" stroke-width="${thick}" stroke-opacity="${alpha}"` +
    `${dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : ""} stroke-linejoin="round"/>`
  const text = (words: Words, at: string, color = "ink"): string => `<text ${at} fill="${colors[color]}">${spans(words)}</text>`
  const parts = [
    ...(content.decorated ? axes.areas : []).map(area => `<path d="${line(area.points)}Z" fill="${colors[area.color]}" fill-opacity="${area.alpha}"/>`),
    ...axes.levels.filter(level => content.decorated || level.color === "faint").map(level =>
      stroked(level.kind === "x" ? `M${x(level.at)} ${top}V${top + height}` : `M${left} ${y(level.at)}H${left + width}`, level.color, level.width, level.dash, level.alpha)),
    ...content.curves.map(curve => stroked(line(Array.from(content.time, (t, k) => [t, curve.y[k] ?? null] as const)), curve.color, curve.width, curve.dash, curve.alpha)),
    ...content.lines.filter(each => each.width).map(each => stroked(line(each.points), each.color, each.width, each.dash, each.alpha)),
    ...content.lines.filter(each => each.marker).flatMap(each => each.points.map(([a, b]) => `<circle cx="${x(a)}" cy="${y(b)}" r="${each.marker / 2}" fill="${colors[each.color]}"/>`)),
    ...content.marks.map(mark => `<circle cx="${x(mark.x)}" cy="${y(mark.y)}" r="${mark.size / 2}" fill="${colors[mark.filled ? mark.color : "page"]}" stroke="${colors[mark.color]}" stroke-width="1.5"/>`),
  ]
  const anchor = { left: "start", center: "middle", right: "end" }
  const words = axes.texts.flatMap(text => {
    const stands = content.stands ? content.stands(text) : content.decorated ? ([text.x, text.y] as const) : null
    return stands ? [{ ...text, x: stands[0], y: stands[1] }] : []
  })
  return [
    `<clipPath id="panel-${index}"><rect x="${left}" y="${top}" width="${width}" height="${height}"/></clipPath>`,
    `<g clip-path="url(#panel-${index})">${parts.join("")}</g>`,
    `<path d="M${left} ${top}V${top + height}H${left + width}" fill="none" stroke="${colors["muted"]}"/>`,
    ...axes.x.ticks.map(([value, label]) => `<path d="M${x(value)} ${top + height}v4" stroke="${colors["muted"]}"/>` + text(label, `x="${x(value)}" y="${top + height + 18}" text-anchor="middle"`)),
    ...axes.y.ticks.map(([value, label]) => `<path d="M${left} ${y(value)}h-4" stroke="${colors["muted"]}"/>` + text(label, `x="${left - 7}" y="${y(value) + 4}" text-anchor="end"`)),
    text(axes.title, `x="${left}" y="${top - 8}" font-weight="600" font-size="14"`),
    text(axes.x.label, `x="${left + width / 2}" y="${axes.x.label_at + 4}" text-anchor="middle" font-size="13.3"`),
    text(axes.y.label, `transform="translate(${axes.y.label_at + 4} ${top + height / 2}) rotate(-90)" text-anchor="middle" font-size="13.3"`),
    ...(content.note ? [text([[content.note, ""]], `x="${left + 8}" y="${top + height - 8}"`)] : []),
    ...words.map(label => text(label.words, `x="${x(label.x)}" y="${y(label.y) + 4}" text-anchor="${anchor[label.across]}" font-size="${label.size}"`, label.color)),
  ].join("\n")
}

function spans(words: Words): string {
  return words.map(([text, style]) => {
    const escaped = inMarkup(text.replace(/\n/g, " "))
    if (style === "i") return `<tspan font-style="italic">${escaped}</tspan>`
    if (style === "sub" || style === "sup") return `<tspan baseline-shift="${style === "sub" ? "sub" : "super"}" font-size="75%">${escaped}</tspan>`
    return escaped
  }).join("")
}

function inMarkup(text: string): string {
  return text.replace(/[&<>"]/g, each => `&#${each.charCodeAt(0)};`)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
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


/** What a program for Node is asked, a request a line of JSON, and what it replies, a line for each. */

declare const process: {
  stdin: { setEncoding(name: string): void; on(event: "data", heard: (chunk: string) => void): void }
  stdout: { write(text: string): void }
}

/** Answer each line on standard input with one on standard output. */
export function answerLines(answered: (line: string) => object): void {
  let rest = ""
  process.stdin.setEncoding("utf8")
  process.stdin.on("data", chunk => {
    const lines = (rest + chunk).split("\n")
    rest = lines.pop()!
    for (const line of lines) process.stdout.write(JSON.stringify(answered(line)) + "\n")
  })
}

/** The questions of a page: what makes each of them answer, and keeps what its reader has answered. */

import "./questions.css"

import { Keeping, nameIn, pageIn } from "./keeping"
import { Kept } from "./kept"
import { Asked } from "./asked"
import type { Prediction, Question } from "./judging"
import { Predicted } from "./predicting"
import type { Live } from "../page/mount"

/** What is kept of the page at hand: once, however many questions it has. */
let present: { page: string; kept: Kept } | undefined

/** Let the question in the box `root` answer. `home` is where the site begins; `wake` starts a live figure of the page. */
export function open(root: HTMLElement, home: URL, wake: (name: string) => Promise<Live | undefined>): void {
  const page = pageIn(home)
  if (present?.page !== page || !present.kept.stands) present = { page, kept: new Kept(new Keeping(nameIn(home), page), home) }
  const question = JSON.parse(root.dataset["question"]!) as Question | Prediction
  if (question.kind === "draw" || question.kind === "mark" || question.kind === "predict") new Predicted(root, question, present.kept, wake)
  else new Asked(root, question, present.kept, wake)
}

/** A tone and clicks as a graph of Web Audio. Nothing of the page. */

import { endOf, pitch, potentialAt, type Score } from "./score"

/** Of full scale: no sample is beyond, whatever is played at once. */
const LOUDEST = 0.4
/** Shares of that: of the tone, which goes on, and of a click, which is over at once. */
const TONE = 0.3
const CLICK = 0.65
const FADE = 0.01 // s in which a tone comes and goes
const GLIDE = 0.008 // s, of the way of a tone to another height
const HELD = 0.25 // s that a tone is heard where the cursor stands
const AHEAD = 0.02 // s from what is asked for to where it begins
const POINTS = 200 // of a tone's course, in a second
const RINGING = { hertz: 2000, decay: 0.0007, length: 0.005 } // Hz, s, s

export class Voice {
  private readonly limiter: AudioNode
  private readonly clicking: AudioBuffer
  /** What is played, and how loud. */
  private played: readonly (readonly [AudioScheduledSourceNode, GainNode])[] = []
  /** The tone at the cursor. */
  private tone: readonly [OscillatorNode, GainNode] | undefined

  constructor(private readonly context: BaseAudioContext) {
    // From end to end a line; beyond its ends, the ends.
    this.limiter = new WaveShaperNode(context, { curve: [-LOUDEST, LOUDEST] })
    this.limiter.connect(context.destination)
    const { sampleRate } = context
    this.clicking = new AudioBuffer({ length: Math.ceil(RINGING.length * sampleRate), sampleRate })
    const samples = this.clicking.getChannelData(0)
    for (let k = 0; k < samples.length; k++) {
      const time = k / sampleRate
      samples[k] = Math.sin(2 * Math.PI * RINGING.hertz * time) * Math.exp(-time / RINGING.decay)
    }
  }

  /** Play a run `from` a time on (ms), so many ms of it in each second. What was played before ends. */
  play(score: Score, from: number, pace: number): void {
    this.hush()
    const seconds = (endOf(score) - from) / pace
    if (!(seconds > 2 * FADE)) return
    const begin = this.context.currentTime + AHEAD
    const count = Math.max(2, Math.ceil(seconds * POINTS))
    const course = Float32Array.from({ length: count }, (_, k) => pitch(potentialAt(score, from + (k / (count - 1)) * seconds * pace)))
    const [oscillator, gain] = this.oscillator(course[0]!)
    oscillator.frequency.setValueCurveAtTime(course, begin, seconds)
    gain.gain.setValueAtTime(0, begin).linearRampToValueAtTime(TONE, begin + FADE)
    gain.gain.setValueAtTime(TONE, begin + seconds - FADE).linearRampToValueAtTime(0, begin + seconds)
    oscillator.start(begin)
    oscillator.stop(begin + seconds)
    const clicks = score.clicks.filter(time => time >= from).map(time => this.click((time - from) / pace + AHEAD))
    this.played = [[oscillator, gain], ...clicks]
  }

  /** Let a tone of a potential (mV) be heard for a moment, or go on to it from the one that is. */
  sound(potential: number): void {
    const { currentTime: now } = this.context
    const hertz = pitch(potential)
    if (!this.tone) {
      this.tone = this.oscillator(hertz)
      this.tone[0].start()
    }
    const [{ frequency }, { gain }] = this.tone
    frequency.cancelScheduledValues(now).setTargetAtTime(hertz, now, GLIDE)
    gain.cancelScheduledValues(now).setTargetAtTime(TONE, now, GLIDE)
    gain.setTargetAtTime(0, now + HELD, FADE)
  }

  /** Click, after so many seconds. */
  click(after = 0): readonly [AudioScheduledSourceNode, GainNode] {
    const source = new AudioBufferSourceNode(this.context, { buffer: this.clicking })
    const gain = new GainNode(this.context, { gain: CLICK })
    source.connect(gain).connect(this.limiter)
    source.start(this.context.currentTime + after)
    return [source, gain]
  }

  /** End all that sounds, and what was to come. */
  hush(): void {
    const { currentTime: now } = this.context
    const all = this.tone ? [...this.played, this.tone] : this.played
    this.played = []
    this.tone = undefined
    for (const [source, { gain }] of all) {
      gain.cancelScheduledValues(now).setTargetAtTime(0, now, FADE / 4)
      source.stop(now + FADE)
    }
  }

  private oscillator(hertz: number): readonly [OscillatorNode, GainNode] {
    // A triangle's overtones are heard where a small loudspeaker gives nothing of a low tone itself.
    const oscillator = new OscillatorNode(this.context, { type: "triangle", frequency: hertz })
    const gain = new GainNode(this.context, { gain: 0 })
    oscillator.connect(gain).connect(this.limiter)
    return [oscillator, gain]
  }
}

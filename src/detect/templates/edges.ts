/** Pairs that may be of one template: rows and how much they share (0 to 1). Columns, for millions of them. */
export class Edges {
  a: Uint32Array
  b: Uint32Array
  score: Float32Array
  length = 0

  constructor(room = 1024) {
    this.a = new Uint32Array(Math.max(1, room))
    this.b = new Uint32Array(Math.max(1, room))
    this.score = new Float32Array(Math.max(1, room))
  }

  add(a: number, b: number, score: number): void {
    if (this.length === this.a.length) {
      this.a = grown(this.a, new Uint32Array(this.length * 2))
      this.b = grown(this.b, new Uint32Array(this.length * 2))
      this.score = grown(this.score, new Float32Array(this.length * 2))
    }
    this.a[this.length] = a
    this.b[this.length] = b
    this.score[this.length] = score
    this.length++
  }
}

function grown<T extends Uint32Array | Float32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

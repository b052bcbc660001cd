/** Pairs that may be of one template: row numbers and how much they share (0 to 1). Columns, for millions of them. */
export class Edges {
  a = new Uint32Array(1024)
  b = new Uint32Array(1024)
  score = new Float32Array(1024)
  length = 0

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

/** Pairs that may be of one template: rows, and how alike they are at both levels (0 to 1). Columns, for millions of them. */
export class Edges {
  a: Uint32Array
  b: Uint32Array
  template: Float32Array
  edition: Float32Array
  length = 0

  constructor(room = 1024) {
    this.a = new Uint32Array(room)
    this.b = new Uint32Array(room)
    this.template = new Float32Array(room)
    this.edition = new Float32Array(room)
  }

  add(a: number, b: number, template: number, edition: number): void {
    if (this.length === this.a.length) {
      this.a = grown(this.a, new Uint32Array(this.length * 2))
      this.b = grown(this.b, new Uint32Array(this.length * 2))
      this.template = grown(this.template, new Float32Array(this.length * 2))
      this.edition = grown(this.edition, new Float32Array(this.length * 2))
    }
    this.a[this.length] = a
    this.b[this.length] = b
    this.template[this.length] = template
    this.edition[this.length] = edition
    this.length++
  }

  /** Without the room that was not needed. */
  trimmed(): Edges {
    this.a = this.a.slice(0, this.length)
    this.b = this.b.slice(0, this.length)
    this.template = this.template.slice(0, this.length)
    this.edition = this.edition.slice(0, this.length)
    return this
  }
}

function grown<T extends Uint32Array | Float32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/**
 * The inner loop of a scan's replicas in WebAssembly's 128-bit lanes: eight replicas at once walk the windows around a
 * centre, and where any lane's count exceeds the window's limit, the window and all eight counts are written out.
 * JavaScript does the same in `scan/replicas.ts` (`walkPlainly`); a test holds them equal.
 *
 *   (func $walk (param $order i32) (param $limits i32) (param $length i32) (param $counts i32) (param $out i32) (result i32)
 *     (local $sum v128) (local $j i32)
 *     (block (loop
 *       (br_if 1 (i32.ge_u (local.get $j) (local.get $length)))
 *       (local.set $sum (i16x8.add (local.get $sum)
 *         (v128.load (i32.add (local.get $counts) (i32.shl (i32.load16_u (local.get $order)) (i32.const 4))))))
 *       (if (v128.any_true (i16x8.gt_u (local.get $sum) (v128.load16_splat (local.get $limits))))
 *         (then (i32.store (local.get $out) (local.get $j)) (v128.store offset=16 (local.get $out) (local.get $sum))
 *               (local.set $out (i32.add (local.get $out) (i32.const 32)))))
 *       (local.set $order (i32.add (local.get $order) (i32.const 2)))
 *       (local.set $limits (i32.add (local.get $limits) (i32.const 2)))
 *       (local.set $j (i32.add (local.get $j) (i32.const 1)))
 *       (br 0)))
 *     (local.get $out))
 */
// oxfmt-ignore
const body = [
  0x02, 0x01, 0x7b, 0x01, 0x7f,                               // 2 groups of locals: 1 × v128 ($5), 1 × i32 ($6)
  0x02, 0x40, 0x03, 0x40,                                     // block, loop
  0x20, 0x06, 0x20, 0x02, 0x4f, 0x0d, 0x01,                   // br_if 1 ($j ≥ $length)
  0x20, 0x05,                                                 // $sum
  0x20, 0x03, 0x20, 0x00, 0x2f, 0x01, 0x00, 0x41, 0x04, 0x74, 0x6a, // $counts + (load16_u $order << 4)
  0xfd, 0x00, 0x04, 0x00,                                     // v128.load
  0xfd, 0x8e, 0x01, 0x21, 0x05,                               // i16x8.add, local.set $sum
  0x20, 0x05, 0x20, 0x01, 0xfd, 0x08, 0x01, 0x00,             // $sum, v128.load16_splat $limits
  0xfd, 0x32, 0xfd, 0x53, 0x04, 0x40,                         // i16x8.gt_u, v128.any_true, if
  0x20, 0x04, 0x20, 0x06, 0x36, 0x02, 0x00,                   // i32.store $out $j
  0x20, 0x04, 0x20, 0x05, 0xfd, 0x0b, 0x04, 0x10,             // v128.store offset=16 $out $sum
  0x20, 0x04, 0x41, 0x20, 0x6a, 0x21, 0x04,                   // $out += 32
  0x0b,                                                       // end if
  0x20, 0x00, 0x41, 0x02, 0x6a, 0x21, 0x00,                   // $order += 2
  0x20, 0x01, 0x41, 0x02, 0x6a, 0x21, 0x01,                   // $limits += 2
  0x20, 0x06, 0x41, 0x01, 0x6a, 0x21, 0x06,                   // $j += 1
  0x0c, 0x00, 0x0b, 0x0b,                                     // br 0, end loop, end block
  0x20, 0x04, 0x0b,                                           // $out, end
]

// oxfmt-ignore
const module = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
  0x01, 0x0a, 0x01, 0x60, 0x05, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x01, 0x7f,   // type: five i32 to one i32
  0x02, 0x08, 0x01, 0x01, 0x6d, 0x01, 0x6d, 0x02, 0x00, 0x01,               // import "m" "m" (memory 1)
  0x03, 0x02, 0x01, 0x00,                                                   // one function of that type
  0x07, 0x05, 0x01, 0x01, 0x77, 0x00, 0x00,                                 // export "w"
  0x0a, body.length + 2, 0x01, body.length, ...body,                        // code
])

/** Lanes of one walk. */
export const LANES = 8

export type Walk = (order: number, limits: number, length: number, counts: number, out: number) => number

/** The kernel over a memory; all arguments are byte offsets into it, `counts` and `out` 16-byte aligned. */
export function instantiate(memory: WebAssembly.Memory): Walk {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { m: { m: memory } })
  return exports['w'] as Walk
}

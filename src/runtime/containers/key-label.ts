import type { Allocator } from '../../memory/allocator.ts';
import { Ob } from '../../memory/layout.ts';
import { Int, Str } from '../core/layout.ts';
import { T } from '../core/static.ts';

const SHOWN = 40;

/** How a key is named in the label of a slot: text of a str, an int's value, else its address. Allocates nothing in the heap. */
export function keyLabel(heap: Allocator, key: number): string {
  const H = heap.H;
  const type = H[key + Ob.type];
  if (type === T.str) {
    const length = Math.min(H[key + Str.length], SHOWN);
    const state = H[key + Str.state];
    const at = (key + ((state & 64) !== 0 ? Str.asciiData : Str.data)) * 4;
    const kind = (state >> 2) & 7;
    let text = '';
    for (let i = 0; i < length; i++) {
      text += String.fromCodePoint(kind === 1 ? heap.U8[at + i] : kind === 2 ? heap.U16[at / 2 + i] : heap.U32[at / 4 + i]);
    }
    return `'${text}${H[key + Str.length] > SHOWN ? '…' : ''}'`;
  }
  if (type === T.int && H[key + Int.size] >= -1 && H[key + Int.size] <= 1)
    return String(H[key + Int.size] === 0 ? 0 : H[key + Int.size] * H[key + Int.digits]);
  return `object at 0x${(key * 4).toString(16)}`;
}

import { Ob } from '../../../memory/layout.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { lookupAttrText } from '../../core/abstract/attribute.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { nameOfType, subtypeOf, typeError, typeName, valueError } from '../../core/errors.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytesCopy, newBytes } from '../../text/bytes-object.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { isBytes, isStr } from '../../text/text-arguments.ts';
import { arrayData, arrayLength, isUnicode, itemSize, KINDS, newArray, typecode } from './array-object.ts';

/** How items are written in a pickle. CPython: Modules/arraymodule.c enum machine_format_code, mformat_descriptors */
interface MachineFormat {
  readonly size: number;
  readonly kind: 'signed' | 'unsigned' | 'float' | 'utf-16' | 'utf-32';
  readonly big: boolean;
}

const FORMATS: readonly MachineFormat[] = [
  { size: 1, kind: 'unsigned', big: false },
  { size: 1, kind: 'signed', big: false },
  ...([2, 4, 8] as const).flatMap((size) => (['unsigned', 'signed'] as const).flatMap((kind) => [false, true].map((big) => ({ size, kind, big })))),
  ...([4, 8] as const).flatMap((size) => [false, true].map((big) => ({ size, kind: 'float' as const, big }))),
  ...[false, true].map((big) => ({ size: 4, kind: 'utf-16' as const, big })),
  ...[false, true].map((big) => ({ size: 4, kind: 'utf-32' as const, big })),
];

function kindOf(code: string): MachineFormat['kind'] {
  if (isUnicode(code)) return 'utf-32';
  if (code === 'f' || code === 'd') return 'float';
  return KINDS[code]!.low < 0n ? 'signed' : 'unsigned';
}

/** Number of the format in which this machine keeps items of a type code. */
function nativeFormat(code: string): number {
  return FORMATS.findIndex(({ size, kind, big }) => !big && size === KINDS[code]!.size && kind === kindOf(code));
}

/** The bytes in this machine's order. */
function inNativeOrder(bytes: Uint8Array, format: MachineFormat): Uint8Array {
  const size = format.kind === 'utf-16' ? 2 : format.size;
  if (format.big) for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
  return bytes;
}

function floatsFor(code: string, bytes: Uint8Array, { size }: MachineFormat): Uint8Array {
  const from = size === 4 ? new Float32Array(bytes.buffer) : new Float64Array(bytes.buffer);
  return new Uint8Array((code === 'f' ? Float32Array.from(from) : Float64Array.from(from)).buffer);
}

function charactersOf(bytes: Uint8Array): Uint8Array {
  const units = new Uint16Array(bytes.buffer);
  const text = Array.from(units, (unit) => String.fromCharCode(unit)).join('');
  return new Uint8Array(Uint32Array.from(text, (c) => c.codePointAt(0)!).buffer);
}

/** array._array_reconstructor(arraytype, typecode, mformat_code, items); `base`: array.array. CPython: array__array_reconstructor_impl */
export function reconstruct(rt: Runtime, base: number, args: number, nargs: number): Owned {
  checkPositional(rt, '_array_reconstructor', nargs, 4, 4);
  const H = rt.H;
  const [type, given, items] = [H[args]!, H[args + 2]!, H[args + 6]!];
  if ((H[H[type + Ob.type]! + Tp.flags]! & TpFlag.TYPE_SUBCLASS) === 0)
    typeError(rt, `first argument must be a type object, not ${typeName(rt, type)}`);
  if (!subtypeOf(rt, type, base)) typeError(rt, `${nameOfType(rt, type)} is not a subtype of ${nameOfType(rt, base)}`);
  if (!isStr(rt, given) || H[given + Ob.size] !== 1)
    typeError(rt, `_array_reconstructor() argument 2 must be a unicode character, not ${typeName(rt, given)}`);
  const wanted = strText(rt, given);
  if (KINDS[wanted] === undefined) valueError(rt, 'second argument must be a valid type code');
  const number = asCInt(rt, H[args + 4]!);
  const format = FORMATS[number];
  if (format === undefined) valueError(rt, 'third argument must be a valid machine format code.');
  if (!isBytes(rt, items)) typeError(rt, `fourth argument should be bytes, not ${typeName(rt, items)}`);
  let bytes = bytesCopy(rt, items);
  if (bytes.length % format.size !== 0) valueError(rt, 'string length not a multiple of item size');
  let code = wanted;
  if (number !== nativeFormat(wanted)) {
    bytes = inNativeOrder(bytes.slice(), format);
    if (format.kind === 'float') bytes = floatsFor(wanted, bytes, format);
    else if (format.kind === 'utf-16') bytes = charactersOf(bytes);
    else if (format.kind !== 'utf-32') code = Object.keys(KINDS).find((k) => KINDS[k]!.size === format.size && kindOf(k) === format.kind) ?? wanted;
  }
  const made = newArray(rt, type, code, bytes.length / KINDS[code]!.size);
  if (bytes.length > 0) rt.U8.set(bytes, arrayData(rt, made));
  return made;
}

/** What a pickle of protocol 3 or newer calls, with the machine's own format. CPython: array_array___reduce_ex___impl */
export function reduceToBytes(rt: Runtime, op: number, reconstructor: number): Owned {
  const mark = rt.mark();
  const state = rt.own(lookupAttrText(rt, op, '__dict__'));
  const code = rt.own(newStr(rt, typecode(rt, op)));
  const data = arrayData(rt, op);
  const bytes = rt.own(newBytes(rt, rt.U8.subarray(data, data + arrayLength(rt, op) * itemSize(rt, op))));
  const args = rt.own(tupleOf(rt, rt.H[op + Ob.type]!, code, rt.own(newInt(rt, nativeFormat(typecode(rt, op)))), bytes));
  return rt.leave(mark, tupleOf(rt, reconstructor, args, state === 0 ? S.None : state));
}

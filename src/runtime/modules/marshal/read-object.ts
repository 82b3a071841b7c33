import { deserialize } from '../../../bytecode/serialize.ts';
import { dictSet, newDict } from '../../containers/dict-object.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { newSet, setAdd } from '../../containers/set-object.ts';
import { newTuple } from '../../containers/tuple-object.ts';
import { raise, typeError, valueError } from '../../core/errors.ts';
import { Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import { loadCode } from '../../frames/code-loader.ts';
import { newComplex } from '../../numbers/complex-object.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt, newIntBig } from '../../numbers/int-object.ts';
import { parseFloatText } from '../../numbers/number-text.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { decodeUtf8 } from '../../text/codecs/utf8.ts';
import { internInPlace } from '../../text/interning.ts';
import { strData } from '../../text/str-layout.ts';
import { allocStr, charStr, emptyStr } from '../../text/str-object.ts';
import { Code, FLAG_REF, MAX_DEPTH } from './type-codes.ts';

/** Reads objects out of bytes that it must not share with the heap (a collection may move nothing, but their owner may die). */
export class MarshalReader {
  /** Position behind what was read. */
  at = 0;
  private readonly rt: Runtime;
  private readonly data: Uint8Array;
  private readonly view: DataView;
  /** Objects that may be referred to, borrowed: `keep` is a list that holds them. 0 = being made. */
  private readonly refs: number[] = [];
  private readonly keep: number;
  private depth = 0;

  /** Parks a list on the native stack: the caller releases to its own mark. */
  constructor(rt: Runtime, data: Uint8Array) {
    this.rt = rt;
    this.data = data;
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.keep = rt.own(newList(rt, 0));
  }

  /** The next object, a new reference. EOFError, ValueError, TypeError. CPython: read_object */
  read(): Owned {
    const op = this.object();
    if (op === 0) typeError(this.rt, 'NULL object in marshal data for object');
    return op;
  }

  private need(n: number): number {
    const at = this.at;
    if (n > this.data.length - at) raise(this.rt, T.EOFError, 'marshal data too short');
    this.at = at + n;
    return at;
  }

  private byte(): number {
    return this.data[this.need(1)]!;
  }

  private short(): number {
    return this.view.getInt16(this.need(2), true);
  }

  private long(): number {
    return this.view.getInt32(this.need(4), true);
  }

  private double(): number {
    return this.view.getFloat64(this.need(8), true);
  }

  private bytes(n: number): Uint8Array {
    const at = this.need(n);
    return this.data.subarray(at, at + n);
  }

  /** A length; ValueError "bad marshal data (list size out of range)". */
  private size(what: string): number {
    const n = this.long();
    if (n < 0) valueError(this.rt, `bad marshal data (${what} size out of range)`);
    return n;
  }

  /** Notes an object that may be referred to later (borrowed). */
  private note(op: number, flag: number): void {
    if (flag === 0) return;
    this.refs.push(op);
    listAppend(this.rt, this.keep, op);
  }

  /** Keeps a place for an object that refers to others; -1 when it is not wanted. */
  private reserve(flag: number): number {
    if (flag === 0) return -1;
    this.refs.push(0);
    return this.refs.length - 1;
  }

  private fill(index: number, op: number): void {
    if (index < 0) return;
    this.refs[index] = op;
    listAppend(this.rt, this.keep, op);
  }

  /** Owned, 0 for the end mark. CPython: r_object */
  private object(): Owned {
    const { rt } = this;
    if (this.at >= this.data.length) raise(rt, T.EOFError, 'EOF read where object expected');
    const code = this.data[this.at++]!;
    if (++this.depth > MAX_DEPTH) {
      this.depth--;
      valueError(rt, 'recursion limit exceeded');
    }
    const result = this.ofCode(code & ~FLAG_REF, code & FLAG_REF);
    this.depth--;
    return result;
  }

  private ofCode(code: number, flag: number): Owned {
    const { rt } = this;
    switch (code) {
      case Code.null:
        return 0 as Owned;
      case Code.none:
        return rt.none();
      case Code.stopIteration:
        return rt.newRef(T.StopIteration);
      case Code.ellipsis:
        return rt.newRef(S.Ellipsis);
      case Code.false:
        return rt.bool(false);
      case Code.true:
        return rt.bool(true);
      case Code.int:
        return this.noted(newInt(rt, this.long()), flag);
      case Code.long:
        return this.noted(this.bigInt(), flag);
      case Code.float:
        return this.noted(newFloat(rt, this.floatText()), flag);
      case Code.binaryFloat:
        return this.noted(newFloat(rt, this.double()), flag);
      case Code.complex: {
        const real = this.floatText();
        return this.noted(newComplex(rt, real, this.floatText()), flag);
      }
      case Code.binaryComplex: {
        const real = this.double();
        return this.noted(newComplex(rt, real, this.double()), flag);
      }
      case Code.bytes:
        return this.noted(newBytes(rt, this.bytes(this.size('bytes object'))), flag);
      case Code.asciiInterned:
        return this.noted(internInPlace(rt, this.ascii(this.size('string'))), flag);
      case Code.ascii:
        return this.noted(this.ascii(this.size('string')), flag);
      case Code.shortAsciiInterned:
        return this.noted(internInPlace(rt, this.ascii(this.byte())), flag);
      case Code.shortAscii:
        return this.noted(this.ascii(this.byte()), flag);
      case Code.interned:
        return this.noted(internInPlace(rt, this.utf8(this.size('string'))), flag);
      case Code.unicode:
        return this.noted(this.utf8(this.size('string')), flag);
      case Code.smallTuple:
        return this.tuple(this.byte(), flag);
      case Code.tuple:
        return this.tuple(this.size('tuple'), flag);
      case Code.list:
        return this.list(this.size('list'), flag);
      case Code.dict:
        return this.dict(flag);
      case Code.set:
      case Code.frozenset:
        return this.set(code === Code.set ? T.set : T.frozenset, this.size('set'), flag);
      case Code.code:
        return this.code(flag);
      case Code.ref: {
        const n = this.long();
        if (n < 0 || n >= this.refs.length || this.refs[n] === 0) valueError(rt, 'bad marshal data (invalid reference)');
        return rt.newRef(this.refs[n]!);
      }
      default:
        return valueError(rt, 'bad marshal data (unknown type code)');
    }
  }

  private noted(op: Owned, flag: number): Owned {
    if (flag !== 0) {
      this.rt.own(op);
      this.note(op, flag);
      this.rt.unown(op);
    }
    return op;
  }

  private floatText(): number {
    const bytes = this.bytes(this.byte());
    const value = parseFloatText(String.fromCharCode(...bytes));
    if (value === null) valueError(this.rt, `could not convert string to float: '${String.fromCharCode(...bytes)}'`);
    return value;
  }

  /** CPython: r_PyLong */
  private bigInt(): Owned {
    const { rt } = this;
    const n = this.long();
    if (n === -2147483648) valueError(rt, 'bad marshal data (long size out of range)');
    const size = Math.abs(n);
    let value = 0n;
    const digits: number[] = [];
    for (let i = 0; i < size; i++) {
      const digit = this.short();
      if (digit < 0) valueError(rt, 'bad marshal data (digit out of range in long)');
      digits.push(digit);
    }
    if (size > 0 && digits[size - 1] === 0) valueError(rt, 'bad marshal data (unnormalized long data)');
    let hex = '';
    let bits = '';
    for (let i = size - 1; i >= 0; i--) bits += digits[i]!.toString(2).padStart(15, '0');
    bits = bits.padStart(Math.ceil(bits.length / 4) * 4, '0');
    for (let i = 0; i < bits.length; i += 4) hex += Number.parseInt(bits.slice(i, i + 4), 2).toString(16);
    if (hex !== '') value = BigInt(`0x${hex}`);
    return newIntBig(rt, n < 0 ? -value : value);
  }

  private ascii(n: number): Owned {
    const { rt } = this;
    const bytes = this.bytes(n);
    let high = 0;
    for (let i = 0; i < n; i++) high |= bytes[i]!;
    if (n <= 1) return n === 0 ? emptyStr(rt) : charStr(rt, bytes[0]!);
    const op = allocStr(rt, n, high < 128 ? 127 : 255);
    rt.U8.set(bytes, strData(rt, op));
    return op;
  }

  private utf8(n: number): Owned {
    const { rt } = this;
    const bytes = this.bytes(n);
    if (n === 0) return emptyStr(rt);
    const mark = rt.mark();
    const copy = rt.own(newBytes(rt, bytes));
    return rt.leave(mark, decodeUtf8(rt, (copy + 8) * 4, n, 'surrogatepass', true).str);
  }

  private tuple(n: number, flag: number): Owned {
    const { rt } = this;
    if (n > this.data.length - this.at) raise(rt, T.EOFError, 'marshal data too short');
    const op = rt.own(newTuple(rt, n));
    this.note(op, flag);
    for (let i = 0; i < n; i++) rt.H[op + Tuple.items + 2 * i] = this.item('tuple');
    if (n > 0) rt.track(op);
    return rt.unown(op);
  }

  private item(container: string): Owned {
    const item = this.object();
    if (item === 0) typeError(this.rt, `NULL object in marshal data for ${container}`);
    return item;
  }

  private list(n: number, flag: number): Owned {
    const { rt } = this;
    if (n > this.data.length - this.at) raise(rt, T.EOFError, 'marshal data too short');
    const op = rt.own(newList(rt, 0));
    this.note(op, flag);
    for (let i = 0; i < n; i++) {
      const item = rt.own(this.item('list'));
      listAppend(rt, op, item);
      rt.decref(rt.unown(item));
    }
    return rt.unown(op);
  }

  private dict(flag: number): Owned {
    const { rt } = this;
    const op = rt.own(newDict(rt));
    this.note(op, flag);
    for (;;) {
      const mark = rt.mark();
      const key = rt.own(this.object());
      if (key === 0) {
        rt.release(mark);
        break;
      }
      const value = rt.own(this.object());
      if (value !== 0) dictSet(rt, op, key, value);
      rt.release(mark);
      if (value === 0) break;
    }
    return rt.unown(op);
  }

  private set(type: number, n: number, flag: number): Owned {
    const { rt } = this;
    const frozen = type === T.frozenset;
    const index = frozen ? this.reserve(flag) : -1;
    const op = rt.own(newSet(rt, type));
    if (!frozen) this.note(op, flag);
    for (let i = 0; i < n; i++) {
      const item = rt.own(this.item('set'));
      setAdd(rt, op, item);
      rt.decref(rt.unown(item));
    }
    this.fill(index, op);
    return rt.unown(op);
  }

  private code(flag: number): Owned {
    const { rt } = this;
    const body = this.bytes(this.size('code')).slice();
    const index = this.reserve(flag);
    let compilation: ReturnType<typeof deserialize>;
    try {
      compilation = deserialize(body);
    } catch (thrown) {
      valueError(rt, `bad marshal data (${thrown instanceof Error ? thrown.message : 'code'})`);
    }
    const op = loadCode(rt, compilation.code);
    rt.own(op);
    this.fill(index, op);
    return rt.unown(op);
  }
}

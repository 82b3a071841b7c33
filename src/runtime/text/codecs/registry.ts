import { Ob } from '../../../memory/layout.ts';
import { dictGetStr, dictSet, newDict } from '../../containers/dict-object.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { getAttrText } from '../../core/abstract/attribute.ts';
import { call1, call2, callMethodText } from '../../core/abstract/call.ts';
import { isPythonError, raise, typeError, typeName } from '../../core/errors.ts';
import { Exc, List, Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Root, S, T } from '../../core/static.ts';
import { internInPlace, internStr } from '../interning.ts';
import { newStr } from '../str-object.ts';

/**
 * The registry of codecs: search functions, a cache of what they found, error handlers. The standard library's `encodings` package
 * registers the search function; it is imported at the first look-up that the native codecs cannot serve. CPython: Python/codecs.c
 */

/** Lower case with spaces as underscores. CPython: normalizestring, _Py_normalize_encoding */
function normalized(encoding: string): string {
  return encoding.toLowerCase().replace(/ /g, '_');
}

function searchPath(rt: Runtime): number {
  let list = rt.H[Root.codecSearchPath];
  if (list === 0) {
    list = newList(rt, 0);
    rt.setSlot(Root.codecSearchPath, list);
    rt.setSlot(Root.codecSearchCache, newDict(rt));
  }
  return list;
}

/** Adds a search function. CPython: PyCodec_Register */
export function registerCodec(rt: Runtime, search: number): void {
  if (rt.H[rt.H[search + Ob.type] + Tp.call] === 0) typeError(rt, 'argument must be callable');
  listAppend(rt, searchPath(rt), search);
}

/** Takes a search function out again. CPython: PyCodec_Unregister */
export function unregisterCodec(rt: Runtime, search: number): void {
  const H = rt.H;
  const list = H[Root.codecSearchPath];
  if (list === 0) return;
  for (let i = 0; i < H[list + List.size]; i++) {
    if (H[H[list + List.items] + 2 * i] !== search) continue;
    rt.decref(callMethodText(rt, H[Root.codecSearchCache], 'clear'));
    rt.decref(callMethodText(rt, list, 'remove', search));
    return;
  }
}

/** Imports `encodings` once, which registers its search function. */
function ensureEncodings(rt: Runtime): void {
  const path = searchPath(rt);
  if (rt.H[path + List.size] !== 0 || rt.state.has('encodings imported')) return;
  rt.state.set('encodings imported', true);
  const importFunction = dictGetStr(rt, rt.H[Root.builtinsDict], rt.ident('__import__'));
  if (importFunction === 0) return;
  rt.decref(call1(rt, importFunction, rt.ident('encodings')));
}

/** The codec tuple (encoder, decoder, stream reader, stream writer): new reference; LookupError. CPython: _PyCodec_Lookup */
export function lookupCodec(rt: Runtime, encoding: string): Owned {
  const H = rt.H;
  ensureEncodings(rt);
  const mark = rt.mark();
  const name = rt.own(internStr(rt, normalized(encoding)));
  const cached = dictGetStr(rt, H[Root.codecSearchCache], name);
  if (cached !== 0) {
    rt.incref(cached);
    return rt.leave(mark, cached);
  }
  const path = H[Root.codecSearchPath];
  for (let i = 0; i < H[path + List.size]; i++) {
    const here = rt.mark();
    const search = rt.own(rt.newRef(H[H[path + List.items] + 2 * i]));
    const found = rt.own(call1(rt, search, name));
    if (found === (S.None as number)) {
      rt.release(here);
      continue;
    }
    if ((H[H[found + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0 || H[found + Ob.size] !== 4) {
      typeError(rt, 'codec search functions must return 4-tuples');
    }
    dictSet(rt, H[Root.codecSearchCache], name, found);
    return rt.leave(mark, rt.newRef(found));
  }
  raise(rt, T.LookupError, `unknown encoding: ${encoding}`);
}

/** Refuses codecs that do not turn text into bytes. CPython: _PyCodec_LookupTextEncoding */
function lookupTextCodec(rt: Runtime, encoding: string, alternative: string): Owned {
  const codec = lookupCodec(rt, encoding);
  if (rt.H[codec + Ob.type] === T.tuple) return codec;
  const mark = rt.mark();
  rt.own(codec);
  const flag = rt.own(getAttrText(rt, codec, '_is_text_encoding'));
  if (flag === (S.False as number)) raise(rt, T.LookupError, `'${encoding}' is not a text encoding; use ${alternative} to handle arbitrary codecs`);
  return rt.leave(mark, rt.newRef(codec));
}

/**
 * Replaces a plain exception under way by one of the same class that names the codec, with the original as its cause.
 * CPython: wrap_codec_error, _PyErr_TrySetFromCause
 */
function nameCodec(rt: Runtime, part: 0 | 1, encoding: string): void {
  const H = rt.H;
  const exc = H[Root.curexc];
  const type = H[exc + Ob.type];
  // only classes without state of their own, raised with one str
  if (H[type + Tp.basicsize] !== H[T.BaseException + Tp.basicsize] || H[type + Tp.init] !== H[T.BaseException + Tp.init] || H[exc + Exc.dict] !== 0)
    return;
  const args = H[exc + Exc.args];
  const n = H[args + Ob.size];
  if (n > 1 || (n === 1 && H[H[args + Tuple.items] + Ob.type] !== T.str)) return;
  const mark = rt.mark();
  const name = rt.hooks.strText(rt, H[type + Tp.name]);
  const message = n === 0 ? '' : rt.hooks.strText(rt, H[args + Tuple.items]);
  const text = `${part === 0 ? 'encoding' : 'decoding'} with '${encoding}' codec failed (${name}: ${message})`;
  const fresh = rt.own(rt.hooks.makeException(rt, type, text));
  rt.setSlot(fresh + Exc.cause, rt.newRef(exc));
  H[fresh + Exc.suppressContext] = 1;
  rt.setSlot(fresh + Exc.context, rt.newRef(exc));
  rt.setSlot(Root.curexc, rt.newRef(fresh));
  rt.release(mark);
}

/** Calls item `part` of a codec with the object and errors; the first item of the pair it returns. CPython: _PyCodec_EncodeInternal */
export function runCodec(rt: Runtime, codec: number, part: 0 | 1, object: number, encoding: string, errors: string | null): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const f = H[codec + Tuple.items + 2 * part];
  let result: number;
  try {
    result = rt.own(errors === null ? call1(rt, f, object) : call2(rt, f, object, rt.own(newStr(rt, errors))));
  } catch (thrown) {
    if (isPythonError(thrown)) nameCodec(rt, part, encoding);
    throw thrown;
  }
  if ((H[H[result + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0 || H[result + Ob.size] !== 2) {
    typeError(rt, `${part === 0 ? 'encoder' : 'decoder'} must return a tuple (object, integer)`);
  }
  return rt.leave(mark, rt.newRef(H[result + Tuple.items]));
}

/** Encodes text by a registered codec; the result is bytes. CPython: PyUnicode_AsEncodedString */
export function encodeByRegistry(rt: Runtime, op: number, encoding: string, errors: string | null): Owned {
  const mark = rt.mark();
  const codec = rt.own(lookupTextCodec(rt, encoding, 'codecs.encode()'));
  const result = rt.own(runCodec(rt, codec, 0, op, encoding, errors));
  const flags = rt.H[rt.H[result + Ob.type] + Tp.flags];
  if ((flags & TpFlag.BYTES_SUBCLASS) === 0) {
    typeError(rt, `'${encoding}' encoder returned '${typeName(rt, result)}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`);
  }
  return rt.leave(mark, rt.newRef(result));
}

/** Decodes an object with a buffer by a registered codec; the result is str. CPython: PyUnicode_Decode */
export function decodeByRegistry(rt: Runtime, object: number, encoding: string, errors: string | null): Owned {
  const mark = rt.mark();
  const codec = rt.own(lookupTextCodec(rt, encoding, 'codecs.decode()'));
  const result = rt.own(runCodec(rt, codec, 1, object, encoding, errors));
  if ((rt.H[rt.H[result + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) {
    typeError(rt, `'${encoding}' decoder returned '${typeName(rt, result)}' instead of 'str'; use codecs.decode() to decode to arbitrary types`);
  }
  return rt.leave(mark, rt.newRef(result));
}

/** Registers an error handler under a name. CPython: PyCodec_RegisterError */
export function registerErrorHandler(rt: Runtime, name: number, handler: number): void {
  if (rt.H[rt.H[handler + Ob.type] + Tp.call] === 0) typeError(rt, 'handler must be callable');
  if (rt.H[Root.codecErrors] === 0) rt.setSlot(Root.codecErrors, newDict(rt));
  const mark = rt.mark();
  const key = rt.own(internInPlace(rt, rt.newRef(name)));
  dictSet(rt, rt.H[Root.codecErrors], key, handler);
  rt.release(mark);
}

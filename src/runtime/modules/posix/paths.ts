import { Ob } from '../../../memory/layout.ts';
import { call0 } from '../../core/abstract/call.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { lookupSpecial } from '../../core/abstract/object.ts';
import { raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import { bytesView, newBytes } from '../../text/bytes-object.ts';
import { newStr, strText } from '../../text/str-object.ts';

/** Is the object a str (or a subclass's instance)? */
export function isText(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.UNICODE_SUBCLASS) !== 0;
}

function isBytes(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.BYTES_SUBCLASS) !== 0;
}

/** os.fspath(): str or bytes of a path-like object; new reference. CPython: PyOS_FSPath */
export function fspath(rt: Runtime, path: number): Owned {
  if (isText(rt, path) || isBytes(rt, path)) return rt.newRef(path);
  const mark = rt.mark();
  const method = rt.own(lookupSpecial(rt, path, rt.ident('__fspath__')));
  if (method === 0) typeError(rt, `expected str, bytes or os.PathLike object, not ${typeName(rt, path)}`);
  const result = rt.own(call0(rt, method));
  if (!isText(rt, result) && !isBytes(rt, result))
    typeError(rt, `expected ${typeName(rt, path)}.__fspath__() to return str or bytes, not ${typeName(rt, result)}`);
  return rt.leave(mark, rt.newRef(result));
}

/** A path argument: host text, whether it came as bytes, and the object for error messages (parked). */
export interface PathArgument {
  text: string;
  bytes: boolean;
  object: number;
  /** Number of an open file where that is allowed, else -1. */
  fd: number;
}

/** Text of a file name: surrogateescape both ways. */
export function decodeFileName(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

/** Reads a path argument; parks what it makes, so release to your mark afterwards. CPython: path_converter */
export function pathArgument(rt: Runtime, functionName: string, op: number, allowFd = false, argument = 'path'): PathArgument {
  if (isText(rt, op) || isBytes(rt, op)) return fromObject(rt, op);
  if (allowFd && rt.H[rt.H[op + Ob.type]! + Tp.nbIndex] !== 0) return { text: '', bytes: false, object: op, fd: asIndex(rt, op, T.OverflowError) };
  const mark = rt.mark();
  const method = rt.own(lookupSpecial(rt, op, rt.ident('__fspath__')));
  if (method === 0) {
    const allowed = allowFd ? 'string, bytes, os.PathLike or integer' : 'string, bytes or os.PathLike';
    typeError(rt, `${functionName}: ${argument} should be ${allowed}, not ${typeName(rt, op)}`);
  }
  rt.release(mark);
  return fromObject(rt, rt.own(fspath(rt, op)));
}

function fromObject(rt: Runtime, op: number): PathArgument {
  const bytes = !isText(rt, op);
  const text = bytes ? decodeFileName(bytesView(rt, op)) : strText(rt, op);
  if (text.includes('\0')) valueError(rt, `embedded null ${bytes ? 'byte' : 'character'}`);
  return { text, bytes, object: op, fd: -1 };
}

/** A file name as the argument came: str or bytes. New reference. */
export function nameLike(rt: Runtime, text: string, asBytes: boolean): Owned {
  return asBytes ? newBytes(rt, new TextEncoder().encode(text)) : newStr(rt, text);
}

/** Refuses dir_fd arguments other than None. */
export function noDirFd(rt: Runtime, op: number): void {
  if (op !== 0 && op !== S.None) raise(rt, T.NotImplementedError, 'dir_fd: Ouroboros does not have it');
}

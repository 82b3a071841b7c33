import { setAttrText } from '../../core/abstract/attribute.ts';
import { call } from '../../core/abstract/call.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newStr } from '../../text/str-object.ts';
import { ioType } from './io-object.ts';

/** sys.stdin, sys.stdout, sys.stderr. CPython: Python/pylifecycle.c create_stdio */

function make(rt: Runtime, type: string, ...args: number[]): Owned {
  const mark = rt.mark();
  const first = rt.nsp;
  for (const arg of args) rt.push(arg);
  return rt.leave(mark, call(rt, ioType(rt, type), first, args.length, 0));
}

/**
 * A new text file over descriptor 0, 1 or 2, as the interpreter makes its standard streams. The module _io must be imported.
 * `unbuffered`: python3 -u.
 */
export function standardStream(rt: Runtime, fd: 0 | 1 | 2, unbuffered = false): Owned {
  const mark = rt.mark();
  const writing = fd !== 0;
  const descriptor = rt.own(newInt(rt, fd));
  const raw = rt.own(make(rt, 'FileIO', descriptor, rt.own(newStr(rt, writing ? 'wb' : 'rb')), S.False));
  setAttrText(rt, raw, 'name', rt.own(newStr(rt, ['<stdin>', '<stdout>', '<stderr>'][fd])));
  const buffer = rt.own(make(rt, writing ? 'BufferedWriter' : 'BufferedReader', raw));
  const tty = rt.host.fs !== null && rt.host.fs.isatty(fd);
  const encoding = rt.own(newStr(rt, 'utf-8'));
  const errors = rt.own(newStr(rt, fd === 2 ? 'backslashreplace' : 'strict'));
  const lineBuffering = tty || fd === 2;
  const stream = rt.own(
    make(rt, 'TextIOWrapper', buffer, encoding, errors, rt.own(newStr(rt, '\n')), lineBuffering ? S.True : S.False, unbuffered && writing ? S.True : S.False),
  );
  setAttrText(rt, stream, 'mode', rt.own(newStr(rt, writing ? 'w' : 'r')));
  return rt.leave(mark, rt.newRef(stream));
}

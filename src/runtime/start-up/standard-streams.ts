import { dictSetText } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call } from '../core/abstract/call.ts';
import { getAttrText, setAttr } from '../core/abstract/object.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import { newBuiltin } from '../frames/builtin-function.ts';
import { newInt } from '../numbers/int-object.ts';
import { internStr } from '../text/interning.ts';
import { newStr, strText } from '../text/str-object.ts';
import { importByName } from './import.ts';

interface Stream {
  name: 'stdin' | 'stdout' | 'stderr';
  fd: number;
  mode: 'r' | 'w';
  errors: string;
}

const STREAMS: readonly Stream[] = [
  { name: 'stdin', fd: 0, mode: 'r', errors: 'strict' },
  { name: 'stdout', fd: 1, mode: 'w', errors: 'strict' },
  { name: 'stderr', fd: 2, mode: 'w', errors: 'backslashreplace' },
];

/** A call with positional and keyword arguments; all borrowed, the result is parked. */
function callWith(rt: Runtime, f: number, positional: readonly number[], named: Readonly<Record<string, number>>): number {
  const names = Object.keys(named);
  const kwnames = names.length === 0 ? 0 : rt.own(tupleOf(rt, ...names.map((n) => rt.own(internStr(rt, n)))));
  const args = rt.nsp;
  for (const a of positional) rt.push(a);
  for (const n of names) rt.push(named[n]!);
  return rt.own(call(rt, f, args, positional.length, kwnames));
}

/** CPython: Python/pylifecycle.c create_stdio */
function makeStream(rt: Runtime, io: number, stream: Stream, unbuffered: boolean, encoding: string, errors: string): void {
  const mark = rt.mark();
  const tty = rt.host.fs?.isatty(stream.fd) ?? false;
  const open = rt.own(getAttrText(rt, io, 'open'));
  const writing = stream.mode === 'w';
  const raw = unbuffered && writing;
  const buffer = callWith(rt, open, [rt.own(newInt(rt, stream.fd)), rt.own(newStr(rt, `${stream.mode}b`))], {
    buffering: rt.own(newInt(rt, raw ? 0 : -1)),
    closefd: S.False,
  });
  const name = rt.own(newStr(rt, `<${stream.name}>`));
  const inner = raw ? buffer : rt.own(getAttrText(rt, buffer, 'raw'));
  setAttr(rt, inner, rt.ident('name'), name);
  const wrapper = rt.own(getAttrText(rt, io, 'TextIOWrapper'));
  const text = callWith(rt, wrapper, [buffer], {
    encoding: rt.own(newStr(rt, encoding)),
    errors: rt.own(newStr(rt, errors)),
    newline: rt.own(newStr(rt, '\n')),
    line_buffering: tty || stream.name === 'stderr' ? S.True : S.False,
    write_through: raw ? S.True : S.False,
  });
  setAttr(rt, text, rt.ident('mode'), rt.own(newStr(rt, stream.mode)));
  const dict = rt.H[Root.sysDict]!;
  dictSetText(rt, dict, stream.name, text);
  dictSetText(rt, dict, `__${stream.name}__`, text);
  rt.release(mark);
}

/** A sys.stderr for what importlib reports (-v) before there are streams: it can write. CPython: Objects/fileobject.c PyFile_NewStdPrinter */
export function makeFirstStderr(rt: Runtime): void {
  const write = (r: Runtime, _self: number, text: number): Owned => {
    r.host.write(2, new TextEncoder().encode(strText(r, text)));
    return r.none();
  };
  const mark = rt.mark();
  const printer = rt.own(call(rt, T.SimpleNamespace, rt.nsp, 0, 0));
  setAttr(rt, printer, rt.own(internStr(rt, 'write')), rt.own(newBuiltin(rt, { name: 'write', kind: Meth.O, fn: write }, 0, 0)));
  dictSetText(rt, rt.H[Root.sysDict]!, 'stderr', printer);
  rt.release(mark);
}

/** sys.stdin, stdout, stderr and builtins.open. PYTHONIOENCODING is honoured. CPython: Python/pylifecycle.c init_sys_streams */
export function makeStandardStreams(rt: Runtime, unbuffered: boolean): void {
  const mark = rt.mark();
  rt.own(importByName(rt, 'encodings'));
  rt.own(importByName(rt, 'encodings.utf_8'));
  rt.own(importByName(rt, 'encodings.latin_1'));
  const io = rt.own(importByName(rt, 'io'));
  dictSetText(rt, rt.H[Root.builtinsDict]!, 'open', rt.own(getAttrText(rt, io, 'open')));
  const [encoding, errors] = (rt.host.env.PYTHONIOENCODING ?? '').split(':');
  for (const stream of STREAMS)
    makeStream(rt, io, stream, unbuffered, encoding || 'utf-8', stream.name !== 'stderr' && errors ? errors : stream.errors);
  rt.release(mark);
}

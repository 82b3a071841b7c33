import { asIndex } from '../core/abstract/number.ts';
import { raise, typeError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { isInt, newInt } from '../numbers/int-object.ts';
import { newStr } from '../text/str-object.ts';
import { nativeTypeAddress } from './native-type.ts';

/** What `threading` keeps of a thread: its identity and whether it is over. CPython: Modules/_threadmodule.c PyThreadHandleObject */
const enum Handle {
  ident = 4,
  state = 5,
  end = 6,
}

const enum State {
  notStarted = 0,
  running = 1,
  done = 2,
}

/** CPython: ThreadHandle_join */
function join(rt: Runtime, self: number, args: number, nargs: number): Owned {
  if (nargs > 1) typeError(rt, `join() takes at most 1 argument (${nargs} given)`);
  const state = rt.H[self + Handle.state]!;
  if (state === State.notStarted) raise(rt, T.RuntimeError, 'thread not started');
  if (state === State.running && (nargs === 0 || rt.H[args] === S.None)) raise(rt, T.RuntimeError, 'Cannot join current thread');
  return rt.none();
}

export const threadHandleType: TypeSpec = {
  name: '_thread._ThreadHandle',
  basicsize: Handle.end * 4,
  contract: { gc: false, slots: [] },
  slots: {
    new: (rt, type) => allocInstance(rt, type, 0),
    repr: (rt, self) => newStr(rt, `<_ThreadHandle object: ident=${rt.H[self + Handle.ident]}>`),
  },
  methods: [
    { name: 'join', kind: Meth.FAST, fn: join },
    {
      name: '_set_done',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => {
        rt.H[self + Handle.state] = State.done;
        return rt.none();
      },
    },
    { name: 'is_done', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.bool(rt.H[self + Handle.state] === State.done) },
  ],
  getset: [{ name: 'ident', get: (rt, self) => newInt(rt, rt.H[self + Handle.ident]!) }],
};

/** _thread._make_thread_handle(ident): the handle of a thread that runs already. */
export function makeThreadHandle(rt: Runtime, _module: number, ident: number): Owned {
  if (!isInt(rt, ident)) typeError(rt, 'ident must be an integer');
  const op = allocInstance(rt, nativeTypeAddress(rt, threadHandleType), 0);
  rt.H[op + Handle.ident] = asIndex(rt, ident, 0);
  rt.H[op + Handle.state] = State.running;
  return op;
}

import { callTuple } from '../../core/abstract/call.ts';
import { checkPositional } from '../../core/arguments.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root, S } from '../../core/static.ts';
import { scheduler } from '../../threads/scheduler.ts';
import { tracer } from '../../tracing/tracer.ts';

type Purpose = Root.traceFunc | Root.profileFunc;

function setter(root: Purpose): (rt: Runtime, self: number, arg: number) => Owned {
  return (rt, _self, arg) => {
    tracer(rt).set(root, arg === S.None ? 0 : arg);
    return rt.none();
  };
}

function setterOfAll(root: Purpose): (rt: Runtime, self: number, arg: number) => Owned {
  return (rt, _self, arg) => {
    tracer(rt).setAll(root, arg === S.None ? 0 : arg);
    return rt.none();
  };
}

function getter(root: Purpose): (rt: Runtime) => Owned {
  return (rt) => rt.newRef(rt.H[root] === 0 ? S.None : rt.H[root]!);
}

/** sys.call_tracing(func, args): calls while a trace function runs, with events. CPython: _PyEval_CallTracing */
function callTracing(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'call_tracing', nargs, 2, 2);
  const thread = scheduler(rt).current;
  const { tracing } = thread;
  thread.tracing = false;
  try {
    return callTuple(rt, rt.H[args]!, rt.H[args + 2]!, 0);
  } finally {
    thread.tracing = tracing;
  }
}

/** Functions of sys about tracing and profiling. */
export const traceFunctions: readonly MethodSpec[] = [
  { name: 'settrace', kind: Meth.O, fn: setter(Root.traceFunc), signature: '($module, function, /)' },
  { name: 'gettrace', kind: Meth.NOARGS, fn: getter(Root.traceFunc) },
  { name: '_settraceallthreads', kind: Meth.O, fn: setterOfAll(Root.traceFunc) },
  { name: 'setprofile', kind: Meth.O, fn: setter(Root.profileFunc), signature: '($module, function, /)' },
  { name: 'getprofile', kind: Meth.NOARGS, fn: getter(Root.profileFunc) },
  { name: '_setprofileallthreads', kind: Meth.O, fn: setterOfAll(Root.profileFunc) },
  { name: 'call_tracing', kind: Meth.FAST, fn: callTracing },
];

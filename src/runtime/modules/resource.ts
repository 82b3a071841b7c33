import { tupleOf } from '../containers/tuple-object.ts';
import { asIndex } from '../core/abstract/number.ts';
import { raise, valueError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { newFloat } from '../numbers/float-object.ts';
import { newInt } from '../numbers/int-object.ts';
import { makeStructSequence, newStructSequence } from '../types/struct-sequence.ts';
import { setModuleValue } from './create-module.ts';
import type { ModuleSpec } from './module-spec.ts';

const FIELDS = [
  'ru_utime',
  'ru_stime',
  'ru_maxrss',
  'ru_ixrss',
  'ru_idrss',
  'ru_isrss',
  'ru_minflt',
  'ru_majflt',
  'ru_nswap',
  'ru_inblock',
  'ru_oublock',
  'ru_msgsnd',
  'ru_msgrcv',
  'ru_nsignals',
  'ru_nvcsw',
  'ru_nivcsw',
];
const RUSAGE_CHILDREN = -1;
const LIMITS: Readonly<Record<string, number>> = {
  RLIMIT_CPU: 0,
  RLIMIT_FSIZE: 1,
  RLIMIT_DATA: 2,
  RLIMIT_STACK: 3,
  RLIMIT_CORE: 4,
  RLIMIT_RSS: 5,
  RLIMIT_NPROC: 6,
  RLIMIT_NOFILE: 7,
  RLIMIT_MEMLOCK: 8,
  RLIMIT_AS: 9,
};

function usageType(rt: Runtime): number {
  return rt.stateOf('resource.struct_rusage', () => ({
    type: makeStructSequence(rt, { name: 'resource.struct_rusage', fields: FIELDS, visible: FIELDS.length }),
  })).type;
}

/** resource.getrusage(who): figures of the real process; children have none. CPython: Modules/resource.c resource_getrusage */
function getrusage(rt: Runtime, _module: number, who: number): Owned {
  const which = asIndex(rt, who, T.OverflowError);
  if (![RUSAGE_CHILDREN, 0, 1].includes(which)) valueError(rt, 'invalid who parameter');
  const usage = which === RUSAGE_CHILDREN ? undefined : rt.host.resourceUsage?.();
  const counts =
    usage === undefined
      ? new Array<number>(14).fill(0)
      : [usage.maxRss, 0, 0, 0, usage.minorFaults, usage.majorFaults, 0, usage.read, usage.written, 0, 0, 0, usage.waits, usage.preemptions];
  const values = [() => newFloat(rt, usage?.user ?? 0), () => newFloat(rt, usage?.system ?? 0), ...counts.map((n) => () => newInt(rt, n))];
  return newStructSequence(rt, usageType(rt), values);
}

function limitArgument(rt: Runtime, op: number): void {
  const n = asIndex(rt, op, T.OverflowError);
  if (n < 0 || n > 15) valueError(rt, 'invalid resource specified');
}

/** resource. CPython: Modules/resource.c */
export const resourceModule: ModuleSpec = {
  name: 'resource',
  doc: 'What the process uses of the system.',
  constants: { RUSAGE_SELF: 0, RUSAGE_CHILDREN, RUSAGE_THREAD: 1, RLIM_INFINITY: -1, ...LIMITS },
  functions: [
    { name: 'getrusage', kind: Meth.O, fn: getrusage },
    { name: 'getpagesize', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, 4096) },
    {
      name: 'getrlimit',
      kind: Meth.O,
      // nothing here is limited; the process's own limits are not known to the host
      fn: (rt: Runtime, _module: number, which: number) => {
        limitArgument(rt, which);
        const mark = rt.mark();
        const none = rt.own(newInt(rt, -1));
        return rt.leave(mark, tupleOf(rt, none, none));
      },
    },
    {
      name: 'setrlimit',
      kind: Meth.FAST,
      fn: (rt: Runtime) => raise(rt, T.NotImplementedError, 'resource.setrlimit: Ouroboros cannot limit its process (see --memory-limit)'),
    },
  ],
  exec(rt, module) {
    setModuleValue(rt, module, 'error', rt.newRef(T.OSError));
    setModuleValue(rt, module, 'struct_rusage', rt.newRef(usageType(rt)));
  },
};

import { Ob } from '../../memory/layout.ts';
import { dictSetText } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call } from '../core/abstract/call.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { toFloatNumber } from '../core/abstract/number.ts';
import { getAttrText } from '../core/abstract/object.ts';
import { overflowError, typeError, valueError } from '../core/errors.ts';
import { Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { newFloat } from '../numbers/float-object.ts';
import { intToNumber, newInt, newIntBig } from '../numbers/int-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { scheduler } from '../threads/scheduler.ts';
import { makeStructSequence, newStructSequence } from '../types/struct-sequence.ts';
import { setModuleValue } from './create-module.ts';
import { sleepFor } from './interruptible.ts';
import type { ModuleSpec } from './module-spec.ts';
import { type BrokenDownTime, formatTime } from './time-format.ts';

const FIELDS = ['tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst', 'tm_zone', 'tm_gmtoff'] as const;

function structTime(rt: Runtime): number {
  return rt.stateOf('time.struct_time', () => ({ type: makeStructSequence(rt, { name: 'time.struct_time', fields: FIELDS, visible: 9 }) })).type;
}

function dayOfYear(year: number, month: number, day: number): number {
  return Math.round((Date.UTC(2000, month, day) - Date.UTC(2000, 0, 1)) / 86400000) + 1 - (month > 1 && !leap(year) ? 1 : 0);
}

function leap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Minutes east of UTC in January and July tell whether a date has daylight saving time. */
function isDst(date: Date): number {
  const year = date.getFullYear();
  const winter = Math.max(new Date(year, 0, 1).getTimezoneOffset(), new Date(year, 6, 1).getTimezoneOffset());
  return date.getTimezoneOffset() < winter ? 1 : 0;
}

function zoneName(date: Date): string {
  return date.toLocaleTimeString('en-US', { timeZoneName: 'short' }).replace(/^.* /, '');
}

function utcFields(seconds: number): BrokenDownTime {
  const d = new Date(Math.floor(seconds) * 1000);
  if (Number.isNaN(d.getTime())) throw new RangeError('time');
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
    second: d.getUTCSeconds(),
    weekday: (d.getUTCDay() + 6) % 7,
    yearday: dayOfYear(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()),
    dst: 0,
    zone: 'UTC',
    offset: 0,
  };
}

function localFields(seconds: number): BrokenDownTime {
  const d = new Date(Math.floor(seconds) * 1000);
  if (Number.isNaN(d.getTime())) throw new RangeError('time');
  return {
    year: d.getFullYear(),
    month: d.getMonth() + 1,
    day: d.getDate(),
    hour: d.getHours(),
    minute: d.getMinutes(),
    second: d.getSeconds(),
    weekday: (d.getDay() + 6) % 7,
    yearday: dayOfYear(d.getFullYear(), d.getMonth(), d.getDate()),
    dst: isDst(d),
    zone: zoneName(d),
    offset: -d.getTimezoneOffset() * 60,
  };
}

function toStruct(rt: Runtime, t: BrokenDownTime): Owned {
  const numbers = [t.year, t.month, t.day, t.hour, t.minute, t.second, t.weekday, t.yearday, t.dst];
  const type = structTime(rt);
  return newStructSequence(rt, type, [...numbers.map((n) => newInt(rt, n)), newStr(rt, t.zone), newInt(rt, t.offset)]);
}

/** The fields of a struct_time or 9-tuple, checked as strftime does. CPython: Modules/timemodule.c gettmarg */
function fromStruct(rt: Runtime, op: number): BrokenDownTime {
  const mark = rt.mark();
  if (rt.H[op + Ob.type] !== T.tuple && rt.H[op + Ob.type] !== structTime(rt)) typeError(rt, 'Tuple or struct_time argument required');
  const tuple = rt.own(sequenceTuple(rt, op));
  if (rt.H[tuple + Ob.size] !== 9) typeError(rt, 'function takes exactly 9 arguments (' + rt.H[tuple + Ob.size] + ' given)');
  const [year, month, day, hour, minute, second, weekday, yearday, dst] = Array.from({ length: 9 }, (_, i) =>
    intToNumber(rt, rt.H[tuple + Tuple.items + 2 * i]!),
  ) as [number, number, number, number, number, number, number, number, number];
  rt.release(mark);
  return { year, month: month || 1, day: day || 1, hour, minute, second, weekday, yearday: yearday || 1, dst, zone: 'UTC', offset: 0 };
}

function secondsArgument(rt: Runtime, args: number, nargs: number): number {
  if (nargs === 0 || rt.H[args] === S.None) return Number(rt.host.timeNs() / 1_000_000n) / 1000;
  const n = toFloatNumber(rt, rt.H[args]!);
  if (Number.isNaN(n)) valueError(rt, 'Invalid value NaN (not a number)');
  if (!Number.isFinite(n)) overflowError(rt, 'cannot convert float infinity to integer');
  return n;
}

function fields(rt: Runtime, local: boolean, seconds: number): BrokenDownTime {
  try {
    return local ? localFields(seconds) : utcFields(seconds);
  } catch (thrown) {
    if (thrown instanceof RangeError) return overflowError(rt, 'timestamp out of range for platform time_t');
    throw thrown;
  }
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function asctime(rt: Runtime, t: BrokenDownTime): Owned {
  const two = (n: number): string => String(n).padStart(2, '0');
  return newStr(
    rt,
    `${DAYS[t.weekday]} ${MONTHS[t.month - 1]} ${String(t.day).padStart(2)} ${two(t.hour)}:${two(t.minute)}:${two(t.second)} ${t.year}`,
  );
}

type Clock = (rt: Runtime) => bigint;
const CLOCKS: Readonly<Record<string, Clock>> = {
  time: (rt) => rt.host.timeNs(),
  monotonic: (rt) => rt.host.monotonicNs(),
  perf_counter: (rt) => rt.host.monotonicNs(),
  process_time: (rt) => rt.host.processTimeNs(),
  thread_time: (rt) => rt.host.processTimeNs(),
};

const clockFunctions = Object.entries(CLOCKS).flatMap(([name, clock]) => [
  { name, kind: Meth.NOARGS, fn: (rt: Runtime) => newFloat(rt, Number(clock(rt)) / 1e9) },
  { name: `${name}_ns`, kind: Meth.NOARGS, fn: (rt: Runtime) => newIntBig(rt, clock(rt)) },
]);

/** CPython: Modules/timemodule.c time_sleep */
function sleep(rt: Runtime, self: number, arg: number): Owned {
  const seconds = toFloatNumber(rt, arg);
  if (seconds < 0) valueError(rt, 'sleep length must be non-negative');
  const threads = scheduler(rt);
  if (threads.alone) sleepFor(rt, seconds);
  else threads.wait(sleep, self, () => false, seconds);
  return rt.none();
}

/** time. CPython: Modules/timemodule.c */
export const timeModule: ModuleSpec = {
  name: 'time',
  doc: 'Clocks and calendar times.',
  constants: { _STRUCT_TM_ITEMS: 11 },
  functions: [
    ...clockFunctions,
    {
      name: 'sleep',
      kind: Meth.O,
      fn: sleep,
    },
    {
      name: 'gmtime',
      kind: Meth.FAST,
      fn: (rt: Runtime, _self: number, args: number, nargs: number) => toStruct(rt, fields(rt, false, secondsArgument(rt, args, nargs))),
    },
    {
      name: 'localtime',
      kind: Meth.FAST,
      fn: (rt: Runtime, _self: number, args: number, nargs: number) => toStruct(rt, fields(rt, true, secondsArgument(rt, args, nargs))),
    },
    {
      name: 'mktime',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, arg: number) => {
        const t = fromStruct(rt, arg);
        return newFloat(rt, new Date(t.year, t.month - 1, t.day, t.hour, t.minute, t.second).getTime() / 1000);
      },
    },
    {
      name: 'asctime',
      kind: Meth.FAST,
      fn: (rt: Runtime, _self: number, args: number, nargs: number) =>
        asctime(rt, nargs > 0 ? fromStruct(rt, rt.H[args]!) : fields(rt, true, secondsArgument(rt, args, 0))),
    },
    {
      name: 'ctime',
      kind: Meth.FAST,
      fn: (rt: Runtime, _self: number, args: number, nargs: number) => asctime(rt, fields(rt, true, secondsArgument(rt, args, nargs))),
    },
    {
      name: 'strftime',
      kind: Meth.FAST,
      fn: (rt: Runtime, _self: number, args: number, nargs: number) => {
        const t = nargs > 1 ? fromStruct(rt, rt.H[args + 2]!) : fields(rt, true, secondsArgument(rt, args, 0));
        return newStr(rt, formatTime(strText(rt, rt.H[args]!), t));
      },
    },
    {
      name: 'strptime',
      kind: Meth.KEYWORDS,
      fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
        const mark = rt.mark();
        const name = rt.own(newStr(rt, '_strptime'));
        const module = rt.own(rt.hooks.importModule(rt, name));
        return rt.leave(mark, call(rt, rt.own(getAttrText(rt, module, '_strptime_time')), args, nargs, kwnames));
      },
    },
    {
      name: 'get_clock_info',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, arg: number) => {
        const name = strText(rt, arg);
        if (!(name in CLOCKS)) valueError(rt, 'unknown clock');
        const mark = rt.mark();
        const info = rt.own(call(rt, T.SimpleNamespace, rt.nsp, 0, 0));
        const dict = rt.H[info + 4]!;
        dictSetText(rt, dict, 'implementation', rt.own(newStr(rt, `clock_gettime(${name === 'time' ? 'CLOCK_REALTIME' : 'CLOCK_MONOTONIC'})`)));
        dictSetText(rt, dict, 'monotonic', name === 'time' ? S.False : S.True);
        dictSetText(rt, dict, 'adjustable', name === 'time' ? S.True : S.False);
        dictSetText(rt, dict, 'resolution', rt.own(newFloat(rt, 1e-9)));
        return rt.leave(mark, rt.newRef(info));
      },
    },
    { name: 'tzset', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.none() },
  ],
  exec(rt, module) {
    setModuleValue(rt, module, 'struct_time', rt.newRef(structTime(rt)));
    const now = new Date();
    const winter = new Date(now.getFullYear(), 0, 1);
    const summer = new Date(now.getFullYear(), 6, 1);
    const standard = Math.max(winter.getTimezoneOffset(), summer.getTimezoneOffset());
    const saving = Math.min(winter.getTimezoneOffset(), summer.getTimezoneOffset());
    setModuleValue(rt, module, 'timezone', newInt(rt, standard * 60));
    setModuleValue(rt, module, 'altzone', newInt(rt, saving * 60));
    setModuleValue(rt, module, 'daylight', newInt(rt, standard === saving ? 0 : 1));
    const mark = rt.mark();
    const names = [winter, summer].map((d) => rt.own(newStr(rt, zoneName(d))));
    setModuleValue(rt, module, 'tzname', tupleOf(rt, ...names));
    rt.release(mark);
  },
};

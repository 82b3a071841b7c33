import { Ob } from '../../memory/layout.ts';
import { dictSetText } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call } from '../core/abstract/call.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { asCInt, asCLong, formatCInt, nativeInt, toFloatNumber } from '../core/abstract/number.ts';
import { getAttrText } from '../core/abstract/object.ts';
import { checkPositional } from '../core/arguments.ts';
import { overflowError, typeError, typeName, valueError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { raiseOsError } from '../exceptions/os-error.ts';
import { newFloat } from '../numbers/float-object.ts';
import { newInt, newIntBig } from '../numbers/int-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { isStr } from '../text/text-arguments.ts';
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
    zone: 'GMT',
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
  return newStructSequence(rt, type, [...numbers.map((n) => () => newInt(rt, n)), () => newStr(rt, t.zone), () => newInt(rt, t.offset)]);
}

/** The fields of a struct_time or 9-tuple as given, but month and day of the year counted as struct tm does plus one. CPython: Modules/timemodule.c gettmarg */
function fromStruct(rt: Runtime, name: string, op: number): BrokenDownTime {
  const mark = rt.mark();
  const isStruct = rt.H[op + Ob.type] === structTime(rt);
  if (!isStruct && (rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.TUPLE_SUBCLASS) === 0) typeError(rt, 'Tuple or struct_time argument required');
  const tuple = rt.own(sequenceTuple(rt, op));
  if (rt.H[tuple + Ob.size] !== 9) typeError(rt, `${name}(): illegal time tuple argument`);
  const [year, month, day, hour, minute, second, weekday, yearday, dst] = Array.from({ length: 9 }, (_, i) =>
    formatCInt(rt, rt.H[tuple + Tuple.items + 2 * i]!),
  ) as [number, number, number, number, number, number, number, number, number];
  rt.release(mark);
  // Both are borrowed of a structure that its caller holds.
  const hidden = isStruct ? [9, 10].map((i) => rt.H[op + Tuple.items + 2 * i]!) : [S.None, S.None];
  const zone = hidden[0] === S.None ? localZone(dst) : zoneText(rt, hidden[0]!);
  const offset = hidden[1] === S.None ? 0 : asCLong(rt, hidden[1]!);
  return { year, month, day, hour, minute, second, weekday: weekday < -1 ? -1 : (weekday + 7) % 7, yearday, dst, zone, offset };
}

/** The zone of a time that names none: the local one. */
function localZone(dst: number): string {
  const { winter, summer } = seasons();
  return zoneName(dst > 0 ? summer : winter);
}

function zoneText(rt: Runtime, op: number): string {
  if (!isStr(rt, op)) typeError(rt, 'bad argument type for built-in operation');
  return strText(rt, op);
}

/** Dates of this year in standard and in daylight saving time. */
function seasons(): { winter: Date; summer: Date } {
  const year = new Date().getFullYear();
  const [a, b] = [new Date(year, 0, 1), new Date(year, 6, 1)];
  return a.getTimezoneOffset() >= b.getTimezoneOffset() ? { winter: a, summer: b } : { winter: b, summer: a };
}

/** Checks the ranges of fields; month and day that are 0 become 1. ValueError. CPython: Modules/timemodule.c checktm */
function checked(rt: Runtime, t: BrokenDownTime): BrokenDownTime {
  const within = (n: number, low: number, high: number, what: string): void => {
    if (n < low || n > high) valueError(rt, `${what} out of range`);
  };
  within(t.month, 0, 12, 'month');
  within(t.day, 0, 31, 'day of month');
  within(t.hour, 0, 23, 'hour');
  within(t.minute, 0, 59, 'minute');
  within(t.second, 0, 61, 'seconds');
  within(t.weekday, 0, 6, 'day of week');
  within(t.yearday, 0, 366, 'day of year');
  return { ...t, month: t.month || 1, day: t.day || 1, yearday: t.yearday || 1 };
}

/** Seconds since the epoch of local fields of any size. OverflowError. CPython: time_mktime */
function mktime(rt: Runtime, _module: number, arg: number): Owned {
  const t = fromStruct(rt, 'mktime', arg);
  const date = new Date(0);
  date.setFullYear(t.year, t.month - 1, t.day);
  date.setHours(t.hour, t.minute, t.second, 0);
  const seconds = date.getTime() / 1000;
  if (Number.isNaN(seconds)) overflowError(rt, 'mktime argument out of range');
  // Daylight saving time that does not hold at that date.
  const { winter, summer } = seasons();
  const saving = (winter.getTimezoneOffset() - summer.getTimezoneOffset()) * 60 || 3600;
  if (t.dst > 0 && isDst(date) === 0) return newFloat(rt, seconds - saving);
  if (t.dst === 0 && isDst(date) === 1) return newFloat(rt, seconds + saving);
  return newFloat(rt, seconds);
}

/** Whole seconds of a timestamp. CPython: _PyTime_ObjectToTime_t */
function secondsArgument(rt: Runtime, args: number, nargs: number): number {
  if (nargs === 0 || rt.H[args] === S.None) return Number(rt.host.timeNs() / 1_000_000n) / 1000;
  const op = rt.H[args]!;
  if ((rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.LONG_SUBCLASS) === 0 && rt.H[rt.H[op + Ob.type]! + Tp.nbFloat] === 0) {
    const mark = rt.mark();
    rt.own(nativeInt(rt, op));
    rt.release(mark);
  }
  const n = toFloatNumber(rt, op);
  if (Number.isNaN(n)) valueError(rt, 'Invalid value NaN (not a number)');
  if (Math.abs(n) >= 2 ** 63) overflowError(rt, 'timestamp out of range for platform time_t');
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

/** A time span in seconds. CPython: _PyTime_FromSecondsObject */
function secondsOf(rt: Runtime, op: number): number {
  const isFloat = (rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.LONG_SUBCLASS) === 0 && rt.H[rt.H[op + Ob.type]! + Tp.nbFloat] !== 0;
  if (!isFloat) {
    const mark = rt.mark();
    rt.own(nativeInt(rt, op));
    rt.release(mark);
  }
  const seconds = toFloatNumber(rt, op);
  if (Number.isNaN(seconds)) valueError(rt, 'Invalid value NaN (not a number)');
  if (Math.abs(seconds) >= 2 ** 63)
    overflowError(
      rt,
      isFloat ? 'timestamp out of range for platform time_t' : `timestamp too large to convert to C ${rt.model.version[1] >= 13 ? '' : '_'}PyTime_t`,
    );
  if (Math.abs(seconds) >= 2 ** 63 / 1e9) overflowError(rt, `timestamp too large to convert to C ${rt.model.version[1] >= 13 ? '' : '_'}PyTime_t`);
  return seconds;
}

/** Clocks by the number that POSIX gives them. */
const POSIX_CLOCKS: Readonly<Record<string, readonly [number, keyof typeof CLOCKS]>> = {
  CLOCK_REALTIME: [0, 'time'],
  CLOCK_MONOTONIC: [1, 'monotonic'],
  CLOCK_PROCESS_CPUTIME_ID: [2, 'process_time'],
  CLOCK_THREAD_CPUTIME_ID: [3, 'thread_time'],
  CLOCK_MONOTONIC_RAW: [4, 'monotonic'],
  CLOCK_BOOTTIME: [7, 'monotonic'],
};

function posixClock(rt: Runtime, op: number): Clock {
  const number = asCInt(rt, op);
  for (const [n, name] of Object.values(POSIX_CLOCKS)) if (n === number) return CLOCKS[name]!;
  return raiseOsError(rt, 22, 'Invalid argument');
}

const posixClockFunctions: readonly MethodSpec[] = [
  { name: 'clock_gettime', kind: Meth.O, fn: (rt: Runtime, _self: number, id: number) => newFloat(rt, Number(posixClock(rt, id)(rt)) / 1e9) },
  { name: 'clock_gettime_ns', kind: Meth.O, fn: (rt: Runtime, _self: number, id: number) => newIntBig(rt, posixClock(rt, id)(rt)) },
  {
    name: 'clock_getres',
    kind: Meth.O,
    fn: (rt: Runtime, _self: number, id: number) => {
      posixClock(rt, id);
      return newFloat(rt, 1e-9);
    },
  },
];

const IMPLEMENTATIONS: Readonly<Record<string, string>> = {
  time: 'CLOCK_REALTIME',
  monotonic: 'CLOCK_MONOTONIC',
  perf_counter: 'CLOCK_MONOTONIC',
  process_time: 'CLOCK_PROCESS_CPUTIME_ID',
  thread_time: 'CLOCK_THREAD_CPUTIME_ID',
};

/** CPython: Modules/timemodule.c time_sleep */
function sleep(rt: Runtime, self: number, arg: number): Owned {
  const seconds = secondsOf(rt, arg);
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
  constants: { _STRUCT_TM_ITEMS: 11, ...Object.fromEntries(Object.entries(POSIX_CLOCKS).map(([name, [number]]) => [name, number])) },
  functions: [
    ...clockFunctions,
    ...posixClockFunctions,
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
    { name: 'mktime', kind: Meth.O, fn: mktime },
    {
      name: 'asctime',
      kind: Meth.FAST,
      fn: (rt: Runtime, _self: number, args: number, nargs: number) =>
        asctime(rt, nargs > 0 ? checked(rt, fromStruct(rt, 'asctime', rt.H[args]!)) : fields(rt, true, secondsArgument(rt, args, 0))),
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
        checkPositional(rt, 'strftime', nargs, 1, 2);
        const format = rt.H[args]!;
        if (!isStr(rt, format)) typeError(rt, `strftime() argument 1 must be str, not ${typeName(rt, format)}`);
        const t = nargs > 1 ? checked(rt, fromStruct(rt, 'strftime', rt.H[args + 2]!)) : fields(rt, true, secondsArgument(rt, args, 0));
        const text = strText(rt, format);
        if (text.includes('\0')) valueError(rt, 'embedded null character');
        return newStr(rt, formatTime(text, t));
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
        dictSetText(rt, dict, 'implementation', rt.own(newStr(rt, `clock_gettime(${IMPLEMENTATIONS[name]})`)));
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
    const { winter, summer } = seasons();
    const standard = winter.getTimezoneOffset();
    const saving = summer.getTimezoneOffset();
    setModuleValue(rt, module, 'timezone', newInt(rt, standard * 60));
    setModuleValue(rt, module, 'altzone', newInt(rt, saving * 60));
    setModuleValue(rt, module, 'daylight', newInt(rt, standard === saving ? 0 : 1));
    const mark = rt.mark();
    const names = [winter, summer].map((d) => rt.own(newStr(rt, zoneName(d))));
    setModuleValue(rt, module, 'tzname', tupleOf(rt, ...names));
    rt.release(mark);
  },
};

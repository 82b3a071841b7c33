import { asCInt } from '../../core/abstract/number.ts';
import { valueError } from '../../core/errors.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { newInt } from '../../numbers/int-object.ts';

/** What a wait status says, as Linux encodes it. CPython: Modules/posixmodule.c os_W… */
const signalOf = (status: number): number => status & 0x7f;
const codeOf = (status: number): number => (status >> 8) & 0xff;
const isStopped = (status: number): boolean => (status & 0xff) === 0x7f;
const isSignaled = (status: number): boolean => signalOf(status) !== 0 && signalOf(status) !== 0x7f;

function test(name: string, holds: (status: number) => boolean): MethodSpec {
  return { name, kind: Meth.O, fn: (rt: Runtime, _self: number, status: number) => rt.bool(holds(asCInt(rt, status))) };
}

function part(name: string, of: (status: number) => number): MethodSpec {
  return { name, kind: Meth.O, fn: (rt: Runtime, _self: number, status: number) => newInt(rt, of(asCInt(rt, status))) };
}

export const waitStatusFunctions: readonly MethodSpec[] = [
  test('WIFEXITED', (status) => signalOf(status) === 0),
  test('WIFSIGNALED', isSignaled),
  test('WIFSTOPPED', isStopped),
  test('WIFCONTINUED', (status) => status === 0xffff),
  test('WCOREDUMP', (status) => (status & 0x80) !== 0),
  part('WEXITSTATUS', codeOf),
  part('WTERMSIG', signalOf),
  part('WSTOPSIG', codeOf),
  {
    name: 'waitstatus_to_exitcode',
    kind: Meth.O,
    fn: (rt: Runtime, _self: number, op: number) => {
      const status = asCInt(rt, op);
      if (signalOf(status) === 0) return newInt(rt, codeOf(status));
      if (isSignaled(status)) return newInt(rt, -signalOf(status));
      if (isStopped(status)) valueError(rt, `process stopped by delivery of signal ${codeOf(status)}`);
      return valueError(rt, `invalid wait status: ${status}`);
    },
  },
];

import { newCallableIterator } from '../../containers/sequence-iterators.ts';
import { getAttrText } from '../../core/abstract/object.ts';
import { type Buffer, getBuffer } from '../../core/buffer.ts';
import { valueError } from '../../core/errors.ts';
import { allocInstance, freeInstance, untrackInstance } from '../../core/instance.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { runPattern } from './engine.ts';
import { Pat, Scan } from './layout.ts';
import { newMatch } from './match-object.ts';
import { searchPattern } from './search.ts';
import { checkKind, openSubject, withState } from './subject.ts';

/** _sre.SRE_Scanner: goes from match to match. CPython: Modules/_sre/sre.c scanner_… */

/** What scanners have on lease, by their address. */
function leases(rt: Runtime): Map<number, Buffer> {
  return rt.stateOf('_sre leases', () => new Map<number, Buffer>());
}

function dealloc(rt: Runtime, op: number): void {
  untrackInstance(rt, op);
  const lease = leases(rt).get(op);
  if (lease !== undefined) {
    leases(rt).delete(op);
    lease.release();
  }
  rt.clearSlot(op + Scan.pattern);
  rt.clearSlot(op + Scan.string);
  freeInstance(rt, op);
}

/** CPython: pattern_scanner */
export function newScanner(rt: Runtime, pattern: number, string: number, pos: number, endpos: number): Owned {
  const subject = openSubject(rt, string);
  const { lease } = subject;
  lease?.release();
  checkKind(rt, pattern, subject.isBytes);
  const clip = (n: number): number => (n < 0 ? 0 : Math.min(n, subject.length));
  const op = allocInstance(rt, nativeTypeAddress(rt, scannerType), 0);
  const H = rt.H;
  H[op + Scan.pattern] = rt.newRef(pattern);
  H[op + Scan.string] = rt.newRef(string);
  H[op + Scan.pos] = clip(pos);
  H[op + Scan.start] = clip(pos);
  H[op + Scan.endpos] = clip(endpos);
  // bytes that can change their size must not while they are searched
  if (lease !== null) leases(rt).set(op, getBuffer(rt, string));
  return op;
}

/** Pattern.finditer */
export function newMatchIterator(rt: Runtime, pattern: number, string: number, pos: number, endpos: number): Owned {
  const mark = rt.mark();
  const scanner = rt.own(newScanner(rt, pattern, string, pos, endpos));
  const search = rt.own(getAttrText(rt, scanner, 'search'));
  return rt.leave(mark, newCallableIterator(rt, search, S.None));
}

/** Next match by `find`, None at the end. */
function advance(rt: Runtime, self: number, searching: boolean): Owned {
  const H = rt.H;
  if (H[self + Scan.executing] !== 0) valueError(rt, 'regular expression scanner already executing');
  const start = H[self + Scan.start]!;
  if (start < 0) return rt.none();
  H[self + Scan.executing] = 1;
  try {
    const pattern = H[self + Scan.pattern]!;
    const string = H[self + Scan.string]!;
    return withState(rt, pattern, string, start, H[self + Scan.endpos]!, (st) => {
      st.mustAdvance = H[self + Scan.mustAdvance] !== 0;
      st.ptr = st.start;
      const code = pattern + Pat.code;
      if (!(searching ? searchPattern(st, code) : runPattern(st, code, true))) {
        H[self + Scan.start] = -1;
        return rt.none();
      }
      const match = newMatch(rt, pattern, st, string, H[self + Scan.pos]!, H[self + Scan.endpos]!);
      H[self + Scan.mustAdvance] = st.ptr === st.start ? 1 : 0;
      H[self + Scan.start] = st.ptr;
      return match;
    });
  } finally {
    H[self + Scan.executing] = 0;
  }
}

export const scannerType: TypeSpec = {
  name: '_sre.SRE_Scanner',
  basicsize: Scan.end * 4,
  contract: {
    gc: true,
    slots: [
      { at: Scan.pattern, label: 'pattern' },
      { at: Scan.string, label: 'string' },
    ],
  },
  slots: { dealloc },
  methods: [
    { name: 'match', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => advance(rt, self, false), signature: '($self, /)' },
    { name: 'search', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => advance(rt, self, true), signature: '($self, /)' },
  ],
  members: [{ name: 'pattern', at: Scan.pattern, kind: 'object', readonly: true }],
};

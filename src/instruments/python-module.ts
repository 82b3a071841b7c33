import { audit, auditLines } from '../memory/audit.ts';
import { Ob } from '../memory/layout.ts';
import { raise, typeError, typeName } from '../runtime/core/errors.ts';
import type { Owned } from '../runtime/core/ownership.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { isStatic } from '../runtime/core/shown-count.ts';
import { Meth } from '../runtime/core/signatures.ts';
import { Root, S, T } from '../runtime/core/static.ts';
import { hostCall } from '../runtime/exceptions/os-error.ts';
import { Fr } from '../runtime/frames/frame-layout.ts';
import type { ModuleSpec } from '../runtime/modules/module-spec.ts';
import { newInt } from '../runtime/numbers/int-object.ts';
import { newStr, strText } from '../runtime/text/str-object.ts';
import { makeStructSequence, newStructSequence } from '../runtime/types/struct-sequence.ts';
import { isWeakref, weakObject } from '../runtime/types/weakref.ts';
import { capture } from './capture.ts';
import { AliveIndex, pathLine } from './held-path.ts';
import { LeakWatch } from './leak-watch.ts';
import { type Ledger, type LedgerEntry, LedgerMaker } from './ledger.ts';
import { holderLines, sumLine } from './ledger-text.ts';
import { saveSnapshot } from './save-snapshot.ts';
import { withoutAsker } from './without-asker.ts';

/**
 * The native half of the Python module `ouroboros`. Its functions leave the reference out by which they are given the object: the answer
 * is as if nobody asked.
 */

const HOLDER_FIELDS = ['text', 'kind', 'name', 'owned', 'owner_type', 'function', 'file', 'line'] as const;
const AUDIT_FIELDS = ['ok', 'objects', 'references', 'problems'] as const;

function types(rt: Runtime): { holder: number; audit: number } {
  return rt.stateOf('ouroboros.types', () => ({
    holder: makeStructSequence(rt, { name: 'ouroboros.Holder', fields: HOLDER_FIELDS, visible: HOLDER_FIELDS.length }),
    audit: makeStructSequence(rt, { name: 'ouroboros.Audit', fields: AUDIT_FIELDS, visible: AUDIT_FIELDS.length }),
  }));
}

function textOrNone(rt: Runtime, text: string | null): Owned {
  return text === null ? rt.none() : newStr(rt, text);
}

function newHolder(rt: Runtime, entry: LedgerEntry): Owned {
  const { text, kind, name, owned, ownerType, frame } = entry;
  return newStructSequence(rt, types(rt).holder, [
    () => newStr(rt, text),
    () => newStr(rt, kind),
    () => textOrNone(rt, name),
    () => rt.bool(owned),
    () => newStr(rt, ownerType),
    () => textOrNone(rt, frame?.function ?? null),
    () => textOrNone(rt, frame?.file ?? null),
    () => (frame === null ? rt.none() : newInt(rt, frame.line)),
  ]);
}

function listOf(rt: Runtime, items: readonly (() => Owned)[]): Owned {
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  for (const item of items) {
    const inner = rt.mark();
    rt.hooks.listAppend(rt, list, rt.own(item()));
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(list));
}

function oneArgument(rt: Runtime, name: string, args: number, nargs: number): number {
  if (nargs !== 1) typeError(rt, `${name}() takes exactly one argument (${nargs} given)`);
  return rt.H[args];
}

/** The ledger of the object in an argument slot, without that slot. */
function ledgerOf(rt: Runtime, slot: number): Ledger {
  const op = rt.H[slot];
  return withoutAsker(rt, slot, () => new LedgerMaker(rt).make(op));
}

/** holders(x): list of Holder. */
function holders(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  oneArgument(rt, 'holders', args, nargs);
  const { entries } = ledgerOf(rt, args);
  return listOf(
    rt,
    entries.map((entry) => () => newHolder(rt, entry)),
  );
}

/** explain(x): the ledger as text. */
function explain(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  oneArgument(rt, 'explain', args, nargs);
  const ledger = ledgerOf(rt, args);
  return newStr(rt, [`${ledger.type} ${ledger.value}`, ...holderLines(ledger.entries, '  '), sumLine(ledger)].join('\n'));
}

/** why_alive(x, paths=1): a line for each path. */
function whyAlive(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  if (nargs < 1 || nargs > 2) typeError(rt, `why_alive() takes 1 or 2 arguments (${nargs} given)`);
  const limit = nargs === 2 ? positive(rt, rt.H[args + 2]) : 1;
  const op = rt.H[args];
  const paths = withoutAsker(rt, args, () => new AliveIndex(capture(rt)).paths(op, limit));
  return listOf(
    rt,
    paths.map((path) => () => newStr(rt, pathLine(path))),
  );
}

function positive(rt: Runtime, op: number): number {
  const { H } = rt;
  if (H[op + Ob.type] !== T.int) typeError(rt, `paths must be int, not ${typeName(rt, op)}`);
  const n = H[op + Ob.size] === 1 ? H[op + Ob.size + 2] : 0;
  if (n < 1) raise(rt, T.ValueError, 'paths must be at least 1');
  return Math.min(n, 1000);
}

/** audit(): every count against its holders. */
function auditHeap(rt: Runtime): Owned {
  const constantCounts = rt.model.immortalCount !== null || rt.model.staticCountBase !== 0;
  const report = audit(rt.heap, { ignore: (op) => constantCounts && isStatic(rt, op) });
  const mark = rt.mark();
  const problems = rt.own(
    listOf(
      rt,
      auditLines(report).map((line) => () => newStr(rt, line)),
    ),
  );
  const result = newStructSequence(rt, types(rt).audit, [
    () => rt.bool(report.ok),
    () => newInt(rt, report.objects),
    () => newInt(rt, report.slots),
    () => rt.newRef(problems),
  ]);
  return rt.leave(mark, result);
}

/** snapshot(path): writes the heap to a file. OSError. */
function snapshot(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  const path = oneArgument(rt, 'snapshot', args, nargs);
  if (rt.H[path + Ob.type] !== T.str) typeError(rt, `snapshot() argument must be str, not ${typeName(rt, path)}`);
  const { fs } = rt.host;
  if (fs === null) raise(rt, T.OSError, 'there are no files here');
  hostCall(rt, path, () => saveSnapshot(rt, fs, strText(rt, path), { moment: 'ouroboros.snapshot' }));
  return rt.none();
}

/** Holders of the object beside the variable of the caller through which it was passed. */
function otherHolders(rt: Runtime, slot: number): LedgerEntry[] {
  const { entries } = ledgerOf(rt, slot);
  const frame = rt.H[Root.frame];
  const isVariable = ({ kind, owner }: LedgerEntry): boolean =>
    (kind === 'local' || kind === 'parameter' ? owner === frame : kind === 'global') && frame !== 0;
  const own = entries.find((entry) => isVariable(entry) && (entry.kind !== 'global' || rt.H[frame + Fr.globals] === entry.owner));
  return entries.filter((entry) => entry !== own && entry.owned);
}

/** assert_freed(obj): AssertionError unless nobody but the caller's variable holds the object; of a weak reference: unless it is dead. */
function assertFreed(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  const given = oneArgument(rt, 'assert_freed', args, nargs);
  let others: LedgerEntry[];
  let what = '';
  if (isWeakref(rt, given)) {
    const target = weakObject(rt, given);
    if (target === 0 || target === S.None) return rt.none();
    const ledger = new LedgerMaker(rt).make(target);
    others = [...ledger.entries];
    what = `${ledger.type} ${ledger.value}`;
  } else {
    others = otherHolders(rt, args);
    if (others.length === 0) return rt.none();
    what = `${typeName(rt, given)} object`;
  }
  return raise(rt, T.AssertionError, [`${what} is still held by`, ...holderLines(others, '  ')].join('\n'));
}

interface Watching {
  watch: LeakWatch | null;
}

function watching(rt: Runtime): Watching {
  return rt.stateOf('ouroboros.watch', () => ({ watch: null }));
}

/** watch(): begins to note what is made. */
function beginWatch(rt: Runtime): Owned {
  const state = watching(rt);
  if (state.watch !== null) raise(rt, T.RuntimeError, 'no_leaks() cannot be nested');
  rt.heap.gc.collect();
  state.watch = new LeakWatch(rt);
  return rt.none();
}

/** leaks(): collects, ends the watch, and gives a line for each kind of object that is left. */
function endWatch(rt: Runtime): Owned {
  const state = watching(rt);
  const { watch } = state;
  if (watch === null) raise(rt, T.RuntimeError, 'no watch was begun');
  state.watch = null;
  rt.heap.gc.collect();
  const lines = watch!.finish();
  return listOf(
    rt,
    lines.map((line) => () => newStr(rt, line)),
  );
}

/** What src/pylib/ouroboros.py stands on. */
export const ouroborosModule: ModuleSpec = {
  name: '_ouroboros',
  doc: 'Who holds an object, and why it is alive.',
  functions: [
    { name: 'holders', kind: Meth.FAST, fn: holders, doc: 'Every holder of an object, as a list of Holder. Their number is its count.' },
    { name: 'explain', kind: Meth.FAST, fn: explain, doc: 'The holders of an object as text.' },
    {
      name: 'why_alive',
      kind: Meth.FAST,
      fn: whyAlive,
      doc: 'why_alive(object, paths=1): shortest paths from the roots that share no object, a line each.',
    },
    { name: 'audit', kind: Meth.NOARGS, fn: auditHeap, doc: 'Compares the count of every object with its holders.' },
    { name: 'snapshot', kind: Meth.FAST, fn: snapshot, doc: 'Writes the heap to a file for `ouro inspect`.' },
    {
      name: 'assert_freed',
      kind: Meth.FAST,
      fn: assertFreed,
      doc: 'AssertionError unless the object would be freed with the name it is passed by; of a weak reference: unless it is dead.',
    },
    { name: '_watch', kind: Meth.NOARGS, fn: beginWatch },
    { name: '_leaks', kind: Meth.NOARGS, fn: endWatch },
  ],
};

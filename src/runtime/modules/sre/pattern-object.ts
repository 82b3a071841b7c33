import { Ob } from '../../../memory/layout.ts';
import { dictLength, newDict } from '../../containers/dict-object.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { newTuple } from '../../containers/tuple-object.ts';
import { intDouble } from '../../core/abstract/number.ts';
import { compareBool, hash, reprText } from '../../core/abstract/object.ts';
import { parseKeywords } from '../../core/arguments.ts';
import { overflowError, typeError, typeName } from '../../core/errors.ts';
import { freeInstance, newInstance, trackInstance, untrackInstance } from '../../core/instance.ts';
import { List, Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Cmp, Meth, type MethodSpec } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { isInt } from '../../numbers/int-object.ts';
import { newStr } from '../../text/str-object.ts';
import { intArgument, ssizeArgument } from '../../text/text-arguments.ts';
import { newMappingProxy } from '../../types/mappingproxy.ts';
import { clearWeakrefs } from '../../types/weakref.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { Flag } from './codes.ts';
import { runPattern } from './engine.ts';
import { PATTERN_BYTES, Pat } from './layout.ts';
import { newMatch } from './match-object.ts';
import { renumberOlder } from './releases.ts';
import { newMatchIterator, newScanner } from './scanner-object.ts';
import { searchPattern } from './search.ts';
import { characters, MARKS, type SreState, type Subject } from './state.ts';
import { beginSearch, dropTables, endSearch, keepTables, openSubject, sliceSubject, withState } from './subject.ts';
import { substitute } from './substitution.ts';
import { makeTables } from './tables.ts';

/** re.Pattern. CPython: Modules/_sre/sre.c */

function requireSubclass(rt: Runtime, op: number, flag: number, position: number, wanted: string): void {
  if ((rt.H[rt.H[op + Ob.type]! + Tp.flags]! & flag) === 0)
    typeError(rt, `compile() argument ${position} must be ${wanted}, not ${typeName(rt, op)}`);
}

/** _sre.compile(pattern, flags, code, groups, groupindex, indexgroup). CPython: _sre_compile_impl */
export function compilePattern(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  const params = ['pattern', 'flags', 'code', 'groups', 'groupindex', 'indexgroup'];
  const [text, flags, list, groups, names, indexgroup] = parseKeywords(
    rt,
    { name: 'compile', params, required: 6 },
    args,
    nargs,
    kwnames,
    [0, 0, 0, 0, 0, 0],
  ) as [number, number, number, number, number, number];
  const H = rt.H;
  const flagBits = intArgument(rt, flags);
  requireSubclass(rt, list, TpFlag.LIST_SUBCLASS, 3, 'list');
  const groupCount = ssizeArgument(rt, groups);
  requireSubclass(rt, names, TpFlag.DICT_SUBCLASS, 5, 'dict');
  requireSubclass(rt, indexgroup, TpFlag.TUPLE_SUBCLASS, 6, 'tuple');
  const n = H[list + Ob.size]!;
  const words = PATTERN_BYTES / 4 + n;
  const op = newInstance(rt, nativeTypeAddress(rt, patternType), words * 4);
  H.fill(0, op + Ob.body, op + words);
  H[op + Ob.size] = n;
  H[op + Pat.codeSize] = n;
  H[op + Pat.tables] = -1;
  const mark = rt.mark();
  rt.own(op);
  trackInstance(rt, op);
  const items = H[list + List.items]!;
  for (let i = 0; i < n; i++) {
    const item = H[items + 2 * i]!;
    const value = isInt(rt, item) ? intDouble(rt, item) : typeError(rt, 'an integer is required');
    if (value < 0) overflowError(rt, "can't convert negative value to unsigned int");
    if (value > 0xffffffff) overflowError(rt, 'regular expression code size limit exceeded');
    H[op + Pat.code + i] = value;
  }
  if (text === S.None) H[op + Pat.isBytes] = -1;
  else {
    const subject = openSubject(rt, text);
    subject.lease?.release();
    H[op + Pat.isBytes] = subject.isBytes ? 1 : 0;
  }
  H[op + Pat.pattern] = rt.newRef(text);
  H[op + Pat.flags] = flagBits;
  H[op + Pat.groups] = groupCount;
  if (dictLength(rt, names) > 0) {
    H[op + Pat.groupindex] = rt.newRef(names);
    if (H[indexgroup + Ob.size]! > 0) H[op + Pat.indexgroup] = rt.newRef(indexgroup);
  }
  renumberOlder(rt, op + Pat.code, op + Pat.code + n);
  H[op + Pat.tables] = keepTables(rt, makeTables(rt, characters(rt), op + Pat.code, op + Pat.code + n));
  rt.unown(op);
  return rt.leave(mark, op);
}

function dealloc(rt: Runtime, op: number): void {
  const H = rt.H;
  untrackInstance(rt, op);
  if (H[op + Pat.weaklist] !== 0) clearWeakrefs(rt, op);
  for (const at of [Pat.groupindex, Pat.indexgroup, Pat.pattern]) rt.clearSlot(op + at);
  if (H[op + Pat.tables]! >= 0) dropTables(rt, H[op + Pat.tables]!);
  freeInstance(rt, op);
}

/** Arguments (string, pos=0, endpos=sys.maxsize). */
function searchArguments(rt: Runtime, name: string, args: number, nargs: number, kwnames: number): [number, number, number] {
  const H = rt.H;
  if (kwnames === 0 && nargs === 1) return [H[args]!, 0, Number.POSITIVE_INFINITY];
  const out = parseKeywords(rt, { name, params: ['string', 'pos', 'endpos'], required: 1 }, args, nargs, kwnames, [0, 0, 0]);
  const pos = out[1] === 0 ? 0 : ssizeArgument(rt, out[1]!);
  return [out[0]!, pos, out[2] === 0 ? Number.POSITIVE_INFINITY : ssizeArgument(rt, out[2]!)];
}

type Find = (st: SreState, code: number) => boolean;

function fullMatch(st: SreState, code: number): boolean {
  st.matchAll = true;
  return matchHere(st, code);
}

function matchHere(st: SreState, code: number): boolean {
  st.ptr = st.start;
  return runPattern(st, code, true);
}

/** match, fullmatch and search: a match object or None. */
function finder(name: string, find: Find): MethodSpec['fn'] {
  return (rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned => {
    let string = rt.H[args]!;
    let pos = 0;
    let endpos = Number.POSITIVE_INFINITY;
    if (kwnames !== 0 || nargs !== 1) [string, pos, endpos] = searchArguments(rt, name, args, nargs, kwnames);
    const st = beginSearch(rt, self, string, pos, endpos);
    try {
      const from = st.start;
      return find(st, self + Pat.code) ? newMatch(rt, self, st, string, from, st.end) : rt.none();
    } finally {
      endSearch(rt, st);
    }
  };
}

/** Text of group `i` (from 1) of what a state has found: empty or None when it did not match. CPython: state_getslice */
function stateGroup(rt: Runtime, st: SreState, subject: Subject, i: number, empty: boolean): Owned {
  const from = st.memory[MARKS + 2 * i - 2]!;
  const to = st.memory[MARKS + 2 * i - 1]!;
  if (from < 0 || to < from) return empty ? sliceSubject(rt, subject, 0, 0) : rt.none();
  return sliceSubject(rt, subject, from, to);
}

function findAll(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const [string, pos, endpos] = searchArguments(rt, 'findall', args, nargs, kwnames);
  const list = rt.own(newList(rt, 0));
  withState(rt, self, string, pos, endpos, (st, subject) => {
    const groups = rt.H[self + Pat.groups]!;
    while (st.start <= st.end && searchPattern(st, self + Pat.code)) {
      const mark = rt.mark();
      let item: number;
      if (groups === 0) item = rt.own(sliceSubject(rt, subject, st.start, st.ptr));
      else if (groups === 1) item = rt.own(stateGroup(rt, st, subject, 1, true));
      else {
        item = rt.own(newTuple(rt, groups));
        for (let i = 0; i < groups; i++) rt.H[item + Tuple.items + 2 * i] = stateGroup(rt, st, subject, i + 1, true);
        rt.track(item);
      }
      listAppend(rt, list, item);
      rt.release(mark);
      st.mustAdvance = st.ptr === st.start;
      st.start = st.ptr;
    }
  });
  return rt.unown(list);
}

function split(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, { name: 'split', params: ['string', 'maxsplit'], required: 1 }, args, nargs, kwnames, [0, 0]);
  const most = out[1] === 0 ? 0 : ssizeArgument(rt, out[1]!);
  const list = rt.own(newList(rt, 0));
  const append = (item: Owned): void => {
    rt.own(item);
    listAppend(rt, list, item);
    rt.decref(rt.unown(item));
  };
  withState(rt, self, out[0]!, 0, Number.POSITIVE_INFINITY, (st, subject) => {
    const groups = rt.H[self + Pat.groups]!;
    let last = st.start;
    for (let n = 0; most === 0 || n < most; n++) {
      if (!searchPattern(st, self + Pat.code)) break;
      append(sliceSubject(rt, subject, last, st.start));
      for (let i = 0; i < groups; i++) append(stateGroup(rt, st, subject, i + 1, false));
      st.mustAdvance = st.ptr === st.start;
      last = st.ptr;
      st.start = last;
    }
    append(sliceSubject(rt, subject, last, st.end));
  });
  return rt.unown(list);
}

function sub(name: 'sub' | 'subn'): MethodSpec['fn'] {
  return (rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned => {
    const out = parseKeywords(rt, { name, params: ['repl', 'string', 'count'], required: 2 }, args, nargs, kwnames, [0, 0, 0]);
    const count = out[2] === 0 ? 0 : ssizeArgument(rt, out[2]!);
    return substitute(rt, self, out[0]!, out[1]!, count, name === 'subn');
  };
}

const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [Flag.IGNORECASE, 're.IGNORECASE'],
  [Flag.LOCALE, 're.LOCALE'],
  [Flag.MULTILINE, 're.MULTILINE'],
  [Flag.DOTALL, 're.DOTALL'],
  [Flag.UNICODE, 're.UNICODE'],
  [Flag.VERBOSE, 're.VERBOSE'],
  [Flag.DEBUG, 're.DEBUG'],
  [Flag.ASCII, 're.ASCII'],
];

function repr(rt: Runtime, self: number): Owned {
  const H = rt.H;
  let flags = H[self + Pat.flags]!;
  if (H[self + Pat.isBytes] === 0 && (flags & (Flag.LOCALE | Flag.UNICODE | Flag.ASCII)) === Flag.UNICODE) flags &= ~Flag.UNICODE;
  const parts: string[] = [];
  for (const [bit, name] of FLAG_NAMES) {
    if ((flags & bit) === 0) continue;
    parts.push(name);
    flags &= ~bit;
  }
  if (flags !== 0) parts.push(`0x${flags.toString(16)}`);
  const text = [...reprText(rt, H[self + Pat.pattern]!)].slice(0, 200).join('');
  return newStr(rt, parts.length === 0 ? `re.compile(${text})` : `re.compile(${text}, ${parts.join('|')})`);
}

/** CPython: pattern_hash */
function patternHash(rt: Runtime, self: number): number {
  const H = rt.H;
  let lo = hash(rt, H[self + Pat.pattern]!);
  const hi = rt.hashHi;
  const end = self + Pat.code + H[self + Pat.codeSize]!;
  for (let at = self + Pat.code; at < end; at++) lo = Math.imul(lo ^ H[at]!, 0x01000193);
  lo ^= H[self + Pat.flags]! ^ H[self + Pat.isBytes]! ^ H[self + Pat.codeSize]!;
  rt.hashHi = hi === -1 && lo === -1 ? 0 : hi;
  return lo;
}

/** CPython: pattern_richcompare */
function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  const H = rt.H;
  if ((op !== Cmp.EQ && op !== Cmp.NE) || H[b + Ob.type] !== H[a + Ob.type]) return rt.notImplemented();
  const same = a === b || (sameCode(H, a, b) && compareBool(rt, H[a + Pat.pattern]!, H[b + Pat.pattern]!, Cmp.EQ));
  return rt.bool(same === (op === Cmp.EQ));
}

function sameCode(H: Int32Array, a: number, b: number): boolean {
  for (const at of [Pat.flags, Pat.isBytes, Pat.codeSize]) if (H[a + at] !== H[b + at]) return false;
  const n = H[a + Pat.codeSize]!;
  for (let i = 0; i < n; i++) if (H[a + Pat.code + i] !== H[b + Pat.code + i]) return false;
  return true;
}

const LIMITS = '($self, /, string, pos=0, endpos=sys.maxsize)';

export const patternType: TypeSpec = {
  name: 're.Pattern',
  basicsize: PATTERN_BYTES,
  itemsize: 4,
  weaklistoffset: Pat.weaklist,
  contract: {
    gc: true,
    slots: [
      { at: Pat.groupindex, label: 'groupindex' },
      { at: Pat.indexgroup, label: 'group names' },
      { at: Pat.pattern, label: 'pattern' },
    ],
  },
  slots: { dealloc, repr, hash: patternHash, richcompare: compare },
  methods: [
    {
      name: 'match',
      kind: Meth.KEYWORDS,
      fn: finder('match', matchHere),
      signature: LIMITS,
      doc: 'Matches zero or more characters at the beginning of the string.',
    },
    { name: 'fullmatch', kind: Meth.KEYWORDS, fn: finder('fullmatch', fullMatch), signature: LIMITS, doc: 'Matches against all of the string.' },
    {
      name: 'search',
      kind: Meth.KEYWORDS,
      fn: finder('search', searchPattern),
      signature: LIMITS,
      doc: 'Scan through string looking for a match, and return a corresponding match object instance.\n\nReturn None if no position in the string matches.',
    },
    {
      name: 'sub',
      kind: Meth.KEYWORDS,
      fn: sub('sub'),
      signature: '($self, /, repl, string, count=0)',
      doc: 'Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.',
    },
    {
      name: 'subn',
      kind: Meth.KEYWORDS,
      fn: sub('subn'),
      signature: '($self, /, repl, string, count=0)',
      doc: 'Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl.',
    },
    {
      name: 'findall',
      kind: Meth.KEYWORDS,
      fn: findAll,
      signature: LIMITS,
      doc: 'Return a list of all non-overlapping matches of pattern in string.',
    },
    {
      name: 'split',
      kind: Meth.KEYWORDS,
      fn: split,
      signature: '($self, /, string, maxsplit=0)',
      doc: 'Split string by the occurrences of pattern.',
    },
    {
      name: 'finditer',
      kind: Meth.KEYWORDS,
      fn: (rt: Runtime, self: number, args: number, nargs: number, kwnames: number) =>
        newMatchIterator(rt, self, ...searchArguments(rt, 'finditer', args, nargs, kwnames)),
      signature: LIMITS,
      doc: 'Return an iterator over all non-overlapping matches for the RE pattern in string.\n\nFor each match, the iterator returns a match object.',
    },
    {
      name: 'scanner',
      kind: Meth.KEYWORDS,
      fn: (rt: Runtime, self: number, args: number, nargs: number, kwnames: number) =>
        newScanner(rt, self, ...searchArguments(rt, 'scanner', args, nargs, kwnames)),
      signature: LIMITS,
    },
    { name: '__copy__', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.newRef(self), signature: '($self, /)' },
    { name: '__deepcopy__', kind: Meth.O, fn: (rt: Runtime, self: number) => rt.newRef(self), signature: '($self, memo, /)' },
    {
      name: '__class_getitem__',
      kind: Meth.O | Meth.CLASS,
      fn: (rt: Runtime, type: number, item: number) => rt.hooks.newGenericAlias(rt, type, item),
      doc: 'See PEP 585',
    },
  ],
  getset: [
    {
      name: 'groupindex',
      get: (rt, self) => {
        const names = rt.H[self + Pat.groupindex]!;
        return names === 0 ? newDict(rt) : newMappingProxy(rt, names);
      },
      doc: 'A dictionary mapping group names to group numbers.',
    },
  ],
  members: [
    { name: 'pattern', at: Pat.pattern, kind: 'object', readonly: true, doc: 'The pattern string from which the RE object was compiled.' },
    { name: 'flags', at: Pat.flags, kind: 'int', readonly: true, doc: 'The regex matching flags.' },
    { name: 'groups', at: Pat.groups, kind: 'ssize', readonly: true, doc: 'The number of capturing groups in the pattern.' },
  ],
  doc: 'Compiled regular expression object.',
};

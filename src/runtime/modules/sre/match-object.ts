import { Ob } from '../../../memory/layout.ts';
import { dictGet, dictNext, dictSet, newDict, nextKey } from '../../containers/dict-object.ts';
import { newTuple, tuple2 } from '../../containers/tuple-object.ts';
import { asIndex, hasIndex, isInt } from '../../core/abstract/number.ts';
import { reprText } from '../../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { indexError } from '../../core/errors.ts';
import { newInstance, trackInstance } from '../../core/instance.ts';
import { Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newStr, substring } from '../../text/str-object.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { MATCH_BYTES, Mat, Pat } from './layout.ts';
import { MARKS, type SreState } from './state.ts';
import { openSubject, sliceSubject } from './subject.ts';
import { compileTemplate, expandInPython, expandTemplate, hasTemplates } from './template-object.ts';

/** re.Match. CPython: Modules/_sre/sre.c match_… */

function setNumber(rt: Runtime, at: number, value: number): void {
  rt.H[at] = value;
  rt.H[at + 1] = value < 0 ? -1 : 0;
}

/** The match that a state has found; `pos` and `endpos` are the limits that were asked for. New reference; MemoryError. CPython: pattern_new_match */
export function newMatch(rt: Runtime, pattern: number, st: SreState, string: number, pos: number, endpos: number): Owned {
  const H = rt.H;
  const groups = H[pattern + Pat.groups]!;
  const bytes = MATCH_BYTES + 16 * (groups + 1);
  const op = newInstance(rt, nativeTypeAddress(rt, matchType), bytes);
  setNumber(rt, op + Ob.size, 2 * (groups + 1));
  H[string]!++;
  setNumber(rt, op + Mat.string, string);
  setNumber(rt, op + Mat.regs, 0);
  H[pattern]!++;
  setNumber(rt, op + Mat.pattern, pattern);
  setNumber(rt, op + Mat.pos, pos);
  setNumber(rt, op + Mat.endpos, endpos);
  setNumber(rt, op + Mat.groups, groups + 1);
  setNumber(rt, op + Mat.marks, st.start);
  setNumber(rt, op + Mat.marks + 2, st.ptr);
  const memory = st.memory;
  setNumber(rt, op + Mat.lastindex, memory[0]!);
  for (let i = 0; i < groups; i++) {
    const from = memory[MARKS + 2 * i]!;
    const to = memory[MARKS + 2 * i + 1]!;
    const set = from >= 0 && to >= from;
    setNumber(rt, op + Mat.marks + 4 * i + 4, set ? from : -1);
    setNumber(rt, op + Mat.marks + 4 * i + 6, set ? to : -1);
  }
  trackInstance(rt, op);
  return op;
}

/** Number of a group given by number or name; IndexError "no such group". CPython: match_getindex */
function groupIndex(rt: Runtime, self: number, key: number): number {
  let i = -1;
  if (isInt(rt, key) || hasIndex(rt, key)) i = asIndex(rt, key, 0);
  else {
    const names = rt.H[rt.H[self + Mat.pattern]! + Pat.groupindex]!;
    if (names !== 0) {
      const found = dictGet(rt, names, key);
      if (found !== 0 && isInt(rt, found)) i = asIndex(rt, found, 0);
    }
  }
  if (i < 0 || i >= rt.H[self + Mat.groups]!) indexError(rt, 'no such group');
  return i;
}

/** Text of group `i`, or a new reference to `otherwise` when it did not match. CPython: match_getslice_by_index */
function groupText(rt: Runtime, self: number, i: number, otherwise: number): Owned {
  const H = rt.H;
  const string = H[self + Mat.string]!;
  const from = H[self + Mat.marks + 4 * i]!;
  if (string === S.None || from < 0) return rt.newRef(otherwise);
  if (H[string + Ob.type] === T.str) return substring(rt, string, from, H[self + Mat.marks + 4 * i + 2]!);
  const subject = openSubject(rt, string);
  try {
    return sliceSubject(rt, subject, Math.min(from, subject.length), Math.min(H[self + Mat.marks + 4 * i + 2]!, subject.length));
  } finally {
    subject.lease?.release();
  }
}

function group(rt: Runtime, self: number, args: number, nargs: number): Owned {
  if (nargs === 0) return groupText(rt, self, 0, S.None);
  if (nargs === 1) return groupText(rt, self, groupIndex(rt, self, rt.H[args]!), S.None);
  const tuple = rt.own(newTuple(rt, nargs));
  for (let i = 0; i < nargs; i++) rt.H[tuple + Tuple.items + 2 * i] = groupText(rt, self, groupIndex(rt, self, rt.H[args + 2 * i]!), S.None);
  rt.track(tuple);
  return rt.unown(tuple);
}

function groups(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const [given] = parseKeywords(rt, { name: 'groups', params: ['default'] }, args, nargs, kwnames, [0]);
  const otherwise = given || S.None;
  const n = rt.H[self + Mat.groups]! - 1;
  const tuple = rt.own(newTuple(rt, n));
  for (let i = 0; i < n; i++) rt.H[tuple + Tuple.items + 2 * i] = groupText(rt, self, i + 1, otherwise);
  if (n > 0) rt.track(tuple);
  return rt.unown(tuple);
}

function groupDict(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const [given] = parseKeywords(rt, { name: 'groupdict', params: ['default'] }, args, nargs, kwnames, [0]);
  const otherwise = given || S.None;
  const dict = rt.own(newDict(rt));
  const names = rt.H[rt.H[self + Mat.pattern]! + Pat.groupindex]!;
  if (names !== 0) {
    for (let pos = dictNext(rt, names, 0); pos >= 0; pos = dictNext(rt, names, pos)) {
      const mark = rt.mark();
      const key = rt.own(rt.newRef(nextKey(rt)));
      dictSet(rt, dict, key, rt.own(groupText(rt, self, groupIndex(rt, self, key), otherwise)));
      rt.release(mark);
    }
  }
  return rt.unown(dict);
}

function pair(rt: Runtime, self: number, i: number): Owned {
  const mark = rt.mark();
  const from = rt.own(newInt(rt, rt.H[self + Mat.marks + 4 * i]!));
  const to = rt.own(newInt(rt, rt.H[self + Mat.marks + 4 * i + 2]!));
  return rt.leave(mark, tuple2(rt, from, to));
}

function optionalGroup(rt: Runtime, name: string, self: number, args: number, nargs: number): number {
  checkPositional(rt, name, nargs, 0, 1);
  return nargs === 0 ? 0 : groupIndex(rt, self, rt.H[args]!);
}

function regs(rt: Runtime, self: number): Owned {
  if (rt.H[self + Mat.regs] === 0) {
    const n = rt.H[self + Mat.groups]!;
    const tuple = rt.own(newTuple(rt, n));
    for (let i = 0; i < n; i++) rt.H[tuple + Tuple.items + 2 * i] = pair(rt, self, i);
    rt.track(tuple);
    rt.setSlot(self + Mat.regs, rt.unown(tuple));
  }
  return rt.newRef(rt.H[self + Mat.regs]!);
}

function repr(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const text = reprText(rt, rt.own(groupText(rt, self, 0, S.None)));
  rt.release(mark);
  const H = rt.H;
  return newStr(rt, `<re.Match object; span=(${H[self + Mat.marks]}, ${H[self + Mat.marks + 2]}), match=${[...text].slice(0, 50).join('')}>`);
}

function expand(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const [template] = parseKeywords(rt, { name: 'expand', params: ['template'], required: 1 }, args, nargs, kwnames, [0]);
  if (!hasTemplates(rt)) return expandInPython(rt, rt.H[self + Mat.pattern]!, self, template!);
  const mark = rt.mark();
  const compiled = rt.own(compileTemplate(rt, rt.H[self + Mat.pattern]!, template!));
  return rt.leave(mark, expandTemplate(rt, compiled, self));
}

function lastGroup(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const names = H[H[self + Mat.pattern]! + Pat.indexgroup]!;
  const last = H[self + Mat.lastindex]!;
  if (names === 0 || last < 0 || last >= H[names + Ob.size]!) return rt.none();
  return rt.newRef(H[names + Tuple.items + 2 * last]!);
}

export const matchType: TypeSpec = {
  name: 're.Match',
  basicsize: MATCH_BYTES,
  itemsize: 8,
  contract: {
    gc: true,
    slots: [
      { at: Mat.string, label: 'string' },
      { at: Mat.regs, label: 'regs' },
      { at: Mat.pattern, label: 're' },
    ],
  },
  slots: {
    repr,
    mpSubscript: (rt, self, key) => groupText(rt, self, groupIndex(rt, self, key), S.None),
  },
  methods: [
    {
      name: 'group',
      kind: Meth.FAST,
      fn: group,
      doc: 'group([group1, ...]) -> str or tuple.\nReturn subgroup(s) of the match by indices or names.\nFor 0 returns the entire match.',
    },
    {
      name: 'start',
      kind: Meth.FAST,
      fn: (rt: Runtime, self: number, args: number, nargs: number) =>
        newInt(rt, rt.H[self + Mat.marks + 4 * optionalGroup(rt, 'start', self, args, nargs)]!),
      signature: '($self, group=0, /)',
      doc: 'Return index of the start of the substring matched by group.',
    },
    {
      name: 'end',
      kind: Meth.FAST,
      fn: (rt: Runtime, self: number, args: number, nargs: number) =>
        newInt(rt, rt.H[self + Mat.marks + 4 * optionalGroup(rt, 'end', self, args, nargs) + 2]!),
      signature: '($self, group=0, /)',
      doc: 'Return index of the end of the substring matched by group.',
    },
    {
      name: 'span',
      kind: Meth.FAST,
      fn: (rt: Runtime, self: number, args: number, nargs: number) => pair(rt, self, optionalGroup(rt, 'span', self, args, nargs)),
      signature: '($self, group=0, /)',
      doc: 'For match object m, return the 2-tuple (m.start(group), m.end(group)).',
    },
    {
      name: 'groups',
      kind: Meth.KEYWORDS,
      fn: groups,
      signature: '($self, /, default=None)',
      doc: 'Return a tuple containing all the subgroups of the match, from 1.\n\n  default\n    Is used for groups that did not participate in the match.',
    },
    {
      name: 'groupdict',
      kind: Meth.KEYWORDS,
      fn: groupDict,
      signature: '($self, /, default=None)',
      doc: 'Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n  default\n    Is used for groups that did not participate in the match.',
    },
    {
      name: 'expand',
      kind: Meth.KEYWORDS,
      fn: expand,
      signature: '($self, /, template)',
      doc: 'Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.',
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
      name: 'lastindex',
      get: (rt, self) => (rt.H[self + Mat.lastindex]! < 0 ? rt.none() : newInt(rt, rt.H[self + Mat.lastindex]!)),
      doc: 'The integer index of the last matched capturing group.',
    },
    { name: 'lastgroup', get: lastGroup, doc: 'The name of the last matched capturing group.' },
    { name: 'regs', get: regs },
  ],
  members: [
    { name: 'string', at: Mat.string, kind: 'object', readonly: true, doc: 'The string passed to match() or search().' },
    { name: 're', at: Mat.pattern, kind: 'object', readonly: true, doc: 'The regular expression object.' },
    { name: 'pos', at: Mat.pos, kind: 'ssize', readonly: true, doc: 'The index into the string at which the RE engine started looking for a match.' },
    {
      name: 'endpos',
      at: Mat.endpos,
      kind: 'ssize',
      readonly: true,
      doc: 'The index into the string beyond which the RE engine will not go.',
    },
  ],
  doc: 'The result of re.match() and re.search().\nMatch objects always have a boolean value of True.',
};

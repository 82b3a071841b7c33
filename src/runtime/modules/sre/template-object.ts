import { Ob } from '../../../memory/layout.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { call2, callMethodText } from '../../core/abstract/call.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { getAttrText } from '../../core/abstract/object.ts';
import { argumentType } from '../../core/arguments.ts';
import { hasBuffer, withBuffer } from '../../core/buffer.ts';
import { catching, raise, typeError, typeName } from '../../core/errors.ts';
import { List, Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { isInt } from '../../numbers/int-object.ts';
import { bytesFromData } from '../../text/bytes-object.ts';
import { copyStr } from '../../text/str-object.ts';
import { joinStr } from '../../text/str-shape-methods.ts';
import { isStr } from '../../text/text-arguments.ts';
import { importModule } from '../../types/import-module.ts';
import { libraryRelease } from '../library-release.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { groupSlice } from './group-text.ts';
import { Mat, TEMPLATE_BYTES, Tem } from './layout.ts';
import { openSubject, sliceSubject } from './subject.ts';

/** _sre.SRE_Template: a compiled replacement. CPython: Modules/_sre/sre.c _sre_template_impl */
export const templateType: TypeSpec = {
  name: '_sre.SRE_Template',
  basicsize: TEMPLATE_BYTES,
  itemsize: 16,
  contract: {
    gc: true,
    slots: [{ at: Tem.literal, label: 'literal' }],
    items: { at: Tem.items, label: (i) => `literal ${i + 1}` },
  },
  slots: {},
};

function badTemplate(rt: Runtime): never {
  return typeError(rt, 'invalid template');
}

/** _sre.template(pattern, [literal, group, literal, …]) */
export function newTemplate(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  if (nargs !== 2) typeError(rt, `template expected 2 arguments, got ${nargs}`);
  const H = rt.H;
  const list = H[args + 2]!;
  if ((H[H[list + Ob.type]! + Tp.flags]! & TpFlag.LIST_SUBCLASS) === 0)
    typeError(rt, `template() argument 2 must be list, not ${argumentType(rt, list)}`);
  const n = H[list + Ob.size]!;
  if (n % 2 === 0) badTemplate(rt);
  const items = H[list + List.items]!;
  const pieces: { group: number; literal: number }[] = [];
  for (let i = 1; i < n; i += 2) {
    const number = H[items + 2 * i]!;
    if (!isInt(rt, number)) badTemplate(rt);
    const group = asIndex(rt, number, 0);
    if (group < 0) badTemplate(rt);
    const literal = H[items + 2 * i + 2]!;
    pieces.push({ group, literal: H[literal + Ob.size] === 0 ? 0 : literal });
  }
  const op = rt.newGcObject(nativeTypeAddress(rt, templateType), TEMPLATE_BYTES + 16 * pieces.length);
  H.fill(0, op + Ob.body, op + TEMPLATE_BYTES / 4 + 4 * pieces.length);
  H[op + Ob.size] = pieces.length;
  H[op + Tem.literal] = rt.newRef(H[H[list + List.items]!]!);
  pieces.forEach(({ group, literal }, i) => {
    if (literal !== 0) H[op + Tem.items + 2 * i] = rt.newRef(literal);
    H[op + Tem.items + 2 * pieces.length + 2 * i] = group;
  });
  rt.track(op);
  return op;
}

/** The template of a replacement text, by re._compile_template. New reference. CPython: compile_template */
export function compileTemplate(rt: Runtime, pattern: number, template: number): Owned {
  const mark = rt.mark();
  const re = rt.own(importModule(rt, 're'));
  const compile = rt.own(getAttrText(rt, re, '_compile_template'));
  const made = rt.own(callCompiler(rt, compile, pattern, template));
  if (rt.H[made + Ob.type] !== nativeTypeAddress(rt, templateType))
    raise(rt, T.RuntimeError, `the result of compiling a replacement string is ${typeName(rt, made)}`);
  return rt.leave(mark, rt.newRef(made));
}

/** Does `re` of the library in use make templates of `_sre`, or filters in Python (up to 3.11)? */
export function hasTemplates(rt: Runtime): boolean {
  return libraryRelease(rt) >= 12;
}

/** What replaces a match in libraries up to 3.11: a text, or a function of the match, by re._subx. New reference. CPython 3.11: pattern_subx */
export function replacementFilter(rt: Runtime, pattern: number, template: number): Owned {
  const mark = rt.mark();
  const re = rt.own(importModule(rt, 're'));
  return rt.leave(mark, callCompiler(rt, rt.own(getAttrText(rt, re, '_subx')), pattern, template));
}

/** Text of a template for a match in libraries up to 3.11, by re._expand. New reference. CPython 3.11: _sre_SRE_Match_expand_impl */
export function expandInPython(rt: Runtime, pattern: number, match: number, template: number): Owned {
  const mark = rt.mark();
  const re = rt.own(importModule(rt, 're'));
  return rt.leave(mark, callMethodText(rt, re, '_expand', pattern, match, template));
}

/** Text that cannot be hashed (a bytearray) is tried again as plain str or bytes. */
function callCompiler(rt: Runtime, compile: number, pattern: number, template: number): Owned {
  const exact = rt.H[template + Ob.type] === T.str || rt.H[template + Ob.type] === T.bytes;
  if (exact || !(isStr(rt, template) || hasBuffer(rt, template))) return call2(rt, compile, pattern, template);
  const made = catching(rt, T.TypeError, () => call2(rt, compile, pattern, template) as number, 0);
  if (made !== 0) return made as Owned;
  const mark = rt.mark();
  const plain = rt.own(isStr(rt, template) ? copyStr(rt, template) : withBuffer(rt, template, false, (at, n) => bytesFromData(rt, at, n)));
  return rt.leave(mark, call2(rt, compile, pattern, plain));
}

/** Joins the pieces of a list: str with an empty str, bytes with empty bytes (`joiner`). */
export function joinPieces(rt: Runtime, joiner: number, list: number): Owned {
  if (rt.H[list + Ob.size] === 0) return rt.newRef(joiner);
  if (isStr(rt, joiner)) return joinStr(rt, joiner, list);
  return callMethodText(rt, joiner, 'join', list);
}

/** The replacement for a match. CPython: expand_template */
export function expandTemplate(rt: Runtime, template: number, match: number): Owned {
  const H = rt.H;
  const n = H[template + Ob.size]!;
  if (n === 0) return rt.newRef(H[template + Tem.literal]!);
  const mark = rt.mark();
  const string = H[match + Mat.string]!;
  if (string === S.None) badTemplate(rt);
  const subject = openSubject(rt, string);
  try {
    const list = rt.own(newList(rt, 0));
    const first = H[template + Tem.literal]!;
    if (H[first + Ob.size] !== 0) listAppend(rt, list, first);
    for (let i = 0; i < n; i++) {
      const group = H[template + Tem.items + 2 * n + 2 * i]!;
      if (group >= H[match + Mat.groups]!) raise(rt, T.IndexError, 'no such group');
      const inner = rt.mark();
      const text = rt.own(groupSlice(rt, match, subject, group));
      if (text !== 0) listAppend(rt, list, text);
      rt.release(inner);
      const literal = H[template + Tem.items + 2 * i]!;
      if (literal !== 0) listAppend(rt, list, literal);
    }
    const joiner = rt.own(sliceSubject(rt, subject, 0, 0));
    const joined = joinPieces(rt, joiner, list);
    return rt.leave(mark, joined);
  } finally {
    subject.lease?.release();
  }
}

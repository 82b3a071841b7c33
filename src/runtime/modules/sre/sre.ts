import { dictSetText } from '../../containers/dict-object.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { moduleDict } from '../../frames/module-object.ts';
import { newInt } from '../../numbers/int-object.ts';
import { intArgument } from '../../text/text-arguments.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { lowerAscii } from './characters.ts';
import { MAXGROUPS, MAXREPEAT } from './codes.ts';
import { matchType } from './match-object.ts';
import { compilePattern, patternType } from './pattern-object.ts';
import { libraryMagic } from './releases.ts';
import { scannerType } from './scanner-object.ts';
import { characters } from './state.ts';
import { newTemplate, templateType } from './template-object.ts';

function isAsciiLetter(c: number): boolean {
  return (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
}

/** _sre: the matching machine for what re._compiler makes. CPython: Modules/_sre/sre.c */
export const sreModule: ModuleSpec = {
  name: '_sre',
  privateTypes: [patternType, matchType, scannerType, templateType],
  functions: [
    {
      name: 'compile',
      kind: Meth.KEYWORDS,
      fn: compilePattern,
      signature: '($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)',
    },
    { name: 'template', kind: Meth.FAST, fn: newTemplate, signature: '($module, pattern, template, /)' },
    { name: 'getcodesize', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, 4), signature: '($module, /)' },
    {
      name: 'ascii_iscased',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, c: number) => rt.bool(isAsciiLetter(intArgument(rt, c))),
      signature: '($module, character, /)',
    },
    {
      name: 'unicode_iscased',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, op: number) => {
        const c = intArgument(rt, op);
        const chars = characters(rt);
        const lower = chars.lower(c);
        return rt.bool(lower !== c || chars.upper(c) !== c);
      },
      signature: '($module, character, /)',
    },
    {
      name: 'ascii_tolower',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, c: number) => newInt(rt, lowerAscii(intArgument(rt, c))),
      signature: '($module, character, /)',
    },
    {
      name: 'unicode_tolower',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, c: number) => newInt(rt, characters(rt).lower(intArgument(rt, c))),
      signature: '($module, character, /)',
    },
  ],
  constants: {
    CODESIZE: 4,
    MAXREPEAT,
    MAXGROUPS,
    copyright: ' SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ',
  },
  exec(rt: Runtime, module: number): void {
    const mark = rt.mark();
    dictSetText(rt, moduleDict(rt, module), 'MAGIC', rt.own(newInt(rt, libraryMagic(rt))));
    rt.release(mark);
  },
};

import { dictDelete, dictSet } from '../../containers/dict-object.ts';
import { sequenceList } from '../../core/abstract/item.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { raise, typeError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { isInt, newInt } from '../../numbers/int-object.ts';
import { isStr } from '../../text/text-arguments.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { csvError, dialectArguments, dialectSpec, dialects, namedDialect, Quote } from './dialect.ts';
import { fieldLimit, reader, readerSpec } from './reader.ts';
import { writer, writerSpec } from './writer.ts';

/** _csv. CPython: Modules/_csv.c */

function registerDialect(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  checkPositional(rt, 'register_dialect', nargs, 1, 2);
  if (!isStr(rt, rt.H[args])) typeError(rt, 'dialect name must be a string');
  const mark = rt.mark();
  const dialect = rt.own(dialectArguments(rt, args, nargs, kwnames, 1));
  dictSet(rt, dialects(rt), rt.H[args], dialect);
  return rt.leave(mark, rt.none());
}

function unregisterDialect(rt: Runtime, _self: number, name: number): Owned {
  if (!dictDelete(rt, dialects(rt), name)) raise(rt, csvError(rt), 'unknown dialect');
  return rt.none();
}

function fieldSizeLimit(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'field_size_limit', nargs, 0, 1);
  const limit = fieldLimit(rt);
  const old = newInt(rt, limit.value);
  if (nargs > 0) {
    const mark = rt.mark();
    rt.own(old);
    if (!isInt(rt, rt.H[args])) typeError(rt, 'limit must be an integer');
    limit.value = asIndex(rt, rt.H[args]);
    rt.unown(old);
    rt.release(mark);
  }
  return old;
}

export const csvModule: ModuleSpec = {
  name: '_csv',
  doc: 'CSV parsing and writing.',
  functions: [
    { name: 'reader', kind: Meth.KEYWORDS, fn: reader },
    { name: 'writer', kind: Meth.KEYWORDS, fn: writer },
    { name: 'list_dialects', kind: Meth.NOARGS, fn: (rt: Runtime) => sequenceList(rt, dialects(rt)) },
    { name: 'register_dialect', kind: Meth.KEYWORDS, fn: registerDialect },
    { name: 'unregister_dialect', kind: Meth.O, fn: unregisterDialect },
    { name: 'get_dialect', kind: Meth.O, fn: (rt: Runtime, _self: number, name: number) => rt.newRef(namedDialect(rt, name)) },
    { name: 'field_size_limit', kind: Meth.FAST, fn: fieldSizeLimit },
  ],
  types: [dialectSpec],
  privateTypes: [readerSpec, writerSpec],
  constants: {
    __version__: '1.0',
    QUOTE_MINIMAL: Quote.minimal,
    QUOTE_ALL: Quote.all,
    QUOTE_NONNUMERIC: Quote.nonnumeric,
    QUOTE_NONE: Quote.none,
    QUOTE_STRINGS: Quote.strings,
    QUOTE_NOTNULL: Quote.notnull,
  },
  exec(rt, module) {
    setModuleValue(rt, module, 'Error', rt.newRef(csvError(rt)));
  },
};

import { Tp } from '../core/layout.ts';
import type { SlotFunction } from '../core/runtime.ts';
import * as f from './slot-functions.ts';
import { N, slotNameText } from './slot-names.ts';
import type { Wrap } from './slot-wrappers.ts';
import * as w from './slot-wrappers.ts';

/** One special method and the slot it stands for. CPython: Objects/typeobject.c slotdefs */
export interface SlotDef {
  name: N;
  text: string;
  /** Word offset of the slot in a type. */
  slot: number;
  /** Function that the slot holds for a class with a Python method; null: another slot of the same method serves. */
  function: SlotFunction | null;
  wrap: Wrap | null;
  doc: string;
}

const table: SlotDef[] = [];

function def(name: N, slot: number, fn: SlotFunction | null, wrap: Wrap | null, doc: string): void {
  table.push({ name, text: slotNameText(name), slot, function: fn, wrap, doc });
}

def(N.getattribute, Tp.getattro, f.slotGetattrHook, w.wrapBinary, 'Return getattr(self, name).');
def(N.getattr, Tp.getattro, f.slotGetattrHook, null, '');
def(N.setattr, Tp.setattro, f.slotSetattro, w.wrapSetattr, 'Implement setattr(self, name, value).');
def(N.delattr, Tp.setattro, f.slotSetattro, w.wrapDelattr, 'Implement delattr(self, name).');
def(N.repr, Tp.repr, f.slotRepr, w.wrapUnary, 'Return repr(self).');
def(N.hash, Tp.hash, f.slotHash, w.wrapHash, 'Return hash(self).');
def(N.call, Tp.call, f.slotCall, w.wrapCall, 'Call self as a function.');
def(N.str, Tp.str, f.slotStr, w.wrapUnary, 'Return str(self).');
def(N.lt, Tp.richcompare, f.slotRichcompare, w.wrapCompare(0), 'Return self<value.');
def(N.le, Tp.richcompare, f.slotRichcompare, w.wrapCompare(1), 'Return self<=value.');
def(N.eq, Tp.richcompare, f.slotRichcompare, w.wrapCompare(2), 'Return self==value.');
def(N.ne, Tp.richcompare, f.slotRichcompare, w.wrapCompare(3), 'Return self!=value.');
def(N.gt, Tp.richcompare, f.slotRichcompare, w.wrapCompare(4), 'Return self>value.');
def(N.ge, Tp.richcompare, f.slotRichcompare, w.wrapCompare(5), 'Return self>=value.');
def(N.iter, Tp.iter, f.slotIter, w.wrapUnary, 'Implement iter(self).');
def(N.next, Tp.iternext, f.slotIternext, w.wrapNext, 'Implement next(self).');
def(N.get, Tp.descrGet, f.slotDescrGet, w.wrapDescrGet, 'Return an attribute of instance, which is of type owner.');
def(N.set, Tp.descrSet, f.slotDescrSet, w.wrapDescrSet, 'Set an attribute of instance to value.');
def(N.delete_, Tp.descrSet, f.slotDescrSet, w.wrapDescrDelete, 'Delete an attribute of instance.');
def(N.init, Tp.init, f.slotInit, w.wrapInit, 'Initialize self.  See help(type(self)) for accurate signature.');
def(N.new_, Tp.new, f.slotNew, null, '');
def(N.del_, Tp.finalize, f.slotFinalize, w.wrapDel, '');
def(N.buffer, Tp.asBuffer, f.slotBuffer, w.wrapBuffer, 'Return a buffer object that exposes the underlying memory of the object.');
def(N.await, Tp.amAwait, f.slotAwait, w.wrapUnary, 'Return an iterator to be used in await expression.');
def(N.aiter, Tp.amAiter, f.slotAiter, w.wrapUnary, 'Return an awaitable, that resolves in asynchronous iterator.');
def(N.anext, Tp.amAnext, f.slotAnext, w.wrapUnary, 'Return a value or raise StopAsyncIteration.');

function binary(name: N, reflected: N, slot: number, fn: SlotFunction, symbol: string): void {
  def(name, slot, fn, w.wrapBinaryLeft, `Return self${symbol}value.`);
  def(reflected, slot, fn, w.wrapReflected, `Return value${symbol}self.`);
}
binary(N.add, N.radd, Tp.nbAdd, f.slotAdd, '+');
binary(N.sub, N.rsub, Tp.nbSubtract, f.slotSubtract, '-');
binary(N.mul, N.rmul, Tp.nbMultiply, f.slotMultiply, '*');
binary(N.mod, N.rmod, Tp.nbRemainder, f.slotRemainder, '%');
def(N.divmod, Tp.nbDivmod, f.slotDivmod, w.wrapBinaryLeft, 'Return divmod(self, value).');
def(N.rdivmod, Tp.nbDivmod, f.slotDivmod, w.wrapReflected, 'Return divmod(value, self).');
def(N.pow, Tp.nbPower, f.slotPower, w.wrapPower, 'Return pow(self, value, mod).');
def(N.rpow, Tp.nbPower, f.slotPower, w.wrapReflectedPower, 'Return pow(value, self, mod).');
def(N.neg, Tp.nbNegative, f.slotNegative, w.wrapUnary, '-self');
def(N.pos, Tp.nbPositive, f.slotPositive, w.wrapUnary, '+self');
def(N.abs, Tp.nbAbsolute, f.slotAbsolute, w.wrapUnary, 'abs(self)');
def(N.bool, Tp.nbBool, f.slotBool, w.wrapInquiry, 'True if self else False');
def(N.invert, Tp.nbInvert, f.slotInvert, w.wrapUnary, '~self');
binary(N.lshift, N.rlshift, Tp.nbLshift, f.slotLshift, '<<');
binary(N.rshift, N.rrshift, Tp.nbRshift, f.slotRshift, '>>');
binary(N.and, N.rand, Tp.nbAnd, f.slotAnd, '&');
binary(N.xor, N.rxor, Tp.nbXor, f.slotXor, '^');
binary(N.or, N.ror, Tp.nbOr, f.slotOr, '|');
def(N.int, Tp.nbInt, f.slotInt, w.wrapUnary, 'int(self)');
def(N.float, Tp.nbFloat, f.slotFloat, w.wrapUnary, 'float(self)');
def(N.iadd, Tp.nbInplaceAdd, f.slotInplaceAdd, w.wrapBinary, 'Return self+=value.');
def(N.isub, Tp.nbInplaceSubtract, f.slotInplaceSubtract, w.wrapBinary, 'Return self-=value.');
def(N.imul, Tp.nbInplaceMultiply, f.slotInplaceMultiply, w.wrapBinary, 'Return self*=value.');
def(N.imod, Tp.nbInplaceRemainder, f.slotInplaceRemainder, w.wrapBinary, 'Return self%=value.');
def(N.ipow, Tp.nbInplacePower, f.slotInplacePower, w.wrapInplacePower, 'Return self**=value.');
def(N.ilshift, Tp.nbInplaceLshift, f.slotInplaceLshift, w.wrapBinary, 'Return self<<=value.');
def(N.irshift, Tp.nbInplaceRshift, f.slotInplaceRshift, w.wrapBinary, 'Return self>>=value.');
def(N.iand, Tp.nbInplaceAnd, f.slotInplaceAnd, w.wrapBinary, 'Return self&=value.');
def(N.ixor, Tp.nbInplaceXor, f.slotInplaceXor, w.wrapBinary, 'Return self^=value.');
def(N.ior, Tp.nbInplaceOr, f.slotInplaceOr, w.wrapBinary, 'Return self|=value.');
binary(N.floordiv, N.rfloordiv, Tp.nbFloorDivide, f.slotFloorDivide, '//');
binary(N.truediv, N.rtruediv, Tp.nbTrueDivide, f.slotTrueDivide, '/');
def(N.ifloordiv, Tp.nbInplaceFloorDivide, f.slotInplaceFloorDivide, w.wrapBinary, 'Return self//=value.');
def(N.itruediv, Tp.nbInplaceTrueDivide, f.slotInplaceTrueDivide, w.wrapBinary, 'Return self/=value.');
def(N.index, Tp.nbIndex, f.slotIndexNumber, w.wrapUnary, 'Return self converted to an integer, if self is suitable for use as an index into a list.');
binary(N.matmul, N.rmatmul, Tp.nbMatrixMultiply, f.slotMatrixMultiply, '@');
def(N.imatmul, Tp.nbInplaceMatrixMultiply, f.slotInplaceMatrixMultiply, w.wrapBinary, 'Return self@=value.');
def(N.len, Tp.mpLength, f.slotLength, w.wrapLength, 'Return len(self).');
def(N.getitem, Tp.mpSubscript, f.slotSubscript, w.wrapBinary, 'Return self[key].');
def(N.setitem, Tp.mpAssSubscript, f.slotAssSubscript, w.wrapSetKey, 'Set self[key] to value.');
def(N.delitem, Tp.mpAssSubscript, f.slotAssSubscript, w.wrapDelKey, 'Delete self[key].');
def(N.len, Tp.sqLength, f.slotLength, w.wrapLength, 'Return len(self).');
def(N.add, Tp.sqConcat, null, w.wrapBinary, 'Return self+value.');
def(N.mul, Tp.sqRepeat, null, w.wrapRepeat, 'Return self*value.');
def(N.rmul, Tp.sqRepeat, null, w.wrapRepeat, 'Return value*self.');
def(N.getitem, Tp.sqItem, f.slotItem, w.wrapItem, 'Return self[key].');
def(N.setitem, Tp.sqAssItem, f.slotAssItem, w.wrapSetPosition, 'Set self[key] to value.');
def(N.delitem, Tp.sqAssItem, f.slotAssItem, w.wrapDelPosition, 'Delete self[key].');
def(N.contains, Tp.sqContains, f.slotContains, w.wrapContains, 'Return key in self.');
def(N.iadd, Tp.sqInplaceConcat, null, w.wrapBinary, 'Implement self+=value.');
def(N.imul, Tp.sqInplaceRepeat, null, w.wrapRepeat, 'Implement self*=value.');

/** The table; never changed after this module is loaded. */
export const slotDefs: readonly SlotDef[] = table;

/** Entries by the name of the method, in table order. */
export const slotDefsByName: ReadonlyMap<string, readonly SlotDef[]> = groupBy((d) => d.text);

/** Entries by slot, in table order. */
export const slotDefsBySlot: ReadonlyMap<number, readonly SlotDef[]> = groupBy((d) => d.slot);

function groupBy<K>(key: (d: SlotDef) => K): Map<K, SlotDef[]> {
  const groups = new Map<K, SlotDef[]>();
  for (const d of table) {
    const group = groups.get(key(d));
    if (group === undefined) groups.set(key(d), [d]);
    else group.push(d);
  }
  return groups;
}

/** Signature text of a slot wrapper, after CPython's documentation strings. */
export function slotSignature(d: SlotDef): string | null {
  switch (d.wrap) {
    case w.wrapUnary:
    case w.wrapHash:
    case w.wrapLength:
    case w.wrapInquiry:
    case w.wrapNext:
      return '($self, /)';
    case w.wrapInit:
    case w.wrapCall:
      return '($self, /, *args, **kwargs)';
    case w.wrapBuffer:
      return '($self, flags, /)';
    case w.wrapSetattr:
      return '($self, name, value, /)';
    case w.wrapDelattr:
      return '($self, name, /)';
    case w.wrapSetKey:
    case w.wrapSetPosition:
      return '($self, key, value, /)';
    case w.wrapDelKey:
    case w.wrapDelPosition:
    case w.wrapContains:
    case w.wrapItem:
      return '($self, key, /)';
    case w.wrapDescrGet:
      return '($self, instance, owner, /)';
    case w.wrapDescrSet:
      return '($self, instance, value, /)';
    case w.wrapDescrDelete:
      return '($self, instance, /)';
    case w.wrapPower:
      return '($self, value, mod=None, /)';
    default:
      return d.name === N.getattribute ? '($self, name, /)' : d.text === '__getitem__' ? '($self, key, /)' : '($self, value, /)';
  }
}

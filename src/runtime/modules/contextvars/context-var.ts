import { Ob } from '../../../memory/layout.ts';
import { mayBeTracked } from '../../containers/tuple-object.ts';
import { reprText } from '../../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { raise, raiseWithArg, typeError, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newStr } from '../../text/str-object.ts';
import { isStr } from '../../text/text-arguments.ts';
import { nativeState } from '../native-state.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { CONTEXT_VAR, contextValue, currentContext, setContextValue } from './context-object.ts';

/** contextvars.ContextVar and Token. CPython: Python/context.c */
const enum Var {
  name = 4,
  default = 6,
  end = 8,
}

const enum Tok {
  context = 4,
  variable = 6,
  /** Value before, 0 when there was none. */
  old = 8,
  used = 10,
  end = 12,
}

const address = (op: number): string => `0x${(op * 4).toString(16)}`;

function newVar(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const [name, otherwise] = parseKeywords(
    rt,
    { name: 'ContextVar', params: ['', 'default'], posOnly: 1, required: 1, maxPositional: 1 },
    args,
    nargs,
    kwnames,
    [0, 0],
  );
  if (!isStr(rt, name!)) typeError(rt, 'context variable name must be a str');
  const op = allocInstance(rt, type, 0);
  rt.H[op + Var.name] = rt.newRef(name!);
  if (otherwise !== 0) rt.H[op + Var.default] = rt.newRef(otherwise!);
  if (!mayBeTracked(rt, name!) && (otherwise === 0 || !mayBeTracked(rt, otherwise!))) rt.untrack(op);
  return op;
}

/** CPython: PyContextVar_Get */
function get(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'get', nargs, 0, 1);
  const found = contextValue(rt, currentContext(rt), self);
  if (found !== 0) return rt.newRef(found);
  if (nargs === 1) return rt.newRef(rt.H[args]!);
  if (rt.H[self + Var.default] !== 0) return rt.newRef(rt.H[self + Var.default]!);
  return raiseWithArg(rt, T.LookupError, self);
}

/** CPython: PyContextVar_Set */
function set(rt: Runtime, self: number, value: number): Owned {
  const context = currentContext(rt);
  const token = rt.own(allocInstance(rt, nativeTypeAddress(rt, tokenType), 0));
  const old = contextValue(rt, context, self);
  rt.H[token + Tok.context] = rt.newRef(context);
  rt.H[token + Tok.variable] = rt.newRef(self);
  if (old !== 0) rt.H[token + Tok.old] = rt.newRef(old);
  setContextValue(rt, context, self, value);
  return rt.unown(token);
}

/** CPython: PyContextVar_Reset */
function reset(rt: Runtime, self: number, token: number): Owned {
  const H = rt.H;
  if (H[token + Ob.type] !== nativeTypeAddress(rt, tokenType)) typeError(rt, `expected an instance of Token, got ${reprText(rt, token)}`);
  if (H[token + Tok.used] !== 0) raise(rt, T.RuntimeError, `${reprText(rt, token)} has already been used once`);
  if (H[token + Tok.variable] !== self) valueError(rt, `${reprText(rt, token)} was created by a different ContextVar`);
  const context = currentContext(rt);
  if (H[token + Tok.context] !== context) valueError(rt, `${reprText(rt, token)} was created in a different Context`);
  H[token + Tok.used] = 1;
  setContextValue(rt, context, self, H[token + Tok.old]!);
  return rt.none();
}

function varRepr(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const otherwise = H[self + Var.default] === 0 ? '' : ` default=${reprText(rt, H[self + Var.default]!)}`;
  return newStr(rt, `<ContextVar name=${reprText(rt, H[self + Var.name]!)}${otherwise} at ${address(self)}>`);
}

const classGetItem = {
  name: '__class_getitem__',
  kind: Meth.O | Meth.CLASS,
  fn: (rt: Runtime, type: number, item: number) => rt.hooks.newGenericAlias(rt, type, item),
  doc: 'See PEP 585',
};

export const contextVarType: TypeSpec = {
  name: CONTEXT_VAR,
  basicsize: 56,
  contract: {
    gc: true,
    slots: [
      { at: Var.name, label: 'name' },
      { at: Var.default, label: 'default' },
    ],
  },
  slots: { new: newVar, repr: varRepr },
  methods: [
    {
      name: 'get',
      kind: Meth.FAST,
      fn: get,
      doc: 'Return a value for the context variable for the current context.\n\nIf there is no value for the variable in the current context, the method will:\n * return the value of the default argument of the method, if provided; or\n * return the default value for the context variable, if it was created\n   with one; or\n * raise a LookupError.',
    },
    {
      name: 'set',
      kind: Meth.O,
      fn: set,
      signature: '($self, value, /)',
      doc: 'Call to set a new value for the context variable in the current context.\n\nThe required *value* argument is the new value for the context variable.\n\nReturns a Token object that can be used to restore the variable to its previous\nvalue via the `ContextVar.reset()` method.',
    },
    {
      name: 'reset',
      kind: Meth.O,
      fn: reset,
      signature: '($self, token, /)',
      doc: 'Reset the context variable.\n\nThe variable is reset to the value it had before the `ContextVar.set()` that\ncreated the token was used.',
    },
    classGetItem,
  ],
  members: [{ name: 'name', at: Var.name, kind: 'object', readonly: true }],
};

/** The type of Token.MISSING. */
export const missingType: TypeSpec = {
  name: 'Token.MISSING',
  basicsize: 16,
  contract: { gc: false, slots: [] },
  slots: { repr: (rt) => newStr(rt, '<Token.MISSING>') },
};

/** Token.MISSING, borrowed. */
export function missing(rt: Runtime): number {
  return nativeState(rt, 'contextvars.Token.MISSING', (r) => allocInstance(r, nativeTypeAddress(r, missingType), 0));
}

function tokenRepr(rt: Runtime, self: number): Owned {
  const H = rt.H;
  return newStr(rt, `<Token${H[self + Tok.used] !== 0 ? ' used' : ''} var=${reprText(rt, H[self + Tok.variable]!)} at ${address(self)}>`);
}

export const tokenType: TypeSpec = {
  name: '_contextvars.Token',
  basicsize: Tok.end * 4,
  contract: {
    gc: true,
    slots: [
      { at: Tok.context, label: 'context' },
      { at: Tok.variable, label: 'var' },
      { at: Tok.old, label: 'old_value' },
    ],
  },
  unhashable: true,
  slots: {
    new: (rt) => raise(rt, T.RuntimeError, 'Tokens can only be created by ContextVars'),
    repr: tokenRepr,
  },
  methods: [classGetItem],
  getset: [
    { name: 'var', get: (rt, self) => rt.newRef(rt.H[self + Tok.variable]!) },
    { name: 'old_value', get: (rt, self) => rt.newRef(rt.H[self + Tok.old] === 0 ? missing(rt) : rt.H[self + Tok.old]!) },
  ],
};

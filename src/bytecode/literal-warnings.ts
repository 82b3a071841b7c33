/** Warnings about literals that are called, subscripted or used as an index, mostly for a forgotten comma. CPython: check_caller, check_subscripter, check_index. */
import type { Expr } from '../syntax/ast.ts';
import type { Compiler } from './compiler.ts';
import { constantOf } from './fold.ts';

/** The type an expression surely has, or null. CPython: infer_type. */
function inferredType(e: Expr): string | null {
  switch (e.kind) {
    case 'Tuple':
      return 'tuple';
    case 'List':
    case 'ListComp':
      return 'list';
    case 'Dict':
    case 'DictComp':
      return 'dict';
    case 'Set':
    case 'SetComp':
      return 'set';
    case 'GeneratorExp':
      return 'generator';
    case 'Lambda':
      return 'function';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'str';
    case 'TemplateStr':
    case 'Interpolation':
      return 'string.templatelib.Template';
    case 'Constant':
      return constantType(e);
    default:
      return null;
  }
}

function constantType(e: Expr & { kind: 'Constant' }): string {
  const { kind } = constantOf(e);
  switch (kind) {
    case 'none':
      return 'NoneType';
    case 'true':
    case 'false':
      return 'bool';
    default:
      return kind;
  }
}

export function warnOfCallee(c: Compiler, e: Expr): void {
  const type = e.kind === 'Lambda' ? null : inferredType(e);
  if (type !== null) c.warn(`'${type}' object is not callable; perhaps you missed a comma?`);
}

export function warnOfSubscript(c: Compiler, container: Expr, index: Expr): void {
  const type = inferredType(container);
  if (type === null) return;
  switch (type) {
    case 'NoneType':
    case 'ellipsis':
    case 'int':
    case 'bool':
    case 'float':
    case 'complex':
    case 'frozenset':
    case 'set':
    case 'generator':
    case 'function':
      c.warn(`'${type}' object is not subscriptable; perhaps you missed a comma?`);
      return;
    case 'dict':
      return;
    default: {
      const indexType = inferredType(index);
      if (indexType === null || indexType === 'int' || indexType === 'bool') return;
      c.warn(`${type} indices must be integers or slices, not ${indexType}; perhaps you missed a comma?`);
    }
  }
}

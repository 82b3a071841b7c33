import type { Model } from '../../models/model.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { baseExceptionType } from './base-exception.ts';
import { baseExceptionGroupType, exceptionGroupType } from './exception-group.ts';
import { importErrorType } from './import-error.ts';
import { keyErrorType } from './key-error.ts';
import { memoryErrorType } from './memory-error.ts';
import { attributeErrorType, nameErrorType } from './name-errors.ts';
import { osErrorType } from './os-error.ts';
import { plainException } from './plain-exception.ts';
import { syntaxErrorType } from './syntax-error.ts';
import { unicodeDecodeErrorType, unicodeEncodeErrorType, unicodeTranslateErrorType } from './unicode-errors.ts';
import { stopIterationType, systemExitType } from './value-exceptions.ts';

/** The exception hierarchy, bases before subclasses. CPython: Objects/exceptions.c */
const EXCEPTION_TYPES: readonly TypeSpec[] = [
  baseExceptionType,
  plainException('Exception', T.Exception, T.BaseException),
  plainException('TypeError', T.TypeError, T.Exception),
  plainException('StopAsyncIteration', T.StopAsyncIteration, T.Exception),
  stopIterationType,
  plainException('GeneratorExit', T.GeneratorExit, T.BaseException),
  systemExitType,
  plainException('KeyboardInterrupt', T.KeyboardInterrupt, T.BaseException),
  importErrorType,
  plainException('ModuleNotFoundError', T.ModuleNotFoundError, T.ImportError),
  osErrorType,
  plainException('EOFError', T.EOFError, T.Exception),
  plainException('RuntimeError', T.RuntimeError, T.Exception),
  plainException('RecursionError', T.RecursionError, T.RuntimeError),
  plainException('PythonFinalizationError', T.PythonFinalizationError, T.RuntimeError),
  plainException('NotImplementedError', T.NotImplementedError, T.RuntimeError),
  nameErrorType,
  plainException('UnboundLocalError', T.UnboundLocalError, T.NameError),
  attributeErrorType,
  syntaxErrorType,
  plainException('IndentationError', T.IndentationError, T.SyntaxError),
  plainException('TabError', T.TabError, T.IndentationError),
  plainException('_IncompleteInputError', T._IncompleteInputError, T.SyntaxError),
  plainException('LookupError', T.LookupError, T.Exception),
  plainException('IndexError', T.IndexError, T.LookupError),
  keyErrorType,
  plainException('ValueError', T.ValueError, T.Exception),
  plainException('UnicodeError', T.UnicodeError, T.ValueError),
  unicodeEncodeErrorType,
  unicodeDecodeErrorType,
  unicodeTranslateErrorType,
  plainException('AssertionError', T.AssertionError, T.Exception),
  plainException('ArithmeticError', T.ArithmeticError, T.Exception),
  plainException('FloatingPointError', T.FloatingPointError, T.ArithmeticError),
  plainException('OverflowError', T.OverflowError, T.ArithmeticError),
  plainException('ZeroDivisionError', T.ZeroDivisionError, T.ArithmeticError),
  plainException('SystemError', T.SystemError, T.Exception),
  plainException('ReferenceError', T.ReferenceError, T.Exception),
  memoryErrorType,
  plainException('BufferError', T.BufferError, T.Exception),
  plainException('Warning', T.Warning, T.Exception),
  plainException('UserWarning', T.UserWarning, T.Warning),
  plainException('DeprecationWarning', T.DeprecationWarning, T.Warning),
  plainException('PendingDeprecationWarning', T.PendingDeprecationWarning, T.Warning),
  plainException('SyntaxWarning', T.SyntaxWarning, T.Warning),
  plainException('RuntimeWarning', T.RuntimeWarning, T.Warning),
  plainException('FutureWarning', T.FutureWarning, T.Warning),
  plainException('ImportWarning', T.ImportWarning, T.Warning),
  plainException('UnicodeWarning', T.UnicodeWarning, T.Warning),
  plainException('BytesWarning', T.BytesWarning, T.Warning),
  plainException('ResourceWarning', T.ResourceWarning, T.Warning),
  plainException('EncodingWarning', T.EncodingWarning, T.Warning),
  plainException('ConnectionError', T.ConnectionError, T.OSError),
  plainException('BlockingIOError', T.BlockingIOError, T.OSError),
  plainException('BrokenPipeError', T.BrokenPipeError, T.ConnectionError),
  plainException('ChildProcessError', T.ChildProcessError, T.OSError),
  plainException('ConnectionAbortedError', T.ConnectionAbortedError, T.ConnectionError),
  plainException('ConnectionRefusedError', T.ConnectionRefusedError, T.ConnectionError),
  plainException('ConnectionResetError', T.ConnectionResetError, T.ConnectionError),
  plainException('FileExistsError', T.FileExistsError, T.OSError),
  plainException('FileNotFoundError', T.FileNotFoundError, T.OSError),
  plainException('IsADirectoryError', T.IsADirectoryError, T.OSError),
  plainException('NotADirectoryError', T.NotADirectoryError, T.OSError),
  plainException('InterruptedError', T.InterruptedError, T.OSError),
  plainException('PermissionError', T.PermissionError, T.OSError),
  plainException('ProcessLookupError', T.ProcessLookupError, T.OSError),
  plainException('TimeoutError', T.TimeoutError, T.OSError),
  baseExceptionGroupType,
  exceptionGroupType,
];

/** Those that the model's release has. */
export function exceptionTypes(model: Model): readonly TypeSpec[] {
  const absent = model.absent.builtins ?? [];
  return EXCEPTION_TYPES.filter(({ name }) => !absent.includes(name));
}

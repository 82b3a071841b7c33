import { type Deprecated, deprecated3_6, deprecated3_9, deprecated3_11, deprecated3_12, deprecated3_13, deprecated3_14 } from './deprecated.ts';

/** How a release words what native code reports: arguments it refuses, errors that cannot propagate. */
export interface Wording {
  /** A native function is named with its module or class in messages: `gc.enable() takes no arguments` (3.9+). */
  readonly qualifiedFunctions: boolean;
  /** So are Python functions: `A.f() missing 1 required …` (3.10+). */
  readonly qualifiedCallees: boolean;
  /** The repr of an exception with one argument ends like a tuple: `E('x',)` (3.6). */
  readonly exceptionsAsTuples: boolean;
  /** What a keyword is called that a native function does not know; %k the keyword, %f the function. */
  readonly unknownKeyword: string;
  /** Too many keywords alone are called keyword arguments (3.7+). */
  readonly countsKeywords: boolean;
  /** `expected at least 1 arguments` whatever the number (3.6, 3.7). */
  readonly alwaysPlural: boolean;
  /** Objects taken where native code wants a C int: those with `__int__` (to 3.7), with a DeprecationWarning (3.8, 3.9), with `__index__` only (3.10+). */
  readonly intArgument: 'int' | 'deprecated-int' | 'index';
  /** Heads of reports of exceptions that cannot propagate, by what was under way. */
  readonly ignored: Readonly<Record<Ignored, IgnoredHead>>;
  /** The object named in the report of a failed `__del__`: the bound method (3.6) or the function. */
  readonly finalizerShown: 'method' | 'function';
  /** Reports go through sys.unraisablehook (3.8+). */
  readonly unraisableHook: boolean;
  /** These reports show the chain of exceptions, too (3.15). */
  readonly unraisableChain: boolean;
  /** Exceptions in atexit functions are reported as unraisable (3.10+), or printed with all they are chained to; SystemExit is then no error. */
  readonly atexitUnraisable: boolean;
  /** struct's ranges: `'b' format requires …` (3.12+) or `byte format requires …`. */
  readonly structFormatCodes: boolean;
  /** json names a comma before a closing bracket as such (3.13+). */
  readonly jsonTrailingComma: boolean;
  /** Warnings about an object are followed by the advice to enable tracemalloc (3.7+). */
  readonly tracemallocAdvice: boolean;
  /** Search methods of str and bytes have a signature that Argument Clinic reads: checked from left to right, str.replace takes `count` by name (3.13+). */
  readonly searchSignatures: boolean;
  /** Functions that read a tuple of arguments are named with their class, too (3.11+). */
  readonly qualifiedTupleFunctions: boolean;
  /** `with` of what is no context manager is a TypeError that says so (3.11+), or an AttributeError with the name of the missing method. */
  readonly contextProtocol: boolean;
  /** An error in `__set_name__` gets a note (3.12+), or becomes the cause of a RuntimeError. */
  readonly setNameNote: boolean;
  /** Flags of native functions are any objects, true or false (3.12+), or ints. */
  readonly flagsAreTruth: boolean;
  /** Reports of exceptions show source lines, since 3.11 with carets under what failed; from 3.13 on the library's traceback module prints them. */
  readonly tracebacks: 'lines' | 'carets' | 'library';
  /** Where a property of a subclass keeps its doc, and what None means there, is as in 3.12+. */
  readonly propertyDocs: boolean;
  /** A property without a name of its own is named after its getter (3.13+). */
  readonly propertyNames: boolean;
  /** File of a warning issued where no frame is; its line is then 1 ('sys', to 3.11) or 0. */
  readonly unknownPlace: 'sys' | '<sys>';
  readonly deprecated: Deprecated;
  /** A null byte in source text is a SyntaxError (3.11+) or ValueError. */
  readonly nullByteSyntax: boolean;
}

/** What was under way when an exception could not propagate. */
export type Ignored = 'plain' | 'finalizer' | 'weakref' | 'generator' | 'gcCallback' | 'atexit' | 'flush' | 'thread';

/** err_msg of sys.unraisablehook, null = none (the text is then "Exception ignored in"); %r is the repr of the object, which is then not handed over. */
export type IgnoredHead = string | null;

const wording3_6: Wording = {
  qualifiedFunctions: false,
  qualifiedCallees: false,
  exceptionsAsTuples: true,
  unknownKeyword: "'%k' is an invalid keyword argument for this function",
  countsKeywords: false,
  alwaysPlural: true,
  intArgument: 'int',
  ignored: {
    plain: null,
    finalizer: null,
    weakref: null,
    generator: null,
    gcCallback: null,
    atexit: 'Error in atexit._run_exitfuncs',
    flush: null,
    thread: 'Exception ignored in thread started by',
  },
  finalizerShown: 'method',
  unraisableHook: false,
  unraisableChain: false,
  atexitUnraisable: false,
  structFormatCodes: false,
  jsonTrailingComma: false,
  tracemallocAdvice: false,
  unknownPlace: 'sys',
  propertyDocs: false,
  propertyNames: false,
  searchSignatures: false,
  qualifiedTupleFunctions: false,
  contextProtocol: false,
  setNameNote: false,
  flagsAreTruth: false,
  tracebacks: 'lines',
  deprecated: deprecated3_6,
  nullByteSyntax: false,
};

const wording3_7: Wording = {
  ...wording3_6,
  exceptionsAsTuples: false,
  unknownKeyword: "'%k' is an invalid keyword argument for %f()",
  countsKeywords: true,
  finalizerShown: 'function',
  tracemallocAdvice: true,
};

const wording3_8: Wording = { ...wording3_7, alwaysPlural: false, intArgument: 'deprecated-int', unraisableHook: true };

const wording3_9: Wording = { ...wording3_8, deprecated: deprecated3_9, qualifiedFunctions: true };

const wording3_10: Wording = {
  ...wording3_9,
  qualifiedCallees: true,
  intArgument: 'index',
  ignored: { ...wording3_9.ignored, atexit: 'Exception ignored in atexit callback' },
  atexitUnraisable: true,
};

const wording3_11: Wording = {
  ...wording3_10,
  deprecated: deprecated3_11,
  nullByteSyntax: true,
  qualifiedTupleFunctions: true,
  contextProtocol: true,
  tracebacks: 'carets',
};

const wording3_12: Wording = {
  ...wording3_11,
  deprecated: deprecated3_12,
  structFormatCodes: true,
  propertyDocs: true,
  unknownPlace: '<sys>',
  setNameNote: true,
  flagsAreTruth: true,
};

const wording3_13: Wording = {
  ...wording3_12,
  deprecated: deprecated3_13,
  searchSignatures: true,
  tracebacks: 'library',
  jsonTrailingComma: true,
  propertyNames: true,
  unknownKeyword: "%f() got an unexpected keyword argument '%k'",
  ignored: { ...wording3_10.ignored, atexit: 'Exception ignored in atexit callback %r', thread: 'Exception ignored in thread started by %r' },
};

const wording3_14: Wording = {
  ...wording3_13,
  deprecated: deprecated3_14,
  ignored: {
    plain: null,
    finalizer: 'Exception ignored while calling deallocator %r',
    weakref: 'Exception ignored while calling weakref callback %r',
    generator: 'Exception ignored while closing generator %r',
    gcCallback: 'Exception ignored while calling GC callback %r',
    atexit: 'Exception ignored in atexit callback %r',
    flush: 'Exception ignored while flushing sys.stdout',
    thread: 'Exception ignored in thread started by %r',
  },
};

const wording3_15: Wording = { ...wording3_14, unraisableChain: true };

/** Wordings by release; those between follow the one before. */
export const wordings = {
  '3.6': wording3_6,
  '3.7': wording3_7,
  '3.8': wording3_8,
  '3.9': wording3_9,
  '3.10': wording3_10,
  '3.11': wording3_11,
  '3.12': wording3_12,
  '3.13': wording3_13,
  '3.14': wording3_14,
  '3.15': wording3_15,
} as const;

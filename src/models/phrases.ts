/**
 * What errors say where releases word it differently: for each phrase the minor version that a wording begins with and the wording, oldest first.
 * `%0`, `%1` … stand for what the caller fills in; a wording may leave some out. The first entry also serves the releases before it.
 */
const PHRASES = {
  /** Setting or deleting an attribute of an object that has no dict; %0 type, %1 attribute. */
  noDictAttribute: [
    [6, "'%0' object has no attribute '%1'"],
    [13, "'%0' object has no attribute '%1' and no __dict__ for setting new attributes"],
  ],
  /** Deleting an attribute that a dict does not have; %0 type, %1 attribute. */
  deletedAttribute: [
    [6, '%1'],
    [11, "'%0' object has no attribute '%1'"],
  ],
  /** Deleting an attribute that a class does not have; %0 class, %1 attribute. */
  deletedClassAttribute: [
    [6, '%1'],
    [11, "type object '%0' has no attribute '%1'"],
  ],
  /** A name that is no str; %0 function, %1 type. */
  attributeName: [
    [6, '%0(): attribute name must be string'],
    [11, "attribute name must be string, not '%1'"],
  ],
  /** %0 attribute, %1 class. */
  immutableType: [
    [6, "can't set attributes of built-in/extension type '%1'"],
    [10, "cannot set '%0' attribute of immutable type '%1'"],
  ],
  /** Deleting an attribute that every class has; %0 attribute, %1 class. */
  deletedTypeField: [
    [6, "can't delete %1.%0"],
    [10, "cannot delete '%0' attribute of immutable type '%1'"],
  ],
  classAssignment: [
    [6, '__class__ assignment only supported for heap types or ModuleType subclasses'],
    [10, '__class__ assignment only supported for mutable types or ModuleType subclasses'],
  ],
  classPattern: [
    [6, 'called match pattern must be a type'],
    [12, 'called match pattern must be a class'],
  ],
  /** %0 number of arguments given. */
  typeNewArguments: [
    [6, 'type() takes 1 or 3 arguments'],
    [9, 'type.__new__() takes exactly 3 arguments (%0 given)'],
  ],
  /** A property that has a name; %0 repr of the name, %1 type of the object. */
  noSetter: [
    [6, "can't set attribute"],
    [10, "can't set attribute %0"],
    [11, "property %0 of '%1' object has no setter"],
  ],
  noDeleter: [
    [6, "can't delete attribute"],
    [10, "can't delete attribute %0"],
    [11, "property %0 of '%1' object has no deleter"],
  ],
  noGetter: [
    [6, 'unreadable attribute'],
    [10, 'unreadable attribute %0'],
    [11, "property %0 of '%1' object has no getter"],
  ],
  /** A property without a name; %0 type of the object. */
  namelessNoSetter: [
    [6, "can't set attribute"],
    [11, "property of '%0' object has no setter"],
  ],
  namelessNoDeleter: [
    [6, "can't delete attribute"],
    [11, "property of '%0' object has no deleter"],
  ],
  namelessNoGetter: [
    [6, 'unreadable attribute'],
    [11, "property of '%0' object has no getter"],
  ],
  /** %0 type as arguments are named (None), %1 type. */
  superType: [
    [6, 'super() argument 1 must be type, not %0'],
    [11, 'super() argument 1 must be a type, not %1'],
  ],
  /** %0 number. */
  superTooMany: [
    [6, 'super() takes at most 2 arguments (%0 given)'],
    [11, 'super() expected at most 2 arguments, got %0'],
  ],
  /** %0 'type' or 'instance of T' of the object, %1 class. */
  superObject: [
    [6, 'super(type, obj): obj must be an instance or subtype of type'],
    [13, 'super(type, obj): obj (%0) is not an instance or subtype of type (%1).'],
  ],
  /** max, min; %0 function. */
  emptyArgument: [
    [6, '%0() arg is an empty sequence'],
    [12, '%0() iterable argument is empty'],
  ],
  /** An object with items that has no state to pickle; %0 type. */
  itemsNotPickled: [
    [6, "cannot pickle '%0' object"],
    [11, 'cannot pickle %0 objects'],
  ],
  /** %0 names of the bases. */
  mroConflict: [
    [6, 'Cannot create a consistent method resolution\norder (MRO) for bases %0'],
    [13, 'Cannot create a consistent method resolution order (MRO) for bases %0'],
  ],
  weakrefSlot: [
    [6, '__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0'],
    [12, '__weakref__ slot disallowed: we already got one'],
  ],
  /** %0 name. */
  unboundLocal: [
    [6, "local variable '%0' referenced before assignment"],
    [11, "cannot access local variable '%0' where it is not associated with a value"],
  ],
  unboundFree: [
    [6, "free variable '%0' referenced before assignment in enclosing scope"],
    [11, "cannot access free variable '%0' where it is not associated with a value in enclosing scope"],
  ],
  /** One method without implementation; %0 class, %1 method. */
  abstractMethod: [
    [6, "Can't instantiate abstract class %0 with abstract methods %1"],
    [9, "Can't instantiate abstract class %0 with abstract method %1"],
    [12, "Can't instantiate abstract class %0 without an implementation for abstract method '%1'"],
  ],
  /** Several methods; %0 class, %1 methods, %2 methods each in quotes. */
  abstractMethods: [
    [6, "Can't instantiate abstract class %0 with abstract methods %1"],
    [12, "Can't instantiate abstract class %0 without an implementation for abstract methods %2"],
  ],
  intModulo: [
    [6, 'integer division or modulo by zero'],
    [11, 'integer modulo by zero'],
    [14, 'division by zero'],
  ],
  intFloorDivision: [
    [6, 'integer division or modulo by zero'],
    [14, 'division by zero'],
  ],
  floatModulo: [
    [6, 'float modulo'],
    [13, 'float modulo by zero'],
    [14, 'division by zero'],
  ],
  floatDivision: [
    [6, 'float division by zero'],
    [14, 'division by zero'],
  ],
  floatFloorDivision: [
    [6, 'float divmod()'],
    [9, 'float floor division by zero'],
    [14, 'division by zero'],
  ],
  /** %0 specifier, %1 type. */
  formatSpecifier: [
    [6, 'Invalid format specifier'],
    [11, "Invalid format specifier '%0' for object of type '%1'"],
  ],
  /** A class in brackets; %0 class. */
  classSubscript: [
    [6, "'type' object is not subscriptable"],
    [11, "type '%0' is not subscriptable"],
  ],
  /** `x[:] = 5` where the step is 1. */
  sliceValue: [
    [6, 'can only assign an iterable'],
    [13, 'must assign iterable to extended slice'],
  ],
  /** %0 type. */
  floatArgument: [
    [6, "float() argument must be a string or a number, not '%0'"],
    [10, "float() argument must be a string or a real number, not '%0'"],
  ],
  intArgument: [
    [6, "int() argument must be a string, a bytes-like object or a number, not '%0'"],
    [10, "int() argument must be a string, a bytes-like object or a real number, not '%0'"],
  ],
  isinstanceClass: [
    [6, 'isinstance() arg 2 must be a type or tuple of types'],
    [10, 'isinstance() arg 2 must be a type, a tuple of types, or a union'],
  ],
  issubclassClass: [
    [6, 'issubclass() arg 2 must be a class or tuple of classes'],
    [10, 'issubclass() arg 2 must be a class, a tuple of classes, or a union'],
  ],
  /** What str() calls its parameters. */
  strEncoding: [
    [6, 'argument 2'],
    [10, "argument 'encoding'"],
  ],
  strErrors: [
    [6, 'argument 3'],
    [10, "argument 'errors'"],
  ],
  /** An argument beyond C's int. */
  intTooLarge: [
    [6, 'signed integer is greater than maximum'],
    [8, 'Python int too large to convert to C int'],
  ],
  intTooSmall: [
    [6, 'signed integer is less than minimum'],
    [8, 'Python int too large to convert to C int'],
  ],
  /** %0 type as arguments are named (None). */
  importName: [
    [6, '__import__() argument 1 must be str, not %0'],
    [11, 'module name must be a string'],
  ],
  /** bytearray.extend(str). */
  extendStr: [
    [6, "'str' object cannot be interpreted as an integer"],
    [13, "expected iterable of integers; got: 'str'"],
  ],
  dequeRemove: [
    [6, 'deque mutated during remove().'],
    [10, 'deque mutated during iteration'],
  ],
  /** Source nested too deep for the parser. */
  parserOverflow: [
    [6, ''],
    [12, 'Parser stack overflowed - Python source too complex to parse'],
  ],
  /** Behind the error of an unknown keyword; %0 one that is known and much like it. */
  keywordAdvice: [
    [6, ''],
    [13, ". Did you mean '%0'?"],
  ],
  /** `iter(1, 2)` */
  iterCallable: [
    [6, 'iter(v, w): v must be callable'],
    [12, 'iter(object, sentinel): object must be callable'],
    [13, 'iter(v, w): v must be callable'],
  ],
  jumpIntoLoop: [
    [6, "can't jump into the middle of a block"],
    [9, "can't jump into the body of a for loop"],
  ],
  /** Setting f_lineno of a frame that is not traced. */
  linenoTraced: [
    [6, 'f_lineno can only be set by a trace function'],
    [11, 'f_lineno can only be set in a trace function'],
  ],
  /** `'a' + 1`; %0 type. */
  strConcatenation: [
    [6, 'must be str, not %0'],
    [7, 'can only concatenate str (not "%0") to str'],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [since: number, wording: string])[]>>;

/** A phrase that releases word differently. */
export type Phrase = keyof typeof PHRASES;

/** A release's wording of each phrase. */
export type Phrases = Readonly<Record<Phrase, string>>;

/** The wordings of CPython 3.`minor`. */
export function phrasesOf(minor: number): Phrases {
  const out: Record<string, string> = {};
  for (const [name, wordings] of Object.entries<readonly (readonly [number, string])[]>(PHRASES)) {
    out[name] = wordings.reduce((chosen, [since, wording]) => (since <= minor ? wording : chosen), wordings[0]![1]);
  }
  return out as Phrases;
}

/**
 * Bytes of a native type that differ from the layout in the heap (3.10's, where the type has the same fields):
 * basicsize, itemsize, dictoffset, weakrefoffset as Python sees them, and whether instances have the collector's header.
 */
export type TypeSize = readonly [basic: number, item: number, dict: number, weak: number, gc: 0 | 1];

/** What objects take in a release. The heap keeps 3.10's layout; sys.getsizeof and the size attributes of types answer by these rules. */
export interface SizeRules {
  /** Bytes of the collector's header. */
  readonly gcHead: number;
  /** Sizes by full name ('collections.deque', builtins without module). A subtype that adds nothing here moves with its base. */
  readonly types: Readonly<Record<string, TypeSize>>;
  /** sizeof(PyTypeObject): what a static type takes. */
  readonly staticType: number;
  /** Static types are counted with a collector's header that they do not have (3.11, 3.12). */
  readonly staticTypesWithHead: boolean;
  /**
   * Where `__dict__` and `__weakref__` of a class's instances stand: fields of the object; the dict before the object
   * (3.11); both before it (3.12 on).
   */
  readonly instanceFields: 'inside' | 'dict before' | 'before';
  /** A class without fields is a container type for the collector (3.8 on). */
  readonly emptyClassesHaveHead: boolean;
  /**
   * How the dict of an instance is sized: a table of keys that starts small and is shared (3.10 and before), or values with room for
   * 30 names, one fewer for each instance made before (3.11 on).
   */
  readonly instanceDicts: 'shared table' | 'shrinking values';
  /** Bytes of a str before its characters: ASCII, other compact, subclass instance. */
  readonly str: { readonly ascii: number; readonly compact: number; readonly legacy: number };
  /** The 128 Latin-1 characters beyond ASCII keep their UTF-8 form (3.12 on). */
  readonly latin1KeepUtf8: boolean;
  /** The int 0 has one digit (3.11 on) or none. */
  readonly zeroHasDigit: boolean;
  /** Bytes of a dict's table before its places, and whether tables of str keys leave the hashes out (3.11 on). */
  readonly dict: {
    readonly header: number;
    readonly shortStrEntries: boolean;
    readonly emptyDisplayHasTable: boolean;
    readonly emptyCallHasTable: boolean;
  };
  /**
   * Code objects hold their instructions and generators their frames (3.11 on; null: no). Units of two bytes by 3.10's instruction,
   * inline caches included, where it is not one.
   */
  readonly code: null | {
    readonly units: Readonly<Record<string, number>>;
    /** What starts and ends a generator beside RESUME. */
    readonly generatorUnits: number;
    /** The least stack of a generator. */
    readonly generatorStack: number;
    /** Returning a constant is one instruction (3.12, 3.13). */
    readonly returnsConstants: boolean;
  };
  /** A bytearray keeps its bytes in a bytes object (3.15): header counted, room exact for the first bytes. */
  readonly bytearrayHead: number;
  /** `bytearray(list)` takes its room at once (3.11 on). */
  readonly bytearrayRoomAhead: boolean;
}

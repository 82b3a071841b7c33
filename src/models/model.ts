import type { Absent } from './absent.ts';
import type { GcModel } from './gc-model.ts';
import type { SizeRules } from './sizes/size-rules.ts';
import type { Wording } from './wording.ts';

/**
 * What differs between CPython releases, as data. One file a release makes one of these; nothing else in the project tests a version
 * number. Facts: docs/models.md.
 */
export interface Model {
  /** '3.10' as --model takes it. */
  readonly name: string;
  /** sys.version_info. */
  readonly version: readonly [number, number, number];
  readonly allocator: { readonly poolBytes: number; readonly arenaBytes: number };
  readonly gc: GcModel;
  readonly absent: Absent;
  readonly wording: Wording;
  /** A Python-to-Python call copies arguments into the callee (stack keeps its own), moves them, or lends borrowed ones. */
  readonly callCost: 'copied' | 'moved' | 'borrowed';
  /** `f(*args, **kw)` starts the frame of a Python function itself and gives tuple and dict back before it runs (3.12 on). */
  readonly spreadCallsMove: boolean;
  /** LOAD_CONST pushes an owned reference (false: borrowed, 3.15). */
  readonly constOwned: boolean;
  /** What sys.getrefcount shows for immortal objects; null: counts are real. */
  readonly immortalCount: number | null;
  /** Static objects start at this count (3.11). */
  readonly staticCountBase: number;
  readonly smallIntMax: number;
  readonly hash: 'siphash24' | 'siphash13';
  readonly trashcanDepth: number;
  /** What the compiler does differently; bytecode/model.ts says what each means. */
  readonly compiler: {
    readonly mergeConstantsAcrossCode: boolean;
    readonly foldInTree: boolean;
    readonly inlineComprehensions: boolean;
    readonly annotationsAsTuple: boolean;
    readonly noFreeFlag: boolean;
    readonly displaysFromTuple: boolean;
    readonly arenaBytesReferences: number;
    readonly formattedAtString: boolean;
  };
  readonly frames: {
    readonly zombieFrames: boolean;
    readonly clearLocalsFromTop: boolean;
    /** exc_info keeps type and traceback beside the value (up to 3.10). */
    readonly excInfoTriple: boolean;
    /** `locals()` makes a new dict each time and `f_locals` a proxy that writes through (3.13 on); before, the frame keeps one dict. */
    readonly freshLocals: boolean;
  };
  /** Builtin types whose call takes arguments without an args tuple (tp_vectorcall), by type name. */
  readonly vectorcallTypes: ReadonlySet<string>;
  /** Special methods are looked up as bound methods (3.6). */
  readonly boundSpecialMethods: boolean;
  /** Calling a Python function takes a reference to it (3.6, 3.7). */
  readonly callHoldsFunction: boolean;
  readonly freeLists: Readonly<Record<string, number>>;
  /** How lists take room. */
  readonly lists: {
    /** A list that grows takes an eighth more: as up to 3.8, or in fours. */
    readonly growth: 'old' | 'new';
    /** `list(x)` of an x with a length takes exactly that (3.8, 3.9). */
    readonly callExact: boolean;
    /** An empty list filled from n items: as it grows, or n rounded up to even (3.10 on). */
    readonly fill: 'growth' | 'even';
    /** Dicts and sets fill an empty list as it grows (3.13 on). */
    readonly mappingsGrow: boolean;
    /** Room that str.split starts with: for twelve parts, or for as many as the str may have (3.12 on). */
    readonly splitRoom: 'twelve' | 'by length';
    /** A list of at most so many places keeps them while it is not empty. */
    readonly keeps: number;
  };
  /**
   * A full dict grows for twice its entries and half its places (3.6), or for three times its entries; from 3.10 on the way to compute
   * places gives sixteen for one to seven and the double for a power of two.
   */
  readonly dictGrowth: 'double' | 'triple' | 'triple by bits';
  /** A set grows when two thirds (3.6) or three fifths of its places are taken. */
  readonly setGrowth: 'two thirds' | 'three fifths';
  /** Fields of sys.flags, in order. */
  readonly sysFlags: readonly string[];
  /** Native types that the release calls otherwise, by our name. */
  readonly typeNames: Readonly<Record<string, string>>;
  readonly sizes: SizeRules;
}

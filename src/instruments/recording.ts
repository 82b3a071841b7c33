/**
 * What a recording of a run holds: its steps, and at each the frames, the objects they reach, counts, bytes and collections.
 *
 *   Recording ──┬─ columns      one number a step: line, depth, bytes …       (timeline, without decoding anything)
 *               ├─ deltas       what each step changed, one byte stream        (recording-codec.ts)
 *               ├─ keyframes    the whole state every `keyframeEvery` steps    (random access: RecordingReader)
 *               ├─ strings      every text once
 *               └─ collections, output, sources, what was left out
 *
 * Nothing here knows a heap, a host or an interpreter: front ends read recordings with this file and `RecordingReader` alone.
 */

/** Version of the structures below and of the file. Readers refuse others: 1 did not tell lent slots apart. */
export const RECORDING_VERSION = 2;

/** Number of an object in a recording, from 1: unlike an address it is never used twice. 0 = no object. */
export type ObjectId = number;

/**
 * How a reference is held.
 *  - `name`: a variable (key of a namespace): label is the name
 *  - `attribute`: instance or class attribute, and slots that Python shows as attributes: label is the name
 *  - `index`: item `index` of a sequence
 *  - `key`, `value`: of a dict entry; label is the key as text. `key` also for members of sets
 *  - `cell`: contents of a closure's cell
 *  - `type`: the object's class
 *  - `slot`: any other slot; label says which
 */
export const REFERENCE_KINDS = ['name', 'attribute', 'index', 'key', 'value', 'cell', 'type', 'slot'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

export interface RecordedReference {
  readonly kind: ReferenceKind;
  /** Ready to be shown: `name`, `[3]`, `['key']`. */
  readonly label: string;
  /** Item number for `index`, else -1. */
  readonly index: number;
  /** May be missing among the objects of the step: left out by a limit. */
  readonly to: ObjectId;
  /** False: the slot shows the object and does not count. */
  readonly owned: boolean;
}

/**
 *  - `reachable`: from the recorded frames and the program's modules
 *  - `held`: no longer from there, but something outside the recording holds it (an iterator of native code, a module of the library)
 *  - `unreachable`: garbage: only members of the group hold it, the collector will take it
 */
export const OBJECT_STATES = ['reachable', 'held', 'unreachable'] as const;
export type ObjectState = (typeof OBJECT_STATES)[number];

export interface RecordedObject {
  readonly id: ObjectId;
  /** Word address in the heap; `id()` is four times this. */
  readonly address: number;
  /** Name of its type. */
  readonly type: string;
  /** Short repr, made without running Python code. */
  readonly value: string;
  /** The real count: owned slots that hold it. */
  readonly count: number;
  /** What the model's sys.getrefcount counts (immortal objects: a constant). */
  readonly shown: number;
  /** Bytes, its own blocks included. */
  readonly size: number;
  readonly state: ObjectState;
  /** Generation whose list it is in; -1: not tracked by the collector. */
  readonly generation: number;
  /** Index of the step at which it was first seen. */
  readonly created: number;
  /** In slot order. Empty for objects at the edge of the recording, see `edge`. */
  readonly references: readonly RecordedReference[];
  /** References that were left out: items beyond the limit, or all of them for an object at the edge. */
  readonly omitted: number;
  /** Its references are not followed: it is not the program's own (a module or class of the library, code, a native function). */
  readonly edge: boolean;
}

export const VARIABLE_KINDS = ['local', 'cell', 'free', 'global'] as const;
export type VariableKind = (typeof VARIABLE_KINDS)[number];

export interface RecordedVariable {
  readonly name: string;
  /** `cell`, `free`: shared with other functions; `to` is the contents of the cell. `global`: a name of a module's frame. */
  readonly kind: VariableKind;
  /** 0: not bound, or beyond the limit of objects. */
  readonly to: ObjectId;
  /** Counted like every slot, but left out by the model's sys.getrefcount. */
  readonly lent: boolean;
}

export interface RecordedOperand {
  /** What the slot of the value stack is for: `argument of f`, `iterator of the loop`. */
  readonly role: string;
  readonly to: ObjectId;
  readonly owned: boolean;
  /** See RecordedVariable. */
  readonly lent: boolean;
}

export interface RecordedFrame {
  /** Name of the function, `<module>` for a module's own code. */
  readonly function: string;
  readonly file: string;
  /** Line that runs (innermost frame: is about to run). */
  readonly line: number;
  readonly variables: readonly RecordedVariable[];
  /** The value stack, lowest first. */
  readonly stack: readonly RecordedOperand[];
}

/**
 *  - `line`: a line is about to run
 *  - `count`: inside a line, a watched object's count changed (see RecordedStep.change)
 *  - `end`: behind the last line; the state after it
 */
export const STEP_KINDS = ['line', 'count', 'end'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** A change of a watched object's count. */
export interface RecordedCountChange {
  readonly object: ObjectId;
  readonly by: number;
  /** The instruction in words: `call func with 1 argument`. */
  readonly instruction: string;
}

/**
 * One pass of a collection, in order, and how many objects it is about:
 *  - `updateRefs`: all that are examined; `subtractRefs`: those of them that something else holds too
 *  - `moveUnreachable`: those that nothing known to be reachable leads to; `legacyFinalizers`: those of them that cannot be freed
 *  - `weakrefs`, `finalizers`: those whose weak references and finalizers are seen to
 *  - `resurrection`: those still unreachable after that; `clear`: those freed
 */
export interface RecordedPass {
  readonly name: string;
  readonly objects: number;
}

export interface RecordedCollection {
  /** Happened while the line of this step ran: seen first in step + 1. */
  readonly step: number;
  readonly generation: number;
  /** True: the program called gc.collect. */
  readonly asked: boolean;
  readonly collected: number;
  readonly uncollectable: number;
  readonly passes: readonly RecordedPass[];
}

/** What changed since the step before. */
export interface StepChanges {
  readonly created: readonly ObjectId[];
  /** Count, value, references, size or generation. */
  readonly changed: readonly ObjectId[];
  /** As they were last. */
  readonly freed: readonly RecordedObject[];
  /** Still alive, but no longer part of the recording: nothing recorded refers to them. As they were last. */
  readonly left: readonly RecordedObject[];
  /** Became unreachable in this step. */
  readonly unreachable: readonly ObjectId[];
}

/** The whole state at one step, as RecordingReader rebuilds it. Never changed afterwards. */
export interface RecordedStep {
  readonly index: number;
  readonly kind: StepKind;
  readonly file: string;
  readonly line: number;
  readonly function: string;
  /** Outermost first. */
  readonly frames: readonly RecordedFrame[];
  readonly objects: ReadonlyMap<ObjectId, RecordedObject>;
  readonly changes: StepChanges;
  /** For kind `count`. */
  readonly change: RecordedCountChange | null;
  /** All that the program wrote to stdout and stderr so far. */
  readonly output: string;
  readonly memory: StepMemory;
  /** Collections since the step before. */
  readonly collections: readonly RecordedCollection[];
  /** Reachable objects that the limit left out. */
  readonly objectsOmitted: number;
}

/** Bytes and objects at one step. */
export interface StepMemory {
  /** Bytes of blocks in use. */
  readonly live: number;
  readonly committed: number;
  readonly blocks: number;
  /** Allocations since the step before. */
  readonly allocations: number;
  /** gc.get_count(). */
  readonly counts: readonly number[];
  /** Tracked objects by generation. */
  readonly generations: readonly number[];
}

/** One number a step. File and function are indices into `strings`. */
export interface RecordingColumns {
  /** Index into STEP_KINDS. */
  readonly kind: Uint8Array;
  readonly file: Uint32Array;
  readonly line: Uint32Array;
  readonly function: Uint32Array;
  /** Number of frames. */
  readonly depth: Uint32Array;
  readonly live: Float64Array;
  readonly committed: Float64Array;
  readonly blocks: Float64Array;
  readonly allocations: Float64Array;
  /** Three a step: gc.get_count(), then three a step: sizes of the generations. */
  readonly counts: Uint32Array;
  readonly generations: Uint32Array;
  /** Length of the output so far, in characters. */
  readonly output: Uint32Array;
  readonly omitted: Uint32Array;
}

/** Bounds of a recording. */
export interface RecordingLimits {
  readonly steps: number;
  /** Objects shown at one step. */
  readonly objects: number;
  /** References shown of one object. */
  readonly references: number;
  /** Bytes of deltas, keyframes and texts. */
  readonly bytes: number;
  /** Characters of output. */
  readonly output: number;
}

export const DEFAULT_LIMITS: RecordingLimits = { steps: 5000, objects: 1000, references: 100, bytes: 40 * 1024 * 1024, output: 1024 * 1024 };

/** What the limits kept out. */
export interface RecordingOmissions {
  /** Why the recording stops before the program's end, or null. */
  readonly stopped: 'steps' | 'bytes' | null;
  /** Line at which it stopped, as `file:line`; empty when it did not. */
  readonly stoppedAt: string;
  /** Most objects left out at one step. */
  readonly objects: number;
  /** Characters of output. */
  readonly output: number;
}

export interface RecordedSource {
  readonly file: string;
  readonly text: string;
}

/** A whole recording. */
export interface Recording {
  readonly version: number;
  /** Release of the memory model, `3.10`. */
  readonly model: string;
  /** File name of the program as given. */
  readonly program: string;
  readonly sources: readonly RecordedSource[];
  readonly strings: readonly string[];
  readonly columns: RecordingColumns;
  /** Step i is deltas[deltaAt[i]] up to deltaAt[i + 1]. */
  readonly deltas: Uint8Array;
  readonly deltaAt: Uint32Array;
  /** State after step k × keyframeEvery, coded as a delta from nothing. */
  readonly keyframes: Uint8Array;
  readonly keyframeAt: Uint32Array;
  readonly keyframeEvery: number;
  readonly collections: readonly RecordedCollection[];
  readonly output: string;
  readonly limits: RecordingLimits;
  readonly omissions: RecordingOmissions;
  /** Type of the exception that ended the program, or null. */
  readonly error: string | null;
}

/** A recording or file that cannot be read; the message is for the user. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

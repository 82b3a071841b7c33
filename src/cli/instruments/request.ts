/** What an instrument's command asks for, as plain data: it travels to the worker. */
export type InstrumentRequest =
  | { readonly kind: 'explain' }
  | {
      readonly kind: 'why';
      readonly line: number | null;
      readonly expression: string;
      readonly hit: number;
      readonly after: boolean;
      readonly paths: number;
      readonly all: boolean;
    }
  | { readonly kind: 'garbage'; readonly line: number | null; readonly hit: number; readonly keep: boolean; readonly all: boolean }
  | { readonly kind: 'trace'; readonly name: string; readonly function: string | null; readonly limit: number }
  | {
      readonly kind: 'record';
      readonly output: string;
      readonly steps: number | null;
      readonly objects: number | null;
      readonly bytes: number | null;
      readonly watch: readonly string[];
    }
  | { readonly kind: 'report'; readonly output: string | null; readonly samples: number }
  | {
      readonly kind: 'check';
      /** Bytes by which memory may grow from one run to the next; null = not checked. */
      readonly maxGrowth: number | null;
      readonly noCyclesThrough: readonly string[];
      readonly noGarbage: boolean;
      readonly runs: number;
    }
  | {
      readonly kind: 'snapshot';
      /** Where to take one, in the order they are asked for. */
      readonly moments: readonly SnapshotMoment[];
      readonly output: string;
      readonly origins: boolean;
      /** Goes on after the last snapshot. */
      readonly goOn: boolean;
    };

/** When a snapshot is taken: before the n-th time of a line, at the end, or when memory runs out. */
export type SnapshotMoment =
  | { readonly kind: 'line'; readonly line: number; readonly hit: number }
  | { readonly kind: 'exit' }
  | { readonly kind: 'memory-error' };

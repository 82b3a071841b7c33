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

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
    };

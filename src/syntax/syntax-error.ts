/**
 * Errors that Python raises while it reads source text.
 */

/** The Python exception class to raise. MemoryError and RecursionError are what CPython gives for source nested too deeply, ValueError for a null. */
export type SyntaxErrorType =
  | 'SyntaxError'
  | 'IndentationError'
  | 'TabError'
  | 'MemoryError'
  | 'RecursionError'
  | 'ValueError'
  | '_IncompleteInputError';

/** Where a syntax error stands. Lines and offsets start at 1; offsets count characters (code points), not bytes. */
export interface SyntaxErrorPlace {
  filename: string;
  lineno: number | null;
  offset: number | null;
  end_lineno: number | null;
  end_offset: number | null;
  /** The source line, with its newline as CPython keeps it, or null where the line is unknown. */
  text: string | null;
}

/**
 * What `compile()` raises in Python, on its way to the runtime, which turns it into the Python exception `pyType`.
 * `args` of a SyntaxError are `(msg, (filename, lineno, offset, text, end_lineno, end_offset))`.
 */
export class PythonSyntaxError extends Error {
  readonly pyType: SyntaxErrorType;
  readonly msg: string;
  filename: string;
  readonly lineno: number | null;
  readonly offset: number | null;
  readonly end_lineno: number | null;
  readonly end_offset: number | null;
  text: string | null;

  constructor(pyType: SyntaxErrorType, msg: string, place: SyntaxErrorPlace) {
    super(`${pyType}: ${msg} (${place.filename}, line ${place.lineno ?? '?'})`);
    this.name = 'PythonSyntaxError';
    this.pyType = pyType;
    this.msg = msg;
    this.filename = place.filename;
    this.lineno = place.lineno;
    this.offset = place.offset;
    this.end_lineno = place.end_lineno;
    this.end_offset = place.end_offset;
    this.text = place.text;
  }
}

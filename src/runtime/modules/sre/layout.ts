/** re.Pattern; the code follows, one word an instruction. CPython: Modules/_sre/sre.h PatternObject */
export const enum Pat {
  groups = 6,
  groupindex = 8,
  indexgroup = 10,
  pattern = 12,
  flags = 14,
  weaklist = 16,
  /** 1 bytes, 0 str, -1 either. */
  isBytes = 18,
  codeSize = 20,
  /** Where CPython has padding: index of the tables of its sets in the host's table. */
  tables = 19,
  code = 22,
}
/** Bytes of a pattern without code, as sizeof counts them (with one word of code and padding). */
export const PATTERN_BYTES = 96;

/** re.Match; marks follow, 8 bytes each: start and end of the whole, then of every group, -1 when unset. CPython: MatchObject */
export const enum Mat {
  string = 6,
  regs = 8,
  pattern = 10,
  pos = 12,
  endpos = 14,
  /** -1 when no group matched. */
  lastindex = 16,
  /** Groups and one for the whole. */
  groups = 18,
  marks = 20,
}
export const MATCH_BYTES = 88;

/** _sre.SRE_Scanner. CPython: ScannerObject */
export const enum Scan {
  pattern = 4,
  string = 6,
  /** Where the next search starts, -1 at the end. */
  start = 8,
  pos = 9,
  endpos = 10,
  mustAdvance = 11,
  executing = 12,
  end = 14,
}

/** _sre.SRE_Template: first literal, then for each group reference the literal behind it, then the group numbers. CPython: TemplateObject */
export const enum Tem {
  literal = 6,
  items = 8,
}
export const TEMPLATE_BYTES = 32;

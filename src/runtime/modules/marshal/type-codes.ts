/** Type codes of the marshal format, version 4. CPython: Python/marshal.c */
export const enum Code {
  null = 0x30, // 0
  none = 0x4e, // N
  false = 0x46, // F
  true = 0x54, // T
  stopIteration = 0x53, // S
  ellipsis = 0x2e, // .
  int = 0x69, // i
  float = 0x66, // f
  binaryFloat = 0x67, // g
  complex = 0x78, // x
  binaryComplex = 0x79, // y
  long = 0x6c, // l
  bytes = 0x73, // s
  interned = 0x74, // t
  ref = 0x72, // r
  tuple = 0x28, // (
  list = 0x5b, // [
  dict = 0x7b, // {
  code = 0x63, // c
  unicode = 0x75, // u
  set = 0x3c, // <
  frozenset = 0x3e, // >
  ascii = 0x61, // a
  asciiInterned = 0x41, // A
  smallTuple = 0x29, // )
  shortAscii = 0x7a, // z
  shortAsciiInterned = 0x5a, // Z
}

/** Set in a type code when later entries may refer to this object. */
export const FLAG_REF = 0x80;

/** Format version that is written unless asked otherwise. CPython: Py_MARSHAL_VERSION */
export const MARSHAL_VERSION = 4;

/** Nesting that is still written and read. CPython: MAX_MARSHAL_STACK_DEPTH */
export const MAX_DEPTH = 2000;

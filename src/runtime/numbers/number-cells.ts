/** Words of the static region that the number types use: what CPython keeps in static variables or the interpreter state. */
export const enum NumberCells {
  /** Newest kept float (0: none), linked through ob_type; how many there are; how many may be kept. */
  floatFree = 121_500,
  floatCount = 121_501,
  floatLimit = 121_502,
  /** Most decimal digits of an int in text, 0: any. */
  digitLimit = 121_503,
}

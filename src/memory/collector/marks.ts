/**
 * What the collector knows of an object: one byte for each 16-byte granule of the address space, at `address >> 2`. Random references
 * are followed in this table alone, which is a sixteenth of the heap, instead of the headers of the objects.
 *
 *   bits   7 … 4    3     2 … 0
 *        | count | out | code |
 *
 *   code   which set the object is in. Outside a collection the byte is nothing but that.
 *   out    it refers to a member of the examined set (beside its type); set by subtractRefs
 *   count  references from members found so far; one of the last three values says something else
 *
 * The byte of anything that is no tracked object is 0.
 */
export const enum Mark {
  codeMask = 7,
  /** Untracked, frozen, or no object. */
  none = 0,
  /** The generation g has code 1 + g. */
  youngest = 1,
  /** In the unreachable set of a running collection. */
  unreachable = 4,
  /** Still unreachable after finalizers ran. */
  stillUnreachable = 5,

  out = 8,

  countShift = 4,
  /** One reference. */
  one = 16,
  /** From here on the count field is no exact count. */
  inexact = 13 << 4,
  /** The exact count stands in the GC head, see bigCount. */
  big = 13 << 4,
  /** moveUnreachable: set aside, nothing known to be reachable leads to it. */
  aside = 14 << 4,
  /** moveUnreachable: reachable. */
  reachable = 15 << 4,
}

/** Bytes of the address space that share a mark. */
export const GRANULE_BYTES = 16;

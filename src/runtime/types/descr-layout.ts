/**
 * Descriptors of native attributes. CPython: Include/descrobject.h
 *
 *   0        2         4        6        8          10            12
 *   refcnt | ob_type | d_type | d_name | d_qualname | d_method …  | d_wrapped
 */
export const enum Descr {
  type = 4,
  name = 6,
  /** Owned str or 0 while nobody asked. */
  qualname = 8,
  /** Index into Runtime.methodDefs, Runtime.getSets, or the slot table; the word offset of a member. */
  def = 10,
  /** Members: kind, readonly flag, see descriptors.ts. */
  memberKind = 11,
  /** Slot wrappers: index into Runtime.fn. */
  wrapped = 12,
}

/** method-wrapper: a slot wrapper bound to an object. */
export const enum Wrapper {
  descr = 4,
  self = 6,
}

/** classmethod and staticmethod. */
export const enum Callable {
  callable = 4,
  dict = 6,
  end = 8,
}

/** property. CPython: propertyobject */
export const enum Prop {
  get = 4,
  set = 6,
  del = 8,
  doc = 10,
  name = 12,
  getterDoc = 14,
  end = 16,
}

/** super. CPython: superobject */
export const enum Super {
  type = 4,
  obj = 6,
  objType = 8,
  end = 10,
}

export const enum MappingProxy {
  mapping = 4,
  end = 6,
}

export const enum Namespace {
  dict = 4,
  end = 6,
}

/** types.GenericAlias. CPython: gaobject */
export const enum Alias {
  origin = 4,
  args = 6,
  parameters = 8,
  weaklist = 10,
  /** 1 for `*tuple[int]`; the upper half of the word before, where no reference is. */
  starred = 11,
  end = 12,
}

/** types.UnionType. */
export const enum Union {
  args = 4,
  parameters = 6,
  end = 8,
}

/**
 * weakref.ref and proxies. `object` is a borrowed slot (0 when dead); next and prev link the references to one object.
 * CPython: PyWeakReference
 */
export const enum Weak {
  object = 4,
  callback = 6,
  hash = 8,
  prev = 10,
  next = 12,
  end = 14,
}

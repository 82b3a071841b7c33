/** Functions of native modules and methods of native types that a release does not have yet, by module or type. */
export type Absent = Readonly<Record<string, readonly string[]>>;

/** CPython 3.9 to 3.12. */
export const absent3_12: Absent = { property: ['__name__'] };

/** CPython 3.8. */
export const absent3_8: Absent = {
  ...absent3_12,
  gc: ['is_finalized'],
  _tracemalloc: ['reset_peak'],
  'weakref.ReferenceType': ['__class_getitem__'],
  'weakref.ProxyType': ['__reversed__'],
};

/** CPython 3.7. */
export const absent3_7: Absent = {
  ...absent3_8,
  sys: ['unraisablehook'],
  'weakref.ProxyType': ['__reversed__', 'nbMatrixMultiply', 'nbInplaceMatrixMultiply'],
  'weakref.CallableProxyType': ['nbMatrixMultiply', 'nbInplaceMatrixMultiply'],
};

/** CPython 3.6. */
export const absent3_6: Absent = { ...absent3_7, gc: ['is_finalized', 'freeze', 'unfreeze', 'get_freeze_count'] };

/** Nothing that the runtime has is missing (3.13 and later). */
export const absentNothing: Absent = {};

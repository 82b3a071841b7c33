/**
 * Modules that the release makes without multi-phase initialization, as far as they are there from the start. The interpreter keeps them in a
 * list, and a copy of the dict of some as it was when they had been made (CPython: Python/import.c _PyImport_FixupExtensionObject,
 * PyModuleDef m_copy).
 */
export interface SinglePhase {
  readonly listed: readonly string[];
  readonly copied: readonly string[];
}

const copied3_8 = ['_abc', '_codecs', '_locale', '_signal', '_stat', '_thread', '_warnings', '_weakref', 'builtins', 'gc', 'posix', 'sys', 'time'];

/** CPython 3.8. */
export const singlePhase3_8: SinglePhase = { listed: [...copied3_8, '_io', 'marshal'], copied: copied3_8 };

const copied3_7 = copied3_8.filter((name) => name !== 'time');

/** CPython 3.7. */
export const singlePhase3_7: SinglePhase = { listed: [...copied3_7, '_io', 'marshal', 'zipimport'], copied: copied3_7 };

const copied3_6 = [...copied3_7.filter((name) => name !== '_abc'), 'errno'];

/** CPython 3.6. */
export const singlePhase3_6: SinglePhase = { listed: [...copied3_6, '_io', 'marshal', 'zipimport'], copied: copied3_6 };

/** CPython 3.9. */
export const singlePhase3_9: SinglePhase = {
  listed: ['sys', 'builtins', '_thread', '_warnings', '_io', 'marshal', '_signal', 'gc'],
  copied: ['sys', 'builtins', '_thread', '_signal', 'gc'],
};

/** CPython 3.10 and 3.11. */
export const singlePhase3_10: SinglePhase = { listed: ['sys', 'builtins', '_io'], copied: ['sys', 'builtins'] };

/** CPython 3.12 and later. */
export const singlePhase3_12: SinglePhase = { listed: ['sys', 'builtins'], copied: [] };

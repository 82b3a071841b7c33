/** Fields of sys.flags by release: each adds to the one before. */

export const sysFlags3_6 = [
  'debug',
  'inspect',
  'interactive',
  'optimize',
  'dont_write_bytecode',
  'no_user_site',
  'no_site',
  'ignore_environment',
  'verbose',
  'bytes_warning',
  'quiet',
  'hash_randomization',
  'isolated',
] as const;
const withModes = [...sysFlags3_6, 'dev_mode', 'utf8_mode'] as const;
export const sysFlags3_7 = [...withModes, 'int_max_str_digits'] as const;
export const sysFlags3_10 = [...withModes, 'warn_default_encoding', 'int_max_str_digits'] as const;
export const sysFlags3_11 = [...withModes, 'warn_default_encoding', 'safe_path', 'int_max_str_digits'] as const;
export const sysFlags3_14 = [...sysFlags3_11, 'thread_inherit_context', 'context_aware_warnings'] as const;
export const sysFlags3_15 = [...sysFlags3_14, 'lazy_imports'] as const;

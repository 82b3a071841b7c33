/** Names of the types of weak references up to 3.9. */
export const OLD_WEAKREF_NAMES: Readonly<Record<string, string>> = {
  'weakref.ReferenceType': 'weakref',
  'weakref.ProxyType': 'weakproxy',
  'weakref.CallableProxyType': 'weakcallableproxy',
};

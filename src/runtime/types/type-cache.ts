/** The type attribute cache lives with attribute access: core/abstract/attribute.ts. */
export { assignVersionTag, clearTypeCache, lookupType } from '../core/abstract/attribute.ts';

export { handledException } from '../core/errors.ts';

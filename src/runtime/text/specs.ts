import type { TypeSpec } from '../core/type-spec.ts';
import { bytearrayType } from './bytearray-type.ts';
import { bytesType } from './bytes-type.ts';
import { memoryviewTypes } from './memoryview-type.ts';
import { strType } from './str-type.ts';
import { textIteratorTypes } from './text-iterators.ts';

/** The types of text and bytes. */
export const textTypes: readonly TypeSpec[] = [strType, bytesType, bytearrayType, ...memoryviewTypes, ...textIteratorTypes];

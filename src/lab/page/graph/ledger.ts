import type { ObjectId, RecordedObject, RecordedStep } from '../../../instruments/recording.ts';

/** One reference to an object, as the recorded step shows it. */
export interface Holder {
  /** Object that holds it, or null for a frame. */
  object: RecordedObject | null;
  /** Name of the function for a frame. */
  frame: string | null;
  label: string;
  owned: boolean;
}

/** Every recorded reference to an object. What the count has beyond the owned ones is held outside the recording. */
export function holdersOf(step: RecordedStep, id: ObjectId): Holder[] {
  const found: Holder[] = [];
  for (const frame of step.frames) {
    const isModule = frame.function === '<module>';
    for (const v of frame.variables)
      if (v.to === id && (v.kind === 'local' || (v.kind === 'global' && !isModule)))
        found.push({ object: null, frame: frame.function, label: v.name, owned: true });
    for (const s of frame.stack) if (s.to === id) found.push({ object: null, frame: frame.function, label: s.role, owned: s.owned });
  }
  for (const object of step.objects.values())
    for (const r of object.references) if (r.to === id) found.push({ object, frame: null, label: r.label, owned: r.owned });
  return found;
}

import { CollectionSteps } from '../../memory/collector/collection-steps.ts';
import type { Runtime } from '../../runtime/core/runtime.ts';
import type { CollectionRecord, PassRecord } from './protocol.ts';

/** Runs a full collection and writes down, behind each pass, what the collector knows of each object that it examines. */
export function recordCollection(rt: Runtime): CollectionRecord {
  const { gc } = rt.heap;
  const generation = gc.lists.length - 1;
  const steps = new CollectionSteps(rt.heap, generation);
  const record: CollectionRecord = { generation, addresses: [], passes: [] };
  const note = (pass: string): void => {
    const members = steps.members();
    if (record.addresses.length === 0) record.addresses = members.map((m) => m.address);
    const { collected, uncollectable } = steps.result;
    const made: PassRecord = { pass, standing: [], count: [], remaining: [], collected, uncollectable };
    for (const m of members) {
      made.standing.push(m.standing);
      made.count.push(m.count);
      made.remaining.push(m.remaining ?? -1);
    }
    record.passes.push(made);
  };
  for (let pass = steps.step(); pass !== null; pass = steps.step()) note(pass);
  return record;
}

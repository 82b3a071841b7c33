/** A way from a root to an object. It may be as long as the heap is deep: look at the steps that are shown, not at all. */
export interface HoldingPath {
  /** Index into `graph.roots`. */
  readonly root: number;
  /** Objects on it, the target included. */
  readonly length: number;
  /** Object `step`: 0 is what the root holds, length - 1 the target. */
  node(step: number): number;
  /** The edge that leads to object `step`, from 1. */
  edge(step: number): number;
}

/** A path whose steps are at hand. */
export class ListedPath implements HoldingPath {
  /** `nodes` from the root's to the target, `edges` from each to the next. */
  constructor(
    readonly root: number,
    private readonly nodes: readonly number[],
    private readonly edges: readonly number[],
  ) {}

  get length(): number {
    return this.nodes.length;
  }

  node(step: number): number {
    return this.nodes[step];
  }

  edge(step: number): number {
    return this.edges[step - 1];
  }
}

/** The steps that are shown of a path: `hidden` of them are left out in front of the one at `fold`. */
export interface ShownSteps {
  readonly steps: readonly number[];
  /** Index into `steps`, steps.length for the end. */
  readonly fold: number;
  readonly hidden: number;
}

/** Both ends of a path of `length` steps, at most `ends` each. */
export function foldedSteps(length: number, ends: number): ShownSteps {
  const all = length <= 2 * ends;
  const steps: number[] = [];
  for (let i = 0; i < length; i++) {
    if (!all && i === ends) i = length - ends;
    steps.push(i);
  }
  return { steps, fold: all ? length : ends, hidden: length - steps.length };
}

import type { FrameBox, GraphNode, ObjectGraph } from './graph-model.ts';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedGraph {
  frames: ReadonlyMap<string, Box>;
  nodes: ReadonlyMap<string, Box>;
  /** Centre of each frame row, by key. */
  rows: ReadonlyMap<string, { x: number; y: number }>;
  width: number;
  height: number;
}

const FRAME_WIDTH = 200;
const FRAME_HEAD = 30;
const ROW = 24;
const FRAME_GAP = 14;
export const NODE_WIDTH = 164;
export const NODE_HEIGHT = 48;
const COLUMN_GAP = 84;
const PITCH = NODE_HEIGHT + 18;
const MARGIN = 16;
/** Siblings that still stand below each other. */
const CROWD = 16;
const ARC_ROOM = 56;

/** Where a node was put: its column and its place in it. */
interface Seat {
  column: number;
  place: number;
}

/**
 * Places a graph in columns: frames at the left, each object one column behind what leads to it. A node keeps its seat for as long as the
 * recording is looked at, so that nothing moves from step to step; a new one takes the free seat nearest to what holds it.
 */
export class StableLayout {
  private readonly seats = new Map<string, Seat>();

  /** Forgets all seats. */
  clear(): void {
    this.seats.clear();
  }

  /** Moves a node to another height; its column stays. */
  move(key: string, y: number): void {
    const seat = this.seats.get(key);
    if (seat !== undefined) seat.place = Math.max(0, (y - MARGIN) / PITCH);
  }

  place(graph: ObjectGraph): PlacedGraph {
    const frames = new Map<string, Box>();
    const rows = new Map<string, { x: number; y: number }>();
    let y = MARGIN;
    for (const frame of graph.frames) {
      const height = frameHeight(frame);
      frames.set(frame.key, { x: MARGIN, y, width: FRAME_WIDTH, height });
      frame.rows.forEach((row, i) => {
        rows.set(row.key, { x: MARGIN + FRAME_WIDTH, y: y + FRAME_HEAD + ROW * i + ROW / 2 });
      });
      y += height + FRAME_GAP;
    }
    const nodes = new Map<string, Box>();
    const taken = new Map<number, number[]>();
    const sit = (node: GraphNode, seat: Seat): void => {
      const list = taken.get(seat.column) ?? [];
      if (list.length === 0) taken.set(seat.column, list);
      list.push(seat.place);
      nodes.set(node.key, {
        x: MARGIN + FRAME_WIDTH + COLUMN_GAP + (seat.column - 1) * (NODE_WIDTH + COLUMN_GAP),
        y: MARGIN + seat.place * PITCH,
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
      });
    };
    const isFree = (column: number, place: number): boolean => !(taken.get(column) ?? []).some((p) => Math.abs(p - place) < 0.99);
    const homeless: GraphNode[] = [];
    for (const node of graph.nodes) {
      const seat = this.seats.get(node.key);
      if (seat !== undefined && isFree(seat.column, seat.place)) sit(node, seat);
      else homeless.push(node);
    }
    let lowest = 0;
    for (const list of taken.values()) for (const p of list) lowest = Math.max(lowest, p);
    const siblings = new Map<string, number>();
    for (const node of homeless) siblings.set(node.anchor, (siblings.get(node.anchor) ?? 0) + 1);
    const seated = new Map<string, number>();
    for (const node of homeless) {
      // a crowd of siblings stands in a block of several columns, not in one long row
      const crowd = siblings.get(node.anchor)!;
      const deep = crowd <= CROWD ? Number.POSITIVE_INFINITY : Math.ceil(Math.sqrt(crowd) * 1.8);
      const nth = seated.get(node.anchor) ?? 0;
      seated.set(node.anchor, nth + 1);
      const column = node.column + (node.anchor === '' || crowd <= CROWD ? 0 : Math.floor(nth / deep));
      const wanted = node.anchor === '' ? lowest + 1 : this.wantedPlace(node, rows, nodes);
      let place = Math.max(0, Math.round(wanted));
      for (let distance = 0; ; distance++) {
        if (isFree(column, place + distance)) {
          place += distance;
          break;
        }
        if (place - distance >= 0 && isFree(column, place - distance)) {
          place -= distance;
          break;
        }
      }
      const seat = { column, place };
      this.seats.set(node.key, seat);
      sit(node, seat);
    }
    let width = MARGIN * 2 + FRAME_WIDTH;
    let height = y;
    for (const box of nodes.values()) {
      width = Math.max(width, box.x + box.width + MARGIN);
      height = Math.max(height, box.y + box.height + MARGIN);
    }
    // room for the arcs between nodes of the last column
    return { frames, nodes, rows, width: width + ARC_ROOM, height };
  }

  private wantedPlace(node: GraphNode, rows: ReadonlyMap<string, { y: number }>, nodes: ReadonlyMap<string, Box>): number {
    const row = rows.get(node.anchor);
    if (row !== undefined) return (row.y - NODE_HEIGHT / 2 - MARGIN) / PITCH;
    const box = nodes.get(node.anchor);
    return box === undefined ? 0 : (box.y - MARGIN) / PITCH;
  }
}

function frameHeight(frame: FrameBox): number {
  return FRAME_HEAD + Math.max(1, frame.rows.length) * ROW + 8;
}

export const FrameMetrics = { head: FRAME_HEAD, row: ROW } as const;

/** The path of an edge, and where its label stands. */
export function edgePath(from: Box, to: Box, fromRow: boolean): { d: string; x: number; y: number } {
  const startY = from.y + from.height / 2;
  const endY = to.y + to.height / 2;
  if (from === to) {
    const x = from.x + from.width;
    return { d: `M${x - 34} ${from.y} C ${x - 34} ${from.y - 30}, ${x + 30} ${from.y - 16}, ${x} ${from.y + 14}`, x: x + 4, y: from.y - 14 };
  }
  if (!fromRow && to.x < from.x - 1) {
    const [x1, x2] = [from.x, to.x + to.width];
    const bend = Math.max(30, (x1 - x2) / 2);
    const lift = Math.abs(startY - endY) < 6 ? 26 : 0;
    return {
      d: `M${x1} ${startY + 8} C ${x1 - bend} ${startY + 8 + lift}, ${x2 + bend} ${endY + 8 + lift}, ${x2} ${endY + 8}`,
      x: (x1 + x2) / 2,
      y: (startY + endY) / 2 + 8 + lift * 0.75,
    };
  }
  if (!fromRow && Math.abs(to.x - from.x) <= 1) {
    const x = from.x + from.width;
    const bend = 36 + Math.min(30, Math.abs(endY - startY) / 12);
    return { d: `M${x} ${startY} C ${x + bend} ${startY}, ${x + bend} ${endY}, ${x} ${endY}`, x: x + bend * 0.72, y: (startY + endY) / 2 };
  }
  const [x1, x2] = [from.x + from.width, to.x];
  const bend = Math.max(24, (x2 - x1) / 2);
  return {
    d: `M${x1} ${startY} C ${x1 + bend} ${startY}, ${x2 - bend} ${endY}, ${x2} ${endY}`,
    x: x1 + (x2 - x1) * 0.5,
    y: startY + (endY - startY) * 0.5,
  };
}

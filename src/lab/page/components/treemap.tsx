import type { SnapshotNode } from '../../worker/snapshot-protocol.ts';
import { typeHue } from '../graph/graph-view.tsx';
import { bytesText } from '../text/bytes-text.ts';

interface Tile {
  node: SnapshotNode;
  x: number;
  y: number;
  width: number;
  height: number;
}

const WIDTH = 900;
const HEIGHT = 420;

/** Squarified treemap (Bruls, Huizing, van Wijk, 2000): tiles as square as can be, largest first. */
export function layTiles(nodes: readonly SnapshotNode[], width: number, height: number): Tile[] {
  const sorted = nodes.filter((n) => n.retained > 0).sort((a, b) => b.retained - a.retained);
  const total = sorted.reduce((sum, n) => sum + n.retained, 0);
  const tiles: Tile[] = [];
  let [x, y, w, h] = [0, 0, width, height];
  let left = total;
  for (let at = 0; at < sorted.length; ) {
    const side = Math.min(w, h);
    const scale = (w * h) / left;
    let row = 1;
    let sum = sorted[at]!.retained;
    const worst = (s: number, largest: number, smallest: number): number => {
      const area = s * scale;
      return Math.max((side * side * largest * scale) / (area * area), (area * area) / (side * side * smallest * scale));
    };
    while (at + row < sorted.length) {
      const next = sum + sorted[at + row]!.retained;
      if (worst(next, sorted[at]!.retained, sorted[at + row]!.retained) > worst(sum, sorted[at]!.retained, sorted[at + row - 1]!.retained)) break;
      sum = next;
      row++;
    }
    const thick = side === 0 ? 0 : (sum * scale) / side;
    let along = 0;
    for (const node of sorted.slice(at, at + row)) {
      const long = sum === 0 ? 0 : (node.retained / sum) * side;
      tiles.push(w >= h ? { node, x, y: y + along, width: thick, height: long } : { node, x: x + along, y, width: long, height: thick });
      along += long;
    }
    if (w >= h) {
      x += thick;
      w -= thick;
    } else {
      y += thick;
      h -= thick;
    }
    left -= sum;
    at += row;
  }
  return tiles;
}

interface TreemapProps {
  nodes: readonly SnapshotNode[];
  label: string;
  /** Words for the tile of all that is too small to be shown alone. */
  more(n: number): string;
  onEnter(node: SnapshotNode): void;
}

/** What the objects of one level of the dominator tree keep alive, as areas. */
export function Treemap({ nodes, label, more, onEnter }: TreemapProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no HTML element for a drawing
    <svg class="treemap" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={label}>
      {layTiles(nodes, WIDTH, HEIGHT).map((tile) => {
        const { node } = tile;
        const text = node.node < 0 ? more(Number(node.type)) : `${node.type}${node.value === '' ? '' : ` ${node.value}`}`;
        const room = Math.floor((tile.width - 10) / 7);
        return (
          // biome-ignore lint/a11y/useSemanticElements: SVG has no button
          <g
            key={`${node.node} ${node.type}`}
            class={`tile hue${typeHue(node.type)}`}
            transform={`translate(${tile.x} ${tile.y})`}
            role="button"
            tabindex={tile.width > 14 && tile.height > 10 ? 0 : -1}
            aria-label={`${text}, ${bytesText(node.retained)}`}
            onClick={() => onEnter(node)}
            onKeyDown={(e) => {
              if (e.key !== 'Enter' && e.key !== ' ') return;
              onEnter(node);
              e.preventDefault();
            }}
          >
            <rect width={Math.max(0, tile.width - 2)} height={Math.max(0, tile.height - 2)} rx="3" />
            {room > 3 && tile.height > 18 ? (
              <text x="6" y="15">
                {text.length > room ? `${text.slice(0, room - 1)}…` : text}
              </text>
            ) : null}
            {room > 6 && tile.height > 34 ? (
              <text class="bytes" x="6" y="30">
                {bytesText(node.retained)}
              </text>
            ) : null}
            <title>{`${text}: ${bytesText(node.retained)}`}</title>
          </g>
        );
      })}
    </svg>
  );
}

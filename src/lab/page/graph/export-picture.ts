import type { PlacedGraph } from './stable-layout.ts';

/** Style properties that make the drawing look the same outside the page. */
const COPIED = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
  'opacity',
  'paint-order',
  'fill-opacity',
  'stroke-opacity',
];

/** The whole drawing as a file of its own: not only what the window shows, with its colours in it. */
export function drawingAsSvg(svg: SVGSVGElement, size: { width: number; height: number }): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  const copies = copy.querySelectorAll('*');
  originals.forEach((element, i) => {
    const style = getComputedStyle(element);
    const target = copies[i]!;
    for (const property of COPIED) target.setAttribute(property, style.getPropertyValue(property));
    for (const name of ['class', 'tabindex', 'data-key', 'role', 'aria-pressed']) target.removeAttribute(name);
  });
  copy.querySelector('g.world, g[transform]')?.removeAttribute('transform');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(size.width));
  copy.setAttribute('height', String(size.height));
  copy.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
  copy.removeAttribute('class');
  const background = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  background.setAttribute('width', '100%');
  background.setAttribute('height', '100%');
  background.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.insertBefore(background, copy.firstChild);
  return new XMLSerializer().serializeToString(copy);
}

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Saves the drawing; PNG at twice its size. */
export async function savePicture(
  svg: SVGSVGElement,
  size: Pick<PlacedGraph, 'width' | 'height'>,
  format: 'svg' | 'png',
  name: string,
): Promise<void> {
  const text = drawingAsSvg(svg, size);
  const blob = new Blob([text], { type: 'image/svg+xml' });
  if (format === 'svg') {
    download(blob, `${name}.svg`);
    return;
  }
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    const scale = Math.min(2, 8000 / Math.max(size.width, size.height));
    canvas.width = Math.ceil(size.width * scale);
    canvas.height = Math.ceil(size.height * scale);
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (png !== null) download(png, `${name}.png`);
  } finally {
    URL.revokeObjectURL(url);
  }
}

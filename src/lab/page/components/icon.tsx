const PATHS = {
  play: 'M6 4.5v11l9-5.5z',
  stop: 'M5 5h10v10H5z',
  steps: 'M3 5v10l5-5zM9 5v10l5-5zM15.5 5h2v10h-2z',
  first: 'M4 5h2v10H4zM16 5v10L7 10z',
  last: 'M14 5h2v10h-2zM4 5v10l9-5z',
  back: 'M13 4.5v11L5 10z',
  forward: 'M7 4.5v11l8-5.5z',
  pause: 'M5 4.5h3.5v11H5zM11.5 4.5H15v11h-3.5z',
  share:
    'M14.5 12.5a2.5 2.5 0 0 0-2 1L8 11.2a2.6 2.6 0 0 0 0-1.4l4.5-2.3a2.5 2.5 0 1 0-.6-1.2L7.3 8.6a2.5 2.5 0 1 0 0 3.8l4.6 2.4a2.5 2.5 0 1 0 2.6-2.3z',
  help: 'M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm.9 12.6H9.2v-1.7h1.7zm1.6-6.2c-.5.7-1.5 1.1-1.6 2v.8H9.3v-1c.1-1.5 1.2-1.9 1.7-2.6.3-.4.3-1.1-.3-1.4-.8-.4-1.7.1-1.8 1l-1.7-.2c.2-2 2.2-3 4-2.3 1.6.6 2.2 2.3 1.3 3.7z',
  close: 'M5.3 4.2 10 8.9l4.7-4.7 1.1 1.1L11.1 10l4.7 4.7-1.1 1.1L10 11.1l-4.7 4.7-1.1-1.1L8.9 10 4.2 5.3z',
  plus: 'M9.2 4h1.6v5.2H16v1.6h-5.2V16H9.2v-5.2H4V9.2h5.2z',
  minus: 'M4 9.2h12v1.6H4z',
  fit: 'M3 3h5v1.6H4.6V8H3zM12 3h5v5h-1.6V4.6H12zM3 12h1.6v3.4H8V17H3zM15.4 12H17v5h-5v-1.6h3.4z',
  tidy: 'M3 4h5v4H3zM12 4h5v3h-5zM12 8.5h5v3h-5zM12 13h5v3h-5zM8 5.2h4v1H8z',
  image: 'M3 4h14v12H3zm1.6 1.6v6.2l3-3 3.2 3.2 2-2 2.6 2.6V5.6zM13 7a1.2 1.2 0 1 1 0 2.4A1.2 1.2 0 0 1 13 7z',
  book: 'M3 4.5c2.5-.9 5-.7 7 .7 2-1.4 4.500-1.600 7-.7v11c-2.500-.9-5-.7-7 .7-2-1.400-4.500-1.600-7-.7zm7.800 2.200v7.500c1.500-.6 3-.7 4.600-.400V5.700c-1.600-.3-3.200-.1-4.600 1z',
  previousChange: 'M15 5v10l-6-5zM8.500 5v10l-6-5zM16 5h1.600v10H16z',
  nextChange: 'M5 5v10l6-5zM11.500 5v10l6-5zM2.400 5H4v10H2.400z',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside or instead of words; the button around it has the name. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

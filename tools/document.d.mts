/** A page with fresh outputs. */
export function documented(text: string): string;
/** Paths of the pages. */
export function documents(): string[];

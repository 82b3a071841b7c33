/** Path of a Chromium for the tests, or null. */
export function findBrowser(): string | null;
/** The same, after installing Debian's package where that can be done. */
export function ensureBrowser(): string | null;

/** A fault of ours, as sysexits.h has it (EX_SOFTWARE). */
export const EXIT_INTERNAL = 70;
/** A command line that makes no sense. */
export const EXIT_USAGE = 2;

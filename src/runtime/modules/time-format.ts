/** Calendar fields as struct_time has them: month 1-12, weekday 0 = Monday, yearday from 1. */
export interface BrokenDownTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number;
  yearday: number;
  dst: number;
  zone: string;
  /** Seconds east of UTC. */
  offset: number;
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const pad = (n: number, width = 2, fill = '0'): string => String(n).padStart(width, fill);

/** ISO 8601 year and week. */
function isoWeek(t: BrokenDownTime): [number, number] {
  const thursday = t.yearday - 1 - t.weekday + 3;
  const daysIn = (y: number): number => ((y % 4 === 0 && y % 100 !== 0) || y % 400 === 0 ? 366 : 365);
  if (thursday < 0) {
    const days = daysIn(t.year - 1);
    return [t.year - 1, Math.floor((thursday + days) / 7) + 1];
  }
  if (thursday >= daysIn(t.year)) return [t.year + 1, 1];
  return [t.year, Math.floor(thursday / 7) + 1];
}

function directive(letter: string, t: BrokenDownTime): string {
  const hour12 = t.hour % 12 === 0 ? 12 : t.hour % 12;
  switch (letter) {
    case 'a':
      return DAYS[t.weekday]!.slice(0, 3);
    case 'A':
      return DAYS[t.weekday]!;
    case 'b':
    case 'h':
      return MONTHS[t.month - 1]!.slice(0, 3);
    case 'B':
      return MONTHS[t.month - 1]!;
    case 'c':
      return formatTime('%a %b %e %H:%M:%S %Y', t);
    case 'C':
      return pad(Math.floor(t.year / 100));
    case 'd':
      return pad(t.day);
    case 'D':
      return formatTime('%m/%d/%y', t);
    case 'e':
      return pad(t.day, 2, ' ');
    case 'F':
      return formatTime('%Y-%m-%d', t);
    case 'g':
      return pad(isoWeek(t)[0] % 100);
    case 'G':
      return String(isoWeek(t)[0]);
    case 'H':
      return pad(t.hour);
    case 'I':
      return pad(hour12);
    case 'j':
      return pad(t.yearday, 3);
    case 'k':
      return pad(t.hour, 2, ' ');
    case 'l':
      return pad(hour12, 2, ' ');
    case 'm':
      return pad(t.month);
    case 'M':
      return pad(t.minute);
    case 'n':
      return '\n';
    case 'p':
      return t.hour < 12 ? 'AM' : 'PM';
    case 'P':
      return t.hour < 12 ? 'am' : 'pm';
    case 'r':
      return formatTime('%I:%M:%S %p', t);
    case 'R':
      return formatTime('%H:%M', t);
    case 's':
      return String(Math.floor(Date.UTC(t.year, t.month - 1, t.day, t.hour, t.minute, t.second) / 1000) - t.offset);
    case 'S':
      return pad(t.second);
    case 't':
      return '\t';
    case 'T':
    case 'X':
      return formatTime('%H:%M:%S', t);
    case 'u':
      return String(t.weekday + 1);
    case 'U':
      return pad(Math.floor((t.yearday - 1 + 7 - ((t.weekday + 1) % 7)) / 7));
    case 'V':
      return pad(isoWeek(t)[1]);
    case 'w':
      return String((t.weekday + 1) % 7);
    case 'W':
      return pad(Math.floor((t.yearday - 1 + 7 - t.weekday) / 7));
    case 'x':
      return formatTime('%m/%d/%y', t);
    case 'y':
      return pad(((t.year % 100) + 100) % 100);
    case 'Y':
      return String(t.year);
    case 'z':
      return `${t.offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(t.offset) / 3600))}${pad(Math.floor((Math.abs(t.offset) % 3600) / 60))}`;
    case 'Z':
      return t.zone;
    case '%':
      return '%';
    default:
      return `%${letter}`;
  }
}

/** strftime in the C locale, with the directives of the GNU C library. */
export function formatTime(format: string, t: BrokenDownTime): string {
  return format.replace(/%([-_0^#]*)(\d*)[EO]?([a-zA-Z%])/g, (_whole, flags: string, width: string, letter: string) => {
    let text = directive(letter, t);
    const numeric = /^[-+ ]?\d+$/.test(text);
    if (flags.includes('^')) text = text.toUpperCase();
    if (flags.includes('#')) text = letter === 'Z' || letter === 'p' ? text.toLowerCase() : text.toUpperCase();
    if (flags.includes('-')) text = text.replace(/^[ 0]+(?=.)/, '');
    if (flags.includes('_')) text = text.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length));
    return width === '' ? text : text.padStart(Number(width), flags.includes('_') || !(numeric || flags.includes('0')) ? ' ' : '0');
  });
}

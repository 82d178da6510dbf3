/**
 * Whether text may stand as the domain of an alternative name, or of a constraint on such names, which may begin with a period.
 * Labels are not empty and of visible ASCII; nothing at all is admitted too.
 */
export function isDomainName(text: string, constraint: boolean): boolean {
  if (text === '') return true;
  if (text.endsWith('.')) return false;
  const name = constraint && text.startsWith('.') ? text.slice(1) : text;
  if (!/^[\x21-\x7e]*$/.test(name)) return false;
  return name.split('.').every((label) => label.length > 0);
}

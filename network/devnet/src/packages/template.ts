/** What a peer fills into the templates of packages: every peer has an address and keys of its own. */
export type TemplateValues = Readonly<Record<string, string>>;

/** Fill in a text's `{{.name}}`. Throws for a name that has no value, and for any other command of Go's templates. */
export function fillIn(text: string, values: TemplateValues): string {
  return text.replace(/\{\{(.*?)\}\}/gs, (_, inside: string) => {
    const name = /^-?\s*\.(\w+)\s*-?$/.exec(inside)?.[1];
    if (name === undefined) throw new Error(`{{${inside}}} is no name of a value`);
    const value = values[name];
    if (value === undefined) throw new Error(`map has no entry for key "${name}"`);
    return value;
  });
}

const generated = 'This page is generated from the code; change the tables there.';

/** A page of Markdown that says where it comes from. */
export function page(title: string, parts: readonly string[]): string {
  return `${[`# ${title}`, generated, ...parts].join('\n\n')}\n`;
}

/** A Markdown table with aligned columns, as the formatter wants it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) =>
    Math.max(3, ...[head, ...rows].map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Signature policies as people write them: the syntax of the `peer` program's `--signature-policy`. */
import type { SignaturePolicyEnvelope } from './messages/policies.js';
import { roleType } from './messages/policies.js';
import { roleOf } from './policy-build.js';
import type { PrincipalValue } from './policy-build.js';
import type { Decoded, Encodable } from './wire.js';

export type SignaturePolicyValue = Encodable<Decoded<typeof SignaturePolicyEnvelope>>;
type Rule = NonNullable<SignaturePolicyValue['rule']>;

/** A policy that cannot be read; `position` counts characters from 0. */
export class PolicySyntaxError extends Error {
  constructor(
    readonly policy: string,
    readonly position: number,
    readonly reason: string,
  ) {
    super(
      `${reason}, at character ${position + 1} of ${policy === '' ? 'an empty policy' : policy}`,
    );
  }
}

/**
 * Read `AND(…)`, `OR(…)` and `OutOf(n, …)` over principals such as `'Org1MSP.peer'`, nested at will. Principals are numbered as a
 * peer's own tools number them, so that equal text gives equal bytes: those of inner gates before those of the gate around them.
 * Throws PolicySyntaxError.
 */
export function parseSignaturePolicy(text: string): SignaturePolicyValue {
  const reader = new Reader(text);
  const gate = readGate(reader);
  reader.skipSpace();
  if (!reader.atEnd) reader.refuse('expected nothing after the outermost gate');
  const identities: PrincipalValue[] = [];
  return { version: 0, rule: ruleOf(gate, identities), identities };
}

/** The organisations that a policy names, each once, in order of appearance. */
export function mspsOfPolicy(text: string): readonly string[] {
  parseSignaturePolicy(text);
  return [...new Set([...text.matchAll(principals)].map(([, msp = '']) => msp))];
}

type Gate = { readonly n: number; readonly parts: readonly (Gate | PrincipalValue)[] };

const isGate = (part: Gate | PrincipalValue): part is Gate => 'parts' in part;

function ruleOf({ n, parts }: Gate, identities: PrincipalValue[]): Rule {
  const inner = new Map(
    parts.filter(isGate).map((part) => [part as Gate | PrincipalValue, ruleOf(part, identities)]),
  );
  const rules = parts.map((part): Rule => {
    if (isGate(part)) return inner.get(part) ?? {};
    return { signedBy: identities.push(part) - 1 };
  });
  return { nOutOf: { n, rules } };
}

const gates = ['AND', 'And', 'OR', 'Or', 'OutOf', 'outof', 'OUTOF'];
const principal = /^([A-Za-z0-9.-]+)\.([a-z]+)$/;
const principals = /['"`]([A-Za-z0-9.-]+)\.[a-z]+['"`]/g;
const roles = Object.keys(roleType);

function readGate(reader: Reader): Gate {
  const start = reader.skipSpace();
  const name = reader.take(/[A-Za-z]+/y) ?? '';
  if (!gates.includes(name)) reader.refuse(`expected AND, OR or OutOf`, start);
  reader.expect('(');
  const given = name.toLowerCase() === 'outof' ? readCount(reader) : undefined;
  const parts = readParts(reader);
  const n = given ?? (name.toLowerCase() === 'and' ? parts.length : 1);
  if (n > parts.length + 1) reader.refuse(`${n} of ${parts.length} can never be met`, start);
  return { n, parts };
}

function readCount(reader: Reader): number {
  reader.skipSpace();
  const text = reader.take(/\d+/y) ?? reader.take(/'\d+'|"\d+"/y);
  if (text === undefined) return reader.refuse('OutOf begins with how many must sign');
  reader.expect(',');
  return Number(text.replace(/['"]/g, ''));
}

function readParts(reader: Reader): (Gate | PrincipalValue)[] {
  const parts: (Gate | PrincipalValue)[] = [];
  do {
    reader.skipSpace();
    // A comma may stand behind the last part.
    if (parts.length > 0 && reader.peek === ')') break;
    parts.push(/['"`]/.test(reader.peek) ? readPrincipal(reader) : readGate(reader));
  } while (reader.takes(','));
  reader.expect(')');
  return parts;
}

function readPrincipal(reader: Reader): PrincipalValue {
  const start = reader.position;
  const quoted = reader.take(/'[^']*'|"[^"]*"|`[^`]*`/y);
  if (quoted === undefined) return reader.refuse('a quotation mark is not closed', start);
  const [, msp = '', role = ''] = principal.exec(quoted.slice(1, -1)) ?? [];
  if (!isRole(role))
    return reader.refuse(
      `${quoted} is no principal: it must be an MSP id, a dot and one of ${roles.join(', ')}`,
      start,
    );
  return roleOf(msp, role);
}

const isRole = (text: string): text is keyof typeof roleType => roles.includes(text);

class Reader {
  position = 0;

  constructor(private readonly text: string) {}

  get peek(): string {
    return this.text.charAt(this.position);
  }

  get atEnd(): boolean {
    return this.position === this.text.length;
  }

  /** Go to what comes next. Answers where that is. */
  skipSpace(): number {
    this.take(/\s*/y);
    return this.position;
  }

  /** What stands here, if it is of this form. */
  take(form: RegExp): string | undefined {
    form.lastIndex = this.position;
    const [found] = form.exec(this.text) ?? [];
    this.position += found?.length ?? 0;
    return found;
  }

  takes(sign: string): boolean {
    this.skipSpace();
    if (this.peek !== sign) return false;
    this.position++;
    return true;
  }

  expect(sign: string): void {
    if (!this.takes(sign)) this.refuse(`expected ${sign}`);
  }

  refuse(reason: string, position = this.position): never {
    throw new PolicySyntaxError(this.text, position, reason);
  }
}

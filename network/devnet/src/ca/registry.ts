import type { CertificateRecord, Changes, Identity } from './records.js';
import type { CaStore } from './store.js';

/** A store with so few changes more than twice what is known is left as it is. */
const fewChanges = 1_000;

/** What a CA knows: identities, affiliations and certificates. Reads are from memory; a change is kept before it is seen. */
export class Registry {
  readonly #store: CaStore;
  /** How many changes the store has kept since it was last compacted. */
  #kept = 0;
  readonly #identities = new Map<string, Identity>();
  readonly #affiliations = new Set<string>();
  readonly #certificates = new Map<string, CertificateRecord>();

  constructor(store: CaStore) {
    this.#store = store;
    for (const changes of store.load()) {
      this.#apply(changes);
      this.#kept += changes.length;
    }
    this.#compact();
  }

  /** Keep changes, all of them or none. */
  commit(changes: Changes): void {
    if (changes.length === 0) return;
    this.#store.append(changes);
    this.#apply(changes);
    this.#kept += changes.length;
    this.#compact();
  }

  /** Resolves when everything committed before will survive the machine's stop. */
  settled(): Promise<void> {
    return this.#store.settled();
  }

  close(): void {
    this.#store.close();
  }

  identity(id: string): Identity | undefined {
    return this.#identities.get(id);
  }

  identities(): readonly Identity[] {
    return [...this.#identities.values()];
  }

  hasAffiliation(name: string): boolean {
    return this.#affiliations.has(name);
  }

  /** An affiliation with all below it, sorted; every affiliation for the empty name. */
  affiliationsWithin(name: string): readonly string[] {
    return [...this.#affiliations].filter((it) => isWithin(it, name)).sort();
  }

  identitiesWithin(affiliation: string): readonly Identity[] {
    return this.identities().filter((it) => isWithin(it.affiliation, affiliation));
  }

  certificate(serial: string, aki: string): CertificateRecord | undefined {
    return this.#certificates.get(keyOf(serial, aki));
  }

  certificates(): readonly CertificateRecord[] {
    return [...this.#certificates.values()];
  }

  /** The certificates of an identity that are not revoked. */
  goodCertificatesOf(id: string): readonly CertificateRecord[] {
    return this.certificates().filter((it) => it.id === id && it.revoked === undefined);
  }

  /** Most changes are of what was said before, such as a count of enrolments: from time to time only the last word is kept. */
  #compact(): void {
    const all = this.#identities.size + this.#affiliations.size + this.#certificates.size;
    if (this.#kept <= 2 * all + fewChanges) return;
    this.#store.replace(this.#everything());
    this.#kept = all;
  }

  #everything(): Changes[] {
    return [
      ...[...this.#affiliations].map((name): Changes => [{ kind: 'affiliation', name }]),
      ...[...this.#identities.values()].map((record): Changes => [{ kind: 'identity', record }]),
      ...[...this.#certificates.values()].map((record): Changes => [
        { kind: 'certificate', record },
      ]),
    ];
  }

  #apply(changes: Changes): void {
    for (const change of changes) {
      switch (change.kind) {
        case 'identity':
          this.#identities.set(change.record.id, change.record);
          break;
        case 'identityRemoved':
          this.#identities.delete(change.id);
          break;
        case 'affiliation':
          this.#affiliations.add(change.name);
          break;
        case 'affiliationRemoved':
          this.#affiliations.delete(change.name);
          break;
        case 'certificate':
          this.#certificates.set(keyOf(change.record.serial, change.record.aki), change.record);
          break;
      }
    }
  }
}

const keyOf = (serial: string, aki: string): string => `${serial}/${aki}`;

/** Whether an affiliation is another or below it. All are within the root, which has the empty name. */
export const isWithin = (affiliation: string, parent: string): boolean =>
  parent === '' || affiliation === parent || affiliation.startsWith(`${parent}.`);

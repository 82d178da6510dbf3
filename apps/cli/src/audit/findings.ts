import type { AuditDifference } from './difference.js';

/** What is found on one channel. */
export class Findings {
  readonly differences: AuditDifference[] = [];
  /** What could not be compared, each with why. */
  readonly notCompared: string[] = [];

  constructor(readonly channel: string) {}

  differ(difference: Omit<AuditDifference, 'channel'>): void {
    this.differences.push({ channel: this.channel, ...difference });
  }

  omit(what: string): void {
    this.notCompared.push(`${this.channel}: ${what}`);
  }
}

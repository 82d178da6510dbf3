import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { Identity } from '@argosy/protocol/msp';
import type { SignedData } from '@argosy/protocol/signed-data';
import type { Channel } from '../channel.js';
import { isExpired } from '../identity-expiry.js';

/** Whether whoever signed may read under a configuration. */
export type MayRead = (bundle: ChannelBundle, signed: SignedData) => boolean;

/** A client's right to a channel's blocks: asked anew when the configuration changes, and over when his certificate expires. */
export class ReadingSession {
  readonly identity: Identity | undefined;
  private judged: { readonly bundle: ChannelBundle; readonly may: boolean } | undefined;

  constructor(
    private readonly channel: Channel,
    private readonly signed: SignedData,
    private readonly mayRead: MayRead,
  ) {
    this.identity = channel.bundle.msps.identity(signed.identity);
  }

  /** Whether the client may read at this moment. */
  holds(now: number): boolean {
    if (this.identity === undefined || isExpired(this.identity, now)) return false;
    const { bundle } = this.channel;
    if (this.judged?.bundle !== bundle)
      this.judged = { bundle, may: this.mayRead(bundle, this.signed) };
    return this.judged.may;
  }
}

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import type { TestNetwork } from './test-network.js';

/**
 * Give a network that is not open yet a second channel: BankA and BankB only, with the application capability that is named, and each
 * bank may endorse alone.
 */
export async function addChannel(
  { folder, config, organisations }: TestNetwork,
  channelId: string,
  application: 'V2_0' | 'V2_5',
): Promise<void> {
  const spec = (mspId: string) => ({
    mspId,
    rootCertificate: organisations[mspId]!.ca.certificate,
    tlsRootCertificate: organisations[mspId]!.tlsCa.certificate,
  });
  const orderers = await Promise.all(
    config.consenters.map(async ({ msp, id, certificate }) => ({
      ...spec(msp),
      consenters: [
        {
          id,
          host: 'localhost',
          port: 7000 + id,
          certificate: await readFile(certificate, 'utf8'),
          tlsCertificate: (await organisations[msp]!.tlsCa.certifyTls('orderer')).certificate,
        },
      ],
    })),
  );
  const banks = ['BankA', 'BankB'];
  const seconds = BigInt(Math.floor(Date.now() / 1000));
  const genesis = buildGenesisBlock(
    {
      channelId,
      members: banks.map(spec),
      orderers,
      endorsement: { n: 1, mspIds: banks },
      lifecycleEndorsement: { n: 2, mspIds: banks },
      capabilities: { application },
    },
    { time: { seconds, nanos: 0 }, nonce: randomBytes(24) },
  );
  const genesisBlock = join(folder, `${channelId}.block`);
  await writeFile(genesisBlock, genesis);
  config.channels.push({ name: channelId, genesisBlock });
}

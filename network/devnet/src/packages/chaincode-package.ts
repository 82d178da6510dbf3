import { createHash } from 'node:crypto';
import { reasonOf } from '@argosy/protocol/reason';
import { compress, decompress, unfoldingFault } from './gzip.js';
import { readTar, writeTar, type TarEntry } from './tar.js';

/** A chaincode package that was read. */
export interface ChaincodePackage {
  /** `<label>:<hex SHA-256 of its bytes>`. */
  readonly id: string;
  readonly label: string;
  /** What it holds, such as `ccaas`. */
  readonly type: string;
  /** The folded archive of the code. */
  readonly code: Buffer;
}

const METADATA = 'metadata.json';
const CODE = 'code.tar.gz';
const LABEL = /^[a-zA-Z0-9][a-zA-Z0-9_.+-]*$/;

/** The id under which a package is installed, approved and run. */
export const packageId = (label: string, bytes: Uint8Array): string =>
  `${label}:${createHash('sha256').update(bytes).digest('hex')}`;

/** Read a package. Throws a peer's words for what is none. */
export async function readPackage(bytes: Uint8Array): Promise<ChaincodePackage> {
  const files = await regularFiles(bytes);
  const metadata = files.findLast(({ name }) => name === METADATA);
  const read = metadata && readMetadata(metadata.body);
  const code = files.findLast(({ name }) => name === CODE)?.body;
  if (code === undefined) throw new Error('did not find a code package inside the package');
  if (read === undefined)
    throw new Error(`did not find any package metadata (missing ${METADATA})`);
  const { label, type } = read;
  if (!LABEL.test(label)) {
    throw new Error(
      `invalid label '${label}'. Label must be non-empty, can only consist of alphanumerics, ` +
        "symbols from '.+-_', and can only begin with alphanumerics",
    );
  }
  return { id: packageId(label, bytes), label, type, code };
}

async function regularFiles(bytes: Uint8Array): Promise<TarEntry[]> {
  const archive = await decompress(bytes).catch((error: unknown) => {
    const inside = unfoldingFault(bytes, error);
    const where = inside === undefined ? 'reading as gzip stream' : 'inspecting next tar header';
    throw new Error(`error ${where}: ${reasonOf(error)}`, { cause: error });
  });
  const entries = entriesIn(archive);
  const other = entries.find(({ type }) => type !== '0');
  if (other === undefined) return entries;
  const type = other.type.charCodeAt(0);
  throw new Error(`tar entry ${other.name} is not a regular file, type ${type}`);
}

function entriesIn(archive: Buffer): TarEntry[] {
  try {
    return readTar(archive);
  } catch (error) {
    throw new Error(`error inspecting next tar header: ${reasonOf(error)}`, { cause: error });
  }
}

function readMetadata(body: Buffer): { readonly label: string; readonly type: string } {
  try {
    const { label = '', type = '' } = JSON.parse(body.toString()) as Record<string, unknown>;
    if (typeof label !== 'string' || typeof type !== 'string')
      throw new Error('label and type must be texts');
    return { label, type };
  } catch (error) {
    throw new Error(`could not unmarshal ${METADATA} as json: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Make the package of a chaincode that runs as a service. Equal input gives equal bytes on every machine. */
export function servicePackage(
  label: string,
  connection: Readonly<Record<string, unknown>>,
): { readonly bytes: Buffer; readonly id: string; readonly label: string } {
  const code = compress(writeTar([{ name: 'connection.json', body: json(connection) }]));
  const bytes = compress(
    writeTar([
      { name: METADATA, body: json({ type: 'ccaas', label }) },
      { name: CODE, body: code },
    ]),
  );
  return { bytes, label, id: packageId(label, bytes) };
}

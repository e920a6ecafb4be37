/** What SES knows of the account: identities, whether it is in the sandbox, and who is sent nothing. */
import type { Stack } from '../../cloudformation/load-stack.ts';
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';

type SuppressionReason = 'BOUNCE' | 'COMPLAINT';

interface Suppressed {
  readonly EmailAddress: string;
  readonly Reason: SuppressionReason;
  /** Epoch seconds. */
  readonly LastUpdateTime: number;
}

interface KeptAccount {
  readonly identities: readonly string[];
  readonly isInSandbox: boolean;
  readonly suppressed: readonly Suppressed[];
}

export interface SesAccount {
  readonly identities: () => readonly string[];
  addIdentity(identity: string): void;
  removeIdentity(identity: string): boolean;
  /** Whether the address is an identity, or is in a domain that is one. */
  isVerified(address: string): boolean;
  isInSandbox(): boolean;
  setSandbox(isInSandbox: boolean): void;
  readonly suppressed: () => readonly Suppressed[];
  /** Addresses compare without case. */
  suppression(address: string): Suppressed | undefined;
  suppress(address: string, reason: SuppressionReason): void;
  unsuppress(address: string): boolean;
}

/** Begins with what was kept, or with the identities that roles of the stack are allowed to send from. */
export function createSesAccount(
  stack: Pick<Stack, 'resources'>,
  keeper: Keeper<KeptAccount> = forgets(),
  now: () => number = Date.now,
): SesAccount {
  const kept = keeper.kept;
  const identities = new Set([...(kept?.identities ?? []), ...allowedIdentities(stack)]);
  const suppressed = new Map((kept?.suppressed ?? []).map((each) => [nameOf(each.EmailAddress), each]));
  let isInSandbox = kept?.isInSandbox ?? false;
  const save = () =>
    keeper.save(() => ({ identities: [...identities], isInSandbox, suppressed: [...suppressed.values()] }));

  return {
    identities: () => [...identities],
    addIdentity(identity) {
      identities.add(identityName(identity));
      save();
    },
    removeIdentity(identity) {
      const isGone = identities.delete(identityName(identity));
      save();
      return isGone;
    },
    isVerified: (address) => identitiesFor(address).some((identity) => identities.has(identity)),
    isInSandbox: () => isInSandbox,
    setSandbox(given) {
      isInSandbox = given;
      save();
    },
    suppressed: () => [...suppressed.values()],
    suppression: (address) => suppressed.get(nameOf(address)),
    suppress(address, reason) {
      const LastUpdateTime = Math.floor(now() / 1000);
      suppressed.set(nameOf(address), { EmailAddress: address, Reason: reason, LastUpdateTime });
      save();
    },
    unsuppress(address) {
      const isGone = suppressed.delete(nameOf(address));
      save();
      return isGone;
    },
  };
}

const nameOf = (address: string): string => address.toLowerCase();

/** Case matters in an address, and does not in a domain. */
const identityName = (identity: string): string =>
  identity.includes('@') ? identity : identity.toLowerCase();

/** The address, its domain and those above. */
function identitiesFor(address: string): readonly string[] {
  const labels = nameOf(address.slice(address.lastIndexOf('@') + 1)).split('.');
  return [address, ...labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))];
}

/**
 * Identities are no resources of the stack: the owner verified them before. A deployment whose roles name one counts
 * on it. As they are written: IAM compares ARNs by case, so a role with a domain in upper case can send nothing.
 */
function allowedIdentities({ resources }: Pick<Stack, 'resources'>): readonly string[] {
  return [...resources.values()]
    .filter(({ type }) => type === 'AWS::IAM::Policy')
    .flatMap(({ properties }) => [...JSON.stringify(properties).matchAll(/:identity\/([^"*]+)"/g)])
    .map(([, identity = '']) => identity);
}

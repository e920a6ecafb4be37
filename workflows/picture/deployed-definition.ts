/** A state machine as its template has it: the part of the Amazon States Language that its picture shows. */

/** A condition, alone or with others, and where it leads. */
interface DeployedChoice
  extends Readonly<
    Partial<Record<'Variable' | 'StringEquals' | 'IsPresent' | 'And' | 'Or' | 'Not', unknown>>
  > {
  readonly Next: string;
}

export interface DeployedState {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly Choices?: readonly DeployedChoice[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Retry?: readonly { readonly MaxAttempts?: number }[];
  readonly TimeoutSeconds?: number;
  /** Of a Fail state. */
  readonly Error?: string;
}

export interface DeployedDefinition {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, DeployedState>>;
}

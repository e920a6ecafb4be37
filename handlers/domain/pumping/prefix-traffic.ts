/** Texts to new numbers, as the pumping guard counts them. */

/** A text to a number that has not verified lately, as the guard counts it. */
export interface NewNumber {
  /** What the number is judged with; see destinations/number-prefix.ts. */
  readonly prefix: string;
  /** The client that asks. */
  readonly clientId: string;
  /** Keyed digest of the number. */
  readonly number: string;
}

/** What new numbers of one client did in one part of the guard's window. */
export interface TrafficSlice {
  /** As `clientKey` in traffic-reference.ts makes it. */
  readonly client: string;
  readonly startsAtSeconds: number;
  /** Distinct numbers that were sent a code in it and have not verified it. */
  readonly unverified: number;
  /** Numbers that verified in it. */
  readonly verified: number;
  /** Of those sent to in it, how many had been refused before and came back. */
  readonly returned: number;
}

/** What is known of a prefix: all that it is judged by. */
export interface TrafficView {
  readonly slices: readonly TrafficSlice[];
  /** End of the latest pause of the whole prefix, epoch seconds; absent when none is remembered. */
  readonly pausedUntil?: number;
  /** End of the latest pause for the client that asks. */
  readonly clientPausedUntil?: number;
}

export interface SendCount extends TrafficView {
  /** False while the prefix is paused, for the client or for all, and the send was not counted in spite of it. */
  readonly counted: boolean;
  /** What takes this very count back; absent when the number was counted already, maybe for a text that was sent. */
  readonly added?: string;
}

export interface Pause {
  readonly prefix: string;
  /** Absent when it holds for every client. */
  readonly clientId?: string;
  /** Epoch seconds. */
  readonly until: number;
}

/**
 * Texts to new numbers, by prefix. Every write may be repeated: it counts once.
 * @throws StoreUnavailable from every method
 */
export interface PrefixTraffic {
  /**
   * Counts a number that is sent a code and gives what the window then holds, the number included. During a pause
   * it counts nothing, unless it is let through: as one of the trickle, or as one that came back.
   */
  countSend(send: NewNumber, nowSeconds: number, letThrough?: 'trickle' | 'return'): Promise<SendCount>;
  /** Takes a send back, unless it is kept for another; `added` is what countSend gave. */
  takeBackSend(added: string): Promise<void>;
  /** Counts a send, if it is not counted any more, and keeps it counted whatever another request takes back. */
  keepSend(reference: string, nowSeconds: number): Promise<void>;
  /** Counts the number as verified, if its send is still counted as not. */
  countConversion(reference: string, nowSeconds: number): Promise<void>;
  /** Pauses the prefix, for one client or for all; says whether it was not paused already. */
  pause(pause: Pause, nowSeconds: number): Promise<boolean>;
  /** What is paused now. */
  pauses(nowSeconds: number): Promise<readonly Pause[]>;
}

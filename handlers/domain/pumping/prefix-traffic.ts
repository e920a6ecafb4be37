/** Texts to new numbers, as the pumping guard counts them. */

/** A text to a number that has not verified recently, as the guard counts it. */
export interface NewNumber {
  /** The name of the prefix by which the number is judged; see destinations/number-prefix.ts. */
  readonly prefix: string;
  /** The client that makes the request. */
  readonly clientId: string;
  /** Keyed digest of the number. */
  readonly number: string;
}

/** The new numbers of one client in one slice of the guard's window. */
export interface TrafficSlice {
  /** From `clientKey` in traffic-reference.ts. */
  readonly client: string;
  readonly startsAtSeconds: number;
  /** Distinct numbers that were sent a code in this slice and have not verified it. */
  readonly unverified: number;
  /** Numbers that verified in this slice. */
  readonly verified: number;
  /** Numbers sent to in this slice that had been refused before and came back. */
  readonly returned: number;
}

/** What is known about a prefix: everything that it is judged by. */
export interface TrafficView {
  readonly slices: readonly TrafficSlice[];
  /** End of the latest pause of the whole prefix, epoch seconds; absent when none is remembered. */
  readonly pausedUntil?: number;
  /** End of the latest pause for the client that makes the request, epoch seconds. */
  readonly clientPausedUntil?: number;
  /** How often operators have ended a pause of the prefix; absent for never. */
  readonly resumes?: number;
}

export interface SendCount extends TrafficView {
  /** False when the prefix is paused, for the client or for all, and the send was not let through. */
  readonly counted: boolean;
  /** Takes back exactly this count; absent if the number was already counted, perhaps for a sent text. */
  readonly added?: string;
}

export interface Pause {
  readonly prefix: string;
  /** Absent when the pause applies to every client. */
  readonly clientId?: string;
  /** Epoch seconds. */
  readonly until: number;
}

/**
 * Texts to new numbers, by prefix. A repeated write counts only once.
 * @throws StoreUnavailable from every method
 */
export interface PrefixTraffic {
  /**
   * Counts a number that is sent a code, and returns what the window then holds, including this number.
   * During a pause it counts nothing, unless the number is let through as part of the trickle or as one that
   * came back.
   */
  countSend(send: NewNumber, nowSeconds: number, letThrough?: 'trickle' | 'return'): Promise<SendCount>;
  /** Takes a send back, unless it is kept for another request; `added` comes from countSend. */
  takeBackSend(added: string): Promise<void>;
  /** Counts a send again if it was taken back, and keeps it counted whatever other requests take back. */
  keepSend(reference: string, nowSeconds: number): Promise<void>;
  /** Counts the number as verified, if its send is still counted as unverified. */
  countConversion(reference: string, nowSeconds: number): Promise<void>;
  /**
   * As countConversion for a code that only its caller saw come back: the number is verified at most once a day. Else one
   * phone, texted and reported again and again, would make room for any number of texts.
   */
  countReport(reference: string, nowSeconds: number): Promise<void>;
  /**
   * Pauses the prefix, for one client or for all; returns false if it was already paused, or resumed since the view
   * that it is paused for: the pause would be for what an operator has just forgiven.
   */
  pause(pause: Pause, nowSeconds: number, view?: Pick<TrafficView, 'resumes'>): Promise<boolean>;
  /**
   * Ends a pause, and leaves out of later views the numbers that had not verified by then: those of the client, or of
   * all. Later ones count, so an attack that goes on pauses the prefix again. False if there was no pause.
   */
  resume(pause: Omit<Pause, 'until'>, nowSeconds: number): Promise<boolean>;
  /** The pauses that are in force. */
  pauses(nowSeconds: number): Promise<readonly Pause[]>;
}

/** Subjects that stay on the list until they are removed. @throws StoreUnavailable from every method */
export interface OptOutList {
  /** A consistent read. */
  has(subject: string): Promise<boolean>;
  add(subject: string): Promise<void>;
  remove(subject: string): Promise<void>;
}

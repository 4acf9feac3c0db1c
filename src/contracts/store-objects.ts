import type { DirectoryObject, LinkRelation, ObjectType } from '../model/directory-object.ts'
import type { WriteOutcome } from './store-provisioning.ts'

/** Reading the directory's objects other than users. Ids that are GUIDs compare without letter case. */
export interface ObjectsReader {
  /** Not what lies in the deleted items. */
  find(id: string): Promise<DirectoryObject | undefined>
  /** One answer per id, in order. */
  findMany(ids: readonly string[]): Promise<readonly (DirectoryObject | undefined)[]>
  findDeleted(id: string): Promise<DirectoryObject | undefined>
  /** By a value that is unique among the living objects of a type, letter case ignored. */
  findByKey(type: ObjectType, key: ObjectKey): Promise<DirectoryObject | undefined>
  /** Ordered by id, at most `limit`, continuing after an id. */
  list(type: ObjectType, page: ObjectPage): Promise<readonly DirectoryObject[]>
  /** Ids that an object links to, ordered, at most `limit`. */
  listLinked(relation: LinkRelation, fromId: string, page: IdPage): Promise<readonly string[]>
  /** Ids of the objects that link to this one, ordered, at most `limit`. */
  listLinking(relation: LinkRelation, toId: string, page: IdPage): Promise<readonly string[]>
  isLinked(relation: LinkRelation, fromId: string, toId: string): Promise<boolean>
  countLinked(relation: LinkRelation, fromId: string): Promise<number>
}

/** A value that no two living objects of a type share: `{ name: 'appId', value: '…' }`. */
export interface ObjectKey {
  readonly name: string
  readonly value: string
}

export interface IdPage {
  readonly limit: number
  readonly afterId?: string | undefined
}

export interface ObjectPage extends IdPage {
  /** The deleted items instead of the living ones. */
  readonly isDeleted?: boolean
}

/** Writing objects, inside a transaction. Everything of it sees what the transaction wrote before. */
export interface ObjectsWriter {
  find(id: string): Promise<DirectoryObject | undefined>
  findByKey(type: ObjectType, key: ObjectKey): Promise<DirectoryObject | undefined>
  isLinked(relation: LinkRelation, fromId: string, toId: string): Promise<boolean>
  listLinked(relation: LinkRelation, fromId: string): Promise<readonly string[]>
  listLinking(relation: LinkRelation, toId: string): Promise<readonly string[]>
  /** Version 1. `taken` names the key that another living object has, or `id`. */
  insert(object: NewObject): Promise<WriteOutcome>
  /** Replaces properties and keys of a living object; the version grows by one. */
  replace(object: Omit<NewObject, 'type'>): Promise<WriteOutcome>
  /** Moves a living object to the deleted items. Its keys are free from then on, its links stay. */
  softDelete(id: string, at: string): Promise<WriteOutcome>
  /** Brings an object back; `taken` names the key that another object has meanwhile. */
  restore(id: string): Promise<WriteOutcome>
  /** Removes an object, living or deleted, and every link to and from it, for good. */
  purge(id: string): Promise<WriteOutcome>
  /** Answers whether the link is new. */
  link(relation: LinkRelation, fromId: string, toId: string): Promise<boolean>
  /** Answers whether there was one. */
  unlink(relation: LinkRelation, fromId: string, toId: string): Promise<boolean>
}

export interface NewObject extends Pick<DirectoryObject, 'id' | 'type' | 'properties'> {
  readonly keys: readonly ObjectKey[]
}

/** What changed in the directory, users included, in the order of the changes: the source of delta queries. */
export interface DirectoryChangesReader {
  /** Number that the feed has come to, in whatever tenant; 0 when nothing ever changed. */
  latest(): Promise<number>
  /** Whether anything has changed since then, besides users other than the one with this id. */
  concerns(id: string, after: number): Promise<boolean>
  /** Changes with a number above `after`, oldest first, at most `limit`. */
  list(type: ObjectType | 'user', page: ChangesPage): Promise<readonly DirectoryChange[]>
}

/** Cutting the feed, inside a transaction: changes carry no time of their own. */
export interface ChangesWriter {
  /** Remembers how far the feed has come at this time (milliseconds since 1970, UTC). */
  mark(at: number): Promise<void>
  /** Forgets what came before the latest mark that is older than `before`, at most `limit` changes. Answers how many. */
  forget(before: number, limit: number): Promise<number>
}

export interface ChangesPage {
  readonly after: number
  readonly limit: number
}

/** Names only what changed: what became of it is found by looking at it. Of a link the object itself did not change. */
export interface DirectoryChange {
  readonly sequence: number
  readonly id: string
  /** A link of the object was added or removed: its relation, and the other end. */
  readonly link: { readonly relation: LinkRelation; readonly otherId: string } | null
  /**
   * Names of the Graph properties that an update changed, a user's `manager` among them; null when it is not known, and
   * whenever the object came, went or came back.
   */
  readonly changed: readonly string[] | null
}

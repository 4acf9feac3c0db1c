/** What was changed in memory since the last transaction ended, so that it can be taken back. */
export interface Journal {
  record(undo: () => void): void
  /** What was recorded stays. */
  commit(): void
  /** Takes back what was recorded, the latest first. */
  rollBack(): void
}

export function createJournal(): Journal {
  let undos: (() => void)[] = []
  return {
    record(undo) {
      undos.push(undo)
    },
    commit() {
      undos = []
    },
    rollBack() {
      const recorded = undos
      undos = []
      for (const undo of recorded.reverse()) undo()
    },
  }
}
